"""How an OpenSPP is reached, and what of its grievance module stands for what of ours."""

from collections.abc import Mapping
from dataclasses import dataclass, field

__all__ = ["OpenSppConfig"]


@dataclass(frozen=True, slots=True, repr=False, kw_only=True)
class OpenSppConfig:
    """An OpenSPP with `spp_grm`, and a user of ours there that nobody else uses (`password` may be an API key of Odoo).

    `url` is the base address, `database` Odoo's. `partner` is the id of the contact that stands for every citizen, as a
    ticket must have one and who she is stays with us. `reference_field` of a ticket holds our reference after `prefix`.
    `categories` and `channel` are ids over there (None: none). `stages` names the stage ids by type where an installation
    has several of one type; the first of each type is taken otherwise. Pulling reads again what changed in the last
    `overlap` seconds.
    """

    url: str
    database: str
    user: str
    password: str
    partner: int
    prefix: str = "guichet-"
    reference_field: str = "number"
    categories: Mapping[str, int] = field(default_factory=dict)
    channel: int | None = None
    stages: Mapping[str, int] = field(default_factory=dict)
    overlap: float = 300.0

    def key(self, ref: str) -> str:
        return self.prefix + ref

    def __repr__(self) -> str:
        return "OpenSppConfig(****)"
