"""Who may move a campaign and where to; an approval is of this content and this audience, and of nothing else."""

from collections.abc import Sequence

import pytest
from msgspec import structs

from campaigns import plan
from campaigns.plan import Campaign, Member
from dialogs.refusals import Conflict, NotPermitted
from store.ledger import Fate, Record, Stage

NOW = 1_800_000_000.0
CAMPAIGN = Campaign("days", "amal", {"fr": "Bonjour {code}"}, "fr", NOW + 86400, code="482193")
AMAL, BRAHIM, CHAMA, RUNNER = (
    Member("amal", frozenset({"writer", "approver"})),
    Member("brahim", frozenset({"approver"})),
    Member("chama", frozenset({"approver"})),
    Member("driss", frozenset({"approver"})),
)
WRITER = Member("widad", frozenset({"writer"}))


def record(stage: Stage, campaign: Campaign = CAMPAIGN, digest: bytes = b"d") -> Record:
    return Record(1, "days", 1, stage, plan.encode(campaign), 100, digest)


def approved(by: Sequence[Member] = (BRAHIM, CHAMA)) -> Record:
    now = record(Stage.SUBMITTED)
    for one in by:
        stage, campaign = plan.approve(now, one, seen=plan.content(plan.decode(now), now.digest), now=NOW)
        now = record(stage, campaign)
    return now


def test_two_people_approve_and_it_starts_with_a_test_cell() -> None:
    assert approved([BRAHIM]).stage is Stage.SUBMITTED
    assert plan.moved(approved(), "start", now=NOW) is Stage.TESTING


def test_one_person_cannot_approve_twice() -> None:
    assert approved([BRAHIM, BRAHIM]).stage is Stage.SUBMITTED


def test_who_wrote_it_does_not_approve_it() -> None:
    with pytest.raises(NotPermitted, match="own-campaign"):
        plan.approve(record(Stage.SUBMITTED), AMAL, seen=plan.content(CAMPAIGN, b"d"), now=NOW)


def test_what_changed_since_it_was_seen_is_not_approved() -> None:
    with pytest.raises(Conflict, match="changed-since"):
        plan.approve(record(Stage.SUBMITTED, digest=b"other"), BRAHIM, seen=plan.content(CAMPAIGN, b"d"), now=NOW)


@pytest.mark.parametrize(
    "change",
    [{"texts": {"fr": "Autre {code}"}}, {"ends_at": NOW + 1}, {"daily": 2}, {"links": ("a.ma",)}, {"purpose": "service"}],
)
def test_an_edit_after_approval_voids_it(change: dict[str, object]) -> None:
    was = approved()
    stage, campaign = plan.edit(was, structs.replace(plan.decode(was), **change), AMAL)
    assert (stage, campaign.approvals) == (Stage.FROZEN, ())
    with pytest.raises(Conflict):
        plan.moved(record(Stage.APPROVED, structs.replace(campaign, approvals=plan.decode(was).approvals)), "start", now=NOW)


def test_an_approval_of_another_audience_does_not_stand() -> None:
    was = approved()
    with pytest.raises(Conflict, match="not-approved"):
        plan.moved(record(Stage.APPROVED, plan.decode(was), b"other"), "start", now=NOW)


def test_what_the_work_itself_notes_does_not_touch_the_approval() -> None:
    tested = structs.replace(plan.decode(approved()), tested=True, cell_until=NOW, waived=("failure-rate",))
    assert plan.moved(record(Stage.PAUSED, tested), "resume", now=NOW) is Stage.RUNNING


def test_a_campaign_past_its_end_does_not_start() -> None:
    with pytest.raises(Conflict, match="too-late"):
        plan.moved(approved(), "start", now=NOW + 86400)


@pytest.mark.parametrize(
    ("action", "member"),
    [("edit", BRAHIM), ("freeze", RUNNER), ("submit", RUNNER), ("approve", WRITER), ("start", WRITER), ("stop", WRITER)],
)
def test_a_step_needs_its_role(action: str, member: Member) -> None:
    with pytest.raises(NotPermitted):
        plan.allowed(record(Stage.DRAFT), action, member)


LEGAL = {
    "edit": {"draft", "frozen", "submitted", "approved"},
    "freeze": {"draft"},
    "submit": {"frozen"},
    "approve": {"submitted"},
    "start": {"approved"},
    "pause": {"testing", "running"},
    "resume": {"paused"},
    "stop": {"draft", "frozen", "submitted", "approved", "scheduled", "testing", "running", "paused"},
}
ALREADY = {
    "submit": {"submitted"},
    "approve": {"approved"},
    "start": {"testing", "running"},
    "pause": {"paused"},
    "resume": {"testing", "running"},
    "stop": {"stopping", "stopped", "finished"},
}


@pytest.mark.parametrize("action", LEGAL)
@pytest.mark.parametrize("stage", Stage)
def test_each_step_has_its_stages_and_asked_twice_changes_nothing(action: str, stage: Stage) -> None:
    everybody = Member("x", frozenset({"writer", "approver"}))
    if stage in LEGAL[action]:
        assert plan.allowed(record(stage), action, everybody)
    elif stage in ALREADY.get(action, ()):
        assert not plan.allowed(record(stage), action, everybody)
    else:
        with pytest.raises(Conflict):
            plan.allowed(record(stage), action, everybody)


def fates(**counts: int) -> dict[Fate, int]:
    return {fate: counts.get(fate.name.lower(), 0) for fate in Fate}


@pytest.mark.parametrize(
    ("progress", "optouts", "why"),
    [
        (fates(failed=19), 0, ""),  # too few to say
        (fates(failed=5, delivered=15), 0, "failure-rate"),
        (fates(failed=4, delivered=16), 0, ""),
        (fates(expired=5, sent=15), 0, "failure-rate"),
        (fates(delivered=100), 2, ""),
        (fates(delivered=100), 3, "optout-rate"),
        (fates(skipped=1000, waiting=1000, delivered=20), 0, ""),
    ],
)
def test_too_many_failures_or_opt_outs_stop_it(progress: dict[Fate, int], optouts: int, why: str) -> None:
    assert plan.verdict(CAMPAIGN, progress, optouts) == why


def test_a_rate_that_somebody_saw_and_waived_does_not_stop_it_again() -> None:
    waived = structs.replace(CAMPAIGN, waived=("failure-rate",))
    assert plan.verdict(waived, fates(failed=20), 0) == ""
    assert plan.verdict(waived, fates(failed=20), 5) == "optout-rate"
