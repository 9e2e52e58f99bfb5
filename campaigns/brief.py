"""What a writer writes of a campaign: the one form to which a plan in a file, a request and a page are held."""

from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from msgspec import structs
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints
from pydantic.alias_generators import to_camel

from campaigns.plan import Campaign, Wave

__all__ = ["NAME", "Brief", "Content", "Reminder"]

NAME = "[A-Za-z0-9][A-Za-z0-9-]{0,63}"
_LANG = "[a-z]{2,3}(-[A-Z][a-z]{3})?"
_PRINTABLE = r"^[^\x00-\x1f\x7f]*$"

Line = Annotated[str, StringConstraints(max_length=120, pattern=_PRINTABLE)]
Text = Annotated[str, StringConstraints(min_length=1, max_length=1200, pattern=r"^[^\x00-\x09\x0b-\x1f\x7f]*$")]
Lang = Annotated[str, StringConstraints(pattern=f"^{_LANG}$")]
Word = Annotated[str, StringConstraints(min_length=1, max_length=16, pattern=_PRINTABLE)]
Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
Moment = Annotated[AwareDatetime, Field(strict=True, ge=datetime(2000, 1, 1, tzinfo=UTC), lt=datetime(3000, 1, 1, tzinfo=UTC))]
"""Of this millennium: beyond, some zone has no such moment."""


class Reminder(BaseModel):
    """A wave (`campaigns.plan.Wave`)."""

    model_config = ConfigDict(extra="forbid", frozen=True, alias_generator=to_camel, hide_input_in_errors=True)

    at: Moment
    to: Literal["unanswered", "unregistered", "unreached", "all"] = "unanswered"
    texts: Annotated[dict[Lang, Text], Field(max_length=12)] = {}

    @classmethod
    def of(cls, wave: Wave) -> "Reminder":
        return cls(at=datetime.fromtimestamp(wave.at, UTC), to=wave.to, texts=dict(wave.texts))  # type: ignore[arg-type]

    def wave(self) -> Wave:
        return Wave(self.at.timestamp(), self.to, self.texts)


class Content(BaseModel):
    """All of a campaign but its name; the meaning of each field is that of `campaigns.plan.Campaign`."""

    model_config = ConfigDict(extra="forbid", frozen=True, alias_generator=to_camel, hide_input_in_errors=True)

    texts: Annotated[dict[Lang, Text], Field(max_length=12)]
    default: Lang
    ends_at: Moment
    title: Line = ""
    sender: Line = ""
    links: Annotated[tuple[Line, ...], Field(max_length=20)] = ()
    keywords: Annotated[dict[Word, Line], Field(max_length=20)] = {}
    consented: bool = False
    public: bool = False
    rate: Annotated[float, Field(ge=0, le=10_000, allow_inf_nan=False)] = 0.0
    cell: Annotated[float, Field(ge=0, le=0.5, allow_inf_nan=False)] = 0.01
    patience: Annotated[float, Field(ge=0, le=86_400, allow_inf_nan=False)] = 900.0
    failures: Share = 0.2
    optouts: Share = 0.02
    daily: Annotated[int, Field(ge=1, le=10)] = 1
    weekly: Annotated[int, Field(ge=1, le=50)] = 3
    waves: Annotated[tuple[Reminder, ...], Field(max_length=6)] = ()

    @classmethod
    def of(cls, campaign: Campaign) -> "Content":
        """What was written of a campaign that is there."""
        told = {name: value for name, value in structs.asdict(campaign).items() if name in Content.model_fields}
        told |= {"ends_at": datetime.fromtimestamp(campaign.ends_at, UTC), "waves": tuple(map(Reminder.of, campaign.waves))}
        return Content.model_validate(told, by_name=True)

    def campaign(self, name: str) -> Campaign:
        """A plan of this name that nobody has signed."""
        told: dict[str, Any] = {field: getattr(self, field) for field in Content.model_fields}
        told |= {"ends_at": self.ends_at.timestamp(), "waves": tuple(one.wave() for one in self.waves)}
        return Campaign(name=name, author="", **told)


class Brief(Content):
    """A whole campaign as it is first written."""

    name: Annotated[str, StringConstraints(pattern=f"^{NAME}$")]
