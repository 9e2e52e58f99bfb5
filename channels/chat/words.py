"""How every chat hears words: control words before anything else, then as by SMS."""

from dataclasses import dataclass

from msgspec import structs

from channels.sms.face import SmsFace
from channels.sms.keywords import control
from dialogs.engine.face import Heard
from dialogs.model import Delivery, Reply
from dialogs.questions import ENOUGH
from dialogs.texts.speech import Speech

_HOME = "00"


@dataclass(frozen=True, slots=True)
class ChatWords:
    """STOP ends the conversation, HELP says how to go on, MENU leads there; what STOP and START mean for announcements is for
    the channels that know a phone."""

    words: SmsFace

    def hear(self, note: bytes, delivery: Delivery) -> Heard:
        found = control(delivery.said)
        word = found[0] if found else ""
        heard = self.words.hear(note, structs.replace(delivery, said=_HOME) if word in ("menu", "start") else delivery)
        if heard.kind not in ("dial", "said", "start") or word not in ("stop", "stop-all", "help"):
            return heard
        return Heard("help" if word == "help" else "stop", heard.note, heard.id)

    def match(self, reply: Reply, said: str) -> str:
        return self.words.match(reply, said)


def text_of(reply: Reply, speech: Speech) -> str:
    """The text of a message: what was wrong with the last answer, if anything, above what stands unless it says enough."""
    shown = [reply.slip] if reply.slip else []
    if not reply.slip or reply.slip.key not in ENOUGH:
        shown.append(reply.prompt)
    return "\n".join(speech.say(prompt, reply.lang, texted=True).body for prompt in shown)
