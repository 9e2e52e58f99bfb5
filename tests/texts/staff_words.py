"""What a catalogue for staff says, as the parser sees it: for the tests of each folder of them."""

from importlib.abc import Traversable

from fluent.runtime import FluentResource
from fluent.syntax.ast import Junk, Message, VariableReference
from fluent.syntax.visitor import Visitor


class _Arguments(Visitor):
    def __init__(self) -> None:
        self.found: set[str] = set()

    def visit_VariableReference(self, node: VariableReference) -> None:
        self.found.add(node.id.name)


def messages(file: Traversable) -> dict[str, set[str]]:
    """Each text of a catalogue with the arguments that it takes."""
    found: dict[str, set[str]] = {}
    for entry in FluentResource(file.read_text("utf-8")).body:
        assert not isinstance(entry, Junk), entry.content
        if isinstance(entry, Message):
            assert entry.id.name not in found, entry.id.name
            visitor = _Arguments()
            visitor.visit(entry)
            found[entry.id.name] = visitor.found
    return found
