"""The catalogues as files: what each text says, where it stands, and how it is written anew with all else left as it was."""

import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from fluent.syntax import FluentParser
from fluent.syntax.ast import BaseNode, GroupComment, Junk, Message, SyntaxNode, VariableReference
from fluent.syntax.visitor import Visitor

import dialogs.texts

__all__ = ["FOLDER", "SOURCE", "Text", "fault_of", "read", "rewritten", "variables_of"]

FOLDER = Path(dialogs.texts.__file__).parent
SOURCE = "en"
"""The language that translators start from, and whose keys all others have."""
_INDENT = "    "


@dataclass(frozen=True, slots=True)
class Text:
    """One text of a catalogue: its words without their indentation, the file that says it and the place behind its `=`.

    `under` is the heading that it stands under, `comment` what a writer noted above it.
    """

    key: str
    words: str
    path: Path
    start: int
    end: int
    variables: frozenset[str]
    under: str = ""
    comment: str = ""


def read(folder: Path, lang: str, country: str = "") -> dict[str, Text]:
    """The texts of a language by key, as `country` says them: its own file goes first, text by text. Raises `OSError`."""
    own = folder / country / f"{lang}.ftl"
    theirs = _texts(own) if country and own.is_file() else ()
    return {text.key: text for text in (*_texts(folder / f"{lang}.ftl"), *theirs)}


def rewritten(source: str, changes: Iterable[tuple[Text, str]]) -> str:
    """A catalogue's source with new words for some of its texts."""
    for text, words in sorted(changes, key=lambda change: change[0].start, reverse=True):
        source = source[: text.start] + _indented(words) + source[text.end :]
    return source


def fault_of(words: str) -> str:
    """Why these words are no text in Fluent's syntax; empty when they are."""
    match FluentParser().parse(f"key ={_indented(words)}\n").body:
        case [Message(value=value, attributes=[]) as message] if value is not None:
            return "names another text" if _Names(message).others else ""
        case [*_, Junk(annotations=[first, *_])]:
            return str(first.message)
    return "a line begins with a sign that Fluent reads otherwise"


def variables_of(words: str) -> frozenset[str]:
    """The arguments that words without a fault use."""
    return frozenset(_Names(FluentParser().parse_entry(f"key ={_indented(words)}\n")).variables)


def _texts(path: Path) -> Iterator[Text]:
    source, under = path.read_text("utf-8"), ""
    for entry in FluentParser().parse(source).body:
        if isinstance(entry, GroupComment):
            under = entry.content or ""
        if isinstance(entry, Message) and entry.value is not None:
            start, end = source.index("=", _end(entry.id)) + 1, _end(entry.value)
            comment = " ".join((entry.comment.content or "").split()) if entry.comment else ""
            yield Text(
                entry.id.name, _plain(source[start:end]), path, start, end, frozenset(_Names(entry).variables), under, comment
            )


def _end(node: SyntaxNode) -> int:
    """Where a parsed node ends in its source."""
    assert node.span is not None
    return node.span.end


def _plain(written: str) -> str:
    """Words as they stand behind the `=`, without their indentation."""
    first, _, rest = written.partition("\n")
    return "\n".join(part for part in (first.strip(" "), textwrap.dedent(rest)) if part)


def _indented(words: str) -> str:
    """Words as they stand behind the `=`: below it when there are several lines, unless the first one opens a choice."""
    first, newline, rest = words.partition("\n")
    if not newline or first.endswith("->"):
        return f" {first}{newline}{textwrap.indent(rest, _INDENT)}"
    return f"\n{textwrap.indent(words, _INDENT)}"


class _Names(Visitor):
    """The arguments that a text names, and whether it names other texts or functions."""

    def __init__(self, entry: BaseNode) -> None:
        self.variables: set[str] = set()
        self.others = False
        self.visit(entry)

    def visit_VariableReference(self, node: VariableReference) -> None:
        self.variables.add(node.id.name)

    def _other(self, _: BaseNode) -> None:
        self.others = True

    visit_MessageReference = visit_TermReference = visit_FunctionReference = _other
