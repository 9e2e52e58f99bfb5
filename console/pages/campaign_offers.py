"""What somebody may do to a campaign now, and in plain words why not: pure, so that pages and their tests agree."""

from collections.abc import Mapping
from dataclasses import dataclass

from campaigns import plan
from campaigns.plan import Member
from dialogs.refusals import NotPermitted
from store.ledger import Record, Stage

__all__ = ["MOVES", "Offer", "offers"]

_AT: Mapping[Stage, tuple[str, ...]] = {
    Stage.DRAFT: ("edit", "people", "test", "freeze"),
    Stage.FROZEN: ("edit", "test", "submit"),
    Stage.SUBMITTED: ("approve", "edit", "stop"),
    Stage.APPROVED: ("start", "edit", "stop"),
    Stage.SCHEDULED: ("stop",),
    Stage.TESTING: ("pause", "stop"),
    Stage.RUNNING: ("pause", "stop"),
    Stage.PAUSED: ("resume", "stop"),
}
_NEEDS = {"people": "freeze", "test": "edit"}
"""Steps whose rules are those of another one."""
MOVES = ("freeze", "submit", "start", "pause", "resume", "stop")
"""What is done at the press of a button, after one was asked whether one means it."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A step that belongs to the stage. `why` is empty when it may be done, else a key of the words."""

    step: str
    why: str = ""


def offers(record: Record, who: Member, *, sound: bool, now: float) -> list[Offer]:
    """The steps of this stage in their order; `sound`: the texts have no fault that keeps them from leaving."""
    return [Offer(step, _why(record, step, who, sound=sound, now=now)) for step in _AT.get(record.stage, ())]


def _why(record: Record, step: str, who: Member, *, sound: bool, now: float) -> str:
    try:
        plan.allowed(record, _NEEDS.get(step, step), who)
    except NotPermitted as refused:
        return f"campaign-why-needs-{refused.code}"
    campaign = plan.decode(record)
    match step:
        case "submit" if not record.count:
            return "campaign-why-nobody"
        case "submit" if not sound:
            return "campaign-why-faults"
        case "approve" if who.id in (campaign.author, *campaign.editors):
            return "campaign-why-own"
        case "approve" if _approved(record, who):
            return "campaign-why-approved"
        case "start" | "resume" if now >= campaign.ends_at:
            return "campaign-why-too-late"
    return ""


def _approved(record: Record, who: Member) -> bool:
    campaign = plan.decode(record)
    digest = plan.content(campaign, record.digest)
    return any(one.by == who.id and one.digest == digest for one in campaign.approvals)
