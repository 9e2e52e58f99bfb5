"""The journal of a conversation: what was answered, looked up and done, each under its step name."""

import zlib
from datetime import date
from typing import Any

import msgspec

from dialogs.model import Masked, Names, Param, Prompt

MOST_ENTRIES = 60
MOST_BYTES = 16 * 1024
ANSWER, LOOK, DEED = 0, 1, 2


class Moved(Exception):
    """A release changed what a recorded step means: restart politely, do nothing."""


class Entry(Masked, msgspec.Struct, array_like=True):
    """One step. `mark` is the delivery that brought an answer, or the digest of a look's or deed's arguments."""

    kind: int
    name: str
    value: Any
    mark: bytes
    at: int = 0


class Kept(Masked, msgspec.Struct, array_like=True):
    """A prompt without options as the record keeps it; a name in several languages is a map, a date `{"@": ISO 8601}`."""

    key: str
    params: list[tuple[str, str | int | dict[str, str]]] = []

    @classmethod
    def of(cls, prompt: Prompt, lang: str = "") -> "Kept":
        """With `lang`, names are kept in that language alone: last words are never said in another."""
        return cls(prompt.key, [(name, _pack(value, lang)) for name, value in prompt.params])

    def prompt(self) -> Prompt:
        return Prompt(self.key, tuple((name, _unpack(value)) for name, value in self.params))


def _pack(value: Param, lang: str) -> str | int | dict[str, str]:
    if isinstance(value, Names):
        return {lang: value.in_lang(lang)} if lang else dict(value.by_lang)
    return {"@": value.isoformat()} if isinstance(value, date) else value


def _unpack(value: str | int | dict[str, str]) -> Param:
    if isinstance(value, dict):
        return date.fromisoformat(value["@"]) if "@" in value else Names.of(value)
    return value


class Told(Masked, msgspec.Struct, array_like=True):
    """What free words told of the citizen: see `dialogs.ports.Meaning`; `use` is the step that it answered last."""

    kind: str
    value: str
    use: str = ""


class Guess(Masked, msgspec.Struct, array_like=True):
    """Services that free words may have meant, offered to be picked, and what the words told."""

    offers: list[str]
    told: list[Told] = []


class Record(Masked, msgspec.Struct, array_like=True):
    """All that is remembered of one conversation, sealed as a whole.

    `run` names this run of the conversation (a new one at every start), and with it the idempotency keys of its deeds.
    `note` belongs to the channel. `doing` is (delivery, Unix time) while a deed is under way. `final` is what was said
    last when the conversation is over: kept for the aggregator's retry, the journal is gone. `offer` says that a redial
    asked whether to go on. `proven` says that something lies behind a proof: never resumed. `promised` is an errand.
    `at` is the Unix time of the last save. `told` is what free words told and a question may still ask for; while `guess` is
    there, "did you mean" stands on the phone. `last` is the service that was used before this run. `gone`: she had all that we
    keep of her deleted, and the next conversation knows nothing of this one.
    """

    run: bytes
    lang: str = ""
    journal: list[Entry] = []
    note: bytes = b""
    slip: Kept | None = None
    offer: bool = False
    proven: bool = False
    doing: tuple[bytes, float] | None = None
    final: Kept | None = None
    promised: bytes = b""
    at: int = 0
    told: list[Told] = []
    guess: Guess | None = None
    last: str = ""
    gone: bool = False


_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(Record).decode


class TooLong(Exception):
    """The journal outgrew its cap."""


_COMMON = (
    b"\xaewhich-commune\xacwhich-office\xa7recover\xa6status\xa7privacy\xa8messages\x95\x02\xadrecover-start\x96\xaa\xa3AID"
    b"\xa6HANDLE\xd9\x1d\xcb\x95\x02\xaerecover-finish\xa4code\x94\xa5wrong\x95\x00\xa7consent\xc3\xc4\x04\x95\x02\xa6agreed\xc3"
    b"\x95\x00\xa3way\xa3sim\x95\x00\xa7receipt\xd9\x1d1000\x95\x00\xa4what\x95\x01\xb1application-stage\xc4\x04\x95\x00\xa6papers"
    b"\x95\x00\xa9commune#2\x00\x95\x00\xa7commune\xa2\xc4\x04\xc4\x08\xa2fr\x95\x95\x01\xa5known\xa0\xc4\x00\x00\x95\x00\xa8language"
    b"\xa2fr\xc4\x04\x95\x02\xa5speak\xa2fr\xc4\x04\x00\x95\x00\xa4menu\xa7offices\xc4\x04\x00\xc4\x1b\x95\xc4\x08\x00\xc4\x00\xc0\xc2"
    b"\xc2\xc0\xc0\xc4\x00\xce"
)
"""What records have in common: deflated against it, a session takes half the room. Never change it: add another format."""
_PLAIN, _DEFLATED = b"\x00", b"\x01"
_SHORT = 192  # bytes: below, deflating costs more time than it saves room, and so it does for last words, which go soon
_WINDOW = -11  # raw deflate, 2 KiB: more than a journal needs


def dump(record: Record) -> bytes:
    """The record as a format byte and MessagePack, deflated when long and alive.

    Raises `TooLong` past 60 entries or 16 KiB unpacked.
    """
    packed = _encode(record)
    if len(record.journal) > MOST_ENTRIES or len(packed) > MOST_BYTES:
        raise TooLong
    return deflate(packed) if record.final is None and len(packed) >= _SHORT else _PLAIN + packed


def load(dumped: bytes) -> Record:
    """The record; raises `Moved` when a release cannot read it any more."""
    try:
        return _decode(inflate(dumped))
    except msgspec.DecodeError as unreadable:
        raise Moved from unreadable


def deflate(packed: bytes) -> bytes:
    """A format byte, then the packed record: raw deflate (RFC 1951) against what records have in common."""
    stream = zlib.compressobj(1, zlib.DEFLATED, _WINDOW, 3, zlib.Z_FIXED, _COMMON)
    return _DEFLATED + stream.compress(packed) + stream.flush()


def inflate(dumped: bytes) -> bytes:
    """The packed record; raises `Moved` for a format of another release."""
    if dumped.startswith(_PLAIN):
        return dumped[1:]
    if not dumped.startswith(_DEFLATED):
        raise Moved
    try:
        return zlib.decompressobj(_WINDOW, _COMMON).decompress(dumped[1:], 2 * MOST_BYTES)
    except zlib.error as unreadable:
        raise Moved from unreadable


class Reader:
    """Finds recorded steps by name: the n-th use of a name is the n-th entry with it."""

    __slots__ = ("_by_use", "_seen")

    def __init__(self, entries: list[Entry]) -> None:
        self._by_use = {entry.name: entry for entry in entries}
        self._seen: dict[str, int] = {}

    def next(self, kind: int, name: str, mark: bytes | None = None) -> tuple[str, Entry | None]:
        """The use (`code`, `code#2`, …) and its entry; raises `Moved` when its kind or arguments changed."""
        nth = self._seen[name] = self._seen.get(name, 0) + 1
        use = name if nth == 1 else f"{name}#{nth}"
        found = self._by_use.get(use)
        if found is not None and (found.kind != kind or (mark is not None and found.mark != mark)):
            raise Moved
        return use, found


def back(entries: list[Entry]) -> bool:
    """Drop the last answer and what followed; False (and nothing dropped) when a deed followed it or there is none."""
    for place in range(len(entries) - 1, -1, -1):
        if entries[place].kind == DEED:
            return False
        if entries[place].kind == ANSWER:
            del entries[place:]
            return True
    return False
