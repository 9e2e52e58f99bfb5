"""How the sandbox's IDA compares what somebody says of herself with what is on file (MOSIP IDA 1.0, demographic auth)."""

from collections.abc import Mapping
from datetime import datetime

import msgspec

from sandbox.holdings import same_name
from sandbox.mosip_ida_wire import Refused
from sandbox.mosip_records import LANGUAGES
from sandbox.population import Person

_BORN = "%Y/%m/%d"
_KEPT = {lang: ours for ours, lang in LANGUAGES.items()}


class Name(msgspec.Struct):
    """One value in one language (ISO 639-2)."""

    language: str
    value: str


def claimed(sent: Mapping[str, object] | None) -> dict[str, object]:
    """The attributes that say something; the SDK sends all others too, as null."""
    return {name: value for name, value in (sent or {}).items() if value not in (None, "", [])}


def compare(person: Person, said: Mapping[str, object]) -> None:
    """Every attribute must match; raises `Refused` with IDA-DEA-001, IDA-DEA-003 (not on file) or IDA-MLC-009 (no such form)."""
    for attribute, value in said.items():
        if attribute == "name":
            right = all(_same(person, name) for name in _names(value))
        elif attribute == "dob":
            right = _day(value) == person.born.strftime(_BORN)
        elif attribute == "phoneNumber" and person.phone:
            right = value == person.phone
        else:
            raise Refused("IDA-DEA-003", attribute)
        if not right:
            raise Refused("IDA-DEA-001", attribute)


def _names(value: object) -> list[Name]:
    try:
        return msgspec.convert(value, list[Name])
    except msgspec.ValidationError as broken:
        raise Refused("IDA-MLC-009", "request/demographics/name") from broken


def _same(person: Person, name: Name) -> bool:
    if name.language not in _KEPT:
        raise Refused("IDA-MLC-009", "request/demographics/name/language")
    return same_name(person, name.value, _KEPT[name.language])


def _day(value: object) -> str:
    try:
        return datetime.strptime(str(value), _BORN).strftime(_BORN)
    except ValueError as broken:
        raise Refused("IDA-MLC-009", "request/demographics/dob") from broken
