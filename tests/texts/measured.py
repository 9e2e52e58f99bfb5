"""What the texts of a country are measured with: every screen with its options, every argument at its longest."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from importlib import resources

from fluent.runtime import FluentResource
from fluent.syntax.ast import Message

from channels.sms.segments import transliterate
from channels.ussd.pages import ROOM, Footer, pages
from config.profile import available, load
from dialogs.country import Country
from dialogs.model import Names, Option, Param, Prompt
from dialogs.texts.speech import Speech
from store.cases.record import NoticeKind

STANDINGS = ("enrolled", "pending", "refused", "suspended", "ended", "covered", "not-covered")
COMING = ("payment", "distribution", "review", "until")
DAYS = tuple(date(2026, month, 28) for month in range(1, 13))


def entries(*path: str) -> dict[str, Message]:
    """The messages of a catalogue by their keys; none where there is no such file."""
    file = resources.files("dialogs.texts").joinpath(*path)
    source = file.read_text("utf-8") if file.is_file() else ""
    return {entry.id.name: entry for entry in FluentResource(source).body if isinstance(entry, Message)}


KEYS = sorted(key for key in entries("en.ftl") if not key.startswith("language-") or key in ("language-ask", "language-done"))
"""Every key but the names of the languages: a catalogue has those that are offered beside its own."""


def arguments(country: Country, lang: str, late: date) -> dict[str, dict[str, Param]]:
    """What each text may use besides the terms, at its longest (places come from the profile)."""

    def longest(names: Iterable[Names]) -> str:
        return max((name.in_lang(lang) for name in names), key=len, default="")

    body = longest(one.names for one in country.bodies)
    programme = longest(one.names for one in country.programmes)
    band = longest(one.names for one in country.bands)
    reason = longest(one.names for one in country.reasons)
    papers = longest(one.papers for one in country.changes)
    return {
        "slip-choice": {"least": 1, "most": 9},
        "slip-receipt": {"count": 160},
        "slip-code-wrong": {"left": 2},
        "locked": {"minutes": 60},
        "make-sure": {"number": 98},
        "slip-number": {"number": 98},
        "recover-locked": {"minutes": 60},
        "recover-code": {"minutes": 15},
        "recover-sent": {"masked": "26****5169"},
        "errand-promised": {"ref": "4821"},
        "errand-pending": {"ref": "4821"},
        "errand-ready": {"ref": "4821"},
        "sms-errand": {"ref": "4821"},
        "sms-recover-number": {"number": "2639425169263942"},  # a VID is longer than an IDCS
        "listed": {"name": ""},
        "case-opened": {"ref": "48210937", "day": late},
        "case-opened-pin": {"ref": "48210937", "day": late},
        "case-same": {"ref": "48210937"},
        "sms-case-opened": {"ref": "48210937", "day": late},
        "case-said": {"said": ""},
        **{f"case-is-{state}": {"day": late} for state in ("received", "open", "in_progress", "appealed")},
        **{f"case-is-{state}": {"day": late, "owner": body} for state in ("escalated", "referred")},
        "refer-show": {"name": "", "address": "", "hours": ""},
        "refer-show-phone": {"name": "", "address": "", "hours": "", "phone": ""},
        "refer-slip-done": {"ref": "48210937"},
        "refer-call-done": {"ref": "48210937", "day": late},
        **{f"sms-case-{kind.value}": {"ref": "48210937"} for kind in NoticeKind},
        "guide-page": {"words": ""},
        "prove-code": {"minutes": 15},
        "status-of-then": {"day": late},
        "agent-code": {"code": "482109", "minutes": 15},
        "household": {"size": 12, "updated": late},
        "household-band": {"size": 12, "updated": late, "band": band, "day": late},
        **{f"programme-{state}": {"name": programme} for state in STANDINGS},
        **{f"programme-now-{state}": {"name": programme} for state in STANDINGS},
        "programme-why": {"name": programme, "why": reason},
        **{f"programme-next-{kind}": {"name": programme, "day": late} for kind in COMING},
        **{f"card-{state}": {"name": programme} for state in ("valid", "expired", "blocked", "replaced")},
        "card-valid-until": {"name": programme, "day": late},
        "data-usage-line": {"day": late, "by": ""},
        "sms-alias": {"number": "2639425169263942"},
        "update-sure": {"owner": body},
        "update-opened": {"ref": "48210937", "papers": papers, "day": late},
        "sms-update-phone": {"ref": "48210937"},
        "office-commune-option": {"name": "", "region": ""},
        "office-option": {"name": ""},
        "office-show": {"name": "", "address": "", "hours": ""},
        "office-show-phone": {"name": "", "address": "", "hours": "", "phone": ""},
    }


BARE = (
    "busy", "moved", "session-over", "wait", "errand-promised", "not-allowed", "locked", "recover-declined",
    "recover-receipt", "recover-code", "recover-code-again", "recover-locked", "recover-sent", "status-receipt",
    "recover-digits", "recover-other",
    "status-received", "status-processing", "status-rejected", "status-issued", "status-unknown", "rsu-needs",
    "office-commune", "privacy", "make-sure", "errand-failed", "messages-kept", "messages-stopped", "messages-started",
)  # fmt: skip
DOINGS = ("message", "answer", "appeal", "reopen", "escalate", "withdraw", "rate")
MORE = (
    "case-text", "case-pin-new", "case-opened", "case-opened-pin", "case-same", "case-reference", "case-pin", "case-unknown",
    "case-message", "case-reason", "case-gone", "case-bye", *(f"case-{action}-done" for action in DOINGS),
    "refer-none", "refer-slip-done", "refer-call-done",
    "private-number", "private-noted", "private-harmless", "prove-number", "prove-code", "agent-not-proved",
    "recover-new-sim", "watch-started",
    "watch-stopped", "watch-impossible",
    "household-unknown", "programmes-none", *(f"programme-now-{state}" for state in STANDINGS), "programme-why",
    *(f"programme-next-{kind}" for kind in COMING), "card-number", "card-valid", "card-valid-until", "card-expired",
    "card-blocked", "card-replaced", "card-unknown", "data-lock-done", "data-unlock-done", "data-alias-done",
    "data-usage-none", "data-refused",
    "data-usage-done", "data-usage-odd", "update-phone", "update-stopped", "update-opened",
)  # fmt: skip


def _doing(*actions: str) -> tuple[str, ...]:
    return tuple(f"case-do-{action}" for action in actions)


SCREENS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys((*BARE, *MORE), ()),
    "case-what": ("case-new", "case-follow", "case-private"),
    "case-for": ("case-for-me", "case-for-other"),
    "case-wish": ("case-wish-correct", "case-wish-explain", "case-wish-call"),
    "case-words": ("case-words-send", "case-words-add"),
    "case-who": ("case-with-phone", "case-with-pin"),
    **{
        f"case-is-{state}": ("case-do-message", "case-do-withdraw", "case-do-end")
        for state in ("received", "open", "in_progress")
    },
    "case-is-waiting_citizen": ("case-do-answer", "case-do-withdraw", "case-do-end"),
    "case-is-resolved": ("case-do-appeal", "case-do-rate", "case-do-end"),
    "case-is-closed": ("case-do-reopen", "case-do-rate", "case-do-end"),
    **{
        f"case-is-{state}": ("case-do-message", "case-do-escalate", "case-do-end")
        for state in ("appealed", "escalated", "referred")
    },
    "case-rate": tuple(f"case-star-{n}" for n in range(5, 0, -1)),
    "refer-show": ("refer-slip", "refer-call", "case-do-end"),
    "refer-show-phone": ("refer-slip", "refer-call", "case-do-end"),
    "private-what": ("private-call", "private-exit"),
    "private-phone": ("private-this-phone", "private-other-phone", "private-exit"),
    "private-hours": ("private-morning", "private-afternoon", "private-evening", "private-exit"),
    "private-agreed": ("private-agree", "private-exit"),
    "status-of-then": ("status-see",),
    "agent-code": ("agent-done",),
    "household": ("watch-start", "case-do-end"),
    "household-band": ("watch-stop", "case-do-end"),
    "prove-by": ("prove-by-number", "prove-by-sim", "prove-by-agent"),
    "data": ("data-how", "data-usage", "data-lock", "data-unlock", "data-alias"),
    "data-usage": ("data-usage-fine",),
    "update-family": tuple(f"update-{event}" for event in ("birth", "death", "marriage", "divorce", "arrival", "departure")),
    "update-school": ("update-enrolled", "update-left"),
    "update-sure": ("update-send", "update-stop"),
    "resume-offer": ("resume-continue", "resume-again"),
    "recover-consent": ("consent-yes", "consent-no"),
    "recover-way": ("recover-way-sim", "recover-way-receipt", "recover-way-papers"),
    "recover-papers": ("papers-office", "papers-end"),
    "status-what": tuple(f"status-what-{what}" for what in ("receipt", "rsu", "household", "programmes", "card")),
    "errand-pending": ("word-home",),
    "messages-are-on": ("messages-off", "messages-keep"),
    "messages-are-off": ("messages-on", "messages-keep"),
}
"""Each screen with the options under it; the menu and the choice of language are the country's."""

