"""How the web chat hears and shows: words and numbers as by SMS, a whole message with its buttons as one piece of JSON."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import msgspec
from msgspec import structs

from channels.chat.buttons import Button, buttons_of
from channels.chat.words import ChatWords, text_of
from channels.sms.face import SmsFace
from dialogs.engine.face import Heard
from dialogs.model import Delivery, Reply
from dialogs.ports import Keys
from dialogs.texts.speech import Speech

CODES = frozenset({"recover-code", "recover-code-again", "prove-code", "helped-code", "phone-code", "link-seen"})
"""The questions for a one-time code of an SMS."""
PINS = frozenset({"case-pin", "case-pin-new", "agent-pin"})
"""The questions for a code of her own: never shown again once typed."""
MOST_LABEL = 80


class Shown(msgspec.Struct, frozen=True, omit_defaults=True, tag_field="kind", tag="said"):
    """What the page shows. `end`: the conversation is over with it; `seq` numbers the messages of one conversation from 1.

    `agent`: a person says it; `person`: a person has the conversation, or will.
    `link` is an address to open once; it stands in no text, so that it is in no copy that she keeps.
    """

    text: str
    options: tuple[Button, ...]
    code: bool
    pin: bool
    end: bool
    lang: str
    seq: int = 0
    link: str = ""
    agent: bool = False
    person: bool = False

    def __repr__(self) -> str:
        return f"Shown({self.seq})"


@dataclass(frozen=True, slots=True)
class WebFace:
    """The message id is the hop, so a copy is told from new input. A `new` delivery opens the menu in the language it says.

    `show` gives a `Shown` as JSON: there are no pages.
    """

    speech: Speech
    keys: Keys
    services: Sequence[str]
    texting: bool = True
    _words: ChatWords = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_words", ChatWords(SmsFace(self.speech, self.keys, self.services)))

    def hear(self, note: bytes, delivery: Delivery) -> Heard:
        heard = self._words.hear(note, structs.replace(delivery, event="hop", said="" if _opens(delivery) else delivery.said))
        if heard.kind == "again" or not _opens(delivery):
            return heard
        return Heard("start", heard.note, heard.id, lang=delivery.said)

    def leaf(self, reply: Reply, old: bytes, new: bytes, said: str) -> bytes | None:
        return None

    def show(self, reply: Reply, note: bytes) -> str:
        key, buttons = reply.prompt.key, buttons_of(reply, self.speech, MOST_LABEL)
        link = str(dict(reply.prompt.params).get("url", ""))
        text = "\n".join(line for line in text_of(reply, self.speech).split("\n") if not link or line != link)
        shown = Shown(text, buttons, key in CODES, key in PINS, reply.final, reply.lang, link=link)
        return msgspec.json.encode(shown).decode()

    def match(self, reply: Reply, said: str) -> str:
        return self._words.match(reply, said)


def _opens(delivery: Delivery) -> bool:
    return delivery.event == "new"
