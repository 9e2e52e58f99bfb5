"""Every text in every language: there, used, with the right arguments, and within the room that a phone gives it."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from importlib import resources

import pytest
from fluent.runtime import FluentResource
from fluent.syntax.ast import Message, VariableReference
from fluent.syntax.visitor import Visitor

from channels.sms.segments import segments, septets, transliterate
from channels.ussd.pages import ROOM, Footer, pages
from config.profile import available, load
from dialogs.country import Topic
from dialogs.model import Names, Option, Param, Prompt
from dialogs.questions import Listed
from dialogs.texts.speech import Speech
from store.cases.record import NoticeKind

MOROCCO = load("morocco")
LANGUAGES = MOROCCO.languages
SPEECH = Speech(MOROCCO.terms, LANGUAGES)

LATE = date(2026, 9, 30)
STANDINGS = ("enrolled", "pending", "refused", "suspended", "ended", "covered", "not-covered")
COMING = ("payment", "distribution", "review", "until")


def longest(things: Iterable[Names]) -> Names:
    """For each language the longest name that the profile has."""
    names = list(things)
    return Names.of({lang: max((name.in_lang(lang) for name in names), key=len) for lang in LANGUAGES})


LONGEST_BODY = longest(one.names for one in MOROCCO.bodies)
LONGEST_PROGRAMME = longest(one.names for one in MOROCCO.programmes)
LONGEST_BAND = longest(one.names for one in MOROCCO.bands)
LONGEST_REASON = longest(one.names for one in MOROCCO.reasons)
LONGEST_PAPERS = longest(one.papers for one in MOROCCO.changes)

ARGUMENTS: dict[str, dict[str, Param]] = {
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
    "case-opened": {"ref": "48210937", "day": LATE},
    "case-opened-pin": {"ref": "48210937", "day": LATE},
    "case-same": {"ref": "48210937"},
    "sms-case-opened": {"ref": "48210937", "day": LATE},
    "case-said": {"said": ""},
    **{f"case-is-{state}": {"day": LATE} for state in ("received", "open", "in_progress", "appealed")},
    **{f"case-is-{state}": {"day": LATE, "owner": LONGEST_BODY} for state in ("escalated", "referred")},
    "refer-show": {"name": "", "address": "", "hours": ""},
    "refer-show-phone": {"name": "", "address": "", "hours": "", "phone": ""},
    "refer-slip-done": {"ref": "48210937"},
    "refer-call-done": {"ref": "48210937", "day": LATE},
    **{f"sms-case-{kind.value}": {"ref": "48210937"} for kind in NoticeKind},
    "guide-page": {"words": ""},
    "prove-code": {"minutes": 15},
    "status-of-then": {"day": LATE},
    "agent-code": {"code": "482109", "minutes": 15},
    "household": {"size": 12, "updated": LATE},
    "household-band": {"size": 12, "updated": LATE, "band": LONGEST_BAND, "day": LATE},
    **{f"programme-{state}": {"name": LONGEST_PROGRAMME} for state in STANDINGS},
    **{f"programme-now-{state}": {"name": LONGEST_PROGRAMME} for state in STANDINGS},
    "programme-why": {"name": LONGEST_PROGRAMME, "why": LONGEST_REASON},
    **{f"programme-next-{kind}": {"name": LONGEST_PROGRAMME, "day": LATE} for kind in COMING},
    **{f"card-{state}": {"name": LONGEST_PROGRAMME} for state in ("valid", "expired", "blocked", "replaced")},
    "card-valid-until": {"name": LONGEST_PROGRAMME, "day": LATE},
    "data-usage-line": {"day": LATE, "by": ""},
    "sms-alias": {"number": "2639425169263942"},
    "update-sure": {"owner": LONGEST_BODY},
    "update-opened": {"ref": "48210937", "papers": LONGEST_PAPERS, "day": LATE},
    "sms-update-phone": {"ref": "48210937"},
    "office-commune-option": {"name": "", "region": ""},
    "office-option": {"name": ""},
    "office-show": {"name": "", "address": "", "hours": ""},
    "office-show-phone": {"name": "", "address": "", "hours": "", "phone": ""},
}
"""What each text may use besides the terms, at its longest (places come from the profile)."""

MENU = tuple(f"menu-{service}" for service in MOROCCO.services)
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
    "menu": MENU,
    "language-ask": tuple(f"language-{lang}" for lang in LANGUAGES),
    "resume-offer": ("resume-continue", "resume-again"),
    "recover-consent": ("consent-yes", "consent-no"),
    "recover-way": ("recover-way-sim", "recover-way-receipt", "recover-way-papers"),
    "recover-papers": ("papers-office", "papers-end"),
    "status-what": tuple(f"status-what-{what}" for what in ("receipt", "rsu", "household", "programmes", "card")),
    "errand-pending": ("word-home",),
    "messages-are-on": ("messages-off", "messages-keep"),
    "messages-are-off": ("messages-on", "messages-keep"),
}
"""Each screen with the options under it."""

MOST_PAGES = {
    "menu": 3,
    "status-what": 3,
    "data": 3,
    "update-family": 3,
    "case-rate": 3,
    "update-opened": 3,
    "language-ask": 1,
    "resume-offer": 1,
    "recover-way": 1,
    "rsu-needs": 4,
    "privacy": 4,
}
ROOTS = {"menu", "language-ask", "resume-offer"}
WORDS = ("locale", "encoding", "word-more", "word-back", "word-home")
ONE_LINE = re.compile("slip-|menu|word-|errand-ready|language-done|sms-errand")


def entries(lang: str) -> dict[str, Message]:
    source = resources.files("dialogs.texts").joinpath(f"{lang}.ftl").read_text("utf-8")
    return {entry.id.name: entry for entry in FluentResource(source).body if isinstance(entry, Message)}


KEYS = sorted(entries("en"))
BOTH = [(key, lang) for key in KEYS for lang in LANGUAGES]
OPTIONS = sorted({option for options in SCREENS.values() for option in options})
SMS = [key for key in KEYS if key.startswith("sms-") and key != "sms-errand"]
PLACES = [(commune, office) for commune in MOROCCO.communes for office in commune.offices]


def say(key: str, lang: str, **params: Param) -> str:
    """The text as it leaves, with its worst-case arguments."""
    arguments = {**ARGUMENTS.get(key, {}), **params}
    body = SPEECH.say(Prompt(key, tuple(arguments.items())), lang).body
    return transliterate(body) if SPEECH.encoding(key, lang) == "gsm7" else body


def cut(key: str, lang: str, options: tuple[Option, ...] = (), *, slip: str = "", rooted: bool = False) -> tuple[str, ...]:
    """The pages that a phone shows."""
    spoken = SPEECH.say(Prompt(key, tuple(ARGUMENTS.get(key, {}).items()), options), lang)
    footer = Footer(SPEECH.word("word-more", lang), SPEECH.word("word-back", lang))
    body = f"{say(slip, lang)}\n{spoken.body}" if slip else spoken.body
    plain = SPEECH.encoding(key, lang) == "gsm7"
    return pages(body, spoken.options, footer, room=ROOM, rooted=rooted or key in ROOTS, plain=plain)


def size(text: str) -> int:
    """UTF-16 units."""
    return len(text.encode("utf-16-be")) // 2


# --- the keys ------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_key_is_in_every_language(lang: str) -> None:
    assert sorted(entries(lang)) == KEYS


class Variables(Visitor):
    def __init__(self) -> None:
        self.found: set[str] = set()

    def visit_VariableReference(self, node: VariableReference) -> None:
        self.found.add(node.id.name)


@pytest.mark.parametrize(("key", "lang"), BOTH)
def test_a_text_uses_no_argument_that_its_prompt_does_not_carry(key: str, lang: str) -> None:
    variables = Variables()
    variables.visit(entries(lang)[key])
    assert variables.found <= ARGUMENTS.get(key, {}).keys() | MOROCCO.terms.keys()


@pytest.mark.parametrize("key", ARGUMENTS)
def test_every_argument_is_said_in_some_language(key: str) -> None:
    variables = Variables()
    for lang in LANGUAGES:
        variables.visit(entries(lang)[key])
    assert ARGUMENTS[key].keys() <= variables.found


def test_each_screen_that_this_file_measures_is_a_key() -> None:
    assert {*SCREENS, *OPTIONS, *ARGUMENTS} <= set(KEYS)


def test_each_key_is_measured_by_some_test_here() -> None:
    measured = {*SCREENS, *OPTIONS, *SMS, *WORDS, *(key for key in KEYS if key.startswith(("slip-", "office-")))}
    measured |= {
        "listed",
        "guide-page",
        "programmes",
        "refer-place",
        "menu-refer",
        *(key for key, _ in LISTS.values()),
        *(f"programme-{s}" for s in STANDINGS),
    }
    assert set(KEYS) - measured == {"language-done", "errand-ready", "sms-errand", "case-said", "data-usage-line"}


# --- the room ------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("key", SCREENS)
def test_a_screen_fits_its_pages(key: str, lang: str) -> None:
    made = cut(key, lang, tuple(Option(option, option) for option in SCREENS[key]))
    assert len(made) <= MOST_PAGES.get(key, 2), made


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("key", SCREENS)
def test_a_page_ends_where_a_line_ends(key: str, lang: str) -> None:
    """No line is so long that the pager must cut it."""
    said = say(key, lang).split("\n")
    shown = "\n".join(cut(key, lang)).split("\n")
    assert [line for line in said if line not in shown] == []


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("slip", "key"),
    [
        ("slip-choice", "menu"), ("language-done", "menu"), ("slip-choice", "language-ask"), ("slip-choice", "recover-way"),
        ("slip-choice", "recover-consent"), ("slip-receipt", "recover-receipt"), ("slip-receipt-form", "recover-receipt"),
        ("slip-empty", "office-commune"), ("slip-commune", "office-commune"), ("slip-too-long", "office-commune"),
        ("slip-last-digits", "recover-digits"),
        ("slip-code", "recover-code"), ("slip-code-wrong", "recover-code-again"), ("slip-code-expired", "recover-code-again"),
        ("slip-no-back", "recover-code"), ("slip-choice", "recover-papers"),
        ("errand-ready", "status-unknown"), ("errand-ready", "status-rejected"), ("errand-ready", "status-issued"),
    ],
)  # fmt: skip
def test_a_slip_leaves_its_screen_readable(slip: str, key: str, lang: str) -> None:
    """As `channels.ussd.face` shows it: with its question, or, where that no longer fits on a page, with the options alone."""
    options = tuple(Option(option, option) for option in SCREENS[key])
    whole = cut(key, lang, options, slip=slip)
    most = max(2, len(cut(key, lang, options)) + 1)
    if slip.startswith("slip-") and len(whole) > 1:
        spoken = SPEECH.say(Prompt(key, tuple(ARGUMENTS.get(key, {}).items()), options), lang)
        footer = Footer(SPEECH.word("word-more", lang), SPEECH.word("word-back", lang))
        whole = pages(say(slip, lang), spoken.options, footer, room=ROOM, rooted=key in ROOTS, plain=lang != "ar")
        most = 3 if key == "menu" else 2
    assert len(whole) <= most


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("key", OPTIONS)
def test_a_label_is_short(key: str, lang: str) -> None:
    label = say(key, lang)
    assert "\n" not in label
    assert size(label) <= (22 if lang == "ar" else 30)


@pytest.mark.parametrize(("key", "lang"), [(key, lang) for key, lang in BOTH if ONE_LINE.match(key)])
def test_a_slip_is_one_short_line(key: str, lang: str) -> None:
    said = say(key, lang)
    assert "\n" not in said
    assert size(said) <= (48 if lang == "ar" else 80)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("key", SMS)
def test_an_sms_takes_two_parts_at_most(key: str, lang: str) -> None:
    assert len(segments(say(key, lang)).parts) <= 2


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("key", [key for key in KEYS if key.startswith("status-") and SCREENS.get(key) == ()])
def test_a_late_answer_fits_one_sms_of_two_parts(key: str, lang: str) -> None:
    assert len(segments(f"{say('sms-errand', lang)} {say(key, lang)}").parts) <= 2


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_choice_of_language_reads_the_same_in_every_language(lang: str) -> None:
    assert cut("language-ask", lang, tuple(Option(one, f"language-{one}") for one in LANGUAGES)) == (
        "اللغة / Langue / Language\n1 العربية\n2 Français\n3 English",
    )


# --- the places of the profiles ------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_office_fits_two_pages(lang: str) -> None:
    footer = Footer(SPEECH.word("word-more", lang), SPEECH.word("word-back", lang))
    for _, office in PLACES:
        params: dict[str, Param] = {"name": office.names, "address": office.address, "hours": office.hours}
        key = "office-show-phone" if office.phone else "office-show"
        body = say(key, lang, **params, **({"phone": office.phone} if office.phone else {}))
        made = pages(body, (), footer, room=ROOM, rooted=True, plain=SPEECH.encoding(key, lang) == "gsm7")
        assert len(made) <= 2, made


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_place_has_a_short_label(lang: str) -> None:
    labels = [say("office-commune-option", lang, name=c.names, region=c.region) for c in MOROCCO.communes]
    labels += [say("office-option", lang, name=office.names) for _, office in PLACES]
    assert [label for label in labels if size(label) > (22 if lang == "ar" else 30)] == []


LISTS: dict[str, tuple[str, Sequence[Listed]]] = {
    "complaints": ("case-group", MOROCCO.complaints),
    **{group.id: ("case-category", group.categories) for group in MOROCCO.complaints},
    "changes": ("update-what", MOROCCO.changes),
    "guide": ("guide", MOROCCO.guide),
    "needs": ("refer-need", MOROCCO.needs),
}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", LISTS)
def test_every_list_of_the_profile_reads_well_on_a_phone(name: str, lang: str) -> None:
    key, things = LISTS[name]
    labels = [say("listed", lang, name=thing.names) for thing in things]
    assert [label for label in labels if size(label) > (22 if lang == "ar" else 30)] == []
    assert len(cut(key, lang, tuple(Option(thing.id, "listed", (("name", thing.names),)) for thing in things))) <= 4


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("topic", MOROCCO.guide, ids=lambda topic: topic.id)
def test_a_page_of_the_guide_is_short(topic: Topic, lang: str) -> None:
    footer = Footer(SPEECH.word("word-more", lang), SPEECH.word("word-back", lang))
    body = say("guide-page", lang, words=topic.words)
    assert len(pages(body, (), footer, room=ROOM, rooted=True, plain=SPEECH.encoding("guide-page", lang) == "gsm7")) <= 3


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_list_of_programmes_reads_well_on_a_phone(lang: str) -> None:
    options = tuple(
        Option(str(n), f"programme-{state}", (("name", one.names),))
        for n, (state, one) in enumerate(zip(STANDINGS, MOROCCO.programmes, strict=False))
    )
    assert len(cut("programmes", lang, options)) <= 2


# --- the letters ---------------------------------------------------------------------------------


def letters(key: str, lang: str) -> str:
    return say(key, lang) if key in ARGUMENTS else SPEECH.word(key, lang)


@pytest.mark.parametrize(("key", "lang"), [(key, lang) for key, lang in BOTH if SPEECH.encoding(key, lang) == "gsm7"])
def test_no_letter_forces_a_latin_text_into_ucs2(key: str, lang: str) -> None:
    if key in {"language-ar", "language-fr", "language-en"}:
        return  # shown under `language-ask` alone, which goes as written
    said = transliterate(letters(key, lang))
    assert [char for char in said if septets(char) is None] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_letter_of_a_place_forces_ucs2(lang: str) -> None:
    if SPEECH.encoding("office-show", lang) != "gsm7":
        return
    for commune, office in PLACES:
        names = (commune.names, commune.region, office.names, office.address, office.hours)
        assert [name for each in names if septets(transliterate(name := each.in_lang(lang))) is None] == []


def written() -> Iterator[tuple[str, str]]:
    for lang in LANGUAGES:
        yield f"{lang}.ftl", resources.files("dialogs.texts").joinpath(f"{lang}.ftl").read_text("utf-8")
    for code in available():
        yield f"{code}.toml", resources.files("config").joinpath("countries", f"{code}.toml").read_text("utf-8")


@pytest.mark.parametrize(("name", "source"), list(written()), ids=lambda value: value[:12] if "\n" not in value else "")
def test_no_invisible_or_typographic_character_is_in_a_source(name: str, source: str) -> None:
    """Bidirectional controls cost a unit each; curly quotes, long dashes and odd spaces force UCS-2."""
    odd = {char for char in source if unicodedata.category(char) in {"Cf", "Zs", "Zl", "Zp"} and char != " "}
    assert odd | (set(source) & set("’‘“”«»–—…\t\r")) == set()


@pytest.mark.parametrize("key", [key for key in KEYS if key not in WORDS])
def test_arabic_has_no_eastern_digits_and_composed_letters(key: str) -> None:
    """Phones type 0-9, and a letter in two code points takes two of a page's 66 units."""
    said = letters(key, "ar")
    assert re.search("[٠-٩۰-۹]", said) is None
    assert unicodedata.normalize("NFC", said) == said


