"""What a campaign is and who may move it: pure rules, so that two people, not one, decide what a country reads."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil

import msgspec
from msgspec import structs

from dialogs.refusals import Conflict, NotPermitted
from store.ledger import Fate, Record, Stage

__all__ = [
    "APPROVALS", "APPROVER", "TO", "WRITER", "Approval", "Campaign", "Member", "Wave", "allowed", "approve", "cell_of", "content",
    "decode", "edit", "encode", "moved", "texts_of", "touched", "verdict", "waves_of",
]  # fmt: skip

WRITER, APPROVER = "writer", "approver"
"""The roles of a campaign."""
APPROVALS = 2
FEWEST = 20
"""Recipients of whom we must know the end before a rate means anything."""


class Approval(msgspec.Struct, frozen=True):
    """Who approved what (`digest`: SHA-256 in hex over the content and the audience) and when (Unix time)."""

    by: str
    digest: str
    at: float


class Wave(msgspec.Struct, frozen=True, omit_defaults=True):
    """A reminder to the same people, from a Unix time on: to whom (`TO`), and its texts (none: those of the campaign)."""

    at: float
    to: str = "unanswered"
    texts: Mapping[str, str] = {}


TO = ("unanswered", "unregistered", "unreached", "all")
"""Whom a wave may go to; what they did, and what came of the messages before, counts until the wave itself writes to them."""


class Campaign(msgspec.Struct, frozen=True, omit_defaults=True):
    """The plan. Times are Unix times; `rate` is in parts a second (0: what the senders take).

    `purpose` is the consent it leans on. `code` is the word by which a citizen can check that a message is ours. `keywords` maps
    answers to services. `cell` is the share that is written to first; more `failures` or `optouts` than those shares pause it.
    `public`: anybody may read it on her own screen, so no text of it names a column.
    `daily` and `weekly` cap how often a person is written to by all campaigns together. `columns` are those of the audience,
    `asked` the questions to the lists that gathered it, `editors` all who had a hand in text or audience: none of them
    approves. `waived` are rates that somebody saw and went on. `waves` are in the order of their times; each becomes a
    campaign of its own that is `wave_of` this one, begins at `starts_at`, and goes `to` some of the same people.
    """

    name: str
    author: str
    texts: Mapping[str, str]
    default: str
    ends_at: float
    sender: str = ""
    title: str = ""
    purpose: str = "campaign"
    code: str = ""
    links: tuple[str, ...] = ()
    keywords: Mapping[str, str] = {}
    consented: bool = False
    public: bool = False
    rate: float = 0.0
    cell: float = 0.01
    patience: float = 900.0
    failures: float = 0.2
    optouts: float = 0.02
    daily: int = 1
    weekly: int = 3
    reminds: str = ""
    waves: tuple[Wave, ...] = ()
    wave_of: str = ""
    starts_at: float = 0.0
    to: str = ""
    asked: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    editors: tuple[str, ...] = ()
    approvals: tuple[Approval, ...] = ()
    tested: bool = False
    cell_until: float = 0.0
    waived: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of the communication team: `writer`, `approver`, or both. Who approves also starts, pauses and stops."""

    id: str
    roles: frozenset[str]


_STATE_OF_WORK = {"approvals", "tested", "cell_until", "waived"}
_OF_FIRST = {"edit", "freeze", "submit", "approve", "start"}
_BEFORE = (Stage.DRAFT, Stage.FROZEN, Stage.SUBMITTED, Stage.APPROVED)
_GOING = (Stage.TESTING, Stage.RUNNING)
# action → (who may, from where, what it is already then: asking again changes nothing)
_MOVES: Mapping[str, tuple[str, tuple[Stage, ...], tuple[Stage, ...]]] = {
    "edit": (WRITER, _BEFORE, ()),
    "freeze": (WRITER, (Stage.DRAFT,), ()),
    "submit": (WRITER, (Stage.FROZEN,), (Stage.SUBMITTED,)),
    "approve": (APPROVER, (Stage.SUBMITTED,), (Stage.APPROVED,)),
    "start": (APPROVER, (Stage.APPROVED,), _GOING),
    "pause": (APPROVER, _GOING, (Stage.PAUSED,)),
    "resume": (APPROVER, (Stage.PAUSED,), _GOING),
    "stop": (APPROVER, (*_BEFORE, Stage.SCHEDULED, *_GOING, Stage.PAUSED), (Stage.STOPPING, Stage.STOPPED, Stage.FINISHED)),
}


def encode(campaign: Campaign) -> bytes:
    return msgspec.json.encode(campaign)


def decode(record: Record) -> Campaign:
    return msgspec.json.decode(record.plan, type=Campaign)


def content(campaign: Campaign, audience: bytes) -> str:
    """The SHA-256 of what is approved: every word and setting, and the frozen audience."""
    told = {name: value for name, value in structs.asdict(campaign).items() if name not in _STATE_OF_WORK}
    return hashlib.sha256(msgspec.json.encode((told, audience.hex()), order="deterministic")).hexdigest()


