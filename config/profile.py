"""Reads a country profile: everything that differs by country is data, checked whole before anything starts."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from datetime import date
from importlib import resources
from typing import Annotated, Any
from zoneinfo import available_timezones

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, ValidationError
from pydantic import ValidationInfo as Info
from pydantic import field_validator as check

from config.policy import Limit, Policy, Proof
from dialogs.country import CardForm, Category, Change, Commune, Country, Group, Listed, Office, Topic
from dialogs.model import Names
from dialogs.parts.offices import fold

LIMITS = frozenset({"recover-start", "recover-code", "status", "case-open", "case-follow", "prove-start", "prove-code", "card"})
"""What dialogs spend tries of: a profile that leaves one out is refused, not unlimited."""


class ProfileError(Exception):
    """A profile cannot be used; `faults` holds one line per fault, all of them."""

    def __init__(self, code: str, faults: list[str]) -> None:
        super().__init__("\n".join(f"{code}.toml: {fault}" for fault in faults))
        self.faults = tuple(faults)


def available() -> tuple[str, ...]:
    """The codes of the profiles that are shipped, in order."""
    names = [entry.name for entry in _folder().iterdir()]
    return tuple(sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml")))


def load(code: str) -> Country:
    """The country profile `code` (`morocco`); raises `ProfileError` with every fault that was found."""
    if code not in available():
        raise ProfileError(code, [f"there is no such profile; there are: {', '.join(available())}"])
    return parse(code, _folder().joinpath(f"{code}.toml").read_text("utf-8"))


def parse(code: str, toml: str) -> Country:
    """A profile from its text; raises `ProfileError` with every fault that was found."""
    try:
        raw = tomllib.loads(toml)
        context = {"languages": raw.get("languages"), "hours": raw.get("hours")}
        return _Profile.model_validate(raw, context=context).country(code)
    except tomllib.TOMLDecodeError as fault:
        raise ProfileError(code, [str(fault)]) from None
    except ValidationError as invalid:
        raise ProfileError(code, list(_lines(invalid))) from None


def _folder() -> Any:
    return resources.files("config").joinpath("countries")


def _lines(invalid: ValidationError) -> Iterator[str]:
    for error in invalid.errors(include_url=False, include_input=False):
        where = ".".join(str(place) for place in error["loc"])
        for line in error["msg"].removeprefix("Value error, ").split("\n"):
            yield f"{where}: {line}"


def _raise(faults: list[str]) -> None:
    if faults:
        raise ValueError("\n".join(faults))


def _twins(what: str, values: list[str]) -> list[str]:
    return [f"the {what} {value!r} is given {times} times" for value, times in Counter(values).items() if times > 1]


def _names(by_lang: dict[str, str], info: Info) -> dict[str, str]:
    languages = info.context["languages"] if info.context else None
    if isinstance(languages, list):
        _raise(
            [f"lacks the language {lang!r}" for lang in languages if lang not in by_lang]
            + [f"has {lang!r}, which is not a language of this profile" for lang in by_lang if lang not in languages]
        )
        return {lang: by_lang[lang] for lang in languages}
    return by_lang


def _proof(name: object) -> object:
    if isinstance(name, str) and name in Proof.__members__:
        return Proof[name]
    raise ValueError(f"a proof is one of {', '.join(Proof.__members__)}")


def _regex(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as fault:
        raise ValueError(f"is not a regular expression: {fault}") from None
    return pattern


def _zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError("is not a time zone of the IANA database")
    return name


Word = Annotated[str, StringConstraints(pattern=r"^\S(.*\S)?$")]
Id = Annotated[str, StringConstraints(pattern=r"^[a-z]+(-[a-z]+)*$")]
Lang = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")]
Level = Annotated[Proof, BeforeValidator(_proof)]
ByLang = Annotated[dict[str, Word], AfterValidator(_names)]
Lines = Annotated[str, StringConstraints(pattern=r"(?s)^\S(.*\S)?$")]
PageByLang = Annotated[dict[str, Lines], AfterValidator(_names)]
Seconds = Annotated[float, Field(gt=0)]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Office(_Table):
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


class _Commune(_Table):
    id: Id
    name: ByLang
    also: tuple[Word, ...] = ()
    offices: Annotated[tuple[_Office, ...], Field(min_length=1)]

    def folded(self) -> tuple[str, ...]:
        """All names and other spellings; Arabic ones also without their article, as people type them."""
        spelt = (*self.name.values(), *self.also)
        bare = (name.removeprefix("ال") for name in spelt)
        return tuple(dict.fromkeys(fold(name) for name in (*spelt, *bare)))


class _Region(_Table):
    name: ByLang
    communes: Annotated[tuple[_Commune, ...], Field(min_length=1)]


class _Listed(_Table):
    id: Id
    name: ByLang

    def listed(self) -> Listed:
        return Listed(self.id, Names.of(self.name))


class _Category(_Listed):
    acknowledge: Annotated[int, Field(ge=0, le=60)]
    resolve: Annotated[int, Field(ge=1, le=365)]
    working: bool = False
    owner: Id
    authority: Id

    def category(self) -> Category:
        names = Names.of(self.name)
        return Category(self.id, names, self.acknowledge, self.resolve, self.working, self.owner, self.authority)


class _Group(_Listed):
    categories: Annotated[tuple[_Category, ...], Field(min_length=1, max_length=8)]

    def group(self) -> Group:
        return Group(self.id, Names.of(self.name), tuple(category.category() for category in self.categories))


class _Change(_Listed):
    owner: Id
    papers: ByLang

    def change(self) -> Change:
        return Change(self.id, Names.of(self.name), self.owner, Names.of(self.papers))


class _Card(_Table):
    scheme: Annotated[str, StringConstraints(pattern=r"^[A-Z]+$")]
    pattern: Annotated[str, AfterValidator(_regex)]


class _Topic(_Listed):
    words: PageByLang
    reviewed: date

    def topic(self) -> Topic:
        return Topic(self.id, Names.of(self.name), Names.of(self.words), self.reviewed)


class _Limit(_Table):
    tries: Annotated[int, Field(ge=1)]
    window: Seconds
    lock: Seconds


class _Policy(_Table):
    services: dict[str, Level]
    fields: dict[str, Level]
    limits: dict[str, _Limit]
    answer_floor: Annotated[float, Field(ge=0, le=3)] = 0.0

    @check("limits")
    @classmethod
    def _limits(cls, limits: dict[str, _Limit]) -> dict[str, _Limit]:
        _raise([f"lacks {name!r}" for name in sorted(LIMITS - limits.keys())])
        return limits

    def policy(self) -> Policy:
        limits = {name: Limit(limit.tries, limit.window, limit.lock) for name, limit in self.limits.items()}
        return Policy(self.services, self.fields, limits, self.answer_floor)


def _owned(owners: list[tuple[str, str]], info: Info) -> None:
    """Whoever gets a case must be one of the profile's bodies."""
    bodies = {body.id for body in info.data.get("bodies", ())}
    _raise([f"{id}: there is no body {body!r}" for id, body in owners if body not in bodies])


