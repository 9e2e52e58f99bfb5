"""`guichet talk`: a basic phone in the terminal, dialling the demo; on exit its transcript, ready for tests/transcripts."""

import asyncio
import contextlib
import sys
import tempfile
import threading
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

from rich.console import Console
from rich.panel import Panel

from channels.gate import BadForm, e164
from channels.sms.segments import units
from channels.ussd.terminal import Handset, face_of
from config import profile
from config.settings import SettingsError
from demo import Demo, open_demo
from sandbox.mosip_otp import SENDER as REGISTRY

_ENCODING = {"gsm7": ("GSM-7", 160), "ucs2": ("UCS-2", 70)}
MENU = "menu"


async def converse(service: str, country: str, lang: str, phone: str, stop: asyncio.Event) -> None:
    """Hold one conversation on standard input and output until it is left with an empty line, end of input or `stop`.

    It is a demo of its own, in a folder that goes with it. Raises `SettingsError` for what does not exist.
    """
    _check(service, country, lang, phone)
    with tempfile.TemporaryDirectory(prefix="guichet-talk-") as folder:
        async with open_demo(country, 0, 1000, Path(folder)) as demo:
            talk = _Talk(demo, phone or demo.card["citizens"][0]["phone"], lang)
            held = asyncio.create_task(talk.hold(service))
            left = asyncio.create_task(stop.wait())
            try:
                await asyncio.wait({held, left}, return_when=asyncio.FIRST_COMPLETED)
            finally:
                talk.print_transcript()
            await _end(held, left)


def _check(service: str, country: str, lang: str, phone: str) -> None:
    there = profile.load(country)
    services = (MENU, *there.services)
    faults = [
        f"there is no {what} {name!r}; there are: {', '.join(known)}"
        for what, name, known in (("service", service, services), ("language", lang, there.languages))
        if name not in known
    ]
    try:
        e164(phone or "+212600000000")
    except BadForm:
        faults.append("--phone needs a number with its country code, such as +212612345678")
    if faults:
        raise SettingsError(faults)


async def _end(held: asyncio.Task[None], left: asyncio.Task[bool]) -> None:
    """Stop whichever goes on, and let a fault of the conversation be heard."""
    left.cancel()
    if not held.done():
        held.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await held


async def _typed() -> AsyncIterator[str]:
    """Lines of standard input, read beside the loop: Ctrl-C need not wait for Enter."""
    loop, lines = asyncio.get_running_loop(), asyncio.Queue[bytes]()

    def read() -> None:
        with contextlib.suppress(OSError, RuntimeError), open(sys.stdin.fileno(), "rb", buffering=0, closefd=False) as raw:
            while line := raw.readline():
                loop.call_soon_threadsafe(lines.put_nowait, line)
            loop.call_soon_threadsafe(lines.put_nowait, b"")

    threading.Thread(target=read, daemon=True).start()
    while line := await lines.get():
        yield line.decode(errors="replace").strip()


class _Talk:
    def __init__(self, demo: Demo, phone: str, lang: str) -> None:
        self.demo, self.lang = demo, lang
        self.console, self.lines = Console(highlight=False), [f"# {datetime.now():%Y-%m-%d}: played in the terminal"]
        serial = iter(range(1, 1_000_000))
        self.phone = Handset(demo.house.turns, face_of(demo.house.turns), phone, lambda: f"terminal-{next(serial)}")
        self.seen = len(demo.sandbox.phones.messages(phone))
        self.lines.append(f"channel ussd   caller {phone}   language {lang}   country {demo.card['country']}")
        self.lines.append("")

    async def hold(self, service: str) -> None:
        code = self.demo.card["ussd"]["service_code"]
        for typed in (code, *self._way_to(service)):
            await self._type(typed)
        self._say(f"Answer and press Enter; {code} dials (again); an empty line leaves.", style="dim")
        async for typed in _typed():
            if not typed:
                return
            await self._type(typed)

    def _way_to(self, service: str) -> list[str]:
        """The keys that lead from a first dial to `service`."""
        country = self.demo.house.world.country
        keys = [str(country.languages.index(self.lang) + 1)]
        return keys if service == MENU else [*keys, str(country.services.index(service) + 1)]

    async def _type(self, typed: str) -> None:
        dials = typed == self.demo.card["ussd"]["service_code"]
        screen = await (self.phone.dial() if dials else self.phone.send(typed))
        await asyncio.sleep(0.5)  # the demo's operator delivers within that
        first, *rest = screen.split("\n")
        self.lines += [f"> {self._written(typed)}", f"< {first}", *(f"  {line}" for line in rest)]
        encoding, size = units(screen[4:])
        name, most = _ENCODING[encoding]
        self._box(screen[4:], f"{screen[:3]} · {name} {size}/{most}")
        self._read_messages()

    def _written(self, typed: str) -> str:
        """A transcript names the code, since it is another one each time."""
        return "{code}" if typed and typed in self.demo.sandbox.codes.values() else typed

    def _read_messages(self) -> None:
        got = self.demo.sandbox.phones.messages(self.phone.phone)
        for sms in got[self.seen :]:
            if sms.sender != REGISTRY:
                self.lines.append(f"sms {self.phone.phone} {sms.text}".replace("\n", " / "))
            self._box(sms.text, f"SMS from {sms.sender}", style="cyan")
        self.seen = len(got)

    def _box(self, text: str, title: str, style: str = "none") -> None:
        """A frame for people; plain lines, whole and unwrapped, for a pipe."""
        if self.console.is_terminal:
            self.console.print(Panel(text, title=title, title_align="left", width=44, style=style))
        else:
            self._say(f"[{title}]\n{text}\n")

    def _say(self, text: str, style: str = "none") -> None:
        if self.console.is_terminal:
            self.console.print(text, style=style, markup=False)
        else:
            print(text, flush=True)

    def print_transcript(self) -> None:
        print("\n".join(self.lines), flush=True)
