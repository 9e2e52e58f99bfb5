"""What the API of campaigns asks and tells, as documents."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from campaigns import plan
from campaigns.brief import NAME, Content
from campaigns.preview import Foreseen, Preview
from campaigns.watching import Look
from console.announcing import Gathering
from console.api.documents import Asked, Told
from console.api.operations import Versioned
from store.ledger import Record, Stage

__all__ = [
    "Brought",
    "CampaignApproval",
    "CampaignDocument",
    "CampaignPage",
    "CampaignProgress",
    "Campaigns",
    "CountedDocument",
    "Freezing",
    "PreviewDocument",
    "Question",
    "Remembered",
    "Reminding",
    "TestPhones",
    "Tried",
    "Unasked",
    "preview_of",
    "progress_of",
]  # fmt: skip


class Unasked(Asked):
    """Nothing but what the path names."""


class CampaignPage(Asked):
    """`before` is the `next` of the page that went before."""

    limit: Annotated[int, Field(ge=1, le=100)] = 20
    before: Annotated[int, Field(ge=1, le=1 << 53)] | None = None


class Reminding(Asked):
    """Whom of an earlier campaign the next one is for."""

    earlier: Annotated[str, StringConstraints(pattern=f"^{NAME}$")]
    choice: Literal["unanswered", "unreached", "reached", "all"] = "unanswered"


Words = Annotated[
    list[Annotated[str, StringConstraints(min_length=3, max_length=100, pattern="^[a-z]+=[^\\x00-\\x1f\\x7f]+$")]],
    Field(min_length=1, max_length=50),
]


class Question(Asked):
    """Whom lists are asked for: `region=Fès`, `commune=`, `lang=ar`, `programme=`, `registered=no` or `list=self`.

    The same word again is one or the other; different words are all of them.
    """

    where: Words


class CountedDocument(Told):
    """How many they are, and by group; none where they are too few to be told."""

    persons: int | None
    groups: dict[str, dict[str, int]]


class TestPhones(Asked):
    """Phones of the team, as E.164 or as they are dialled in the country."""

    phones: Annotated[
        list[Annotated[str, StringConstraints(min_length=3, max_length=24, pattern=r"^[0-9+ ().-]+$")]],
        Field(min_length=1, max_length=5, repr=False),
    ]


class CampaignApproval(Asked):
    """`digest` is what the preview told: exactly this content and this audience."""

    digest: Annotated[str, StringConstraints(pattern="^[0-9a-f]{64}$")]


class Approved(Told):
    """`stands`: it is of the content and the audience as they are."""

    by: str
    at: datetime
    stands: bool


class CampaignLine(Told):
    """A campaign in a list. `reason`: why it paused; `taken`: people whose turn has come."""

    name: str
    title: str
    stage: Stage
    reason: str
    recipients: int
    taken: int


class CampaignDocument(Versioned, CampaignLine):
    """A campaign. `code` is the word by which a citizen checks that a message is ours; `columns` are those of the audience.

    `asked` are the questions to lists that gathered it. A campaign that is `waveOf` another begins at `startsAt` by itself.
    """

    author: str
    editors: list[str]
    code: str
    columns: list[str]
    reminds: str
    asked: list[str]
    wave_of: str
    starts_at: datetime | None
    approvals: list[Approved]
    content: Content

    @classmethod
    def of(cls, record: Record) -> "CampaignDocument":
        campaign = plan.decode(record)
        digest = plan.content(campaign, record.digest)
        return cls(
            **_line(record),  # type: ignore[arg-type]  # its own names
            version=record.revision,
            author=campaign.author,
            editors=list(campaign.editors),
            code=campaign.code,
            columns=list(campaign.columns),
            reminds=campaign.reminds,
            asked=list(campaign.asked),
            wave_of=campaign.wave_of,
            starts_at=_moment(campaign.starts_at) if campaign.starts_at else None,
            approvals=[Approved(by=one.by, at=_moment(one.at), stands=one.digest == digest) for one in campaign.approvals],
            content=Content.of(campaign),
        )


class Campaigns(Told):
    """`next` is the `before` of the page that follows; there is none after the last."""

    items: list[CampaignLine]
    next: int | None

    @classmethod
    def of(cls, found: Sequence[Record], limit: int) -> "Campaigns":
        shown = found[:limit]
        items = [CampaignLine(**_line(record)) for record in shown]  # type: ignore[arg-type]  # its own names
        return cls(items=items, next=shown[-1].id if len(found) > limit else None)


class BadLine(Told):
    """Why a line of a file gave no recipient, never what stood there; the heading is line 1."""

    line: int
    column: str
    code: str


class Remembered(Told):
    """Lines or people that were read, how many are new, and the others by reason."""

    read: int
    new: int
    bad: dict[str, int]


class Brought(Remembered):
    """`errors` are the first thousand of the bad lines; `bad` counts all."""

    errors: list[BadLine]

    @classmethod
    def of(cls, found: Gathering) -> "Brought":
        tally = found.tally
        errors = [BadLine.model_validate(one) for one in found.bad]
        return cls(read=tally.read, new=tally.new, bad=dict(tally.bad), errors=errors)


class Freezing(Versioned, Told):
    """How many are written to, and who was taken out, by reason."""

    recipients: int
    out: dict[str, int]


class Tried(Told):
    """How many messages wait in the outbox: none when exactly this was sent to exactly these before."""

    messages: int


class SampleDocument(Told):
    """A message as somebody will get it."""

    lang: str
    text: str
    parts: int
    encoding: str


class FaultDocument(Told):
    """What is wrong with a text, of the campaign (`wave` 0) or of a reminder; with a `warning` it may leave all the same."""

    lang: str
    code: str
    about: str
    warning: bool
    wave: int


class Foretold(Told):
    """What a message takes and how it reads. `cost` is by operator in `costs`; `seconds` are those of sending."""

    parts: int
    cost: float
    costs: dict[str, float]
    seconds: float
    starts_at: datetime | None
    ends_at: datetime | None
    samples: list[SampleDocument]


class WaveDocument(Foretold):
    """A reminder: what it takes when it goes to everybody, though it goes `to` some of them."""

    name: str
    to: str


class PreviewDocument(CampaignLine, Foretold):
    """What is approved by its `digest`. Costs are in `currency`."""

    digest: str
    currency: str
    languages: dict[str, int]
    faults: list[FaultDocument]
    waves: list[WaveDocument]


def preview_of(preview: Preview, currency: str) -> PreviewDocument:
    return PreviewDocument(
        **_line(preview.record) | _foretold(preview.first),  # type: ignore[arg-type]  # its own names
        digest=preview.digest,
        currency=currency,
        languages=dict(preview.langs),
        faults=[FaultDocument.model_validate(one) for one in preview.faults],
        waves=[WaveDocument(name=one.campaign.name, to=one.campaign.to, **_foretold(one)) for one in preview.waves],  # type: ignore[arg-type]
    )


def _foretold(seen: Foreseen) -> dict[str, object]:
    told = seen.estimate
    return {
        "parts": told.parts,
        "cost": round(told.cost, 2),
        "costs": {operator: round(cost, 2) for operator, cost in told.costs.items()},
        "seconds": told.seconds,
        "starts_at": _some(told.starts_at),
        "ends_at": _some(told.ends_at),
        "samples": [SampleDocument.model_validate(one) for one in seen.samples],
    }


class CampaignProgress(CampaignLine):
    """`fates` sum to `recipients`; `rate` is in people a second over the last minute. Nothing leaves before `opensAt`."""

    fates: dict[str, int]
    rate: float
    ends_at: datetime | None
    opens_at: datetime | None


def progress_of(seen: Look) -> CampaignProgress:
    fates = {fate.name.lower(): count for fate, count in seen.fates.items()}
    return CampaignProgress(
        **_line(seen.record),  # type: ignore[arg-type]  # its own names
        fates=fates,
        rate=round(seen.rate, 2),
        ends_at=_some(seen.ends_at),
        opens_at=_some(seen.opens_at),
    )


def _line(record: Record) -> dict[str, object]:
    return {
        "name": record.name,
        "title": plan.decode(record).title,
        "stage": record.stage,
        "reason": record.reason,
        "recipients": record.count,
        "taken": record.fed,
    }


def _moment(at: float) -> datetime:
    return datetime.fromtimestamp(at, UTC)


def _some(at: float | None) -> datetime | None:
    return None if at is None else _moment(at)
