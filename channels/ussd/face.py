"""How a USSD phone hears and shows: hops in, pages out; the page shown is the channel's own affair."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import msgspec

from channels.sms.keywords import control
from channels.ussd.hops import RECENT, SIZE, Note, read, read_last
from channels.ussd.pages import BACK, MORE, ROOM, Footer, Room, pages
from dialogs.engine.face import Heard
from dialogs.model import Delivery, Names, Param, Prompt, Reply
from dialogs.ports import Keys
from dialogs.questions import ENOUGH
from dialogs.texts.speech import Speech

_pack = msgspec.msgpack.Encoder().encode
_unpack = msgspec.msgpack.Decoder(Note).decode
_STOP_LETTERS = 4
"""Shorter opt-out words (`td`, `end`) may be the first letters of a place."""
_ROOTS = frozenset({"menu", "language-ask", "resume-offer"})
MOST_SCREENS = 2048
_Meant = tuple[Prompt, Prompt | None, str, bool]


@dataclass(frozen=True, slots=True)
class UssdFace:
    """Serves every dialect, with cumulative text or with the last input alone.

    `wire` puts a page into words (`CON …`, `END …`). `shortcuts` are sub-codes that lead straight to a service: with
    `{"0": "messages"}`, `*3737*0#` does.
    """

    speech: Speech
    keys: Keys
    wire: Callable[[str, bool], str]
    room: Room = ROOM
    texting: bool = False
    shortcuts: Mapping[str, str] = field(default_factory=dict)
    screens: dict[_Meant, tuple[str, ...]] = field(default_factory=dict, init=False, repr=False, compare=False)
    """The latest screens without a citizen's values: nothing personal may enter here."""

    def hear(self, note: bytes, delivery: Delivery) -> Heard:
        if delivery.event == "close":
            return Heard("close", note)
        before = _noted(note)
        session = self._session(before, delivery)
        if delivery.transcript is None:
            return self._hear_last(before, session, delivery)
        said = delivery.transcript

        def mac(transcript: str) -> bytes:
            return self.keys.mac("transcript", session, transcript)[:8]

        kind, now = read(before, session, said, mac)
        whole = mac(said)
        new = _pack(Note(session, len(said), whole, past=_past(before, session)))
        if kind == "over" and session not in (before.session, before.past) and said in self.shortcuts:
            return Heard("start", new, whole[:4], known=(("menu", self.shortcuts[said]),))
        return _heed(Heard(kind, new, whole[:4], now))

    def _session(self, before: Note, delivery: Delivery) -> bytes:
        """The provider's session. Where it sends none, each dial opens one of our own, which goes on until the next."""
        if delivery.session:
            return self.keys.mac("session", delivery.session)[:8]
        if delivery.event == "new" or not before.session:
            return self.keys.mac("dial", delivery.hop or str(delivery.at))[:8]
        return before.session

    def _hear_last(self, before: Note, session: bytes, delivery: Delivery) -> Heard:
        hop = self.keys.mac("hop", session, delivery.hop)[:SIZE] if delivery.hop else b""
        kind = read_last(before, session, delivery.event, hop)
        length = before.length + 1 if kind == "said" else 0
        id = hop or self.keys.mac("hop", session, str(length))
        recent = (hop + before.mac)[: RECENT * SIZE] if kind == "said" and hop else hop
        note = _pack(Note(session, length, recent, past=_past(before, session)))
        if kind == "dial" and delivery.said in self.shortcuts:
            return Heard("start", note, id[:4], known=(("menu", self.shortcuts[delivery.said]),))
        return _heed(Heard(kind, note, id[:4], delivery.said if kind == "said" else ""))

    def leaf(self, reply: Reply, old: bytes, new: bytes, said: str) -> bytes | None:
        page = _noted(old).page
        if said == MORE and page + 1 < len(self._pages(reply)):
            page += 1
        elif said == BACK and page > 0:
            page -= 1
        else:
            return None
        note = _unpack(new)
        note.page = page
        return _pack(note)

    def show(self, reply: Reply, note: bytes) -> str:
        made = self._pages(reply)
        page = min(_noted(note).page, len(made) - 1)
        return self.wire(made[page], not reply.final or page + 1 < len(made))

    def match(self, reply: Reply, said: str) -> str:
        return said

    def _pages(self, reply: Reply) -> tuple[str, ...]:
        meant = (reply.prompt, reply.slip, reply.lang, reply.final)
        known = self.screens.get(meant)
        if known is not None:
            return known
        made = self._made(*meant)
        if fixed(reply.prompt) and (reply.slip is None or fixed(reply.slip)):
            self._keep(meant, made)
        return made

    def _keep(self, meant: _Meant, made: tuple[str, ...]) -> None:
        if len(self.screens) >= MOST_SCREENS:
            del self.screens[next(iter(self.screens))]
        self.screens[meant] = made

    def _made(self, prompt: Prompt, slip: Prompt | None, lang: str, final: bool) -> tuple[str, ...]:
        """Under a slip that says enough, or fits on one page only without them, a question leaves out its own words."""
        spoken = self.speech.say(prompt, lang, texted=self.texting)
        if slip is None:
            return self._cut(prompt, lang, final, spoken.body, spoken.options)
        said = self.speech.say(slip, lang).body
        if slip.key in ENOUGH:
            return self._cut(prompt, lang, final, said, spoken.options)
        whole = self._cut(prompt, lang, final, f"{said}\n{spoken.body}", spoken.options)
        if len(whole) == 1 or not slip.key.startswith("slip-"):
            return whole
        return self._cut(prompt, lang, final, said, spoken.options)

    def _cut(self, prompt: Prompt, lang: str, final: bool, body: str, options: tuple[str, ...]) -> tuple[str, ...]:
        speech = self.speech
        footer = Footer(speech.word("word-more", lang), speech.word("word-back", lang))
        plain = speech.encoding(prompt.key, lang) == "gsm7"
        return pages(body, options, footer, room=self.room, rooted=final or prompt.key in _ROOTS, plain=plain, last=final)


def _heed(heard: Heard) -> Heard:
    """STOP typed on any screen leads to where announcements are stopped; it is never a menu choice."""
    if len(heard.said) < _STOP_LETTERS or heard.said.isdecimal():
        return heard
    word = control(heard.said)
    if word is None or word[0] not in ("stop", "stop-all") or len(word[1]) < _STOP_LETTERS:
        return heard
    return Heard("start", heard.note, heard.id, known=(("menu", "messages"),))


def _past(before: Note, session: bytes) -> bytes:
    return before.past if before.session == session else before.session


def _noted(note: bytes) -> Note:
    """The note; a blank one when there is none, or when another release wrote it."""
    try:
        return _unpack(note) if note else Note()
    except msgspec.DecodeError:
        return Note()


def fixed(prompt: Prompt) -> bool:
    """Whether no value of a citizen is in it: only then may a screen be cached."""
    return _named(prompt.params) and all(_named(option.params) for option in prompt.options)


def _named(params: tuple[tuple[str, Param], ...]) -> bool:
    """Whether all of them are names of the country profile."""
    return all(isinstance(value, Names) for _, value in params)