MOST_PAGES = {
    "menu": 3,
    "status-what": 3,
    "data": 3,
    "update-family": 3,
    "case-rate": 3,
    "update-opened": 3,
    "household-band": 3,
    "language-ask": 1,
    "resume-offer": 1,
    "recover-way": 1,
    "rsu-needs": 4,
    "privacy": 4,
}
ROOTS = {"menu", "language-ask", "resume-offer"}


@dataclass(frozen=True)
class Tongue:
    """One language of one country, as its phones show it."""

    country: Country
    lang: str
    speech: Speech

    def __str__(self) -> str:
        return f"{self.country.code}.{self.lang}"

    @property
    def own(self) -> Mapping[str, Message]:
        """What the country says otherwise than the language."""
        return entries(self.country.code, f"{self.lang}.ftl")

    @cached_property
    def texts(self) -> Mapping[str, Message]:
        return {**entries(f"{self.lang}.ftl"), **self.own}

    @cached_property
    def plain(self) -> bool:
        """Whether its texts leave in GSM-7."""
        return self.speech.encoding("menu", self.lang) == "gsm7"

    @property
    def label(self) -> int:
        """The room of an option."""
        return 30 if self.plain else 22

    @property
    def line(self) -> int:
        """The room of a slip."""
        return 80 if self.plain else 48

    @cached_property
    def footer(self) -> Footer:
        return Footer(self.speech.word("word-more", self.lang), self.speech.word("word-back", self.lang))

    @cached_property
    def arguments(self) -> dict[str, dict[str, Param]]:
        late = max(DAYS, key=lambda day: len(self._said("programme-next-until", {"name": "", "day": day})))
        return arguments(self.country, self.lang, late)

    @cached_property
    def screens(self) -> dict[str, tuple[str, ...]]:
        menu = tuple(f"menu-{service}" for service in self.country.services)
        return {**SCREENS, "menu": menu, "language-ask": tuple(f"language-{lang}" for lang in self.country.languages)}

    @property
    def options(self) -> list[str]:
        return sorted({option for options in self.screens.values() for option in options})

    def say(self, key: str, **params: Param) -> str:
        """The text as it leaves, with its worst-case arguments."""
        return self._said(key, {**self.arguments.get(key, {}), **params})

    def cut(self, key: str, options: tuple[Option, ...] = (), *, slip: str = "") -> list[str]:
        """The pages that a phone shows."""
        prompt = Prompt(key, tuple(self.arguments.get(key, {}).items()), options)
        spoken = self.speech.say(prompt, self.lang)
        body = f"{self.say(slip)}\n{spoken.body}" if slip else spoken.body
        return self.paged(body, spoken.options, rooted=key in ROOTS, plain=self.speech.encoding(key, self.lang) == "gsm7")

    def paged(self, body: str, options: tuple[str, ...] = (), *, rooted: bool = True, plain: bool | None = None) -> list[str]:
        return list(pages(body, options, self.footer, room=ROOM, rooted=rooted, plain=self.plain if plain is None else plain))

    def _said(self, key: str, params: Mapping[str, Param]) -> str:
        body = self.speech.say(Prompt(key, tuple(params.items())), self.lang).body
        return transliterate(body) if self.speech.encoding(key, self.lang) == "gsm7" else body


def tongues() -> list[Tongue]:
    """Every language of every country that is shipped."""
    countries = [load(code) for code in available()]
    speeches = {country.code: Speech(country.terms, country.languages) for country in countries}
    return [Tongue(country, lang, speeches[country.code]) for country in countries for lang in country.languages]


def offered(*keys: str) -> tuple[Option, ...]:
    return tuple(Option(key, key) for key in keys)


def size(text: str) -> int:
    """UTF-16 units."""
    return len(text.encode("utf-16-be")) // 2
