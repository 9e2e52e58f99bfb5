"""The tables of a country profile: how each is written in TOML, what is refused, and the plain data it becomes."""

import re
from collections import Counter
from datetime import date, time
from typing import Annotated, Literal
from zoneinfo import available_timezones

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic import ValidationInfo as Info
from pydantic import field_validator as check

from config.policy import Limit, Policy, Proof, SimDoubt, SimSwapPolicy
from dialogs.country import Attendance, Category, Change, Group, Listed, Need, Topic
from dialogs.model import Names
from dialogs.parts.offices import fold

LIMITS = frozenset(
    {
        "codes",
        "recover-start",
        "recover-code",
        "status",
        "case-open",
        "case-follow",
        "prove-start",
        "prove-code",
        "card",
        "genuine",
    }
)
"""What dialogs spend tries of: a profile that leaves one out is refused, not unlimited."""
AGENT_LIMITS = ("agent-pin", "agent-card")
"""What the agents' line spends tries of, where there is one."""


def refuse(faults: list[str]) -> None:
    if faults:
        raise ValueError("\n".join(faults))


def twins(what: str, values: list[str]) -> list[str]:
    return [f"the {what} {value!r} is given {times} times" for value, times in Counter(values).items() if times > 1]


def in_all_languages(by_lang: dict[str, str], info: Info) -> dict[str, str]:
    context = info.context or {}
    languages = context.get("languages")
    if isinstance(languages, list):
        given = context.get("borrow")
        borrow: dict[str, object] = given if isinstance(given, dict) else {}
        told = {**_borrowed(by_lang, borrow), **by_lang}
        absent = [lang for lang in languages if lang not in told]
        refuse(
            [f"lacks the language {lang!r}" for lang in absent if borrow.get(lang) not in absent]
            + [f"has {lang!r}, which is not a language of this profile" for lang in by_lang if lang not in languages]
        )
        return {lang: told[lang] for lang in languages if lang in told}
    return by_lang


def _borrowed(by_lang: dict[str, str], borrow: dict[str, object]) -> dict[str, str]:
    """A name in the languages that borrow it, as the profile's `borrow` tells."""
    return {lang: by_lang[lender] for lang, lender in borrow.items() if isinstance(lender, str) and lender in by_lang}


def proof_of(name: object) -> object:
    if isinstance(name, str) and name in Proof.__members__:
        return Proof[name]
    raise ValueError(f"a proof is one of {', '.join(Proof.__members__)}")


def regular(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as fault:
        raise ValueError(f"is not a regular expression: {fault}") from None
    return pattern


def zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError("is not a time zone of the IANA database")
    return name


Word = Annotated[str, StringConstraints(pattern=r"^\S(.*\S)?$")]
Id = Annotated[str, StringConstraints(pattern=r"^[a-z]+(-[a-z]+)*$")]
Lang = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Z][a-z]{3})?$")]
Level = Annotated[Proof, BeforeValidator(proof_of)]
ByLang = Annotated[dict[str, Word], AfterValidator(in_all_languages)]
Lines = Annotated[str, StringConstraints(pattern=r"(?s)^\S(.*\S)?$")]
PageByLang = Annotated[dict[str, Lines], AfterValidator(in_all_languages)]
Days = Annotated[int, Field(ge=1, le=365)]
Seconds = Annotated[float, Field(gt=0)]


class Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class OfficeTable(Table):
    name: ByLang
    address: ByLang
    hours: str
    phone: Annotated[str, StringConstraints(pattern=r"^\d*$")] = ""

    @check("hours")
    @classmethod
    def _known(cls, name: str, info: Info) -> str:
        if info.context and name not in (info.context["hours"] or ()):
            raise ValueError(f"[hours] has no {name!r}")
        return name


class CommuneTable(Table):
    id: Id
    name: ByLang
    also: tuple[Word, ...] = ()
    offices: Annotated[tuple[OfficeTable, ...], Field(min_length=1)]

    def folded(self) -> tuple[str, ...]:
        """All names and other spellings; Arabic ones also without their article, as people type them."""
        spelt = (*self.name.values(), *self.also)
        bare = (name.removeprefix("ال") for name in spelt)
        return tuple(dict.fromkeys(fold(name) for name in (*spelt, *bare)))


