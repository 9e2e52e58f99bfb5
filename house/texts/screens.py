"""What is said where: each text's arguments at their longest, the options under each screen, and the pages it may take."""

from collections.abc import Iterable, Mapping
from datetime import date

from dialogs.country import Country
from dialogs.model import Names, Param
from dialogs.texts.speech import TEXTED
from store.cases.record import NoticeKind

__all__ = ["COMING", "MOST_PAGES", "ROOTS", "SCREENS", "SETTINGS", "STANDINGS", "arguments", "screens"]

STANDINGS = ("enrolled", "pending", "refused", "suspended", "ended", "covered", "not-covered")
COMING = ("payment", "distribution", "review", "until")
ROOTS = frozenset({"menu", "language-ask", "resume-offer"})
"""Screens that nothing lies behind: no `0` on their first page."""
SETTINGS = frozenset({"locale", "encoding"})
"""Keys that say how a catalogue works; nobody reads them on a phone."""
MOST_PAGES: Mapping[str, int] = {
    **dict.fromkeys(("menu", "status-what", "update-family", "case-rate", "update-opened", "household-band"), 3),
    **dict.fromkeys(("recover-papers", "prove-link", "erase-ask-here", "genuine-named"), 3),
    **dict.fromkeys(("human-offer", "human-shut"), 3),
    **dict.fromkeys(("language-ask", "resume-offer", "recover-way"), 1),
    **dict.fromkeys(("rsu-needs", "privacy", "erase-ask"), 4),
    "data": 5,
}
"""Where it is not two."""

_REF, _VID = "48210937", "2639425169263942"
_WRITTEN = (
    "busy", "moved", "session-over", "wait", "locked", "recover-code", "status-issued", "office-commune", "messages-started",
    "private-harmless", "case-bye", "card-number",
)  # fmt: skip
_BARE = (
    "help-number", "help-receipt", "helped-code", "agent-pin", "agent-bye",
    "busy", "moved", "session-over", "wait", "come-again", "errand-promised", "not-allowed", "locked", "recover-declined",
    "recover-receipt", "recover-code", "recover-code-again", "recover-locked", "recover-sent", "status-receipt",
    "recover-digits", "recover-other", "status-received", "status-processing", "status-rejected", "status-issued",
    "status-unknown", "rsu-needs", "office-commune", "privacy", "make-sure", "errand-failed", "messages-kept",
    "messages-stopped", "messages-started", "case-text", "case-pin-new", "case-opened", "case-opened-pin", "case-same",
    "case-reference", "case-pin", "case-unknown", "case-message", "case-reason", "case-gone", "case-bye",
    "refer-slip-done", "refer-call-done", "private-number", "private-noted", "private-harmless", "prove-number",
    "prove-code", "agent-not-proved", "recover-new-sim", "watch-started", "watch-stopped", "watch-impossible",
    "household-unknown", "programmes-none", "programme-why", "card-number", "card-valid", "card-valid-until",
    "card-expired", "card-blocked", "card-replaced", "card-unknown", "data-lock-done", "data-unlock-done",
    "data-alias-done", "data-usage-none", "data-refused", "data-usage-done", "data-usage-odd", "update-phone",
    "case-helped-yes", "case-helped-no", "update-child", "update-clash", "update-language-done",
    "update-stopped", "update-opened", "household-correct", "household-sources", "recover-lost-sent", "recover-lost-none",
    "recover-born", "data-looked-none", "data-looked-odd", "link-seen",
    "announcement", "announcement-none", "message-code", "genuine-yes", "genuine-named", "genuine-no",
    "chat-help", "chat-stopped", "human-waiting", "human-phone", "human-call-done",
    "phone-number", "phone-code", "data-link-done", "data-unlink-done", "learn-started", "learn-stopped",
    "erase-done", "account-unlinked", "people-none",
    *(f"case-{done}-done" for done in ("message", "answer", "appeal", "reopen", "escalate", "withdraw", "rate")),
    *(f"{key}{TEXTED}" for key in _WRITTEN),
    *(f"human-{note}" for note in ("kept", "claimed", "moved", "returned", "closed", "nobody-came", "silent")),
    *(f"programme-now-{state}" for state in STANDINGS), *(f"programme-next-{kind}" for kind in COMING),
)  # fmt: skip


def _of(stem: str, *names: object) -> tuple[str, ...]:
    return tuple(f"{stem}-{name}" for name in names)


