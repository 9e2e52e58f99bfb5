"""Plays golden conversations against the real engine with in-memory ports, straight or with the network at its worst."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from channels.ussd.terminal import Handset
from house.understanding import Understanding
from nlu.embedded import EmbeddedReader, shipped
from nlu.entities import finder
from tests.chat_phone import ChatPhone
from tests.phones import Chatter, Texter
from tests.player import CASTS, Crash, Dying, Stage_, stage


class Survived(Exception):
    """The conversation was over before the save at which the process was to die."""


@dataclass(frozen=True)
class Script:
    """A transcript file: header fields, then lines `> typed`, `< screen`, `sms phone text`, `wait seconds`,
    `announced language text`, `worker` (the clocks of the cases),
    `staff asks|answers|refers reference words`, `staff reports by`, `report …`, `deeds …`."""

    path: Path
    header: dict[str, str]
    lines: tuple[str, ...]


def read_script(path: Path) -> Script:
    title, fields, *rest = path.read_text("utf-8").splitlines()
    words = fields.split()
    header = dict(zip(words[::2], words[1::2], strict=True)) | {"title": title.removeprefix("# ")}
    return Script(path, header, tuple(line for line in rest if line))


def reader_of(scene: Stage_) -> Understanding:
    """The embedded reader, as the house joins it."""
    country = scene.world.country
    return Understanding(EmbeddedReader(shipped(), finder(country, scene.clock.now)), country)


async def play(
    script: Script,
    *,
    doubled: bool = False,
    reopened: bool = False,
    crash_at: int = 0,
    after: bool = False,
    scene: Stage_ | None = None,
) -> list[str]:
    """The transcript as it really goes, to be compared with the file's lines.

    `doubled` delivers every hop twice and wants the same bytes; `reopened` serves each hop by a new set of turns (nothing but
    the store survives); `crash_at` dies at that save of the run, before or `after` it took effect, then redelivers the hop, and
    raises `Survived` when there are not so many saves.
    """
    scene = scene or stage(script.header["country"])
    if agent := CASTS[script.header["country"]].agent:
        await scene.enlist(agent)
    dials, her = scene.world.country.service_code[:-1], CASTS[script.header["country"]].her
    dying = Dying(scene.world.sessions, crash_at, after=after) if crash_at else None
    if script.header.get("reader") == "embedded":
        scene.world = replace(scene.world, interpreter=reader_of(scene))
    open_phone = opener(scene, script.header["channel"])
    phone = open_phone(script.header["caller"], sessions=dying)
    out: list[str] = []
    for line in script.lines:
        if line.startswith("wait "):
            await scene.clock.advance(float(line.split()[1]))
            out.append(line)
        if line.startswith("announced "):
            await scene.announce(her, *line.split(" ", 2)[1:])
            out.append(line)
        if line.startswith("staff "):
            out += [line, *await scene.officer(*line.split(" ", 3)[1:])]
        if line == "worker":
            before = len(scene.messages())
            await scene.follow()
            out += [line, *(f"sms {to} {text}".replace("\n", " / ") for to, text in scene.messages()[before:])]
        if not line.startswith("> "):
            continue
        out.append(line)
        if reopened:
            fresh = open_phone(phone.phone)
            phone.turns, phone.face = fresh.turns, fresh.face
        sms = scene.messages()[-1][1][:6] if scene.messages() else ""
        typed = line[2:].format(code=scene.codes.get(her, ""), sms=sms) if "{" in line else line[2:]
        seen = len(scene.messages())
        try:
            screen = await (phone.dial(typed[len(dials) + 1 : -1]) if typed.startswith(dials) else phone.send(typed))
        except Crash:
            await scene.clock.advance(10.0)  # past the turn budget: whoever was at work is dead
            screen = await phone.again()
        if doubled:
            assert await phone.again() == screen, "an operator's retry must get the same bytes"
        out += _indented(screen) if screen else []
        sent = [(to, text) for to, text in scene.messages()[seen:] if not (text == screen and to == phone.phone)]
        out += [f"sms {to} {text}".replace("\n", " / ") for to, text in sent]
    if dying and dying.left > 0:
        raise Survived
    assert scene.troubles == [], scene.troubles
    out.append("deeds " + ", ".join(_once(scene.deeds)))
    return out


def opener(scene: Stage_, channel: str) -> "Callable[..., Handset | Texter | Chatter | ChatPhone]":
    """What opens a phone, or a chat, of that channel."""
    if channel in ("telegram", "whatsapp"):
        return partial(scene.messenger, channel)
    phones: dict[str, Callable[..., Texter | Chatter]] = {"sms": scene.texter, "chat": scene.chatter}
    return phones.get(channel, scene.handset)


def _indented(screen: str) -> list[str]:
    first, *rest = screen.split("\n")
    return [f"< {first}", *(f"  {line}" for line in rest)]


def _once(deeds: Sequence[str]) -> list[str]:
    """Deeds in order; one that a crash made run again under its key counts once (receivers keep the key)."""
    return list(dict.fromkeys(deeds))


def _write(path: Path, lines: Sequence[str]) -> None:
    """The first two lines of the file stay as they are."""
    head = path.read_text("utf-8").splitlines()[:2]
    path.write_text("\n".join([*head, "", *lines]) + "\n", "utf-8")


if __name__ == "__main__":
    import asyncio
    import sys

    for path in map(Path, sys.argv[1:]):
        _write(path, asyncio.run(play(read_script(path))))