@pytest.mark.parametrize(("key", "lang"), [(key, lang) for key, lang in BOTH if lang == "ar"])
def test_arabic_keeps_codes_and_masked_numbers_in_their_order(key: str, lang: str) -> None:
    """After Arabic letters a phone would show `*3737#` and `26****5169` turned round (Unicode UAX 9)."""
    for line in letters(key, lang).split("\n"):
        if MOROCCO.service_code in line:
            assert line == MOROCCO.service_code
        if "****" in line:
            assert line.startswith(f"{MOROCCO.id_name}: ")
            assert line.isascii()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_options_begin_with_their_digit(lang: str) -> None:
    shown = "\n".join(cut("menu", lang, tuple(Option(key, key) for key in MENU))).split("\n")
    assert [line[:2] for line in shown[1:] if not line.startswith(("99 ", "0 "))] == [f"{n} " for n in range(1, len(MENU) + 1)]


@pytest.mark.parametrize(("minutes", "words"), [(1, "دقيقة واحدة"), (2, "دقيقتين"), (3, "3 دقائق"), (30, "30 دقيقة")])
def test_arabic_counts_minutes_as_arabic_does(minutes: int, words: str) -> None:
    assert words in say("recover-code", "ar", minutes=minutes)


@pytest.mark.parametrize(("left", "words"), [(1, "محاولة واحدة"), (2, "محاولتان"), (3, "3 محاولات"), (11, "11 محاولة")])
def test_arabic_counts_tries_as_arabic_does(left: int, words: str) -> None:
    assert words in say("slip-code-wrong", "ar", left=left)


def test_places_are_named_in_the_language_of_the_reader() -> None:
    name = Names.of({"ar": "سلا", "fr": "Salé", "en": "Sale"})
    assert [say("office-option", lang, name=name) for lang in LANGUAGES] == ["سلا", "Salé", "Sale"]
