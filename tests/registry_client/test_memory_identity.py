"""What only the in-memory twin promises."""

from dialogs.model import Code, IdRef, Phone
from dialogs.ports import CallContext
from registry_client.memory import Enrolled, MemoryIdentity
from store.clock import FakeClock

FATIMA = Enrolled("2639425169", "10001101230005020240125061502", Phone("+212612340007"))
HANDLE = IdRef("HANDLE", "+212612340007@phone")


async def test_the_same_key_sends_one_code(clock: FakeClock) -> None:
    sent: list[tuple[Phone, str]] = []
    registry = MemoryIdentity([FATIMA], clock, on_code=lambda *told: sent.append(told), new_code=lambda: "123456")
    ctx = CallContext("recover", b"key", 1.0, consent=True)
    first = await registry.recover_start(HANDLE, ctx=ctx)
    await clock.advance(10)
    assert await registry.recover_start(HANDLE, ctx=ctx) == first
    assert sent == [(Phone("+212612340007"), "123456")]
    found = await registry.recover_finish(first, Code("mac", "123456"), ctx=ctx)
    assert found.phone == FATIMA.phone


def test_a_person_does_not_show_in_a_log() -> None:
    assert "2639425169" not in f"{FATIMA!r}"
