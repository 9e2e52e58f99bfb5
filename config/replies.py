"""Answers that people who answer in chats have ready: by country, each in the country's languages."""

import tomllib
from collections.abc import Mapping, Sequence
from importlib import resources
from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints, TypeAdapter, ValidationError

from config.profile import ProfileError

__all__ = ["load", "parse"]

Id = Annotated[str, StringConstraints(pattern=r"^[a-z]+(-[a-z]+)*$")]
Text = Annotated[str, StringConstraints(min_length=1, max_length=500, pattern=r"^\S")]


class _Replies(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    replies: dict[Id, dict[str, Text]]


def load(code: str, languages: Sequence[str], borrow: Mapping[str, str]) -> Mapping[str, Mapping[str, str]]:
    """Ready answers of a country by id and language; none where it has no file. Raises `ProfileError`.

    What is not written in a language is that of the one from which it borrows.
    """
    file = resources.files("config").joinpath("replies", f"{code}.toml")
    return parse(code, file.read_text("utf-8"), languages, borrow) if file.is_file() else {}


def parse(code: str, toml: str, languages: Sequence[str], borrow: Mapping[str, str]) -> Mapping[str, Mapping[str, str]]:
    """From their text; raises `ProfileError` with every fault."""
    try:
        written = TypeAdapter(_Replies).validate_python(tomllib.loads(toml)).replies
    except (tomllib.TOMLDecodeError, ValidationError) as fault:
        raise ProfileError(f"replies/{code}", [type(fault).__name__]) from None
    told = {id: _lent(texts, borrow) | texts for id, texts in written.items()}
    faults = [
        f"{id} is in {', '.join(texts)}, and not in the languages of the country"
        for id, texts in told.items()
        if {*texts} != {*languages}
    ]
    if faults:
        raise ProfileError(f"replies/{code}", faults)
    return told


def _lent(texts: Mapping[str, str], borrow: Mapping[str, str]) -> dict[str, str]:
    return {lang: texts[lender] for lang, lender in borrow.items() if lender in texts}
