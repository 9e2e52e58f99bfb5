"""What writers and translators are told of the texts, and what of theirs is taken into the catalogues."""

import re
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.profile import available, load
from house.texts.catalogues import FOLDER, fault_of, read, rewritten, variables_of
from house.texts.commands import TextsRefused, checked, exported, imported, previewed
from tests.e2e_world import ask

SPOKEN = [(code, lang) for code in available() for lang in load(code).languages]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the catalogues, to be written into."""
    return Path(shutil.copytree(FOLDER, tmp_path / "texts", ignore=shutil.ignore_patterns("*.py", "__pycache__")))


def written(folder: Path) -> dict[str, str]:
    return {str(path.relative_to(folder)): path.read_text("utf-8") for path in sorted(folder.rglob("*")) if path.is_file()}


def back(folder: Path, *changes: tuple[str, str], lang: str = "fr", country: str = "morocco") -> tuple[str, ...]:
    """A translator changes texts by their keys and sends the file back."""
    po = exported(lang, country, folder)
    for key, words in changes:
        quoted = "\\n".join(words.replace("\\", "\\\\").replace('"', '\\"').split("\n"))
        entry = re.compile(rf'(msgctxt "{key}"\nmsgid .*\n(?:".*\n)*)msgstr .*\n(?:".*\n)*')
        po, times = entry.subn(lambda found, text=quoted: f'{found[1]}msgstr "{text}"\n', po)  # type: ignore[misc]
        assert times == 1, key
    return sent(folder, po, lang, country)


def sent(folder: Path, po: str, lang: str = "fr", country: str = "morocco") -> tuple[str, ...]:
    file = folder.parent / "back.po"
    file.write_text(po, "utf-8")
    return imported(lang, country, file, folder)


# --- there and back ------------------------------------------------------------------------------


@pytest.mark.parametrize(("country", "lang"), [*dict(SPOKEN).items()])
def test_what_comes_back_as_it_was_changes_nothing(folder: Path, country: str, lang: str) -> None:
    before = written(folder)
    assert back(folder, lang=lang, country=country) == ()
    assert written(folder) == before


@pytest.mark.parametrize("path", sorted(FOLDER.rglob("*.ftl")), ids=lambda path: str(path.relative_to(FOLDER)))
def test_every_text_is_read_with_its_words_and_arguments(path: Path) -> None:
    texts = read(path.parent, path.stem)
    assert [text.key for text in texts.values() if fault_of(text.words) or variables_of(text.words) != text.variables] == []


def test_new_words_change_their_line_alone(folder: Path) -> None:
    before = written(folder)
    assert back(folder, ("menu-offices", "Un bureau près de moi")) == ("menu-offices",)
    changed = {name: text for name, text in written(folder).items() if text != before[name]}
    assert changed == {"fr.ftl": before["fr.ftl"].replace("Trouver un bureau", "Un bureau près de moi", 1)}


@pytest.mark.parametrize(
    "words",
    [
        "Une ligne.\nDeux { $left }.",
        "Reste { $left ->\n    [one] un\n   *[other] { $left }\n} essai.",
        "Faux.\nReste { $left ->\n    [one] un\n   *[other] { $left }\n}.",
    ],
)
def test_words_of_several_lines_come_back_as_they_were_sent(folder: Path, words: str) -> None:
    source, text = folder.joinpath("fr.ftl").read_text("utf-8"), read(folder, "fr")["slip-code-wrong"]
    folder.joinpath("fr.ftl").write_text(rewritten(source, [(text, words)]), "utf-8")
    after = read(folder, "fr")
    assert after["slip-code-wrong"].words == words
    assert after.keys() == read(FOLDER, "fr").keys()
    assert after["sms-errand"].words == read(FOLDER, "fr")["sms-errand"].words


def test_what_a_country_says_otherwise_is_written_in_its_own_folder(folder: Path) -> None:
    plain = folder.joinpath("fr.ftl").read_text("utf-8")
    assert back(folder, ("status-what-rsu", "Entrer au RSU")) == ("status-what-rsu",)
    assert "status-what-rsu = Entrer au RSU\n" in folder.joinpath("morocco", "fr.ftl").read_text("utf-8")
    assert folder.joinpath("fr.ftl").read_text("utf-8") == plain


def test_a_text_that_is_emptied_or_fuzzy_stays_as_it_is(folder: Path) -> None:
    po = exported("fr", "morocco", folder).replace('msgstr "Trouver un bureau"', 'msgstr ""', 1)
    po = po.replace('msgctxt "menu-status"', '#, fuzzy\nmsgctxt "menu-status"').replace("Suivre", "Voir")
    assert "menu-offices" not in (changed := sent(folder, po))
    assert "menu-status" not in changed


LINES = st.lists(st.text("abc é{}[]*.#=\"' $-1", min_size=1, max_size=12).map(str.strip).filter(bool), min_size=1, max_size=4)


@given(LINES)
def test_words_without_a_fault_are_read_as_they_were_written(tmp_path_factory: pytest.TempPathFactory, lines: list[str]) -> None:
    words = "\n".join(lines)
    if fault_of(words):
        return
    folder = tmp_path_factory.mktemp("texts")
    catalogue = folder / "xx.ftl"
    catalogue.write_text("## Head\n\nfirst = one\nsecond =\n    two\n    lines\n\n# Note\nthird = three\n", "utf-8")
    before = read(folder, "xx")
    catalogue.write_text(rewritten(catalogue.read_text("utf-8"), [(before["second"], words)]), "utf-8")
    after = read(folder, "xx")
    assert {key: text.words for key, text in after.items()} == {"first": "one", "second": words, "third": "three"}
    assert (after["third"].under, after["third"].comment) == ("Head", "Note")


# --- what is refused -----------------------------------------------------------------------------


REFUSED = {
    "menu-offices": ("Un bureau tout près de chez moi ou pas loin", "morocco: menu-offices: 13 units over a label"),
    "papers-end": ("Terminer\nici", "morocco: papers-end: 4 units over a label"),
    "slip-choice": ("Tapez { $least }.", "slip-choice: lacks { $most }"),
    "slip-receipt": ("{ $count } { $code }", "slip-receipt: there is no { $code } here"),
    "slip-number": ("Tapez { $number", 'slip-number: Expected token: "}"'),
    "slip-pin": ("Tapez { menu }", "slip-pin: names another text"),
    "busy": ("Fermé.\n.encoding = auto", "busy: a line begins with a sign that Fluent reads otherwise"),
    "case-bye": ("Merci 😀", "morocco: case-bye: has letters that cost a page: 😀 (U+1F600)"),
    "case-reason": ("Pourquoi\u00a0?", "morocco: case-reason: has letters that cost a page: U+00A0"),
    "sms-started": ("x" * 400, "morocco: sms-started: 94 units over 2 parts of an SMS"),
    "case-gone": ("x" * 300, "morocco: case-gone: 162 units over a line of a page"),
    "case-message": ("\n".join(["Une ligne de trop."] * 20), "morocco: case-message: 104 units over 2 pages"),
}


def test_what_a_phone_could_not_show_is_refused_whole_with_every_fault(folder: Path) -> None:
    before, lines = written(folder), exported("fr", "morocco", folder).split("\n")
    with pytest.raises(TextsRefused) as caught:
        back(folder, *((key, words) for key, (words, _) in REFUSED.items()), ("menu-guide", "Aide"))
    told = {fault.partition(": ")[2] for fault in caught.value.faults}
    assert {fault for _, fault in REFUSED.values()} - told == set()
    assert [fault for fault in told if "menu-guide" in fault] == []
    line = lines.index('msgctxt "menu-offices"') + 2  # that of the source text
    assert caught.value.faults[0] == f"line {line}: cote_divoire: menu-offices: 13 units over a label"
    assert written(folder) == before


def test_words_that_are_too_long_in_another_country_are_refused(folder: Path) -> None:
    """Morocco has words of its own for the office's question; a longer one of the language is read elsewhere."""
    with pytest.raises(TextsRefused) as caught:
        back(folder, ("sms-started", "x" * 400))
    assert {fault.split(": ")[1] for fault in caught.value.faults} == {"morocco", "djibouti", "cote_divoire"}


