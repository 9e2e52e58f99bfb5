"""What the sandbox's MOSIP knows: people by identifier, and the documents it makes of them."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Protocol

from dialogs.ports import Stage
from sandbox.population import Person, well_formed

LANGUAGES = {"fr": "fra", "ar": "ara"}
_AID = re.compile(r"[0-9]{29}")
_HANDLE = re.compile(r"\+212[5-7][0-9]{8}@phone")


class Clock(Protocol):
    """The part of a clock that a registry needs."""

    def now(self) -> float: ...


def stamp(at: float) -> str:
    """MOSIP's time on the wire: `2026-11-22T02:31:47.237Z`."""
    return datetime.fromtimestamp(at, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def valid(id_type: str, value: str) -> bool:
    """Whether `value` has the form of a UIN, VID, HANDLE or AID (registry rules, MOSIP 1.2)."""
    if id_type in ("UIN", "VID"):
        return well_formed(value, 10 if id_type == "UIN" else 16)
    pattern = {"AID": _AID, "HANDLE": _HANDLE}.get(id_type)
    return pattern is not None and pattern.fullmatch(value) is not None


class Records:
    """People by identifier. Only an issued identity has a UIN, a VID or a handle.

    A phone that several people use makes one handle; it belongs to the oldest of them.
    """

    def __init__(self, people: Iterable[Person]) -> None:
        everybody = tuple(people)
        issued = [person for person in everybody if person.status is Stage.ISSUED]
        youngest_first = sorted(issued, key=lambda person: person.born, reverse=True)
        self._by_type = {
            "AID": {person.receipt: person for person in everybody},
            "UIN": {person.uin: person for person in issued},
            "VID": {person.vid: person for person in issued},
            "HANDLE": {f"{person.phone}@phone": person for person in youngest_first if person.phone},
        }

    def find(self, id_type: str, value: str) -> Person | None:
        return self._by_type.get(id_type, {}).get(value)


def masked_mobile(person: Person) -> str | None:
    """The phone as an OTP answer shows it: `XXXXXXX678`."""
    return "XXXXXXX" + person.phone[-3:] if person.phone else None


def document(person: Person) -> dict[str, object]:
    """The identity as the ID repository keeps it; multilingual values are lists of `{language, value}`."""
    return {
        "UIN": person.uin,
        "fullName": _full_name(person),
        "dateOfBirth": person.born.strftime("%Y/%m/%d"),
        "gender": [{"language": "fra", "value": "Féminin" if person.sex == "F" else "Masculin"}],
        "phone": person.phone,
        "email": None,
    }


def kyc_document(person: Person, allowed: Iterable[str]) -> dict[str, object]:
    """The attributes that a partner's policy allows, under their policy names; one that the identity lacks is null."""
    known = {
        "UIN": person.uin,
        "VID": person.vid,
        "phoneNumber": person.phone,
        "fullName": _full_name(person),
        "dateOfBirth": person.born.strftime("%Y/%m/%d"),
    }
    return {name: known.get(name) for name in allowed}


def _full_name(person: Person) -> list[dict[str, str]]:
    return [{"language": LANGUAGES[lang], "value": name} for lang, name in person.names]
