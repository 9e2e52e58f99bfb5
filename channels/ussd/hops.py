"""Finds what was typed now in a transcript that carries every earlier answer, and tells retries from new input.

Africa's Talking and its clones send all inputs of a session joined by `*`. A person may type `*` herself, an exact repeat
is a retry, and a shorter transcript is a hop that comes late: so the difference to the remembered transcript decides,
never a split. Of the transcript only its length and keyed hash are kept.
"""

from collections.abc import Callable
from typing import Literal

import msgspec

Kind = Literal["dial", "said", "again", "over"]
Mac = Callable[[str], bytes]


RECENT, SIZE = 8, 8
"""How many hop numbers are remembered, each by a hash of so many bytes."""


class Note(msgspec.Struct, array_like=True):
    """What the USSD channel keeps between hops: the session, the transcript's length and hash, the page shown.

    For dialects with only the last input `mac` is the hashes of the latest hop numbers, newest first. `past` is the
    session before this one: a hop of it that comes late opens nothing.
    """

    session: bytes = b""
    length: int = 0
    mac: bytes = b""
    page: int = 0
    past: bytes = b""


def read(note: Note, session: bytes, transcript: str, mac: Mac) -> tuple[Kind, str]:
    """What this hop is, and the new input when it is `said`. `mac` hashes a transcript to the bytes kept in a note."""
    if note.session != session:
        return ("dial", "") if transcript == "" and session != note.past else ("over", "")
    if len(transcript) < note.length:
        return "again", ""
    before, rest = transcript[: note.length], transcript[note.length :]
    if mac(before) != note.mac:
        return "over", ""
    if not rest:
        return "again", ""
    if note.length == 0:
        return "said", rest
    return ("said", rest[1:]) if rest[0] == "*" else ("over", "")


def read_last(note: Note, session: bytes, event: str, hop: bytes) -> Kind:
    """The same for dialects that send only the last input. `hop` is the hash of the provider's hop number, empty without one:

    then a retry cannot be told from new input, and deeds ask for a number shown once (`Delivery.sequenced`).
    """
    if note.session != session:
        return "over" if event == "resume" or session == note.past else "dial"
    if event == "new" or (hop and hop in (note.mac[n : n + SIZE] for n in range(0, len(note.mac), SIZE))):
        return "again"
    return "said"