HEAD = 'msgid ""\nmsgstr ""\n"Language: fr\\n"\n\n'
BUSY = 'msgctxt "busy"\nmsgid "a"\nmsgstr "Trop de monde."\n'


@pytest.mark.parametrize(
    ("po", "fault"),
    [
        ("this is no po", "line 1: this is no PO file"),
        (HEAD.replace("fr", "ar"), "line 1: this is a file of the language 'ar', not 'fr'"),
        (BUSY, "line 1: this is a file of the language '', not 'fr'"),
        (HEAD + BUSY.replace("busy", "bosy"), "line 6: there is no text 'bosy'"),
        (HEAD + BUSY.replace("busy", "locale"), "line 6: there is no text 'locale'"),
        (HEAD + BUSY + "\n" + BUSY.replace('"a"', '"b"'), "line 10: busy: is there twice, or has plural forms of its own"),
        (
            HEAD + 'msgctxt "busy"\nmsgid "a"\nmsgid_plural "b"\nmsgstr[0] "c"\nmsgstr[1] "d"\n',
            "line 6: busy: is there twice, or has plural forms of its own",
        ),
    ],
)
def test_a_file_that_is_not_ours_is_refused(folder: Path, po: str, fault: str) -> None:
    before = written(folder)
    with pytest.raises(TextsRefused) as caught:
        sent(folder, po)
    assert caught.value.faults == (fault,)
    assert written(folder) == before


