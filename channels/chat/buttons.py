"""The choices of a reply as buttons, the same on every chat: what each stands for, and a label that its platform takes."""

import msgspec

from channels.sms.segments import cuttable
from dialogs.model import Reply
from dialogs.texts.speech import Speech

BACK = "0"
_ROOTS = frozenset({"menu", "language-ask", "resume-offer"})


class Button(msgspec.Struct, frozen=True):
    """What may be pressed: `value` comes back as the answer, `label` is what it says."""

    value: str
    label: str

    def __repr__(self) -> str:
        return f"Button({self.value})"


def buttons_of(reply: Reply, speech: Speech, most: int) -> tuple[Button, ...]:
    """The options by their numbers, then the way back where there is one; labels of at most `most` characters."""
    labels = speech.say(reply.prompt, reply.lang).options
    made = [Button(str(number), fitted(label, most)) for number, label in enumerate(labels, 1)]
    if not reply.final and reply.prompt.key not in _ROOTS:
        made.append(Button(BACK, fitted(speech.word("word-back", reply.lang), most)))
    return tuple(made)


def fitted(label: str, most: int) -> str:
    """The label, or its first words and an ellipsis; a single long word is cut, but not between a letter and its accents."""
    if len(label) <= most:
        return label
    words = label[:most].rpartition(" ")[0].rstrip()
    if words:
        return f"{words}…"
    size = next((size for size in range(most - 1, 0, -1) if cuttable(label, size)), 0)
    return f"{label[:size]}…"
