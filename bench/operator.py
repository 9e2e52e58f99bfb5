"""An operator that takes whatever is posted to it, as Africa's Talking answers. `python -m bench.operator`."""

import asyncio
import itertools
import json

import uvloop
from aiohttp import web

from bench.floors import stay

PATH = "/version1/messaging"


async def main() -> None:
    numbers = itertools.count(1)

    async def take(request: web.Request) -> web.Response:
        to = str((await request.post())["to"]).split(",")
        told = [
            {"statusCode": 101, "number": phone, "status": "Success", "cost": "MAD 0.1", "messageId": f"ATX{next(numbers):010d}"}
            for phone in to
        ]
        answer = {"SMSMessageData": {"Message": f"Sent to {len(to)}/{len(to)}", "Recipients": told}}
        return web.Response(status=201, body=json.dumps(answer).encode(), content_type="application/json")

    app = web.Application()
    app.router.add_post(PATH, take)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    await stay(runner.addresses[0][1])


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as loop:
        loop.run(main())
