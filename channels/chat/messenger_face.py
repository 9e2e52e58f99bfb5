"""How a messenger hears and shows: words and numbers as by SMS, and buttons that answer the question they stand under only."""

import hmac
from base64 import urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass, field

import msgspec
from msgspec import structs

from channels.chat.buttons import Button, buttons_of
from channels.chat.messenger import Incoming, Said
from channels.chat.words import ChatWords, text_of
from channels.sms.face import SmsFace
from channels.ussd.face import fixed
from dialogs.engine.face import Heard
from dialogs.engine.words import PRIVATE
from dialogs.model import Caller, Delivery, Prompt, Reply
from dialogs.ports import Keys
from dialogs.texts.speech import Speech

HOME = "00"
MOST_LABEL = 200
"""Characters of a label before a platform cuts it to its own measure."""
TO_MENU = f"menu.{HOME}"
"""A button that is bound to no question: it answers none."""
UNREAD = "…"
"""What a person reads in place of a picture or a voice."""
_TAG = 6  # octets: 48 bits, in 8 characters


@dataclass(frozen=True, slots=True)
class MessengerFace:
    """One for all chats; `turn` makes what serves one message."""

    speech: Speech
    keys: Keys
    services: Sequence[str]
    _words: ChatWords = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_words", ChatWords(SmsFace(self.speech, self.keys, self.services)))

    def turn(self, incoming: Incoming, languages: Sequence[str]) -> "TurnFace":
        lang = incoming.lang.partition("-")[0].lower()
        return TurnFace(self._words, self.speech, self.keys, incoming, lang if lang in languages else "")


@dataclass(slots=True)
class TurnFace:
    """Hears one message, and shows what answers it as a `Said` in JSON. The message's id is its hop."""

    words: ChatWords
    speech: Speech
    keys: Keys
    incoming: Incoming
    lang: str
    above: str = ""
    texting: bool = True

    def delivery(self, channel: str, at: float) -> Delivery:
        """Who wrote is whoever the platform says: it proves nothing, and a phone that it tells is not asked for."""
        told = self.incoming
        said = {"text": _heeded(told.said), "button": told.said.partition(".")[2]}.get(told.kind, UNREAD)
        return Delivery(channel, channel, channel, Caller(channel, told.who), "hop", said, hop=told.id, at=at)

    def hear(self, note: bytes, delivery: Delivery) -> Heard:
        heard = self.words.hear(note, delivery)
        if self.incoming.kind == "other":
            return self._stands(note, delivery, heard, "chat-words-only")
        if heard.kind == "again":
            return heard  # a copy: its button was of the question before this one
        if self.incoming.kind == "button" and not self._may_answer(note):
            return self._stands(note, delivery, heard, "chat-old-button")
        return structs.replace(heard, lang=heard.lang or self.lang)

    def _may_answer(self, note: bytes) -> bool:
        tag = self.incoming.said.partition(".")[0]
        return self.incoming.said == TO_MENU or hmac.compare_digest(tag.encode(), self._tag(note).encode())

    def _stands(self, note: bytes, delivery: Delivery, heard: Heard, why: str) -> Heard:
        """What was sent answers nothing: the question that stands is shown again under a word on why, or the first one."""
        if not note:
            opened = self.words.hear(note, structs.replace(delivery, said=""))
            return structs.replace(opened, lang=self.lang)
        self.above = why
        return heard if heard.kind == "again" else Heard("help", heard.note, heard.id)

    def leaf(self, reply: Reply, old: bytes, new: bytes, said: str) -> bytes | None:
        return None

    def show(self, reply: Reply, note: bytes) -> str:
        text = text_of(structs.replace(reply, slip=Prompt(self.above)) if self.above else reply, self.speech)
        shown = Said(text, self._buttons(reply, note), _private(reply), self.speech.word("word-choose", reply.lang))
        return msgspec.json.encode(shown).decode()

    def _buttons(self, reply: Reply, note: bytes) -> tuple[Button, ...]:
        """Bound to what stands now; none under words that nothing is kept of. At the end, one that begins anew."""
        if not note:
            return ()
        made, tag = buttons_of(reply, self.speech, MOST_LABEL), self._tag(note)
        if reply.final:
            made = (Button(HOME, self.speech.word("word-home", reply.lang)),)
        return tuple(Button(f"{tag}.{one.value}", one.label) for one in made)

    def match(self, reply: Reply, said: str) -> str:
        return self.words.match(reply, said)

    def _tag(self, note: bytes) -> str:
        return urlsafe_b64encode(self.keys.mac("button", note)[:_TAG]).decode()


def _private(reply: Reply) -> bool:
    """Whether it holds a value of hers, or is about what she may have to hide."""
    shown = (reply.prompt, *([reply.slip] if reply.slip else []))
    return reply.prompt.key.startswith(PRIVATE) or not all(map(fixed, shown))


def _heeded(said: str) -> str:
    """A messenger's command without its slash. A link to us may have put a word behind `/start`: it is not heeded."""
    if not said.startswith("/"):
        return said
    command, _, rest = said[1:].partition(" ")
    command = command.partition("@")[0]
    return command if command == "start" else f"{command} {rest}".strip()


def everywhere(speech: Speech, languages: Sequence[str], key: str) -> str:
    """A text in all languages, for those of whom we know none."""
    return "\n".join(speech.say(Prompt(key), lang).body for lang in languages)
