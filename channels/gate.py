"""Who may call a webhook, how much and how often; what is wrong with a form is found here, before any dialect reads it."""

import hmac
import re
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address
from urllib.parse import unquote_to_bytes

from aiohttp import web

MOST_BODY = 16 * 1024
MOST_FIELDS = 32
_BAD_PERCENT = re.compile(rb"%(?![0-9A-Fa-f]{2})")
_E164 = re.compile(r"\+[1-9][0-9]{6,14}")


class BadForm(Exception):
    """The body is not a form that this provider would send; the argument is a static word on why."""


def form(body: bytes) -> Mapping[str, str]:
    """`application/x-www-form-urlencoded` as UTF-8, whatever charset the header claims.

    Raises `BadForm` for invalid percent signs, bytes that are not UTF-8, NUL, and fields given twice.
    """
    if _BAD_PERCENT.search(body):
        raise BadForm("percent")
    if body.count(b"&") >= MOST_FIELDS or not body.isascii():
        raise BadForm("encoding")
    if b"%00" in body or b"\0" in body:
        raise BadForm("nul")
    pairs = [pair.partition(b"=") for pair in body.replace(b"+", b" ").split(b"&") if pair]
    if not pairs:
        return {}
    raw = b"\0".join([name for name, _, _ in pairs] + [value for _, _, value in pairs])
    try:
        words = unquote_to_bytes(raw).decode().split("\0")  # all at once: every hop comes through here
    except UnicodeDecodeError as fault:
        raise BadForm("encoding") from fault
    fields = dict(zip(words, words[len(pairs) :], strict=False))
    if len(fields) != len(pairs):
        raise BadForm("twice")
    return fields


async def body_of(request: web.Request, most: int = MOST_BODY) -> bytes:
    """The body, at most 16 KiB unless `most` says otherwise.

    Raises `BadForm` beyond (a chunked body has no length to refuse it by), or when it breaks off.
    """
    content = request.content
    try:
        body = content.read_nowait(most + 1) if content.is_eof() else b""  # mostly it came whole, with its head
        while len(body) <= most and not content.at_eof():
            body += await content.read(most + 1 - len(body))
    except (web.RequestPayloadError, ConnectionError) as fault:
        raise BadForm("broken") from fault
    if len(body) > most:
        raise BadForm("long")
    return body


def e164(number: str) -> str:
    """The number as it must be (`+` and 7 to 15 digits); raises `BadForm`. An unescaped `+` decodes to a space: refused."""
    if not _E164.fullmatch(number):
        raise BadForm("phone")
    return number


def subscriber(remote: str | None) -> str:
    """What a pace by address counts by: of IPv6 the first 64 bits, for one subscriber has all that is below (RFC 6177)."""
    try:
        address = ip_address(remote or "")
    except ValueError:
        return ""
    if isinstance(address, IPv6Address):
        return str(IPv6Network((address, 64), strict=False).network_address)
    return str(address)


@dataclass(slots=True)
class Rate:
    """At most `burst` at once and one each `every` seconds per key (GCRA), for the last `most` keys of this process."""

    every: float
    burst: int
    most: int = 50_000
    _next: OrderedDict[str, float] = field(default_factory=OrderedDict)

    def allows(self, key: str, now: float) -> bool:
        due = max(self._next.get(key, 0.0), now)
        if due - now > self.every * (self.burst - 1):
            return False
        self._next[key] = due + self.every
        self._next.move_to_end(key)
        if len(self._next) > self.most:
            self._next.popitem(last=False)
        return True


@dataclass(frozen=True, slots=True)
class Gate:
    """A webhook's lock: its secret path segment, the networks that may call (empty: any), and the pace per phone."""

    secret: str = field(repr=False)
    networks: tuple[IPv4Network | IPv6Network, ...] = ()
    rate: Rate = field(default_factory=lambda: Rate(every=0.2, burst=120))

    def knows(self, secret: str) -> bool:
        """Constant-time comparison of the path's secret."""
        return hmac.compare_digest(secret.encode(), self.secret.encode())

    def admits(self, remote: str | None) -> bool:
        """Whether the peer's address is in a network of the contract; a Unix socket has none."""
        if not self.networks:
            return True
        try:
            peer = ip_address(remote or "")
        except ValueError:
            return False
        return any(peer in network for network in self.networks)
