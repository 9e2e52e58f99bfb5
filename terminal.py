"""`guichet talk`: a basic phone in the terminal, dialling the demo; on exit its transcript, ready for tests/transcripts."""

import asyncio
import sys
from datetime import datetime

from rich.console import Console
from rich.panel import Panel

from channels.sms.segments import units
from channels.ussd.terminal import Handset, face_of
from demo import Demo, open_demo

_ENCODING = {"gsm7": ("GSM-7", 160), "ucs2": ("UCS-2", 70)}


async def converse(service: str, country: str, lang: str, phone: str, stop: asyncio.Event) -> None:
    """Hold one conversation on standard input and output until it is left with an empty line, end of input or `stop`."""
    async with open_demo(country, 0, 1000) as demo:
        number = phone or demo.card["citizens"][0]["phone"]
        talk = _Talk(demo, number, lang)
        try:
            await talk.hold(service, stop)
        finally:
            talk.print_transcript()


class _Talk:
    def __init__(self, demo: Demo, phone: str, lang: str) -> None:
        self.demo, self.lang = demo, lang
        self.console, self.lines = Console(highlight=False), [f"# {datetime.now():%Y-%m-%d}: played in the terminal"]
        serial = iter(range(1, 1_000_000))
        self.phone = Handset(demo.house.turns, face_of(demo.house.turns), phone, lambda: f"terminal-{next(serial)}")
        self.seen = len(demo.sandbox.phones.messages(phone))
        self.lines.append(f"channel ussd   caller {phone}   language {lang}   country {demo.card['country']}")
        self.lines.append("")

    async def hold(self, service: str, stop: asyncio.Event) -> None:
        code = self.demo.card["ussd"]["service_code"]
        for typed in (code, *await self._way_to(service)):
            await self._type(typed)
        self.console.print(f"[dim]Answer and press Enter; {code} dials (again); an empty line leaves.[/dim]")
        while not stop.is_set():
            typed = (await asyncio.to_thread(sys.stdin.readline)).strip()
            if not typed:
                return
            await self._type(typed)

    async def _way_to(self, service: str) -> list[str]:
        """The keys that lead from a first dial to `service`."""
        country = self.demo.house.world.country
        keys = []
        if not await self.demo.house.world.contacts.language(self.phone.delivery().caller.phone):  # type: ignore[arg-type]
            keys.append(str(country.languages.index(self.lang) + 1))
        if service in country.services:
            keys.append(str(country.services.index(service) + 1))
        return keys

    async def _type(self, typed: str) -> None:
        dials = typed == self.demo.card["ussd"]["service_code"]
        screen = await (self.phone.dial() if dials else self.phone.send(typed))
        await asyncio.sleep(0.5)  # the demo's operator delivers within that
        first, *rest = screen.split("\n")
        self.lines += [f"> {typed}", f"< {first}", *(f"  {line}" for line in rest)]
        encoding, size = units(screen[4:])
        name, most = _ENCODING[encoding]
        self.console.print(Panel(screen[4:], title=f"{screen[:3]} · {name} {size}/{most}", title_align="left", width=44))
        self._read_messages()

    def _read_messages(self) -> None:
        got = self.demo.sandbox.phones.messages(self.phone.phone)
        for sms in got[self.seen :]:
            self.lines.append(f"sms {self.phone.phone} {sms.text}".replace("\n", " / "))
            self.console.print(Panel(sms.text, title=f"SMS from {sms.sender}", title_align="left", width=44, style="cyan"))
        self.seen = len(got)

    def print_transcript(self) -> None:
        print("\n".join(self.lines), flush=True)
