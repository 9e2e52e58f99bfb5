"""How a phone hears and shows by SMS: keywords and words beside numbers, a screen in one or two parts."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from msgspec import structs
from rapidfuzz import fuzz, process

from channels.sms.keywords import Wanted, key_of, language, service
from channels.ussd.face import UssdFace
from channels.ussd.pages import Room
from dialogs.engine.face import Heard
from dialogs.model import Delivery, Reply
from dialogs.ports import Keys
from dialogs.texts.speech import Speech
from dialogs.texts.words import fold

TWO_PARTS = Room(gsm7=306, ucs2=134)
_LIKE = 80


@dataclass(frozen=True, slots=True)
class SmsFace:
    """One conversation per phone, for hours. The provider's message id is the hop: equal texts with other ids both count.

    `oneshot`: `RECUP 5169` opens a recovery by this SIM, of the number that ends so. `OFFICE ZAGORA` tells the place at once.
    `opens` is the service that this message begins, whatever it says: the one that an announcement named.
    """

    speech: Speech
    keys: Keys
    services: Sequence[str]
    texting: bool = True
    oneshot: bool = False
    opens: str = ""
    _screen: UssdFace = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_screen", UssdFace(self.speech, self.keys, lambda page, _: page, TWO_PARTS, texting=True))

    def hear(self, note: bytes, delivery: Delivery) -> Heard:
        heard = self._screen.hear(note, structs.replace(delivery, said=key_of(delivery.said)))
        if heard.kind not in ("dial", "said"):
            return heard
        if self.opens:
            return Heard("start", heard.note, heard.id, known=(("menu", self.opens),))
        if (lang := language(delivery.said, self.speech.languages)) and heard.kind == "said":
            return Heard("speak", heard.note, heard.id, lang=lang)
        wanted = service(delivery.said)
        if wanted is None or wanted.service not in self.services:
            return heard
        known = (("menu", wanted.service), *self._told_at_once(wanted))
        return Heard("start", heard.note, heard.id, known=known, lang=wanted.lang)

    def _told_at_once(self, wanted: Wanted) -> tuple[tuple[str, str], ...]:
        if self.oneshot and wanted.service == "recover" and re.fullmatch(r"[0-9]{4,8}", wanted.rest):
            return ("way", "digits"), ("digits", wanted.rest)
        if wanted.service == "offices" and wanted.rest:
            return (("commune", wanted.rest),)
        return ()

    def leaf(self, reply: Reply, old: bytes, new: bytes, said: str) -> bytes | None:
        return self._screen.leaf(reply, old, new, said)

    def show(self, reply: Reply, note: bytes) -> str:
        return self._screen.show(reply, note)

    def match(self, reply: Reply, said: str) -> str:
        """The number of the option whose label `said` is like; else `said`."""
        labels = [fold(label) for label in self.speech.say(reply.prompt, reply.lang).options]
        hit = process.extractOne(fold(said), labels, scorer=fuzz.token_set_ratio, score_cutoff=_LIKE) if labels else None
        return str(hit[2] + 1) if hit and not fold(said).isdigit() else said
