"""Guichet's own web application, as `guichet serve` builds it: `python -m bench.gateway REDIS DATABASE`."""

import asyncio
import base64
import sys

import uvloop
from pydantic import SecretStr

import house
from bench.floors import stay
from config.settings import AfricasTalking, load
from house.registries import Registries, Wires
from registry_client.memory import MemoryIdentity
from store.sql.schema import upgrade

SECRET = "b" * 32
PATH = f"/ussd/africastalking/{SECRET}"
SMS_PATH = f"/sms/africastalking/{SECRET}/inbound"


def nobody(wires: Wires) -> Registries:
    return Registries(MemoryIdentity((), wires.clock, on_code=lambda *_: None))


async def main(redis: str, database: str) -> None:
    """Real Redis, a real database, a registry in memory; what is logged goes to stderr."""
    key = base64.b64encode(b"k" * 32).decode()
    settings = load(
        environment="demo",
        keys=f"1:{key}",
        lookup_key=key,
        redis_url=redis,
        database_url=database,
        africastalking=AfricasTalking(ussd_key=SecretStr(SECRET), sms_key=SecretStr(SECRET)),
    )
    house.start_logging("info")
    async with house.open_house(settings, nobody) as home:
        await upgrade(home.engine)
        async with house.serving(home.web, "127.0.0.1", 0) as port:
            await stay(port)


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(main(*sys.argv[1:]))