# --- the check -----------------------------------------------------------------------------------


def test_the_texts_that_are_shipped_have_room() -> None:
    assert checked() == []


@pytest.mark.parametrize(
    ("old", "new", "faults"),
    [
        ("= Terminer", "= Terminer ici, tout de suite, là", ["papers-end: 1 units over a label"]),
        ("wait =", "waits =", ["wait: is missing", "waits: is not asked for by anything"]),
        ("= Terminer", "= Terminer “là”", ["papers-end: has letters that cost a page: “ (U+201C) ” (U+201D)"]),
        ("= Terminer", "= Terminer { $now }", ["papers-end: there is no { $now } here"]),
        ("= Terminer", "= Terminer { $now", ["fr.ftl: unreadable: papers-end = Terminer { $now"]),
    ],
)
def test_each_fault_of_a_text_is_told_with_its_language(folder: Path, old: str, new: str, faults: list[str]) -> None:
    source = folder.joinpath("fr.ftl").read_text("utf-8")
    assert old in source
    folder.joinpath("fr.ftl").write_text(source.replace(old, new, 1), "utf-8")
    assert checked("cote_divoire", folder) == [f"cote_divoire.fr: {fault}" for fault in faults]


def test_a_country_that_is_not_there_is_told() -> None:
    with pytest.raises(Exception, match="there is no such profile"):
        checked("nowhere")


# --- the preview ---------------------------------------------------------------------------------


def test_a_preview_shows_the_pages_and_the_sms() -> None:
    assert list(previewed("recover-way", "en", "morocco")) == [
        "--- page 1 of 1: 86 of 156 (gsm7)",
        "How shall we find your IDCS?",
        "1 With this SIM",
        "2 With my receipt",
        "3 I have neither",
        "0 Back",
        "--- by SMS: 28 (gsm7), parts: 1",
        "How shall we find your IDCS?",
    ]


@pytest.mark.parametrize(("key", "lang"), [("nothing", "fr"), ("busy", "xx")])
def test_a_preview_of_nothing_is_refused(key: str, lang: str) -> None:
    with pytest.raises(TextsRefused):
        list(previewed(key, lang, "morocco"))


# --- the command line ----------------------------------------------------------------------------


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    file = tmp_path / "faulty.po"
    file.write_text('msgid ""\nmsgstr ""\n"Language: fr\\n"\n\nmsgctxt "bosy"\nmsgid "a"\nmsgstr "b"\n', "utf-8")
    return file


def test_the_commands_say_what_they_did(tmp_path: Path, faulty: Path) -> None:
    ran = ask(tmp_path, "texts", "check", "--country", "morocco")
    assert (ran.code, ran.out, ran.err) == (0, "Every text is there and has room.\n", "")
    ran = ask(tmp_path, "texts", "preview", "papers-end", "--lang", "en")
    assert ran.out.startswith("--- page 1 of 1: 13 of 156 (gsm7)\nFinish\n")
    ran = ask(tmp_path, "texts", "export", "fr")
    assert 'msgctxt "busy"\n' in ran.out
    ran = ask(tmp_path, "texts", "import", "fr", str(faulty))
    assert (ran.code, ran.out, ran.err) == (1, "", "guichet: line 6: there is no text 'bosy'\n")
