"""`guichet understand`: one answer a line, whatever the line."""

import json
from io import StringIO
from typing import Any

import pytest

from nlu.embedded import EmbeddedReader, shipped
from nlu.lines import MOST_LINE, understand
from nlu.reader import Entity, Understood


class Noting:
    """A reader that keeps what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str | None]] = []

    async def read(self, text: str, lang: str | None) -> Understood:
        self.asked.append((text, lang))
        return Understood("status", 0.51239, (Entity("commune", "zagora", 2, 8),), (("status", 0.51239), ("track", 0.3)))


async def answers(lines: str, lang: str | None = None, reader: Any = None) -> list[dict[str, Any]]:
    out = StringIO()
    await understand(reader or EmbeddedReader(shipped(), lambda _: ()), StringIO(lines), out, lang)
    return [json.loads(line) for line in out.getvalue().splitlines()]


async def test_each_line_is_answered_with_its_text_intent_confidence_and_entities() -> None:
    (answer,) = await answers('{"text": "où en est mon dossier"}\n')
    assert answer.keys() == {"text", "intent", "confidence", "entities"}
    assert (answer["text"], answer["intent"]) == ("où en est mon dossier", "status")


async def test_the_grey_zone_brings_its_alternatives() -> None:
    (answer,) = await answers('{"text": "à Zagora"}', reader=Noting())
    assert answer == {
        "text": "à Zagora",
        "intent": "status",
        "confidence": 0.5124,
        "entities": [{"kind": "commune", "value": "zagora", "start": 2, "end": 8}],
        "alternatives": [["status", 0.5124], ["track", 0.3]],
    }


async def test_what_is_not_our_business_is_null() -> None:
    (answer,) = await answers('{"text": "12"}')
    assert answer == {"text": "12", "intent": None, "confidence": 0.0, "entities": []}


async def test_the_language_of_a_line_goes_before_that_of_the_command() -> None:
    reader = Noting()
    await answers('{"text": "a", "lang": "so"}\n{"text": "b"}\n{"text": "c", "lang": null}', "fr", reader)
    assert reader.asked == [("a", "so"), ("b", "fr"), ("c", "fr")]


@pytest.mark.parametrize(
    "line",
    [
        "not json", "{", "[]", "1", "null", '"text"', "{}", '{"text": 5}', '{"text": null}', '{"text": "a", "lang": 5}',
        "[" * 5000, '{"text": "' + "a" * MOST_LINE + '"}', "\ufeff" + "x", "\x00",
    ],
)  # fmt: skip
async def test_a_broken_line_is_an_error_and_the_next_is_read(line: str) -> None:
    first, second = await answers(f'{line}\n{{"text": "bonjour"}}\n')
    assert first.keys() == {"error"}
    assert second["intent"] == "greet"


async def test_blank_lines_are_passed_over() -> None:
    assert len(await answers('\n  \n{"text": "bonjour"}\n\n')) == 1


async def test_half_a_letter_can_be_written_back() -> None:
    (answer,) = await answers('{"text": "\\ud83d bonjour"}')
    assert answer["text"] == "? bonjour"
