"""Cuts a screen into pages that every network carries: whole lines, counted in the units of their encoding."""

from collections.abc import Sequence
from dataclasses import dataclass

from channels.sms.segments import cuttable, septets, transliterate

MORE, BACK = "99", "0"


@dataclass(frozen=True, slots=True)
class Room:
    """What one page may hold. A USSD string is 160 octets (3GPP TS 24.080), many gateways cap it at an SMS's 140:

    160 septets or 70 UTF-16 units in practice; four are left for a gateway that counts its own `CON `.
    """

    gsm7: int = 156
    ucs2: int = 66


ROOM = Room()


@dataclass(frozen=True, slots=True)
class Footer:
    """The words of the two keys that are the same everywhere: `99 …` for the next page, `0 …` back."""

    more: str
    back: str


def pages(
    body: str, options: Sequence[str], footer: Footer, *, room: Room, rooted: bool, plain: bool, last: bool = False
) -> tuple[str, ...]:
    """The pages of a screen: body lines, then `1 label` lines, then the footers.

    `rooted`: nothing lies behind this screen, so its first page offers no `0`; `last`: the session is over with it, so its
    last page offers none either. `plain`: transliterate into GSM-7.
    A line is cut only when it does not fit on a page of its own. Each page fits `room` in its own encoding.
    """
    lines = [*body.split("\n"), *(f"{n} {label}" for n, label in enumerate(options, start=1))]
    back, more = f"{BACK} {footer.back}", f"{MORE} {footer.more}"
    if plain:
        lines, back, more = [transliterate(line) for line in lines], transliterate(back), transliterate(more)
    whole = "\n".join([*lines, *([] if rooted else [back])])
    if _fits(whole, room):
        return (whole,)
    return tuple(_cut(lines, back, more, room, rooted, last))


def _cut(lines: list[str], back: str, more: str, room: Room, rooted: bool, last: bool) -> list[str]:
    made: list[str] = []
    page: list[str] = []
    left = list(lines)
    while left:
        foot = [back] if made or not rooted else []
        line = left.pop(0)
        tail = [more, *foot] if left else [] if last else foot
        if _fits("\n".join([*page, line, *tail]), room):
            page.append(line)
        elif page:
            made.append("\n".join([*page, more, *foot]))
            page = []
            left.insert(0, line)
        else:
            head, rest = _split(line, [more, *foot], room)
            made.append("\n".join([head, more, *foot]))
            left.insert(0, rest)
    foot = [back] if (made or not rooted) and not last else []
    made.append("\n".join([*page, *foot]))
    return made


def _split(line: str, tail: list[str], room: Room) -> tuple[str, str]:
    """The longest run of words of `line` that fits above `tail`; a word longer than a page is cut between characters."""
    words = line.split(" ")
    for count in range(len(words) - 1, 0, -1):
        head = " ".join(words[:count])
        if _fits("\n".join([head, *tail]), room):
            return head, " ".join(words[count:])
    longest = min(len(line) - 1, room.gsm7)
    sizes = [size for size in range(longest, 0, -1) if _fits("\n".join([line[:size], *tail]), room)]
    if not sizes:
        raise ValueError("the footers leave no room on a page")
    size = next((size for size in sizes if cuttable(line, size)), sizes[0])
    return line[:size], line[size:]


def _fits(text: str, room: Room) -> bool:
    size = septets(text)
    if size is not None:
        return size <= room.gsm7
    return len(text.encode("utf-16-be", "surrogatepass")) // 2 <= room.ucs2
