"""Who really calls when proxies of ours stand in front: what they say of the peer is believed, what a stranger says is not."""

from collections.abc import Iterable
from ipaddress import IPv4Network, IPv6Network, ip_address

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware


def caller(peer: str | None, forwarded: Iterable[str], proxies: Iterable[IPv4Network | IPv6Network]) -> str | None:
    """The first address, from ours outwards, that is not a proxy of ours.

    `forwarded` are the `X-Forwarded-For` headers in order: each proxy appends the peer it saw, so only the entries that
    our own proxies wrote, from the right, can be believed.
    """
    networks = tuple(proxies)
    hops = [hop.strip() for line in forwarded for hop in line.split(",")]
    while hops and _within(peer, networks):
        peer = hops.pop()
    return peer


def _within(peer: str | None, networks: tuple[IPv4Network | IPv6Network, ...]) -> bool:
    try:
        address = ip_address(peer or "")
    except ValueError:
        return False
    return any(address in network for network in networks)


def behind(proxies: Iterable[IPv4Network | IPv6Network]) -> Middleware:
    """Gives every handler the caller as `request.remote`."""
    networks = tuple(proxies)

    @web.middleware
    async def known(request: web.Request, handler: Handler) -> web.StreamResponse:
        told = caller(request.remote, request.headers.getall("X-Forwarded-For", []), networks)
        return await handler(request if told == request.remote else request.clone(remote=told or ""))

    return known