SCREENS: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(_BARE, ()),
    "resume-offer": _of("resume", "continue", "again"),
    "heard-right": _of("consent", "yes", "no"),
    "recover-consent": ("consent-yes", "consent-no", "recover-other-number"),
    "recover-lost": ("recover-lost-household",),
    "recover-lost-consent": _of("consent", "yes", "no"),
    "recover-way": _of("recover-way", "sim", "receipt", "papers"),
    "recover-papers": _of("papers", "office", "shared", "end"),
    "status-what": _of("status-what", "receipt", "rsu", "household", "programmes", "card", "helped"),
    "status-of-then": ("status-see",),
    "errand-pending": ("word-home",),
    "help-who": _of("help", "relative", "agent"),
    "help-by": _of("help-by", "code", "receipt"),
    "messages-are-on": _of("messages", "off", "read", "check", "keep"),
    "messages-are-off": _of("messages", "on", "read", "check", "keep"),
    "case-what": _of("case", "new", "follow", "private"),
    "case-for": _of("case-for", "me", "other"),
    "case-wish": _of("case-wish", "correct", "explain", "call"),
    "case-words": _of("case-words", "send", "add"),
    "case-who": _of("case-with", "phone", "pin"),
    **dict.fromkeys(_of("case-is", "received", "open", "in_progress"), _of("case-do", "helped", "message", "withdraw", "end")),
    **dict.fromkeys(_of("case-is", "appealed", "escalated", "referred"), _of("case-do", "message", "escalate", "end")),
    "case-is-waiting_citizen": _of("case-do", "answer", "withdraw", "end"),
    "case-is-resolved": _of("case-do", "appeal", "rate", "end"),
    "case-is-closed": _of("case-do", "reopen", "rate", "end"),
    "case-helped": _of("consent", "yes", "no"),
    "case-rate": _of("case-star", 5, 4, 3, 2, 1),
    "refer-none": ("refer-call", "case-do-end"),
    **dict.fromkeys(("refer-show", "refer-show-phone"), ("refer-slip", "refer-call", "case-do-end")),
    "private-what": _of("private", "call", "exit"),
    "private-phone": _of("private", "this-phone", "other-phone", "exit"),
    "private-hours": _of("private", "morning", "afternoon", "evening", "exit"),
    "private-agreed": _of("private", "agree", "exit"),
    "agent-code": ("agent-done",),
    "prove-link": _of("link", "done", "code", "again"),
    "agent-card-valid": ("agent-next", "case-do-end"),
    "household-undated": ("watch-start", "household-checked", "case-do-end"),
    "household": ("watch-start", "household-checked", "case-do-end"),
    "household-band": ("watch-stop", "household-checked", "case-do-end"),
    "prove-by": (*_of("prove-by", "number", "sim", "agent", "link"), "recover-way-receipt"),
    "data": _of("data", "how", "usage", "lock", "unlock", "alias", "looked", "learn", "erase", "accounts", "people"),
    **dict.fromkeys(_of("erase", "ask", "ask-here"), ("messages-keep", "erase-do")),
    "accounts": ("data-usage-fine",),
    "people": ("data-usage-fine",),
    "learn-is-on": ("learn-stop", "messages-keep"),
    "learn-is-off": ("learn-agree", "messages-keep"),
    "data-usage": ("data-usage-fine",),
    "data-looked": ("data-usage-fine",),
    "update-family": _of("update", "birth", "death", "marriage", "divorce", "arrival", "departure"),
    "update-school": _of("update", "enrolled", "left"),
    "update-sure": _of("update", "send", "stop"),
    "update-another": _of("update", "same", "new"),
    **dict.fromkeys(_of("human", "offer", "seen"), _of("consent", "yes", "no")),
    **dict.fromkeys(_of("human", "shut", "nobody", "long"), ("human-call", "human-write", "case-do-end")),
    "phone-ask": ("phone-link", "papers-office"),
}
"""Each screen with the keys of the options under it; the menu and the choice of language are the country's."""


def screens(country: Country) -> dict[str, tuple[str, ...]]:
    """All screens of a country, each with the keys of the options under it."""
    meant = (*_of("menu", *country.services[:3]), "mean-none")
    of_country = {"menu": _of("menu", *country.services), "language-ask": _of("language", *country.languages)}
    return {**SCREENS, **of_country, "did-you-mean": meant}


def arguments(country: Country, lang: str, late: date) -> dict[str, dict[str, Param]]:
    """What each text may use besides the country's terms, at its longest; `late` is a day that is long to write.

    Places and lists are measured each: their arguments are empty here.
    """

    def longest(names: Iterable[Names]) -> str:
        return max((name.in_lang(lang) for name in names), key=len, default="")

    return {
        **_numbers(),
        **_of_cases(longest(one.names for one in country.bodies), longest(one.papers for one in country.changes), late),
        **_of_programmes(
            longest(one.names for one in country.programmes),
            longest(one.names for one in country.bands),
            longest(one.names for one in country.reasons),
            late,
        ),
        **_of_places(),
        **_of_sources(country, lang),
        **_of_words(late),
        "human-shut": {"hours": country.attendance.hours if country.attendance else ""},
        "status-of-then": {"day": late},
        "announcement": {"day": late, "words": ""},
        "genuine-yes": {"day": late},
        "genuine-named": {"day": late, "title": "Inscription au registre : deux journées"},
        "data-usage-line": {"day": late, "by": ""},
        "prove-link": {"minutes": 60, "url": ""},
    }


