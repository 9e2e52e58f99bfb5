"""How a call travels to an upstream: straight to it, or through a security server of X-Road; with whose certificate."""

import re
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol
from urllib.parse import quote
from uuid import UUID

from dialogs.refusals import PartnerMisconfigured, RegistryError, Unavailable

__all__ = ["Direct", "Tls", "Transport", "XRoad", "mutual_tls"]

Tls = ssl.SSLContext | Literal[True]
"""How a connection is secured; True: the public authorities, and no certificate of ours."""

_ERROR = "X-Road-Error"
_CODE = re.compile(r"(Client|Server)(\.[A-Za-z_]{1,40}){1,3}")
_FORBIDDEN = re.compile(r"[:;%\\\x00-\x1f\x7f]|\.\.")  # PR-REST 4.8


class Transport(Protocol):
    """What lies between us and an upstream; has no state of its own."""

    @property
    def tls(self) -> Tls: ...

    def path(self, path: str) -> str:
        """What to ask for below the base address; both percent-encoded."""
        ...

    def headers(self, message: UUID) -> Mapping[str, str]:
        """Headers of the way itself; `message` is new for each attempt."""
        ...

    def fault(self, headers: Mapping[str, str]) -> RegistryError | None:
        """What went wrong on the way, by the headers of an answer; None when the upstream itself answers."""
        ...


@dataclass(frozen=True, slots=True)
class Direct:
    """Nothing in between."""

    tls: Tls = True

    def path(self, path: str) -> str:
        return path

    def headers(self, message: UUID) -> Mapping[str, str]:
        return {}

    def fault(self, headers: Mapping[str, str]) -> RegistryError | None:
        return None


@dataclass(frozen=True, slots=True)
class XRoad:
    """X-Road Message Protocol for REST 1.0.4 (PR-REST): the base address is that of our security server.

    `client` is `instance/class/member/subsystem`, `service` the same with the provider's service code at the end,
    `represented` `class/member` of whom we act for. `X-Road-UserId` is not sent: it would carry a person through
    the logs of two security servers. Raises `ValueError` for identifiers of another form.
    """

    client: str
    service: str
    represented: str = ""
    tls: Tls = True

    def __post_init__(self) -> None:
        for name, value, parts in (
            ("client", self.client, 4),
            ("service", self.service, 5),
            ("represented", self.represented, 2),
        ):
            if (value or name != "represented") and not _well_formed(value, parts):
                raise ValueError(f"X-Road: {name} wants {parts} identifiers with / between")

    def path(self, path: str) -> str:
        return f"/r1/{quote(self.service)}{path}"

    def headers(self, message: UUID) -> Mapping[str, str]:
        told = {"X-Road-Client": quote(self.client), "X-Road-Id": str(message)}
        return told | ({"X-Road-Represented-Party": quote(self.represented)} if self.represented else {})

    def fault(self, headers: Mapping[str, str]) -> RegistryError | None:
        """`Client.*` is our request or registration, `Server.*` a security server; of the latter, what access rights or
        the directory of members refuse is an operator's job too, however often we try."""
        told = headers.get(_ERROR)
        if told is None:
            return None
        code = told if _CODE.fullmatch(told) else "X-Road"
        ours = code.startswith("Client.") or code.endswith((".AccessDenied", ".UnknownMember", ".UnknownService"))
        return (PartnerMisconfigured if ours else Unavailable)(code, upstream="x-road")


def mutual_tls(authority: Path, certificate: Path, key: Path) -> ssl.SSLContext:
    """Believe the certificates of `authority` alone and show ours (PEM files, TLS 1.2 or newer); raises `OSError`."""
    context = ssl.create_default_context(cafile=authority)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.load_cert_chain(certificate, key)
    return context


def _well_formed(identifier: str, parts: int) -> bool:
    given = identifier.split("/")
    return len(given) == parts and all(given) and not _FORBIDDEN.search(identifier)
