"""What STOP means for each kind of message, and that it wins until the very moment of sending (T17, T19)."""

import pytest

from channels.consent import Consented
from channels.outbound import Again, Courier, Outcome, Refused, Taken
from dialogs.model import Phone
from dialogs.ports import Lane, Message, State, StoreDown
from store.clock import FakeClock
from store.memory import MemoryContacts
from store.memory_outbox import MemoryOutbox

HER = Phone("+212612345678")


class Operator:
    name = "iam"

    def __init__(self) -> None:
        self.heard: list[Lane] = []

    async def send(self, message: Message) -> Outcome:
        self.heard.append(message.lane)
        return Taken("id", 1)


def message(lane: Lane) -> Message:
    return Message(lane.name.encode(), HER, "Bonjour", lane, 2e9)


@pytest.mark.parametrize(
    ("said", "leaves"),
    [
        ({}, set(Lane)),
        ({"campaign": True, "service": True}, set(Lane)),
        ({"campaign": False}, {Lane.CODE, Lane.REPLY, Lane.CASE}),
        ({"service": False}, {Lane.CODE, Lane.REPLY, Lane.CAMPAIGN}),
        ({"campaign": False, "service": False, "security": False}, {Lane.CODE, Lane.REPLY}),
    ],
)
async def test_codes_and_answers_always_leave_and_the_rest_by_its_purpose(said: dict[str, bool], leaves: set[Lane]) -> None:
    contacts, operator = MemoryContacts(), Operator()
    for purpose, given in said.items():
        await contacts.set_consent(HER, purpose, given, how="sms:stop", at=1)
    outcomes = {lane: await Consented(operator, contacts).send(message(lane)) for lane in Lane}
    assert set(operator.heard) == leaves
    assert {lane for lane, outcome in outcomes.items() if outcome == Refused("opted-out", permanent=False)} == set(Lane) - leaves


async def test_a_stop_after_the_message_was_queued_wins(clock: FakeClock) -> None:
    contacts, operator, outbox = MemoryContacts(), Operator(), MemoryOutbox()
    await contacts.set_consent(HER, "campaign", True, how="web", at=1)
    await outbox.put(message(Lane.CAMPAIGN))
    await contacts.set_consent(HER, "campaign", False, how="sms:stop", at=2)
    await Courier(outbox, Consented(operator, contacts), clock).step()
    assert (outbox.states, operator.heard) == ({b"CAMPAIGN": State.FAILED}, [])


async def test_without_the_record_nothing_leaves_that_might_be_unwanted() -> None:
    class Down(MemoryContacts):
        async def consent(self, phone: Phone, purpose: str) -> bool | None:
            raise StoreDown("x")

    operator = Operator()
    assert isinstance(await Consented(operator, Down()).send(message(Lane.CAMPAIGN)), Again)
    assert await Consented(operator, Down()).send(message(Lane.CODE)) == Taken("id", 1)