def allowed(record: Record, action: str, member: Member) -> bool:
    """True to go on, False when it is so already. Raises `NotPermitted` for the role, `Conflict` for the stage."""
    role, stages, already = _MOVES[action]
    if role not in member.roles:
        raise NotPermitted(role)
    if record.stage in already:
        return False
    if action in _OF_FIRST and decode(record).wave_of:
        raise Conflict("wave")  # it was approved with the campaign that it belongs to
    if record.stage not in stages:
        raise Conflict(record.stage.value)
    return True


def edit(record: Record, new: Campaign, member: Member) -> tuple[Stage, Campaign]:
    """The new content; approvals of the old one are void."""
    allowed(record, "edit", member)
    stage = Stage.DRAFT if record.stage is Stage.DRAFT else Stage.FROZEN
    return stage, touched(structs.replace(new, name=record.name), member)


def touched(campaign: Campaign, member: Member) -> Campaign:
    """A campaign that somebody had a hand in: nobody has approved it so, and he will not."""
    editors = tuple(dict.fromkeys((*campaign.editors, member.id)))
    return structs.replace(campaign, editors=editors, approvals=())


def approve(record: Record, member: Member, *, seen: str, now: float) -> tuple[Stage, Campaign]:
    """One more approval of the content that the member saw (`content`). Neither its author nor the same person twice."""
    campaign = decode(record)
    digest = content(campaign, record.digest)
    if seen != digest:
        raise Conflict("changed-since")
    if member.id in (campaign.author, *campaign.editors):
        raise NotPermitted("own-campaign")
    good = tuple(one for one in campaign.approvals if one.digest == digest and one.by != member.id)
    approvals = (*good, Approval(member.id, digest, now))
    stage = Stage.APPROVED if len(approvals) >= APPROVALS else Stage.SUBMITTED
    return stage, structs.replace(campaign, approvals=approvals)


def moved(record: Record, action: str, *, now: float) -> Stage:
    """Where submit, start, pause, resume or stop lead. Raises `Conflict` where approvals do not stand or it is too late."""
    campaign = decode(record)
    match action:
        case "submit":
            return Stage.SUBMITTED
        case "start" | "resume":
            _fit_to_run(record, campaign, now)
            return Stage.RUNNING if campaign.tested or not campaign.cell else Stage.TESTING
        case "pause":
            return Stage.PAUSED
    return Stage.STOPPED if record.stage in _BEFORE else Stage.STOPPING


def _fit_to_run(record: Record, campaign: Campaign, now: float) -> None:
    digest = content(campaign, record.digest)
    if (
        not campaign.wave_of
        and len({one.by for one in campaign.approvals if one.digest == digest} - {campaign.author, *campaign.editors}) < APPROVALS
    ):
        raise Conflict("not-approved")
    if now >= campaign.ends_at:
        raise Conflict("too-late")


def waves_of(campaign: Campaign) -> list[Campaign]:
    """The waves as campaigns: each ends where the next begins, and what was tested with the first is not tested again.

    Where messages failed before they may fail again: that does not pause a wave to those whom nothing reached.
    """
    ends = [*(wave.at for wave in campaign.waves[1:]), campaign.ends_at]
    return [
        structs.replace(
            campaign,
            name=f"{campaign.name}-w{number}",
            texts=wave.texts or campaign.texts,
            starts_at=wave.at,
            ends_at=end,
            to=wave.to,
            wave_of=campaign.name,
            waves=(),
            cell=0.0,
            failures=1.0 if wave.to == "unreached" else campaign.failures,
            tested=True,
        )
        for number, (wave, end) in enumerate(zip(campaign.waves, ends, strict=False), 1)
    ]


def texts_of(campaign: Campaign) -> dict[int, Campaign]:
    """The campaign (0) and those of its waves (from 1) that have texts of their own."""
    waves = zip(campaign.waves, waves_of(campaign), strict=True)
    return {0: campaign} | {number: whole for number, (wave, whole) in enumerate(waves, 1) if wave.texts}


def cell_of(campaign: Campaign, count: int) -> int:
    """How many are written to first."""
    return ceil(campaign.cell * count)


def verdict(campaign: Campaign, progress: Mapping[Fate, int], optouts: int) -> str:
    """Why the campaign must not go on: `failure-rate`, `optout-rate`, or nothing."""
    bad = progress[Fate.FAILED] + progress[Fate.EXPIRED]
    ended = bad + progress[Fate.DELIVERED] + progress[Fate.SENT] + progress[Fate.UNKNOWN]
    over = {"failure-rate": bad > campaign.failures * ended, "optout-rate": optouts > campaign.optouts * ended}
    told = (why for why, is_over in over.items() if is_over and why not in campaign.waived)
    return next(told, "") if ended >= FEWEST else ""
