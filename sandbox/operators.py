"""What operators and handsets do to a dialog, without a wire: the phone page and the property tests live in the same worlds."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Literal

Alphabet = Literal["all", "no-arabic", "ascii"]
_GSM7 = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_ESCAPED = frozenset("\f^{}\\[~]|€")


@dataclass(frozen=True, slots=True)
class Profile:
    """How an operator and the phones in its network behave. Times in seconds.

    `input`: a hop carries all inputs joined by `*`, or only the last one; `numbered`: then with the number of the hop.
    `double`: the first hop alone, or every hop, is posted twice, one after the other or together. `late`: now and then
    a copy of an earlier hop, of this session or the one before, arrives after the next one. `close`: the events address
    is told when a session ends. `alphabet`: what the network carries both ways, `no-arabic` drops Arabic letters and
    `ascii` puts `?` for every letter with an accent as well. `typed` is the most characters a phone sends; `septets`
    and `ucs2` the most it shows, in septets of GSM-7 (3GPP TS 23.038) or else in UTF-16 units: the rest is cut off.
    """

    name: str
    input: Literal["cumulative", "last"] = "cumulative"
    numbered: bool = False
    double: Literal["no", "open", "after", "together"] = "no"
    late: bool = False
    session: float = 180.0
    answer: float = 10.0
    close: bool = True
    alphabet: Alphabet = "all"
    typed: int = 182
    septets: int = 182
    ucs2: int = 80

    @property
    def faithful(self) -> bool:
        """Whether an application can know what was answered: a copy of a hop is told from an answer, or there are none."""
        return self.input == "cumulative" or self.numbered or (self.double in ("no", "open") and not self.late)


PROFILES: Mapping[str, Profile] = {
    profile.name: profile
    for profile in (
        Profile("africastalking"),
        Profile("open", double="open"),
        Profile("after", double="after"),
        Profile("together", double="together"),
        Profile("late", late=True),
        Profile("silent", close=False),
        Profile("hasty", session=20.0),
        Profile("short", session=30.0, answer=15.0),
        Profile("patient", session=120.0, answer=30.0),
        Profile("last", input="last"),
        Profile("last-late", input="last", double="after", late=True),
        Profile("numbered", input="last", numbered=True),
        Profile("numbered-late", input="last", numbered=True, double="together", late=True),
        Profile("no-arabic", alphabet="no-arabic"),
        Profile("ascii", alphabet="ascii"),
        Profile("small", typed=80, septets=160, ucs2=70),
        Profile("old", alphabet="no-arabic", typed=90, septets=160, ucs2=70),
        Profile(
            "worst",
            double="together",
            late=True,
            session=20.0,
            close=False,
            alphabet="ascii",
            typed=80,
            septets=160,
            ucs2=70,
        ),
    )
}
"""What the page of phones calls them stands in `words/phone.<lang>.ftl`."""


def carried(profile: Profile, text: str) -> str:
    """What the network leaves of a text."""
    if profile.alphabet == "all":
        return text
    kept = "".join(char for char in text if not _arabic(char))
    return kept if profile.alphabet == "no-arabic" else "".join(char if char.isascii() else "?" for char in kept)


def typed(profile: Profile, text: str) -> str:
    """What arrives of a text that a person typed."""
    return carried(profile, text[: profile.typed])


def shown(profile: Profile, page: str) -> str:
    """What a person sees of a page."""
    seen = carried(profile, page)
    if not set(seen) <= _GSM7 | _ESCAPED:
        return seen.encode("utf-16-be")[: 2 * profile.ucs2].decode("utf-16-be", "ignore")
    size = 0
    for place, char in enumerate(seen):
        size += 2 if char in _ESCAPED else 1
        if size > profile.septets:
            return seen[:place]
    return seen


def _arabic(char: str) -> bool:
    return "ARABIC" in unicodedata.name(char, "")


@dataclass(frozen=True, slots=True, repr=False)
class Hop:
    """One hop as it is posted: `text` is all inputs or the last one, `number` counts the hops of `session` from 1."""

    session: str
    number: int
    text: str


Round = tuple[Hop, ...]
"""Hops that are posted together."""


@dataclass(slots=True, repr=False)
class Call:
    """One USSD session as the operator keeps it. `began` is Unix time; `before` are the hops of this phone's last session."""

    session: str
    profile: Profile
    began: float
    before: Sequence[Hop] = ()
    inputs: list[str] = field(default_factory=list)
    hops: list[Hop] = field(default_factory=list)

    def left(self, now: float) -> float:
        """Seconds until the operator ends the session."""
        return max(0.0, self.began + self.profile.session - now)

    def opened(self, sub: str, chance: Random) -> tuple[Round, ...]:
        """The phone dialled, with `sub` below our code: what is posted, round by round. The first of all is what counts."""
        self.inputs = [sub] if sub else []
        return self._rounds(chance)

    def said(self, text: str, chance: Random) -> tuple[Round, ...]:
        """The same for an answer."""
        self.inputs.append(typed(self.profile, text))
        return self._rounds(chance)

    def _rounds(self, chance: Random) -> tuple[Round, ...]:
        late = self._late(chance)
        text = "*".join(self.inputs) if self.profile.input == "cumulative" else "".join(self.inputs[-1:])
        hop = Hop(self.session, len(self.hops) + 1, text)
        self.hops.append(hop)
        double = self.profile.double
        if double == "open":
            double = "after" if hop.number == 1 else "no"
        rounds: dict[str, tuple[Round, ...]] = {"no": ((hop,),), "after": ((hop,), (hop,)), "together": ((hop, hop),)}
        return rounds[double] + late

    def _late(self, chance: Random) -> tuple[Round, ...]:
        """One earlier hop in two is not lost but late."""
        earlier = [*self.before[-3:], *self.hops]
        return ((chance.choice(earlier),),) if self.profile.late and earlier and chance.random() < 0.5 else ()