class RegionTable(Table):
    id: Id
    name: ByLang
    communes: Annotated[tuple[CommuneTable, ...], Field(min_length=1)]


class ListedTable(Table):
    id: Id
    name: ByLang

    def listed(self) -> Listed:
        return Listed(self.id, Names.of(self.name))


class NeedTable(ListedTable):
    quiet: bool = False

    def need(self) -> Need:
        return Need(self.id, Names.of(self.name), self.quiet)


class CategoryTable(ListedTable):
    acknowledge: Annotated[int, Field(ge=0, le=60)]
    resolve: Annotated[int, Field(ge=1, le=365)]
    working: bool = False
    owner: Id
    authority: Id
    escalate: Annotated[int, Field(ge=0, le=365)] = 0

    def category(self) -> Category:
        told = self.model_dump(exclude={"name"})
        return Category(names=Names.of(self.name), **told)


class CasesTable(Table):
    near: Days = 3
    appeal: Days = 30
    reopen: Days = 30
    close: Days = 30
    remind: Days = 5
    wait: Days = 15
    call: Days = 2
    follow_up: Annotated[int, Field(ge=0, le=90)] = 0
    closed: tuple[date, ...] = ()


WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class PeopleTable(Table):
    """When people answer in the chat; `hours` names the words for it in `[hours]`."""

    days: Annotated[tuple[Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"], ...], Field(min_length=1)]
    opens: time
    closes: time
    hours: str
    closed: tuple[date, ...] = ()

    @check("closes")
    @classmethod
    def _later(cls, closes: time, info: Info) -> time:
        if closes <= info.data.get("opens", time.min):
            raise ValueError("is not after opens")
        return closes

    def attendance(self, words: Names) -> Attendance:
        return Attendance(tuple(map(WEEK.index, self.days)), self.opens, self.closes, words, self.closed)


class SimSwapTable(Table):
    hours: Annotated[int, Field(ge=1, le=2400)]
    unavailable: SimDoubt

    def policy(self) -> SimSwapPolicy:
        return SimSwapPolicy(self.hours, self.unavailable)


class GroupTable(ListedTable):
    categories: Annotated[tuple[CategoryTable, ...], Field(min_length=1, max_length=8)]

    def group(self) -> Group:
        return Group(self.id, Names.of(self.name), tuple(category.category() for category in self.categories))


class ChangeTable(ListedTable):
    owner: Id
    papers: ByLang

    def change(self) -> Change:
        return Change(self.id, Names.of(self.name), self.owner, Names.of(self.papers))


class CardTable(Table):
    scheme: Annotated[str, StringConstraints(pattern=r"^[A-Z]+$")]
    pattern: Annotated[str, AfterValidator(regular)]


class TopicTable(ListedTable):
    words: PageByLang
    reviewed: date

    def topic(self) -> Topic:
        return Topic(self.id, Names.of(self.name), Names.of(self.words), self.reviewed)


class LimitTable(Table):
    tries: Annotated[int, Field(ge=1)]
    window: Seconds
    lock: Seconds


class PolicyTable(Table):
    services: dict[str, Level]
    fields: dict[str, Level]
    limits: dict[str, LimitTable]
    answer_floor: Annotated[float, Field(ge=0, le=3)] = 0.0

    @check("limits")
    @classmethod
    def _limits(cls, limits: dict[str, LimitTable]) -> dict[str, LimitTable]:
        refuse([f"lacks {name!r}" for name in sorted(LIMITS - limits.keys())])
        return limits

    def policy(self) -> Policy:
        limits = {name: Limit(limit.tries, limit.window, limit.lock) for name, limit in self.limits.items()}
        return Policy(self.services, self.fields, limits, self.answer_floor)


def owned(owners: list[tuple[str, str]], info: Info) -> None:
    """Whoever gets a case must be one of the profile's bodies."""
    bodies = {body.id for body in info.data.get("bodies", ())}
    refuse([f"{id}: there is no body {body!r}" for id, body in owners if body not in bodies])


class SmsTable(Table):
    oneshot: bool = False