def _of_words(late: date) -> dict[str, dict[str, Param]]:
    return {
        "heard-right": {"said": "5169, 42, A. E. I., 1980"},
        "heard-and": {"one": "5169", "more": "A. E. I."},
        "assistant-said": {"said": ""},
        "heard-date": {"day": late},
        "heard-year": {"year": "1980"},
        "heard-place": {"place": ""},
        "heard-phone": {"number": "+212612340007"},
        "heard-number": {"number": _VID},
        "heard-ending": {"ending": "5169"},
        "heard-name": {"name": "A. E. I."},
    }


def _numbers() -> dict[str, dict[str, Param]]:
    return {
        "slip-choice": {"least": 1, "most": 9},
        "slip-receipt": {"count": 160},
        "slip-code-wrong": {"left": 2},
        **{key: {"minutes": 60} for key in ("locked", f"locked{TEXTED}", "recover-locked")},
        **{key: {"minutes": 15} for key in ("recover-code", f"recover-code{TEXTED}", "prove-code", "helped-code")},
        **{key: {"number": 98} for key in ("make-sure", "slip-number")},
        **{key: {"ref": "4821"} for key in ("errand-promised", "errand-pending", "errand-ready", "sms-errand")},
        **{key: {"number": _VID} for key in ("sms-recover-number", "sms-alias")},
        **{key: {"masked": "26****5169"} for key in _of("recover", "sent", "lost-sent")},
        "sms-helped": {"ending": "42"},
        "sms-lost-household": {"number": "123456R12345"},
        **{key: {"before": 30} for key in _of("human", "offer", "waiting", "long", "kept")},
        "phone-code": {"phone": "**42"},
        "sms-phone-code": {"code": "482109"},
        "agent-code": {"code": "482109", "minutes": 15},
    }


def _of_cases(body: str, papers: str, late: date) -> dict[str, dict[str, Param]]:
    ref: dict[str, Param] = {"ref": _REF}
    dated: dict[str, Param] = {**ref, "day": late}
    return {
        **dict.fromkeys(
            (
                *_of("update", "another", "clash"),
                "case-same",
                "refer-slip-done",
                "sms-slip-quiet",
                "sms-update-phone",
                *(f"sms-case-{k.value}" for k in NoticeKind),
            ),
            ref,
        ),
        **dict.fromkeys(
            ("case-opened", "case-opened-pin", "sms-case-opened", "sms-call", "refer-call-done", "human-call-done"), dated
        ),
        **{key: {"day": late} for key in _of("case-is", "received", "open", "in_progress", "appealed")},
        **{key: {"day": late, "owner": body} for key in _of("case-is", "escalated", "referred")},
        **{key: {"said": ""} for key in _of("case", "said", "asked")},
        "update-sure": {"owner": body},
        "update-opened": {**dated, "papers": papers},
    }


def _of_programmes(name: str, band: str, reason: str, late: date) -> dict[str, dict[str, Param]]:
    cards = _of("card", "valid", "expired", "blocked", "replaced")
    return {
        "household-undated": {"size": 12},
        "household": {"size": 12, "updated": late},
        "household-band": {"size": 12, "updated": late, "band": band, "day": late},
        **{key: {"name": name} for key in (*_of("programme", *STANDINGS), *_of("programme-now", *STANDINGS), *cards)},
        **{key: {"name": name, "day": late} for key in (*_of("programme-next", *COMING), "card-valid-until")},
        "programme-why": {"name": name, "why": reason},
        "agent-card-valid": {"name": name, "initials": "M. M."},
        "sms-lost-card": {"name": name, "number": "123456R12345"},
    }


def _of_sources(country: Country, lang: str) -> dict[str, dict[str, Param]]:
    names = max((one.names.in_lang(lang) for one in country.changes), key=len, default="")
    papers = max((one.papers.in_lang(lang) for one in country.changes), key=len, default="")
    by = max((one.names.in_lang(lang) for one in country.bodies), key=len, default="")
    return {"household-source": {"name": names, "by": by}, "household-correct": {"name": names, "by": by, "papers": papers}}


def _of_places() -> dict[str, dict[str, Param]]:
    place: dict[str, Param] = {"name": "", "address": "", "hours": ""}
    return {
        **dict.fromkeys(("office-show", "refer-show"), place),
        **{key: {**place, "phone": ""} for key in ("office-show-phone", "refer-show-phone")},
        "sms-slip": {**place, "ref": _REF},
        "sms-slip-phone": {**place, "ref": _REF, "phone": ""},
        **{key: {"name": ""} for key in ("listed", "office-option")},
        "office-commune-option": {"name": "", "region": ""},
        "guide-page": {"words": ""},
    }
