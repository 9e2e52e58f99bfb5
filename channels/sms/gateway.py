"""What every HTTP gateway for SMS is built of: connections, a clock, its name, and the account that the contract gives."""

from dataclasses import dataclass, field

import aiohttp

from dialogs.ports import Clock


@dataclass(frozen=True, slots=True)
class Account:
    """Where the gateway is and who we are there.

    `url` is what the gateway's own class says (empty where settings describe all of it); `sender` is what phones see;
    `report_url` our delivery callback, for gateways that are told with each message.
    """

    url: str = ""
    username: str = ""
    password: str = field(default="", repr=False)
    sender: str = ""
    report_url: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Gateway:
    """One gateway; `name` is what routes and reports call it."""

    http: aiohttp.ClientSession
    clock: Clock
    name: str
    account: Account
