"""`guichet understand`: JSON lines in, JSON lines out, so that scripts and other tools can ask what a text means."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, TextIO

from nlu.reader import Reader

MOST_LINE = 65_536
"""Characters of one line that are read; a longer one is answered with an error and skipped."""


async def understand(reader: Reader, stdin: TextIO, stdout: TextIO, lang: str | None) -> None:
    """For each line `{"text", "lang"?}` one line `{"text", "intent", "confidence", "entities"}`, at once.

    `intent` is null for what is not our business; in the grey zone `alternatives` ([intent, confidence] pairs) come along. A line
    that is no such object is answered `{"error"}`, and the next one is read. `lang` is that of lines which name none.
    """
    while line := stdin.readline(MOST_LINE + 1):
        answer = await _answer(reader, line, lang, stdin)
        if answer is not None:
            stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")
            stdout.flush()


async def _answer(reader: Reader, line: str, lang: str | None, stdin: TextIO) -> Mapping[str, Any] | None:
    if len(line) > MOST_LINE and not line.endswith("\n"):
        _skip(stdin)
        return {"error": f"the line is longer than {MOST_LINE} characters"}
    if not line.strip():
        return None
    try:
        asked = json.loads(line)
    except (ValueError, RecursionError):
        return {"error": "the line is not JSON"}
    if not isinstance(asked, dict) or not isinstance(asked.get("text"), str) or not isinstance(asked.get("lang"), str | None):
        return {"error": 'the line is not {"text": "…", "lang": "…"}'}
    return await _read(reader, asked["text"], asked.get("lang") or lang)


async def _read(reader: Reader, text: str, lang: str | None) -> Mapping[str, Any]:
    reading = await reader.read(text, lang)
    return {
        "text": text.encode("utf-8", "replace").decode(),  # half a surrogate pair is JSON, but not UTF-8
        "intent": reading.intent,
        "confidence": round(reading.confidence, 4),
        "entities": [asdict(entity) for entity in reading.entities],
        **({"alternatives": [[i, round(c, 4)] for i, c in reading.alternatives]} if reading.alternatives else {}),
    }


def _skip(stdin: TextIO) -> None:
    """Past the end of the line that is being read."""
    while (piece := stdin.readline(MOST_LINE)) and not piece.endswith("\n"):
        pass
