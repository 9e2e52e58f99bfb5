"""Hand-offs on the twin, SQLite and PostgreSQL: one code, one agent, one use, and two who vouch."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Iterator
from itertools import count

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from dialogs.model import IdRef, Phone
from dialogs.ports import Agent, Handoff, HandoffState
from store.handoffs import AgentHandoffs, Denied, HandoffDenied, Rules, Verdict
from store.keyring import Keyring
from store.memory_handoffs import MemoryHandoffs
from store.sql.handoffs import SqlHandoffs

FATIMA, PHONE = IdRef("UIN", "2639425169"), Phone("+212612340007")
SALMA, OMAR, BOSS = Agent("salma", "rabat-1", "SN-1"), Agent("omar", "rabat-1"), Agent("boss", "rabat-1")
NOW = 1_800_000_000.0
S = HandoffState


def codes() -> Iterator[str]:
    """Every code twice, so that collisions are the rule."""
    for n in count(100_000):
        yield from (str(n), str(n))


@pytest.fixture(params=["twin", "sqlite", "postgresql"])
def handoffs(request: pytest.FixtureRequest, keys: Keyring) -> AgentHandoffs:
    drawn, ids, rules = codes(), count(), Rules(claims=3, exceptions=2)

    def draw() -> str:
        return next(drawn)

    def new_id() -> str:
        return f"id-{next(ids)}"

    if request.param == "twin":
        return MemoryHandoffs(draw, new_id, rules)
    return SqlHandoffs(request.getfixturevalue(f"{request.param}_engine"), keys, draw, new_id, rules)


async def begun(handoffs: AgentHandoffs, n: int = 1, at: float = NOW) -> Handoff:
    return await handoffs.begin(key=b"key %d" % n, subject=FATIMA, phone=PHONE, purpose="change", lang="fr", now=at)


async def claimed(handoffs: AgentHandoffs, n: int = 1, agent: Agent = SALMA, at: float = NOW) -> Handoff:
    made = await begun(handoffs, n, at)
    await handoffs.claim(made.code, agent, now=at)
    return made


async def denied(attempt: Awaitable[object]) -> Denied:
    with pytest.raises(HandoffDenied) as refused:
        await attempt
    return refused.value.why


async def test_the_same_key_begins_once(handoffs: AgentHandoffs) -> None:
    first, again = await begun(handoffs), await begun(handoffs, at=NOW + 5)
    assert (first.id, first.code, first.expires_at) == (again.id, again.code, again.expires_at)
    assert first.code.isdecimal()
    assert len(first.code) == 6


async def test_no_two_open_handoffs_have_one_code(handoffs: AgentHandoffs) -> None:
    waiting = [(await begun(handoffs, n)).code for n in range(3)]
    taken = (await claimed(handoffs, 3)).code
    assert max(Counter([*waiting, taken, (await begun(handoffs, 4)).code]).values()) == 1


async def test_a_code_that_nobody_came_for_is_free_again_for_somebody_else(handoffs: AgentHandoffs) -> None:
    first = await begun(handoffs, 1)
    later = await begun(handoffs, 2, NOW + 601)
    assert first.code == later.code
    assert (await handoffs.claim(later.code, SALMA, now=NOW + 602)).id == later.id
    assert await handoffs.state(first.id, now=NOW + 602) is S.EXPIRED


async def test_a_claim_tells_whom_to_capture_and_for_what(handoffs: AgentHandoffs) -> None:
    made = await begun(handoffs)
    held = await handoffs.claim(made.code, SALMA, now=NOW + 60)
    assert (held.subject, held.phone, held.purpose, held.lang) == (FATIMA, PHONE, "change", "fr")
    assert (held.id, held.expires_at, held.agent) == (made.id, NOW + 660, SALMA)
    assert len(held.txn) == 10
    assert held.txn.isdecimal()
    assert await handoffs.state(made.id, now=NOW + 60) is S.CLAIMED


async def test_of_agents_who_race_for_a_code_one_gets_it(handoffs: AgentHandoffs) -> None:
    made = await begun(handoffs)
    agents = [Agent(f"agent {n}", "rabat-1") for n in range(6)]
    came = await asyncio.gather(*(handoffs.claim(made.code, one, now=NOW) for one in agents), return_exceptions=True)
    won = [one for one in came if not isinstance(one, BaseException)]
    lost = [one.why for one in came if isinstance(one, HandoffDenied)]
    assert (len(won), lost) == (1, [Denied.CODE] * 5)


async def test_an_agent_whose_answer_was_lost_may_claim_again(handoffs: AgentHandoffs) -> None:
    made = await begun(handoffs)
    first = await handoffs.claim(made.code, SALMA, now=NOW)
    assert await handoffs.claim(made.code, SALMA, now=NOW + 30) == first
    assert await denied(handoffs.claim(made.code, OMAR, now=NOW + 30)) is Denied.CODE


async def test_wrong_used_cancelled_and_expired_codes_read_the_same(handoffs: AgentHandoffs) -> None:
    late, cancelled, used = await begun(handoffs, 1), await begun(handoffs, 2), await claimed(handoffs, 3)
    await handoffs.cancel(cancelled.id)
    await handoffs.submitting(used.id, "salma", b"s", now=NOW)
    await handoffs.settle(used.id, b"s", Verdict.MATCHED)
    for code, at in (("999999", NOW), ("", NOW), (cancelled.code, NOW), (used.code, NOW), (late.code, NOW + 600)):
        assert await denied(handoffs.claim(code, SALMA, now=at)) is Denied.CODE
    assert await handoffs.state(late.id, now=NOW + 600) is S.EXPIRED
    assert await handoffs.state(cancelled.id, now=NOW) is S.EXPIRED
    assert await handoffs.state("nothing", now=NOW) is S.EXPIRED


async def test_an_agent_has_so_many_claims_in_a_day(handoffs: AgentHandoffs) -> None:
    for n in range(3):
        await claimed(handoffs, n)
    more = await begun(handoffs, 9)
    assert await denied(handoffs.claim(more.code, SALMA, now=NOW + 1)) is Denied.LIMIT
    assert (await handoffs.claim(more.code, OMAR, now=NOW + 1)).id == more.id
    tomorrow = await begun(handoffs, 10, NOW + 86_401)
    assert (await handoffs.claim(tomorrow.code, SALMA, now=NOW + 86_401)).id == tomorrow.id


async def test_claims_at_the_same_time_do_not_pass_the_limit_of_the_day(handoffs: AgentHandoffs) -> None:
    made = [await begun(handoffs, n) for n in range(5)]
    came = await asyncio.gather(*(handoffs.claim(one.code, SALMA, now=NOW) for one in made), return_exceptions=True)
    assert sum(isinstance(one, HandoffDenied) for one in came) == 2


async def test_a_match_proves(handoffs: AgentHandoffs) -> None:
    made = await claimed(handoffs)
    held = await handoffs.submitting(made.id, "salma", b"s1", now=NOW)
    assert (held.subject, held.tries) == (FATIMA, 1)
    settled = await handoffs.settle(made.id, b"s1", Verdict.MATCHED)
    assert (settled.state, settled.phone) == (S.PROVED, PHONE)
    assert await handoffs.state(made.id, now=NOW + 10_000) is S.PROVED


async def test_only_the_agent_who_claimed_may_submit(handoffs: AgentHandoffs) -> None:
    made, waiting = await claimed(handoffs, 1), await begun(handoffs, 2)
    assert await denied(handoffs.submitting(made.id, "omar", b"s", now=NOW)) is Denied.NOT_YOURS
    assert await denied(handoffs.submitting(waiting.id, "salma", b"s", now=NOW)) is Denied.NOT_YOURS
    assert await denied(handoffs.submitting("nothing", "salma", b"s", now=NOW)) is Denied.NOT_YOURS


async def test_a_repeated_submission_is_answered_and_not_done_again(handoffs: AgentHandoffs) -> None:
    made = await claimed(handoffs)
    await handoffs.submitting(made.id, "salma", b"s1", now=NOW)
    await handoffs.settle(made.id, b"s1", Verdict.MATCHED)
    again = await handoffs.submitting(made.id, "salma", b"s1", now=NOW + 5)
    assert again.answered(b"s1")
    assert (again.verdict, again.state) == (Verdict.MATCHED, S.PROVED)
    assert await denied(handoffs.submitting(made.id, "salma", b"s2", now=NOW + 5)) is Denied.CLOSED


async def test_one_submission_at_a_time_until_its_lease_is_over(handoffs: AgentHandoffs) -> None:
    made = await claimed(handoffs)
    tries = [handoffs.submitting(made.id, "salma", b"s%d" % n, now=NOW) for n in range(4)]
    came = await asyncio.gather(*tries, return_exceptions=True)
    assert [one.why for one in came if isinstance(one, HandoffDenied)] == [Denied.BUSY] * 3
    assert (await handoffs.submitting(made.id, "salma", b"next", now=NOW + 60)).tries == 2
    assert await denied(handoffs.settle(made.id, b"s0", Verdict.MATCHED)) is Denied.CLOSED


async def test_five_captures_that_do_not_match_end_it(handoffs: AgentHandoffs) -> None:
    made = await claimed(handoffs)
    states = []
    for n, verdict in enumerate([Verdict.MISMATCH, Verdict.RECAPTURE, Verdict.NOT_ENROLLED, Verdict.UNTRUSTED, Verdict.MISMATCH]):
        await handoffs.submitting(made.id, "salma", b"s%d" % n, now=NOW)
        states.append((await handoffs.settle(made.id, b"s%d" % n, verdict)).state)
    assert states == [S.CLAIMED] * 4 + [S.FAILED]


async def test_a_registry_that_does_not_answer_costs_no_try(handoffs: AgentHandoffs) -> None:
    made = await claimed(handoffs)
    for n in range(7):
        await handoffs.submitting(made.id, "salma", b"s%d" % n, now=NOW)
        assert (await handoffs.settle(made.id, b"s%d" % n, Verdict.UNAVAILABLE)).tries == 0
    assert await handoffs.state(made.id, now=NOW) is S.CLAIMED


async def test_a_registry_that_will_not_authenticate_her_ends_it_at_once(handoffs: AgentHandoffs) -> None:
    made = await claimed(handoffs)
    await handoffs.submitting(made.id, "salma", b"s", now=NOW)
    assert (await handoffs.settle(made.id, b"s", Verdict.REFUSED)).state is S.FAILED


async def test_a_claim_that_is_too_old_takes_no_capture(handoffs: AgentHandoffs) -> None:
    made = await claimed(handoffs)
    assert await denied(handoffs.submitting(made.id, "salma", b"s", now=NOW + 600)) is Denied.CLOSED


async def test_what_was_cancelled_during_a_capture_stays_cancelled(handoffs: AgentHandoffs) -> None:
    made = await claimed(handoffs)
    await handoffs.submitting(made.id, "salma", b"s", now=NOW)
    await handoffs.cancel(made.id)
    assert await denied(handoffs.settle(made.id, b"s", Verdict.MATCHED)) is Denied.CLOSED
    assert await handoffs.state(made.id, now=NOW) is S.EXPIRED


async def test_the_agent_vouches_first_and_then_a_supervisor_who_is_somebody_else(handoffs: AgentHandoffs) -> None:
    made = await claimed(handoffs)
    assert await denied(handoffs.vouch(made.id, "boss", supervisor=True, reason="unreadable", now=NOW)) is Denied.NOT_VOUCHED
    first = await handoffs.vouch(made.id, "salma", supervisor=False, reason="unreadable", now=NOW)
    assert (first.state, first.reason) == (S.CLAIMED, "unreadable")
    assert await denied(handoffs.vouch(made.id, "omar", supervisor=False, reason="unreadable", now=NOW)) is Denied.NOT_YOURS
    done = await handoffs.vouch(made.id, "boss", supervisor=True, reason="unreadable", now=NOW + 10)
    assert (done.state, done.approved_by, done.phone) == (S.EXCEPTION, "boss", PHONE)
    assert (await handoffs.vouch(made.id, "boss", supervisor=True, reason="unreadable", now=NOW + 20)).approved_at == NOW + 10


async def test_a_supervisor_who_claimed_cannot_vouch_twice(handoffs: AgentHandoffs) -> None:
    made = await claimed(handoffs, agent=BOSS)
    for _ in range(2):
        assert (await handoffs.vouch(made.id, "boss", supervisor=True, reason="injury", now=NOW)).state is S.CLAIMED


async def test_a_day_has_so_many_exceptions_for_the_agent_and_for_the_supervisor(handoffs: AgentHandoffs) -> None:
    for n, agent in enumerate([SALMA, SALMA]):
        made = await claimed(handoffs, n, agent)
        await handoffs.vouch(made.id, agent.id, supervisor=False, reason="injury", now=NOW)
        await handoffs.vouch(made.id, "boss", supervisor=True, reason="injury", now=NOW)
    third, others = await claimed(handoffs, 3), await claimed(handoffs, 4, OMAR)
    assert await denied(handoffs.vouch(third.id, "salma", supervisor=False, reason="injury", now=NOW)) is Denied.LIMIT
    await handoffs.vouch(others.id, "omar", supervisor=False, reason="injury", now=NOW)
    assert await denied(handoffs.vouch(others.id, "boss", supervisor=True, reason="injury", now=NOW)) is Denied.LIMIT
    assert (await handoffs.vouch(others.id, "other boss", supervisor=True, reason="injury", now=NOW)).state is S.EXCEPTION


async def test_an_exception_waits_while_a_capture_is_compared_and_never_follows_a_failure(handoffs: AgentHandoffs) -> None:
    made = await claimed(handoffs)
    await handoffs.submitting(made.id, "salma", b"s", now=NOW)
    assert await denied(handoffs.vouch(made.id, "salma", supervisor=False, reason="injury", now=NOW)) is Denied.BUSY
    await handoffs.settle(made.id, b"s", Verdict.REFUSED)
    assert await denied(handoffs.vouch(made.id, "salma", supervisor=False, reason="injury", now=NOW)) is Denied.CLOSED


async def test_her_own_telephone_proves_her_and_nobody_else(handoffs: AgentHandoffs) -> None:
    made, late = await begun(handoffs, 1), await begun(handoffs, 2)
    assert await denied(handoffs.prove(made.id, "9999999999", now=NOW)) is Denied.OTHER_PERSON
    assert (await handoffs.prove(made.id, FATIMA.value, now=NOW)).state is S.PROVED
    assert await denied(handoffs.prove(made.id, FATIMA.value, now=NOW)) is Denied.CLOSED
    assert await denied(handoffs.prove(late.id, FATIMA.value, now=NOW + 600)) is Denied.CLOSED


async def test_whose_it_is_can_be_asked_until_it_is_over(handoffs: AgentHandoffs) -> None:
    made = await begun(handoffs)
    assert await handoffs.whose(made.id) == FATIMA
    await handoffs.prove(made.id, FATIMA.value, now=NOW)
    assert (await handoffs.whose(made.id), await handoffs.whose("id-9")) == (None, None)


async def test_what_is_over_forgets_the_person(handoffs: AgentHandoffs) -> None:
    made = await begun(handoffs)
    await handoffs.cancel(made.id)
    again = await begun(handoffs)
    assert (again.id, again.code) == (made.id, "")


async def test_what_is_old_is_deleted_when_asked(handoffs: AgentHandoffs) -> None:
    old, new = await begun(handoffs, 1), await begun(handoffs, 2, NOW + 100)
    assert await handoffs.forget(NOW + 50) == 1
    assert [await handoffs.state(one.id, now=NOW + 101) for one in (old, new)] == [S.EXPIRED, S.WAITING]


async def test_the_database_holds_no_person_and_no_code_in_clear(sql_engine: AsyncEngine, keys: Keyring) -> None:
    ids = count()
    handoffs = SqlHandoffs(sql_engine, keys, lambda: "424242", lambda: f"id-{next(ids)}")
    made = await claimed(handoffs)
    async with sql_engine.connect() as connection:
        row = (await connection.execute(text("SELECT * FROM handoffs"))).one()
    assert not any(secret in str(row) for secret in ("424242", FATIMA.value, "612340007"))
    assert b"424242" not in bytes(row.sealed)
    await handoffs.cancel(made.id)
    async with sql_engine.connect() as connection:
        assert await connection.scalar(text("SELECT length(sealed) FROM handoffs")) == 0


async def test_a_handoff_whose_key_is_gone_is_closed(sql_engine: AsyncEngine, keys: Keyring) -> None:
    theirs = Keyring({9: b"x" * 32}, b"y" * 32)
    made = await begun(SqlHandoffs(sql_engine, theirs, lambda: "424242", lambda: "id"))
    handoffs = SqlHandoffs(sql_engine, keys, lambda: "424242", lambda: "other id")
    assert await denied(handoffs.submitting(made.id, "salma", b"s", now=NOW)) is Denied.CLOSED
    assert await handoffs.whose(made.id) is None
