"""What a page of the console is, what it is asked with, and what it may answer.

A part of the console (cases, campaigns, the inbox) is a module beside this one with a function that takes its ports and gives
its pages; `house.pages` joins them and `console.pages.serving.application` serves them:

    def pages(caseload: Caseload) -> Sequence[Page]:
        async def queue(visit: Visit) -> Sheet:
            return Sheet("cases/queue.html", {"files": await caseload.list(...)})

        async def close(visit: Visit) -> Goto:
            await caseload.close(visit.path["ref"], key=visit.key)
            return Goto(f"/cases/{visit.path['ref']}", done="case-closed")

        return (
            Page("cases", "GET", "/cases", frozenset({"officer"}), queue, menu=10),
            Page("case-close", "POST", "/cases/{ref}/close", frozenset({"officer"}), close, {"ref": "[0-9]{8}"}),
        )

What it need not care about: who is signed in, roles, CSRF, sizes, rates, headers, languages, and what goes wrong.

- Templates are `templates/<part>/*.html`; they extend `layout.html` (blocks `title` and `main`) and import the macros of
  `macros.html` `with context`: `form`, `field`, `area`, `choice`, `check`, `faults`, `table`, `cell`, `pager`, `facts`.
  Filters: `lines` (what somebody wrote), `number` (a phone, which reads from the left everywhere).
  They are given what the sheet says and `visit`, `words`, `csrf`, `once`. Everything is escaped.
- Words are `words/<part>.<lang>.ftl`, in every language of `dialogs.texts.staff`; a page in the menu has a text
  `menu-<name>`, and `done="x"` shows the text `done-x` after the redirect.
- Tests: `tests/console/staff.py` signs in somebody of each role; `tests/browser/console_window.py` is the same in Chromium.
"""

import unicodedata
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from aiohttp import web
from multidict import MultiMapping

from dialogs.texts.staff import Words
from store.operators import Operator

__all__ = ["Download", "Form", "Goto", "Page", "Refusal", "Sheet", "Upload", "Visit"]

Upload = web.FileField
Form = MultiMapping[str | bytes | bytearray | Upload]
"""What a browser sent: texts and files by the names of their fields."""
LARGEST = 64 * 1024


class Refusal(Exception):
    """Ends a visit with a page that says no: 400, 403, 404, 409, 413, 429 or 503; its text is `error-<status>`."""

    def __init__(self, status: int) -> None:
        super().__init__(str(status))
        self.status = status


@dataclass(frozen=True, slots=True, repr=False)
class Visit:
    """One request of somebody who may open this page. `key` is the same when the same form is sent twice, else random."""

    operator: Operator
    words: Words
    at: str
    path: Mapping[str, str]
    query: MultiMapping[str]
    form: Form
    key: bytes

    def text(self, name: str) -> str:
        """A field of the form as text without what nobody can see; empty when it is not there."""
        value = self.form.get(name, "")
        return clean(value) if isinstance(value, str) else ""

    def upload(self, name: str) -> Upload | None:
        """A file of the form; None when none was chosen."""
        value = self.form.get(name)
        return value if isinstance(value, web.FileField) and value.filename else None

    def may(self, *roles: str) -> bool:
        """Whether the operator has one of these roles."""
        return not self.operator.roles.isdisjoint(roles)


def clean(text: str) -> str:
    """Lines end as they do here; control characters, which no store and no reader wants, are gone."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(one for one in lines if one in "\n\t" or unicodedata.category(one) not in ("Cc", "Cs")).strip()


@dataclass(frozen=True, slots=True, repr=False)
class Sheet:
    """A page to read: a template with what it needs. With faults of a form the status is 422.

    `script` is a file of ours (`console.pages.rendering.FILES`) that makes it quicker to use; it must do without as well.
    """

    template: str
    context: Mapping[str, object] = field(default_factory=dict)
    status: int = 200
    script: str = ""


@dataclass(frozen=True, slots=True)
class Goto:
    """Another page, after something was done: a path below `/console`, and the notice `done-<done>` there."""

    path: str
    done: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class Download:
    """A file to keep; `name` is plain ASCII."""

    body: bytes
    media: str
    name: str


Answer = Sheet | Goto | Download


@dataclass(frozen=True, slots=True)
class Page:
    """`path` is below `/console`; `params` gives each `{name}` in it a pattern; one of `roles` is needed
    (none: whoever is signed in).

    With `menu` above 0 it stands in the menu at that place. `largest` is the most bytes that a form may have.
    """

    name: str
    method: str
    path: str
    roles: frozenset[str]
    handler: Callable[[Visit], Awaitable[Answer]]
    params: Mapping[str, str] = field(default_factory=dict)
    menu: int = 0
    largest: int = LARGEST

    def open_to(self, operator: Operator) -> bool:
        return not self.roles or not self.roles.isdisjoint(operator.roles)
