"""Every text in every language of every country: there, used, with the right arguments, within the room of a phone."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from importlib import resources

import pytest
from fluent.syntax.ast import Message, Pattern, TextElement, VariableReference
from fluent.syntax.visitor import Visitor

from channels.sms.segments import segments, septets, transliterate
from config.profile import available
from dialogs.model import Names, Option
from dialogs.questions import Listed
from tests.texts.measured import KEYS, MOST_PAGES, ROOTS, SCREENS, STANDINGS, Tongue, entries, offered, size, tongues

SPOKEN = tongues()
MOROCCO = {tongue.lang: tongue for tongue in SPOKEN if tongue.country.code == "morocco"}
CATALOGUES = sorted({tongue.lang for tongue in SPOKEN})
RIGHT_TO_LEFT = [tongue for tongue in SPOKEN if tongue.lang in ("ar", "ur")]
SMS = [key for key in KEYS if key.startswith("sms-") and key != "sms-errand"]
SLIPS = [key for key in KEYS if re.match("slip-|menu|word-|errand-ready|language-done|sms-errand", key)]
WORDS = ("locale", "encoding", "word-more", "word-back", "word-home")

everywhere = pytest.mark.parametrize("tongue", SPOKEN, ids=str)


# --- the keys ------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", CATALOGUES)
def test_every_key_is_in_every_language(lang: str) -> None:
    """Those that name the languages are in the catalogues that are offered together."""
    keys = {key for key in entries(f"{lang}.ftl") if key in KEYS or not re.fullmatch("language-[a-zA-Z-]+", key)}
    assert keys ^ set(KEYS) == set()


@everywhere
def test_a_language_names_all_that_are_offered_beside_it(tongue: Tongue) -> None:
    assert [lang for lang in tongue.country.languages if f"language-{lang}" not in tongue.texts] == []


class Variables(Visitor):
    def __init__(self) -> None:
        self.found: set[str] = set()

    def visit_VariableReference(self, node: VariableReference) -> None:
        self.found.add(node.id.name)


def variables(message: Message) -> set[str]:
    visitor = Variables()
    visitor.visit(message)
    return visitor.found


@everywhere
def test_a_text_uses_no_argument_that_its_prompt_does_not_carry(tongue: Tongue) -> None:
    terms = tongue.country.terms.keys()
    unknown = {key: variables(text) - tongue.arguments.get(key, {}).keys() - terms for key, text in tongue.texts.items()}
    assert {key: names for key, names in unknown.items() if names} == {}


def test_every_argument_is_said_in_some_language() -> None:
    arguments = SPOKEN[0].arguments
    said = {key: {name for tongue in SPOKEN for name in variables(tongue.texts[key])} for key in arguments}
    assert {key: told.keys() - said[key] for key, told in arguments.items() if told.keys() - said[key]} == {}


@everywhere
def test_each_screen_that_this_file_measures_is_a_key(tongue: Tongue) -> None:
    assert {*tongue.screens, *tongue.options, *tongue.arguments} - tongue.texts.keys() == set()


IN_CHATS = {"chat-alone", "chat-old-button", "chat-words-only", "data-link", "data-unlink", "word-choose"}
"""Said in chats alone, where there are no pages."""


def test_each_key_is_measured_by_some_test_here() -> None:
    screens = SPOKEN[0].screens
    options = {option for options in screens.values() for option in options}
    lists = {key for key, _ in lists_of(SPOKEN[0]).values()} | {f"programme-{state}" for state in STANDINGS}
    measured = {*screens, *ROOTS, *options, *SMS, *WORDS, *lists, "listed", "guide-page", "programmes", "refer-place"}
    measured |= {key for key in KEYS if key.startswith(("slip-", "office-", "menu-", "heard-"))} | IN_CHATS
    assert set(KEYS) - measured == {
        "language-done",
        "errand-ready",
        "sms-errand",
        "case-said",
        "case-asked",
        "data-usage-line",
        "household-source",
        "assistant-said",
    }


# --- what is a country's -------------------------------------------------------------------------

OF_ONE_COUNTRY = {
    "morocco": "RNP RSU rsu.ma 09-08 09.08 IDCS annexe caïdat Rabat الملحقة القيادة رباط",
    "djibouti": "Djibouti PNSF Balbala",
    "cote_divoire": "Abobo 2013-450",
    "pakistan_kp": "CNIC B-Form Mardan",
}


def body_of(message: Message) -> str:
    """The letters of a text, arguments as they are written."""
    parts = message.value.elements if isinstance(message.value, Pattern) else []
    return "".join(part.value if isinstance(part, TextElement) else "{ }" for part in parts)


@pytest.mark.parametrize("lang", CATALOGUES)
def test_a_language_names_no_country(lang: str) -> None:
    """What only one country has is said in its own folder, so that the next one is not told of it."""
    words = " ".join(OF_ONE_COUNTRY.values()).split()
    texts = {key: body_of(text) for key, text in entries(f"{lang}.ftl").items()}
    assert [(key, word) for key, text in texts.items() for word in words if re.search(rf"\b{re.escape(word)}\b", text)] == []


@everywhere
def test_a_country_says_nothing_of_another(tongue: Tongue) -> None:
    words = [word for code, words in OF_ONE_COUNTRY.items() for word in words.split() if code != tongue.country.code]
    said = {key: body_of(text) for key, text in tongue.texts.items()}
    assert [(key, word) for key, text in said.items() for word in words if re.search(rf"\b{re.escape(word)}\b", text)] == []


@everywhere
def test_a_country_repeats_nothing_of_the_language(tongue: Tongue) -> None:
    plain = entries(f"{tongue.lang}.ftl")
    assert [key for key, text in tongue.own.items() if text.equals(plain[key])] == []


def test_what_no_native_speaker_has_read_says_so() -> None:
    pending = {tongue.lang for tongue in SPOKEN if tongue.speech.pending(tongue.lang)}
    assert pending >= {"so", "aa"}
    assert pending.isdisjoint({"ar", "fr", "en"})


# --- the room ------------------------------------------------------------------------------------


@everywhere
def test_a_screen_fits_its_pages(tongue: Tongue) -> None:
    made = {key: tongue.cut(key, offered(*options)) for key, options in tongue.screens.items()}
    assert {key: cut for key, cut in made.items() if len(cut) > MOST_PAGES.get(key, 2)} == {}


@everywhere
def test_a_page_ends_where_a_line_ends(tongue: Tongue) -> None:
    """No line is so long that the pager must cut it."""
    for key in tongue.screens:
        shown = "\n".join(tongue.cut(key)).split("\n")
        assert [line for line in tongue.say(key).split("\n") if line not in shown] == [], key


@everywhere
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
def test_a_slip_leaves_its_screen_readable(slip: str, key: str, tongue: Tongue) -> None:
    """As `channels.ussd.face` shows it: with its question, or, where that no longer fits on a page, with the options alone."""
    options = offered(*tongue.screens[key])
    whole = tongue.cut(key, options, slip=slip)
    most = max(2, len(tongue.cut(key, options)) + 1)
    if slip.startswith("slip-") and len(whole) > 1:
        labels = tuple(tongue.say(option) for option in tongue.screens[key])
        whole = tongue.paged(tongue.say(slip), labels, rooted=key in ROOTS)
        most = 3 if key == "menu" else 2
    assert len(whole) <= most


@everywhere
def test_a_yes_and_its_no_stand_on_one_page(tongue: Tongue) -> None:
    """Nobody agrees because the no is behind `99`."""
    for key, options in tongue.screens.items():
        offered_there = not key.startswith("recover") or "recover" in tongue.country.services
        if "consent-yes" in options and offered_there:
            made = tongue.cut(key, offered(*options))
            yes, no = (f"{n} {tongue.say(option)}" for n, option in enumerate(("consent-yes", "consent-no"), start=1))
            assert [yes in page.split("\n") for page in made] == [no in page.split("\n") for page in made], key


@everywhere
def test_a_label_is_short(tongue: Tongue) -> None:
    labels = {key: tongue.say(key) for key in tongue.options}
    assert {key: label for key, label in labels.items() if "\n" in label or size(label) > tongue.label} == {}


@everywhere
def test_a_slip_is_one_short_line(tongue: Tongue) -> None:
    said = {key: tongue.say(key) for key in SLIPS}
    assert {key: text for key, text in said.items() if "\n" in text or size(text) > tongue.line} == {}


@everywhere
def test_an_sms_takes_two_parts_at_most(tongue: Tongue) -> None:
    parts = {key: segments(tongue.say(key)).parts for key in SMS}
    assert {key: sms for key, sms in parts.items() if len(sms) > 2} == {}


@everywhere
def test_a_late_answer_fits_one_sms_of_two_parts(tongue: Tongue) -> None:
    answers = [key for key in KEYS if key.startswith("status-") and SCREENS.get(key) == ()]
    said = {key: segments(f"{tongue.say('sms-errand')} {tongue.say(key)}").parts for key in answers}
    assert {key: sms for key, sms in said.items() if len(sms) > 2} == {}


@everywhere
def test_the_choice_of_language_reads_the_same_in_every_language(tongue: Tongue) -> None:
    """Each language is named in itself, on one page, whatever language the phone is asked in."""
    first = next(one for one in SPOKEN if one.country is tongue.country)
    shown = tongue.cut("language-ask", offered(*tongue.screens["language-ask"]))
    assert len(shown) == 1
    assert shown == first.cut("language-ask", offered(*first.screens["language-ask"]))


def test_moroccos_choice_of_language_and_djiboutis() -> None:
    shown = {one.country.code: one.cut("language-ask", offered(*one.screens["language-ask"])) for one in SPOKEN}
    assert shown["morocco"] == ("لغة / Langue\n1 العربية\n2 Français\n3 English\n4 ⵜⴰⵎⴰⵣⵉⵖⵜ\n5 Tamazight",)
    assert shown["djibouti"] == ("Langue/Luqad/Af/اللغة\n1 Français\n2 Soomaali\n3 Qafar af\n4 العربية",)


# --- the places and lists of the profiles --------------------------------------------------------


@everywhere
def test_every_office_fits_two_pages(tongue: Tongue) -> None:
    for office in (office for commune in tongue.country.communes for office in commune.offices):
        key, phone = ("office-show-phone", {"phone": office.phone}) if office.phone else ("office-show", {})
        made = tongue.paged(tongue.say(key, name=office.names, address=office.address, hours=office.hours, **phone))
        assert len(made) <= 2, made


@everywhere
def test_every_place_has_a_short_label(tongue: Tongue) -> None:
    communes = tongue.country.communes
    labels = [tongue.say("office-commune-option", name=c.names, region=c.region) for c in communes]
    labels += [tongue.say("office-option", name=office.names) for commune in communes for office in commune.offices]
    assert [label for label in labels if size(label) > tongue.label] == []


def lists_of(tongue: Tongue) -> dict[str, tuple[str, Sequence[Listed]]]:
    country = tongue.country
    return {
        "complaints": ("case-group", country.complaints),
        **{group.id: ("case-category", group.categories) for group in country.complaints},
        "changes": ("update-what", country.changes),
        "guide": ("guide", country.guide),
        "needs": ("refer-need", country.needs),
    }


@everywhere
def test_every_list_of_the_profile_reads_well_on_a_phone(tongue: Tongue) -> None:
    for name, (key, things) in lists_of(tongue).items():
        labels = [tongue.say("listed", name=thing.names) for thing in things]
        assert [label for label in labels if size(label) > tongue.label] == [], name
        made = tongue.cut(key, tuple(Option(thing.id, "listed", (("name", thing.names),)) for thing in things))
        assert len(made) <= 4, made


@everywhere
def test_a_page_of_the_guide_is_short(tongue: Tongue) -> None:
    made = {topic.id: tongue.paged(tongue.say("guide-page", words=topic.words)) for topic in tongue.country.guide}
    assert {id: cut for id, cut in made.items() if len(cut) > 3} == {}


@everywhere
def test_a_list_of_programmes_reads_well_on_a_phone(tongue: Tongue) -> None:
    pairs = zip(STANDINGS, tongue.country.programmes, strict=False)
    options = tuple(Option(str(n), f"programme-{state}", (("name", one.names),)) for n, (state, one) in enumerate(pairs))
    assert len(tongue.cut("programmes", options)) <= (2 if len(options) <= 3 else 3)


# --- the letters ---------------------------------------------------------------------------------


@everywhere
def test_no_letter_forces_a_latin_text_into_ucs2(tongue: Tongue) -> None:
    """The names of the languages are shown under `language-ask` alone, which goes as written."""
    plain = [key for key in KEYS if tongue.speech.encoding(key, tongue.lang) == "gsm7"]
    assert {key: odd for key in plain if (odd := [c for c in transliterate(tongue.say(key)) if septets(c) is None])} == {}


@everywhere
def test_no_letter_of_a_profile_forces_ucs2(tongue: Tongue) -> None:
    if not tongue.plain:
        return
    country = tongue.country
    offices = [office for commune in country.communes for office in commune.offices]
    places = [names for c in country.communes for names in (c.names, c.region)]
    places += [names for o in offices for names in (o.names, o.address, o.hours)]
    lists = [one.names for _, things in lists_of(tongue).values() for one in things]
    lists += [one.names for one in (*country.bodies, *country.programmes, *country.reasons, *country.bands)]
    said = [names.in_lang(tongue.lang) for names in (*places, *lists, *(topic.words for topic in country.guide))]
    assert [text for text in said if septets(transliterate(text)) is None] == []


def written() -> Iterator[tuple[str, str]]:
    texts, countries = resources.files("dialogs.texts"), resources.files("config").joinpath("countries")
    for lang in CATALOGUES:
        yield f"{lang}.ftl", texts.joinpath(f"{lang}.ftl").read_text("utf-8")
    for tongue in SPOKEN:
        if tongue.own:
            yield f"{tongue}.ftl", texts.joinpath(tongue.country.code, f"{tongue.lang}.ftl").read_text("utf-8")
    for code in available():
        yield f"{code}.toml", countries.joinpath(f"{code}.toml").read_text("utf-8")


@pytest.mark.parametrize("source", [pytest.param(source, id=name) for name, source in written()])
def test_no_invisible_or_typographic_character_is_in_a_source(source: str) -> None:
    """Bidirectional controls cost a unit each; curly quotes, long dashes and odd spaces force UCS-2."""
    odd = {char for char in source if unicodedata.category(char) in {"Cf", "Zs", "Zl", "Zp"} and char != " "}
    assert odd | (set(source) & set("’‘“”«»–—…\t\r")) == set()


@pytest.mark.parametrize("tongue", RIGHT_TO_LEFT, ids=str)
def test_arabic_letters_come_without_eastern_digits_and_composed(tongue: Tongue) -> None:
    """Phones type 0-9, and a letter in two code points takes two of a page's 66 units."""
    said = {key: tongue.say(key) for key in KEYS if key not in WORDS}
    assert [key for key, text in said.items() if re.search("[٠-٩۰-۹]", text)] == []
    assert [key for key, text in said.items() if unicodedata.normalize("NFC", text) != text] == []


