"""How an openIMIS is reached, and the words by which its officers say what is for whom."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

__all__ = ["OpenImisConfig"]


@dataclass(frozen=True, slots=True, repr=False, kw_only=True)
class OpenImisConfig:
    """An openIMIS with `grievance_social_protection`, and a user of ours there that nobody else uses.

    `url` is the address of its GraphQL endpoint. `prefix` and our reference make the ticket's `key`. `categories` gives the
    grievance types of that installation for ours (else ours as it is), `channel` is one of its channels. Comments there have
    no audience: one that begins with `public_mark` is for the citizen (empty: each is), any other for our officers; a
    resolution that begins with `rejected_mark` is a no. An asynchronous mutation is asked after following `pauses`
    (seconds), as far as the call's deadline goes; pulling reads again what changed in the last `overlap` seconds.
    """

    url: str
    user: str
    password: str
    prefix: str = "guichet-"
    channel: str = "Guichet"
    categories: Mapping[str, str] = field(default_factory=dict)
    public_mark: str = "#public"
    rejected_mark: str = "#rejected"
    pauses: Sequence[float] = (0.2, 0.5, 1.0, 2.0)
    overlap: float = 300.0

    def key(self, ref: str) -> str:
        return self.prefix + ref

    def __repr__(self) -> str:
        return "OpenImisConfig(****)"
