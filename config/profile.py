"""Reads a country profile: everything that differs by country is data, checked whole before anything starts."""

import tomllib
from collections.abc import Iterator
from importlib import resources
from typing import Annotated, Any

from pydantic import AfterValidator, Field, StringConstraints, ValidationError
from pydantic import ValidationInfo as Info
from pydantic import field_validator as check

from config.profile_tables import (
    AGENT_LIMITS,
    ByLang,
    CardTable,
    CasesTable,
    ChangeTable,
    GroupTable,
    Id,
    Lang,
    ListedTable,
    NeedTable,
    OfficeTable,
    PeopleTable,
    PolicyTable,
    RegionTable,
    SimSwapTable,
    SmsTable,
    Table,
    TopicTable,
    Word,
    owned,
    refuse,
    regular,
    twins,
    zone,
)
from dialogs.country import CardForm, CaseDays, Commune, Country, Office
from dialogs.model import Names


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
        context = {name: raw.get(name) for name in ("languages", "borrow", "hours")}
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


class _Profile(Table):
    region: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
    languages: Annotated[tuple[Lang, ...], Field(min_length=1)]
    borrow: dict[Lang, Lang] = Field(default_factory=dict)
    services: Annotated[tuple[Word, ...], Field(min_length=1, max_length=9)]
    service_code: Annotated[str, StringConstraints(pattern=r"^\*\d+(\*\d+)*#$")]
    short_code: Annotated[str, StringConstraints(pattern=r"^\d{3,8}$")]
    sender: Annotated[str, StringConstraints(pattern=r"^(\d{3,15}|[A-Za-z0-9]{3,11})$")]
    hotline: Annotated[str, StringConstraints(pattern=r"^\+?\d{3,15}$")]
    id_name: Word
    timezone: Annotated[str, AfterValidator(zone)]
    policy: PolicyTable
    networks: dict[Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{1,24}$")], Id] = Field(default_factory=dict)
    sms: SmsTable = SmsTable()
    shortcuts: dict[Annotated[str, StringConstraints(pattern=r"^[0-9]{1,2}$")], Word] = Field(
        default_factory=lambda: {"0": "messages"}
    )
    helpline: Annotated[str, StringConstraints(pattern=r"^\+?\d{3,15}$")]
    programmes: tuple[ListedTable, ...] = ()
    id_scheme: Annotated[str, StringConstraints(pattern=r"^[A-Z]+$")]
    id_pattern: Annotated[str, AfterValidator(regular)]
    bodies: tuple[ListedTable, ...] = ()
    reasons: tuple[ListedTable, ...] = ()
    bands: tuple[ListedTable, ...] = ()
    cards: tuple[CardTable, ...] = ()
    cases: CasesTable = CasesTable()
    simswap: SimSwapTable | None = None
    needs: tuple[NeedTable, ...] = ()
    complaints: Annotated[tuple[GroupTable, ...], Field(max_length=7)] = ()
    changes: Annotated[tuple[ChangeTable, ...], Field(max_length=8)] = ()
    guide: Annotated[tuple[TopicTable, ...], Field(max_length=8)] = ()
    hours: dict[str, ByLang]
    people: PeopleTable | None = None
    regions: Annotated[tuple[RegionTable, ...], Field(min_length=1)]

    @check("borrow")
    @classmethod
    def _lenders(cls, borrow: dict[str, str], info: Info) -> dict[str, str]:
        """Names that are not written in one language are said in another one of the profile."""
        spoken = info.data.get("languages", ())
        refuse([f"{lang!r} is not a language of this profile" for pair in borrow.items() for lang in pair if lang not in spoken])
        refuse([f"{lender!r} borrows itself" for lender in borrow.values() if lender in borrow])
        return borrow

    @check("policy")
    @classmethod
    def _every_service(cls, policy: PolicyTable, info: Info) -> PolicyTable:
        """A service that the policy does not name would be on the menu and refused to everybody."""
        refuse([f"services lacks {name!r}" for name in info.data.get("services", ()) if name not in policy.services])
        return policy

    @check("people")
    @classmethod
    def _said(cls, people: PeopleTable | None, info: Info) -> PeopleTable | None:
        """Their hours in words, and who may ask for them."""
        if people is not None:
            policy = info.data.get("policy")
            refuse([f"[hours] has no {people.hours!r}"] if people.hours not in info.data.get("hours", ()) else [])
            refuse(["the policy lacks the service 'human'"] if policy and "human" not in policy.services else [])
        return people

    @check("policy")
    @classmethod
    def _agents(cls, policy: PolicyTable, info: Info) -> PolicyTable:
        """Whoever serves agents says how often they may try."""
        refuse([f"limits lacks {name!r}" for name in AGENT_LIMITS if "agent" in policy.services and name not in policy.limits])
        return policy

    @check("shortcuts")
    @classmethod
    def _served(cls, shortcuts: dict[str, str], info: Info) -> dict[str, str]:
        named = info.data["policy"].services if "policy" in info.data else shortcuts.values()
        refuse([f"{name!r} is no service of the policy" for name in shortcuts.values() if name not in named])
        return shortcuts

    @check("regions")
    @classmethod
    def _unique(cls, regions: tuple[RegionTable, ...]) -> tuple[RegionTable, ...]:
        """A menu of places shows little more than names: two places of one name could not be told apart."""
        communes = [commune for region in regions for commune in region.communes]
        names = [f"{name} ({lang})" for commune in communes for lang, name in commune.name.items()]
        refuse(twins("id", [commune.id for commune in communes]) + twins("name", names))
        return regions

    @check("complaints")
    @classmethod
    def _whose_complaints(cls, groups: tuple[GroupTable, ...], info: Info) -> tuple[GroupTable, ...]:
        categories = [category for group in groups for category in group.categories]
        owned([(one.id, body) for one in categories for body in (one.owner, one.authority)], info)
        refuse(twins("id", [one.id for one in categories]))
        return groups

    @check("changes")
    @classmethod
    def _whose_changes(cls, changes: tuple[ChangeTable, ...], info: Info) -> tuple[ChangeTable, ...]:
        owned([(one.id, one.owner) for one in changes], info)
        refuse(twins("id", [one.id for one in changes]))
        return changes

    def country(self, code: str) -> Country:
        lists = {"programmes", "bodies", "needs", "reasons", "bands", "cards", "complaints", "changes", "guide"}
        return Country(
            code=code,
            policy=self.policy.policy(),
            communes=tuple(self._communes()),
            programmes=tuple(one.listed() for one in self.programmes),
            bodies=tuple(one.listed() for one in self.bodies),
            needs=tuple(one.need() for one in self.needs),
            reasons=tuple(one.listed() for one in self.reasons),
            bands=tuple(one.listed() for one in self.bands),
            sim_swap=self.simswap.policy() if self.simswap else None,
            case_days=CaseDays(**self.cases.model_dump()),
            cards=tuple(CardForm(one.scheme, one.pattern) for one in self.cards),
            complaints=tuple(one.group() for one in self.complaints),
            changes=tuple(one.change() for one in self.changes),
            guide=tuple(one.topic() for one in self.guide),
            oneshot=self.sms.oneshot,
            attendance=self.people.attendance(Names.of(self.hours[self.people.hours])) if self.people else None,
            **self.model_dump(exclude=lists | {"policy", "hours", "regions", "cases", "people", "simswap", "sms"}),
        )

    def _communes(self) -> Iterator[Commune]:
        for region in self.regions:
            for commune in region.communes:
                offices = tuple(self._office(office) for office in commune.offices)
                names, place = Names.of(commune.name), Names.of(region.name)
                yield Commune(commune.id, names, place, commune.folded(), offices, region.id)

    def _office(self, office: OfficeTable) -> Office:
        return Office(Names.of(office.name), Names.of(office.address), Names.of(self.hours[office.hours]), office.phone)
