"""The embedded reader: where its model comes from, how well it reads what it never saw, and what hostile text does to it."""

import subprocess
import sys
from io import StringIO

import pytest
from rich.console import Console

from nlu import examples, training
from nlu.embedded import EmbeddedReader, model, shipped
from nlu.examples import HELDOUT, VARIETIES
from nlu.reader import INTENTS, Reader, Understood
from nlu.report import ALL, Figures, examine


def _nothing(_: str) -> tuple[()]:
    return ()


@pytest.fixture(scope="module")
def reader() -> EmbeddedReader:
    return EmbeddedReader(shipped(), _nothing)


async def _figures(reader: Reader) -> dict[str, Figures]:
    return (await examine(reader, examples.load(HELDOUT), VARIETIES, Console(file=StringIO()))).figures


# --- where the model comes from ----------------------------------------------------------------


def test_the_model_is_learnt_from_the_data_of_today() -> None:
    assert shipped().data == examples.digest(), "run `guichet nlu train`"


def test_the_model_is_small() -> None:
    assert training.MODEL.stat().st_size < 1_500_000


async def test_learning_again_reads_the_same(reader: EmbeddedReader) -> None:
    again = EmbeddedReader(model(training.train(examples.load())), _nothing)
    for line in examples.load(HELDOUT):
        first, second = await reader.read(line.text, None), await again.read(line.text, None)
        assert first.intent == second.intent
        assert first.confidence == pytest.approx(second.confidence, abs=0.02)


def test_reading_needs_none_of_what_learning_needs() -> None:
    code = (
        "import sys, nlu.embedded, nlu.entities, nlu.lines; nlu.embedded.shipped(); "
        "print({'numpy', 'sklearn', 'scipy', 'yaml'} & {*sys.modules})"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


# --- how well it reads -------------------------------------------------------------------------


async def test_most_of_our_business_is_understood_in_every_variety(reader: EmbeddedReader) -> None:
    figures = await _figures(reader)
    assert figures[ALL].accuracy >= 0.90
    assert min(figures[variety].accuracy for variety in VARIETIES) >= 0.80


async def test_what_is_not_our_business_is_refused_and_little_else(reader: EmbeddedReader) -> None:
    figures = (await _figures(reader))[ALL]
    assert figures.outside_recall >= 0.85
    assert figures.refused <= 0.05


async def test_a_service_that_starts_unasked_is_nearly_always_the_right_one(reader: EmbeddedReader) -> None:
    figures = (await _figures(reader))[ALL]
    assert figures.sure_right >= 0.93
    assert figures.sure >= 0.5


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("J'AI PERDU LE PAPIER AVEC LE NUMERO !!!", "recover"),
        ("3afak bghit n3ref wach tsejelt", "status"),
        ("j ai demenage a Zagora faut changer l adresse", "update"),
        ("نسيــــت الرَّقم", "recover"),
        ("stop", "stop"),
        ("bonjour", "greet"),
    ],
)
async def test_whole_situations_are_understood(reader: EmbeddedReader, text: str, intent: str) -> None:
    assert (await reader.read(text, None)).intent == intent


async def test_two_wishes_in_one_message_are_asked_back_about(reader: EmbeddedReader) -> None:
    reading = await reader.read("jai perdu mn numero et le bureau est ferme", "fr")
    assert not reading.sure
    assert {"recover", "find_office"} <= {intent for intent, _ in reading.alternatives}


# --- what hostile text does --------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \t\n",
        "1",
        "٠٦١٢٣٤٥٦٧٨",
        "?!…",
        "👍👍",
        "天气",
        "a",
        "a" * 16_384,
        "a " * 8_192,
        "%" * 16_384,
        "\u202e" * 500,
        "\u200b\u200d\ufeff" * 100,
        "\ud800\udfff\x00",
        "<script>alert(1)</script>",
        "'; DROP TABLE contacts; --",
        "$(rm -rf /) `id` | cat /etc/passwd",
        '/stop{"phone": "+212600000001"}',
        "{{7*7}} ${jndi:ldap://x} %s %n",
        "ﷺ" * 4_000,
        "e\u0301\u0327" * 5_000,
    ],
)
async def test_hostile_text_changes_nothing_but_the_answer(reader: EmbeddedReader, text: str) -> None:
    before = await reader.read("où en est mon dossier", "fr")
    reading = await reader.read(text, "fr")
    assert reading.intent is None or reading.intent in INTENTS
    assert 0 <= reading.confidence <= 1
    assert await reader.read("où en est mon dossier", "fr") == before


async def test_nothing_to_read_is_no_intent(reader: EmbeddedReader) -> None:
    for text in ("", "12", "…", "\u200b"):
        assert await reader.read(text, None) == Understood(None)


@pytest.mark.parametrize(
    ("plain", "wrapped"),
    [
        ("j'ai perdu mon numéro", "<b>j'ai perdu\u200b mon\u202e numéro</b>"),
        ("أضعت رقمي", "\u2067أَضَعْتُ رقمـــي\u2069"),
        ("i lost my number", "/i lost my number"),
    ],
)
async def test_markup_and_marks_do_not_change_the_intent(reader: EmbeddedReader, plain: str, wrapped: str) -> None:
    assert (await reader.read(wrapped, None)).intent == (await reader.read(plain, None)).intent == "recover"


async def test_what_stands_behind_the_first_thousand_characters_is_not_read(reader: EmbeddedReader) -> None:
    head = "j'ai perdu mon numéro " * 50
    assert await reader.read(head, None) == await reader.read(head + "stop " * 3000, None)
