"""The page of operators: whom an admin sees, and how somebody is shut out at once."""

from collections.abc import AsyncIterator

import pytest

from console.pages import operators
from store.clock import FakeClock
from store.keyring import Keyring
from store.memory import MemoryAudit
from store.operators import MemoryOperators
from tests.console.staff import Room, console, forms


@pytest.fixture
async def room(keys: Keyring, clock: FakeClock) -> AsyncIterator[Room]:
    audit, kept = MemoryAudit(keys), MemoryOperators()
    every = operators.pages(kept, audit, keys, clock)
    async with console(every, clock=clock, keys=keys, audit=audit, operators=kept) as made:
        yield made


async def test_an_admin_sees_who_may_come_in_and_no_token(room: Room) -> None:
    token = await room.token("officer", id="hind", areas=frozenset({"sale"}))
    seen = await (await room.enter("admin")).open("/operators")
    assert (seen.status, "hind officer – sale" in seen.text, token in seen.html) == (200, True, False)
    assert "This is you" in seen.text


async def test_who_is_shut_out_is_out_at_the_next_click(room: Room) -> None:
    clerk, admin = await room.enter("officer", id="hind"), await room.enter("admin")
    assert (await clerk.open()).path == ""
    seen = await admin.fill("/operators", "/operators/hind/disable")
    assert (seen.status, "The access has ended." in seen.text, "Ended" in seen.text) == (200, True, True)
    assert (await clerk.open()).path == "/sign-in?done=left"
    assert [event.action for event in room.audit.events].count("operator-disable") == 1


async def test_nobody_shuts_himself_out_or_one_that_there_is_not(room: Room) -> None:
    await room.token("officer", id="hind")
    admin = await room.enter("admin")
    page = await admin.open("/operators")
    assert "/operators/admin/disable" not in page.html
    form = forms(page.html)["/console/operators/hind/disable"]
    assert (await admin.post("/operators/admin/disable", form)).status == 409
    assert (await admin.post("/operators/nobody/disable", form)).status == 404
    assert (await admin.open()).path == ""


@pytest.mark.parametrize("role", ["officer", "lead", "protection", "supervisor", "approver"])
async def test_the_page_is_for_admins_alone(room: Room, role: str) -> None:
    await room.token("agent", id="hind")
    clerk = await room.enter(role)
    assert (await clerk.open("/operators")).status == 403
    found = await room.operators.by_id("hind")
    assert found is not None
    assert not found.disabled