@pytest.mark.parametrize("tongue", RIGHT_TO_LEFT, ids=str)
def test_arabic_letters_keep_codes_and_masked_numbers_in_their_order(tongue: Tongue) -> None:
    """After them a phone would show `*3737#` and `26****5169` turned round (Unicode UAX 9)."""
    for line in (line for key in KEYS for line in tongue.say(key).split("\n")):
        if tongue.country.service_code in line:
            assert line == tongue.country.service_code
        if "****" in line:
            assert re.match("[A-Z][A-Za-z]+: ", line)
            assert line.isascii()


@everywhere
def test_options_begin_with_their_digit(tongue: Tongue) -> None:
    menu = tongue.screens["menu"]
    shown = [line for page in tongue.cut("menu", offered(*menu)) for line in page.split("\n")]
    assert [line[:2] for line in shown[1:] if not line.startswith(("99 ", "0 "))] == [f"{n} " for n in range(1, len(menu) + 1)]


@pytest.mark.parametrize(("minutes", "words"), [(1, "دقيقة واحدة"), (2, "دقيقتين"), (3, "3 دقائق"), (30, "30 دقيقة")])
def test_arabic_counts_minutes_as_arabic_does(minutes: int, words: str) -> None:
    assert words in MOROCCO["ar"].say("recover-code", minutes=minutes)


@pytest.mark.parametrize(("left", "words"), [(1, "محاولة واحدة"), (2, "محاولتان"), (3, "3 محاولات"), (11, "11 محاولة")])
def test_arabic_counts_tries_as_arabic_does(left: int, words: str) -> None:
    assert words in MOROCCO["ar"].say("slip-code-wrong", left=left)


def test_places_are_named_in_the_language_of_the_reader() -> None:
    name = Names.of({"ar": "سلا", "fr": "Salé", "en": "Sale"})
    assert [MOROCCO[lang].say("office-option", name=name) for lang in ("ar", "fr", "en")] == ["سلا", "Salé", "Sale"]
