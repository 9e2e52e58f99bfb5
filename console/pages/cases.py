"""The pages of those who work cases: their queue, one case with all that may be done with it, and counts."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from console.casework import REPORTING, WORKING, Casework, staff_of
from console.pages.names import CountryNames
from console.pages.page import Answer, Goto, Page, Refusal, Sheet, Visit
from dialogs.ports import MOVES, CaseFile, CaseFilter, CaseState, Count
from dialogs.refusals import Conflict, InvalidIdentifier, NotFound, NotPermitted, NotSupported
from dialogs.texts.staff import Words
from store.cases.casebook import GROUPS

__all__ = ["pages"]

REF = "[0-9]{8}"
A_PAGE = 50
MOST_TEXT = 1000
NOBODY, ALL = "-", "all"
_FILTERS = ("state", "category", "place", "assignee", "late")
_GROUP_NAMES = {"category": "category", "place": "place", "programme": "programme"}
_NEEDS = {"assign": "to", "ask": "text", "note": "text", "tell": "text", "resolve": "text", "refer": "body", "hand-up": "text"}
"""The field without which a move is nothing."""


def pages(casework: Casework, names: CountryNames) -> Sequence[Page]:
    """The queue, a case, its moves, and the report."""
    work = _Work(casework, names)
    return (
        Page("cases", "GET", "/cases", WORKING, work.queue, menu=10),
        Page("case", "GET", "/cases/{ref}", WORKING, work.case, {"ref": REF}),
        Page("case-move", "POST", "/cases/{ref}/{move}", WORKING, work.move, {"ref": REF, "move": "|".join(MOVES)}),
        Page("case-report", "GET", "/case-report", REPORTING, work.report, menu=11),
    )


@dataclass(frozen=True, slots=True)
class _Work:
    casework: Casework
    names: CountryNames

    # --- the queue -----------------------------------------------------------------------------

    async def queue(self, visit: Visit) -> Sheet:
        """What waits for a decision, unless another state is asked for."""
        asked = {name: visit.query.get(name, "") for name in _FILTERS}
        try:
            files, after = await self.casework.list(
                staff_of(visit.operator), _filter(asked, visit.operator.id), visit.query.get("after", ""), A_PAGE
            )
        except NotFound:
            raise Refusal(404) from None
        further = {**{name: value for name, value in asked.items() if value}, "after": after}
        return Sheet(
            "cases/queue.html",
            {
                "cases": [self._line(file, visit.words) for file in files],
                "asked": asked,
                "states": _states(visit.words),
                "categories": self.names.all("category", visit.words.lang),
                "places": self.names.all("place", visit.words.lang),
                "workers": await self.casework.workers(),
                "next": f"/cases?{urlencode(further)}" if after else "",
            },
        )

    def _line(self, file: CaseFile, words: Words) -> Mapping[str, object]:
        view = file.view
        return {
            "ref": view.ref,
            "promised": words.day(view.resolve_by),
            "late": file.overdue,
            "state": words.code("case-state", view.state),
            "category": self.names.of("category", view.category, words.lang),
            "place": self.names.of("place", file.place, words.lang),
            "assignee": file.assignee,
        }

    # --- a case --------------------------------------------------------------------------------

    async def case(self, visit: Visit) -> Sheet:
        return await self._sheet(visit)

    async def _sheet(self, visit: Visit, wrong: Mapping[str, str] | None = None, status: int = 200, said: str = "") -> Sheet:
        """The case as it is now; with `wrong` fields, or what the case `said` to a move, what was typed stays."""
        try:
            file = await self.casework.file(staff_of(visit.operator), visit.path["ref"])
        except (NotFound, NotPermitted):  # a case of another area is one that there is not
            raise Refusal(404) from None
        words, view = visit.words, file.view
        moves = [move for move in MOVES if move in file.may]
        told = {
            "line": self._line(file, words),
            "file": file,
            "view": view,
            "owner": self.names.of("body", view.owner, words.lang),
            "programme": self.names.of("programme", file.programme, words.lang),
            "history": [self._event(event.kind, event.text, words) for event in file.history],
            "moves": moves,
            "bodies": self.names.all("body", words.lang),
            "workers": await self.casework.workers() if "assign" in moves else (),
            "most": MOST_TEXT,
            "tried": visit.path.get("move", ""),
            "typed": visit.text("text"),
            "wrong": wrong or {},
            "said": said,
        }
        return Sheet("cases/case.html", told, status)

    def _event(self, kind: str, text: str, words: Words) -> tuple[str, str]:
        """What happened, and what was said."""
        return words.code("case-event", kind), self.names.of("body", text, words.lang) if kind == "referred" else text

    async def move(self, visit: Visit) -> Answer:
        """Do it, or say on the same page why not."""
        move, ref = visit.path["move"], visit.path["ref"]
        if wrong := _wrong(visit, move):
            return await self._sheet(visit, wrong, 422)
        try:
            await self._acts(visit)[move]()
        except NotFound:
            raise Refusal(404) from None
        except NotPermitted as refused:
            raise Refusal(404 if refused.code == "area" else 403) from None
        except Conflict as refused:
            before = refused.code == "decided-before"
            return await self._sheet(visit, status=409, said="case-decided-before" if before else "error-409")
        except (InvalidIdentifier, NotSupported):
            return await self._sheet(visit, {f"{move}-{_NEEDS[move]}": "case-unknown"}, 422)
        return Goto(f"/cases/{ref}", done=f"case-{move}")

    def _acts(self, visit: Visit) -> Mapping[str, Callable[[], Awaitable[None]]]:
        do, who, ref, key = self.casework, staff_of(visit.operator), visit.path["ref"], visit.key
        text = visit.text("text")
        return {
            "take": lambda: do.assign(who, ref, who.id, key),
            "assign": lambda: do.assign(who, ref, visit.text("to"), key),
            "ask": lambda: do.ask(who, ref, text, key),
            "note": lambda: do.note(who, ref, text, False, key),
            "tell": lambda: do.note(who, ref, text, True, key),
            "resolve": lambda: do.answer(who, ref, text, visit.text("upheld") == "yes", key),
            "refer": lambda: do.refer(who, ref, visit.text("body"), key),
            "hand-up": lambda: do.hand_up(who, ref, text, key),
            "close": lambda: do.close(who, ref, key),
        }

    # --- counts --------------------------------------------------------------------------------

    async def report(self, visit: Visit) -> Sheet:
        by, wrong = visit.query.get("by", "category"), dict[str, str]()
        days = {name: _day(visit.query.get(name, ""), name, wrong) for name in ("since", "until")}
        counts: Sequence[Count] = ()
        if not wrong and by in GROUPS:
            counts = await self.casework.report(staff_of(visit.operator), by, days["since"], days["until"])
        told = {
            "by": by,
            "groups": [(group, visit.words(f"case-by-{group}")) for group in sorted(GROUPS)],
            "counts": [(self._group(by, one.group, visit.words), one.count) for one in counts],
            "since": visit.query.get("since", ""),
            "until": visit.query.get("until", ""),
            "wrong": wrong,
        }
        return Sheet("cases/report.html", told, 422 if wrong else 200)

    def _group(self, by: str, group: str, words: Words) -> str:
        if group in ("other", "unknown"):
            return words(f"case-group-{group}")
        if by in _GROUP_NAMES:
            return self.names.of(_GROUP_NAMES[by], group, words.lang)
        return words.code(
            {"state": "case-state", "channel": "case-channel", "helped": "case-helped"}.get(by, "case-score"), group
        )


def _filter(asked: Mapping[str, str], me: str) -> CaseFilter:
    state = next((one for one in CaseState if one == asked["state"]), None)
    assignee = {"": None, NOBODY: "", "me": me}.get(asked["assignee"], asked["assignee"])
    return CaseFilter(
        state=state,
        category=asked["category"] or None,
        place=asked["place"] or None,
        assignee=assignee,
        overdue=True if asked["late"] else None,
        decided=None if state or asked["state"] == ALL else False,
    )


def _states(words: Words) -> Sequence[tuple[str, str]]:
    return [(ALL, words("case-all")), *((state.value, words.code("case-state", state)) for state in CaseState)]


def _wrong(visit: Visit, move: str) -> Mapping[str, str]:
    """The faults of a form by the ids of its fields."""
    needed = _NEEDS.get(move, "")
    value = visit.text(needed) if needed else "-"
    wrong = {f"{move}-{needed}": "case-needed"} if not value else {}
    if len(value) > MOST_TEXT:
        wrong = {f"{move}-{needed}": "case-too-long"}
    if move == "resolve" and visit.text("upheld") not in ("yes", "no"):
        wrong["resolve-upheld"] = "case-needed-upheld"
    return wrong


def _day(told: str, name: str, wrong: dict[str, str]) -> date | None:
    try:
        return date.fromisoformat(told) if told else None
    except ValueError:
        wrong[name] = "case-no-day"
        return None
