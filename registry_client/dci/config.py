"""What a deployment must say to reach a registry that speaks SP-DCI: addresses, keys, and the country's words."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urlsplit

from dialogs.ports.social import Change

__all__ = ["DciConfig", "Misconfigured"]

QueryType = Literal["idtype-value", "expression", "predicate"]
Dialect = Literal["cavage", "jws", "unsigned"]

_LOCALE = re.compile(r"[a-z]{3}")
_MOST_ID = 99


class Misconfigured(ValueError):
    """Everything that is wrong with a configuration, in words without its values."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("; ".join(faults))
        self.faults = tuple(faults)


@dataclass(frozen=True, slots=True, repr=False, kw_only=True)
class DciConfig:
    """One SP-DCI 1.0.0 registry as its client sees it; `repr` shows no value. Raises `Misconfigured` with all faults.

    `url` is the base, the paths below it are whole since every product moves them; `token_url` and `jwks_url` are
    whole addresses, empty where there are none. `private_key` is PEM (ed25519 for `cavage`); `peer_keys` is a JWKS
    document where the registry publishes none. `id_types` turn our schemes into the registry's. `sender_uri` is
    where the registry calls us back. Times are in seconds.

    `verify_answers=False` is for registries that do not sign. `production` refuses `unsigned`, plain HTTP, and
    answers that belong to another question.
    """

    url: str
    sender_id: str
    receiver_id: str
    sender_uri: str = ""
    production: bool = True

    search_path: str = "/registry/sync/search"
    status_path: str = "/registry/sync/txn/status"
    subscribe_path: str = "/registry/subscribe"
    unsubscribe_path: str = "/registry/unsubscribe"
    enrolled_path: str = "/registry/sync/enrolled"

    signature: Dialect = "cavage"
    private_key: str = ""
    key_id: str = ""
    algorithm: str = ""
    peer_keys: str = ""
    jwks_url: str = ""
    verify_answers: bool = True
    clock_skew: float = 60.0
    validity: float = 300.0

    token_url: str = ""
    client_id: str = ""
    client_secret: str = ""
    scope: str = ""

    query_type: QueryType = "idtype-value"
    reg_type: str = "ns:org:RegistryType:Social"
    reg_record_type: str = "spdci-extensions-social:Group"
    id_types: Mapping[str, str] = field(
        default_factory=lambda: {"UIN": "UIN", "NIU": "NIU", "HOUSEHOLD": "HOUSEHOLD_ID", "HANDLE": "MOBILE"}
    )
    locales: Mapping[str, str] = field(default_factory=lambda: {"ar": "ara", "en": "eng", "fr": "fra"})
    events: Mapping[Change, str] = field(
        default_factory=lambda: {Change.SCORE: "ScoreChange", Change.STATUS: "REGISTER", Change.HOUSEHOLD: "NewHouseHoldMember"}
    )
    band_attribute: str = "wellbeing_level"
    schemes: Mapping[str, str] = field(default_factory=dict)
    """Programmes that are health coverage, by the registry's identifier, and what the country calls them (`AMO`)."""
    page_size: int = 50
    poll_every: float = 0.5

    def __post_init__(self) -> None:
        if faults := [*self._addresses(), *self._signing(), *self._words()]:
            raise Misconfigured(faults)

    def _addresses(self) -> list[str]:
        schemes = ("https",) if self.production else ("https", "http")
        faults = [
            f"{name} must be an address with {' or '.join(schemes)}" for name, given in self._given() if not _is(given, schemes)
        ]
        paths = ("search_path", "status_path", "subscribe_path", "unsubscribe_path", "enrolled_path")
        faults += [f"{name} must begin with /" for name in paths if not getattr(self, name).startswith("/")]
        if self.token_url and not (self.client_id and self.client_secret):
            faults.append("token_url needs client_id and client_secret")
        return faults

    def _given(self) -> list[tuple[str, str]]:
        optional = ("sender_uri", "jwks_url", "token_url")
        return [("url", self.url), *((name, getattr(self, name)) for name in optional if getattr(self, name))]

    def _signing(self) -> list[str]:
        faults = []
        if self.signature == "unsigned":
            if self.production:
                faults.append("signature unsigned is refused in production")
            if self.verify_answers:
                faults.append("signature unsigned cannot verify_answers")
            return faults
        if not self.private_key:
            faults.append("private_key is needed to sign")
        if not self.key_id:
            faults.append("key_id is needed to sign")
        if self.verify_answers and not (self.peer_keys or self.jwks_url):
            faults.append("verify_answers needs peer_keys or jwks_url")
        return faults

    def _words(self) -> list[str]:
        faults = [
            f"{name} must have 1 to {_MOST_ID} characters" for name in ("sender_id", "receiver_id") if not self._named(name)
        ]
        faults += [
            f"locales: {lang} must stand for three small letters" for lang, code in self.locales.items() if not _locale(code)
        ]
        if not 1 <= self.page_size <= 1000:
            faults.append("page_size must be from 1 to 1000")
        times = ("clock_skew", "validity", "poll_every")
        return faults + [f"{name} must be more than 0 seconds" for name in times if getattr(self, name) <= 0]

    def _named(self, name: str) -> bool:
        return 1 <= len(getattr(self, name)) <= _MOST_ID

    def __repr__(self) -> str:
        return "DciConfig(****)"


def _is(address: str, schemes: tuple[str, ...]) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in schemes and bool(parts.hostname)


def _locale(code: str) -> bool:
    return _LOCALE.fullmatch(code) is not None
