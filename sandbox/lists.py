"""A list that is brought by hand: whom the sandbox's CNSS insures, as a CSV that it signs."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from sandbox.households import Home
from sandbox.population import Person

__all__ = ["NAME", "Brought", "bring"]

NAME = "cnss"
_HEADING = ("NIU", "Téléphone", "Nom", "Situation", "Depuis")
_INSURED = 3
"""One adult in so many is insured."""
_STRUCK_OFF = 7
"""One of them in so many is not any more."""


@dataclass(frozen=True, slots=True)
class Brought:
    """The file as the institution hands it over, with its signature and its public key beside it.

    `settings` are those of `[lists.cnss]`.
    """

    file: Path
    signature: Path
    settings: dict[str, object]


def bring(folder: Path, homes: Iterable[Home], surely: Sequence[Person] = ()) -> Brought:
    """Write the list of the insured into `folder`, under a new key; `surely` are insured where they have a number."""
    folder.mkdir(parents=True, exist_ok=True)
    key = Ed25519PrivateKey.generate()
    file, signature, public = (folder / f"{NAME}{end}" for end in (".csv", ".csv.sig", ".pem"))
    with file.open("w", encoding="cp1252", newline="") as out:  # as an office's spreadsheet saves it
        csv.writer(out, delimiter=";").writerows((_HEADING, *_lines(homes, surely)))
    signature.write_bytes(key.sign(file.read_bytes()))
    public.write_bytes(key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    return Brought(file, signature, {"key_file": public, "programme": NAME, "coverage": NAME, "columns": _COLUMNS})


def _lines(homes: Iterable[Home], surely: Sequence[Person]) -> Iterable[tuple[str, ...]]:
    adults = sorted((person for home in homes for person in home.members if person.adult()), key=lambda one: one.born)
    phones: set[str] = set()
    for nth, person in enumerate(adults):
        phone = "" if person.phone in phones else person.phone or ""  # a shared phone is its eldest owner's
        phones.add(phone)
        if nth % _INSURED == 0 or person in surely:
            state = "radié" if nth % _STRUCK_OFF == 0 and person not in surely else "actif"
            yield person.uin, phone, dict(person.names)["fr"], state, "01/03/2026"


_COLUMNS = {
    "NIU": {"type": "identifier", "means": "number", "scheme": "NIU", "pattern": "[1-9][0-9]{9}", "unique": True},
    "Téléphone": {"type": "identifier", "means": "number", "scheme": "HANDLE", "required": False},
    "Nom": {"required": False},
    "Situation": {"means": "state", "values": {"actif": "enrolled", "radié": "ended"}},
    "Depuis": {"type": "date", "means": "since"},
}
