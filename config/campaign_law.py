"""Reads what a country lets announcements be: hours, consent, caps, opt-out words and tariffs, checked whole."""

import tomllib
from datetime import date, time
from importlib import resources
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from config.profile import ProfileError

__all__ = ["CampaignLaw", "load", "parse"]


def _ordered(window: tuple[time, time]) -> tuple[time, time]:
    if window[0] >= window[1]:
        raise ValueError("a window ends after it begins, on the same day")
    return window


Window = Annotated[tuple[time, time], AfterValidator(_ordered)]
Windows = tuple[Window, ...]
Day = Annotated[int, Field(ge=0, le=6)]
Price = Annotated[float, Field(ge=0)]


class CampaignLaw(BaseModel):
    """`optout` by language may name `{short_code}`; `weekdays` are those of Python (0 is Monday)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    daily_hours: Annotated[Windows, Field(min_length=1)]
    friday_hours: Windows | None = None
    ramadan_hours: Windows | None = None
    weekdays: frozenset[Day] = frozenset(range(7))
    on_holidays: bool = False
    closed: frozenset[date] = frozenset()
    consented: bool
    daily_cap: Annotated[int, Field(ge=1, le=10)]
    weekly_cap: Annotated[int, Field(ge=1, le=50)]
    links: tuple[str, ...] = ()
    reserved: Annotated[float, Field(ge=0, lt=1)] = 0.2
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
    optout: dict[str, str]
    tariff: dict[str, Price]


def load(code: str) -> CampaignLaw:
    """The law of the country profile `code`; raises `ProfileError` where none is given: nothing is sent by guess."""
    path = resources.files("config").joinpath("campaign_laws", f"{code}.toml")
    if not path.is_file():
        raise ProfileError(code, ["there is no law for campaigns in config/campaign_laws"])
    return parse(code, path.read_text("utf-8"))


def parse(code: str, toml: str) -> CampaignLaw:
    """The law from its text; raises `ProfileError` with every fault that was found."""
    try:
        return CampaignLaw.model_validate(tomllib.loads(toml))
    except tomllib.TOMLDecodeError as fault:
        raise ProfileError(code, [str(fault)]) from None
    except ValidationError as invalid:
        errors = invalid.errors(include_url=False, include_input=False)
        raise ProfileError(code, [f"{'.'.join(map(str, error['loc']))}: {error['msg']}" for error in errors]) from None
