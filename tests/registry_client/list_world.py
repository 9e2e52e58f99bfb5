"""A list as an office signs it, and a folder from which it is brought in."""

from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from dialogs.model import IdRef
from registry_client.lists.schema import Column, ListSchema
from registry_client.lists.signed_csv import ImportReport, SignedCsvList

SIGNER = Ed25519PrivateKey.generate()
PUBLIC = SIGNER.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
STATE = Column("Situation", means="state", values={"actif": "enrolled", "radié": "ended", "suspendu": "suspended"})
PASS = ListSchema(
    "pass",
    (
        Column("N° carte", "identifier", "number", scheme="PASS", unique=True),
        Column("N° ménage", "identifier", "number", scheme="HOUSEHOLD", required=False),
        Column("Nom", required=False, pattern=r"[^<>]{1,80}"),
        STATE,
        Column("Depuis", "date", "since", required=False),
        Column("Jusqu'au", "date", "until", required=False),
    ),
    programme="PASS",
    coverage="PASS",
)
HEAD = "N° carte;N° ménage;Nom;Situation;Depuis;Jusqu'au"
GOOD = [
    HEAD,
    "160001806;55530R5150;Fatouma Ali;actif;2026-01-05;31/12/2027",
    "160 001 807;216*2112;Hassan Omar;Radié;05.01.2026;",
    "223399;;Zahra Moussa;ACTIF;;2026-12-31",
]


@dataclass
class Desk:
    """A list, and a folder from which files are brought in."""

    registry: SignedCsvList
    folder: Path

    async def bring(self, content: str | bytes, *, sign: Ed25519PrivateKey = SIGNER, charset: str = "utf-8") -> ImportReport:
        raw = content if isinstance(content, bytes) else content.encode(charset)
        file = self.folder / "list.csv"
        file.write_bytes(raw)
        return await self.registry.load(file, sign.sign(raw), by="operator-1")


def card(number: str) -> IdRef:
    return IdRef("PASS", number)
