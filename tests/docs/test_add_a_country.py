"""A country is a profile, catalogues and no code: the one of docs/add-a-country.md is built as printed and answers a phone."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from config import profile
from dialogs.texts.speech import Speech
from house.texts.catalogues import FOLDER
from house.texts.commands import TextsRefused, checked, exported, imported
from registry_client.directory import csv_list
from registry_client.directory.listed import ListedDirectory
from tests.docs.printed import files
from tests.docs.test_docs import played
from tests.golden import read_script
from tests.player import Stage_, stage

PAGE = files("add-a-country.md")
PO = PAGE["selvania.qaa.po"]


@pytest.fixture
def texts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The house with the steps of the page done, but for the translator's file; its folder of catalogues."""
    countries = Path(shutil.copytree(str(profile._folder()), tmp_path / "countries"))
    folder = Path(shutil.copytree(FOLDER, tmp_path / "texts", ignore=shutil.ignore_patterns("*.py", "__pycache__")))
    for name, text in PAGE.items():
        top, _, path = name.rpartition("texts/" if name.endswith(".ftl") else "countries/")
        if top:
            place = (folder if name.endswith(".ftl") else countries) / path
            place.parent.mkdir(exist_ok=True)
            place.write_text(text, "utf-8")
    plain = folder.joinpath("en.ftl").read_text("utf-8")
    named = plain.replace("language-en = English\n", "language-en = English\nlanguage-qaa = Selvan\n")
    for lang in ("en", "qaa"):
        folder.joinpath(f"{lang}.ftl").write_text(named, "utf-8")
    monkeypatch.setattr(profile, "_folder", lambda: countries)
    return folder


@pytest.fixture
def selvania(texts: Path, tmp_path: Path) -> Stage_:
    """A world in Selvania, its texts translated as the page tells."""
    file = tmp_path / "selvania.qaa.po"
    file.write_text(PO, "utf-8")
    assert imported("qaa", "selvania", file, texts) == ("menu", "menu-refer", "refer-need", "slip-choice")
    country, scene = profile.load("selvania"), stage()
    services = csv_list.read(
        PAGE["config/countries/selvania.services.csv"],
        languages=country.languages,
        communes={commune.id for commune in country.communes},
        needs={need.id for need in country.needs},
    )
    speech = Speech(country.terms, country.languages, texts)
    scene.world = replace(scene.world, country=country, speech=speech, directory=ListedDirectory(services))
    return scene


async def test_the_country_of_the_page_answers_as_its_transcript_says(selvania: Stage_, tmp_path: Path) -> None:
    path = tmp_path / "refer-health.qaa.txt"
    path.write_text(PAGE["tests/transcripts/refer-health.qaa.txt"], "utf-8")
    script = read_script(path)
    assert await played(script, selvania) == list(script.lines)


def test_every_text_of_the_country_of_the_page_has_room(selvania: Stage_, texts: Path) -> None:
    assert checked("selvania", texts) == []


def test_a_name_that_is_not_written_is_borrowed(selvania: Stage_) -> None:
    names = [need.names.in_lang("qaa") for need in selvania.world.country.needs]
    assert names == ["Sana", "School"]


def test_a_translation_without_room_is_refused_and_nothing_is_written(texts: Path, tmp_path: Path) -> None:
    before, file = texts.joinpath("qaa.ftl").read_text("utf-8"), tmp_path / "long.po"
    file.write_text(PO.replace("Ajuda", "Ajuda per tota la vida e per totes"), "utf-8")
    with pytest.raises(TextsRefused) as caught:
        imported("qaa", "selvania", file, texts)
    [line] = caught.value.faults
    assert line.endswith("selvania: menu-refer: 4 units over a label")
    assert texts.joinpath("qaa.ftl").read_text("utf-8") == before


def test_the_entries_of_the_page_are_those_that_are_exported(texts: Path) -> None:
    exports = exported("qaa", "selvania", texts)
    assert [entry for entry in PO.split("\n\n")[1:] if entry.rpartition("msgstr")[0] not in exports] == []


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('borrow = { qaa = "en" }', 'borrow = { qaa = "fr" }', "borrow: 'fr' is not a language of this profile"),
        ('borrow = { qaa = "en" }', "", "guide.0.name: lacks the language 'qaa'"),
        ('borrow = { qaa = "en" }', 'borrow = { qaa = ["en"] }', "borrow.qaa: Input should be a valid string"),
        ('refer = "NONE"\n', "", "policy: services lacks 'refer'"),
    ],
)
def test_a_profile_that_lacks_something_says_what(old: str, new: str, fault: str) -> None:
    toml = PAGE["config/countries/selvania.toml"]
    assert old in toml
    with pytest.raises(profile.ProfileError) as caught:
        profile.parse("selvania", toml.replace(old, new, 1))
    assert fault in caught.value.faults