class _Sms(_Table):
    oneshot: bool = False


class _Profile(_Table):
    region: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
    languages: Annotated[tuple[Lang, ...], Field(min_length=1)]
    services: Annotated[tuple[Word, ...], Field(min_length=1, max_length=9)]
    service_code: Annotated[str, StringConstraints(pattern=r"^\*\d+(\*\d+)*#$")]
    short_code: Annotated[str, StringConstraints(pattern=r"^\d{3,8}$")]
    sender: Annotated[str, StringConstraints(pattern=r"^(\d{3,15}|[A-Za-z0-9]{3,11})$")]
    hotline: Annotated[str, StringConstraints(pattern=r"^\+?\d{3,15}$")]
    id_name: Word
    timezone: Annotated[str, AfterValidator(_zone)]
    policy: _Policy
    networks: dict[Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{1,24}$")], Id] = Field(default_factory=dict)
    sms: _Sms = _Sms()
    helpline: Annotated[str, StringConstraints(pattern=r"^\+?\d{3,15}$")]
    programmes: tuple[_Listed, ...] = ()
    id_scheme: Annotated[str, StringConstraints(pattern=r"^[A-Z]+$")]
    id_pattern: Annotated[str, AfterValidator(_regex)]
    bodies: tuple[_Listed, ...] = ()
    reasons: tuple[_Listed, ...] = ()
    cards: tuple[_Card, ...] = ()
    needs: tuple[_Listed, ...] = ()
    complaints: Annotated[tuple[_Group, ...], Field(max_length=7)] = ()
    changes: Annotated[tuple[_Change, ...], Field(max_length=8)] = ()
    guide: Annotated[tuple[_Topic, ...], Field(max_length=8)] = ()
    hours: dict[str, ByLang]
    regions: Annotated[tuple[_Region, ...], Field(min_length=1)]

    @check("policy")
    @classmethod
    def _every_service(cls, policy: _Policy, info: Info) -> _Policy:
        """A service that the policy does not name would be on the menu and refused to everybody."""
        _raise([f"services lacks {name!r}" for name in info.data.get("services", ()) if name not in policy.services])
        return policy

    @check("regions")
    @classmethod
    def _unique(cls, regions: tuple[_Region, ...]) -> tuple[_Region, ...]:
        """A menu of places shows little more than names: two places of one name could not be told apart."""
        communes = [commune for region in regions for commune in region.communes]
        names = [f"{name} ({lang})" for commune in communes for lang, name in commune.name.items()]
        _raise(_twins("id", [commune.id for commune in communes]) + _twins("name", names))
        return regions

    @check("complaints")
    @classmethod
    def _whose_complaints(cls, groups: tuple[_Group, ...], info: Info) -> tuple[_Group, ...]:
        categories = [category for group in groups for category in group.categories]
        _owned([(one.id, body) for one in categories for body in (one.owner, one.authority)], info)
        _raise(_twins("id", [one.id for one in categories]))
        return groups

    @check("changes")
    @classmethod
    def _whose_changes(cls, changes: tuple[_Change, ...], info: Info) -> tuple[_Change, ...]:
        _owned([(one.id, one.owner) for one in changes], info)
        _raise(_twins("id", [one.id for one in changes]))
        return changes

    def country(self, code: str) -> Country:
        lists = {"programmes", "bodies", "needs", "reasons", "cards", "complaints", "changes", "guide"}
        return Country(
            code=code,
            policy=self.policy.policy(),
            communes=tuple(self._communes()),
            programmes=tuple(one.listed() for one in self.programmes),
            bodies=tuple(one.listed() for one in self.bodies),
            needs=tuple(one.listed() for one in self.needs),
            reasons=tuple(one.listed() for one in self.reasons),
            cards=tuple(CardForm(one.scheme, one.pattern) for one in self.cards),
            complaints=tuple(one.group() for one in self.complaints),
            changes=tuple(one.change() for one in self.changes),
            guide=tuple(one.topic() for one in self.guide),
            oneshot=self.sms.oneshot,
            **self.model_dump(exclude=lists | {"policy", "hours", "regions", "sms"}),
        )

    def _communes(self) -> Iterator[Commune]:
        for region in self.regions:
            for commune in region.communes:
                offices = tuple(self._office(office) for office in commune.offices)
                yield Commune(commune.id, Names.of(commune.name), Names.of(region.name), commune.folded(), offices)

    def _office(self, office: _Office) -> Office:
        return Office(Names.of(office.name), Names.of(office.address), Names.of(self.hours[office.hours]), office.phone)
