"""Routes: the operator's own sender, another one on an outage, and never both for a message that one of them may have."""

import phonenumbers
import pytest
from phonenumbers import carrier
from phonenumbers.carrierdata import CARRIER_DATA

from channels.networks import Networks, Operators, planned, spelt
from channels.outbound import Again, Courier, Later, Outcome, Refused, Stop, Taken, Unknown
from channels.sms.routes import ELSE, Routes
from dialogs.model import Phone
from dialogs.ports import Lane, Message, Report, State, StoreDown
from store.clock import FakeClock
from store.memory import MemoryContacts
from store.memory_outbox import MemoryOutbox

IAM, INWI, ORANGE = Phone("+212661345678"), Phone("+212700123456"), Phone("+212612345678")


class Way:
    def __init__(self, name: str, says: Outcome | None = None) -> None:
        self.name, self.says, self.heard = name, says or Taken(f"{name}-1", 1), list[bytes]()

    async def send(self, message: Message) -> Outcome:
        self.heard.append(message.key)
        return self.says


async def plan(phone: Phone) -> str:
    return planned(phone)


def message(to: Phone = IAM, key: bytes = b"a") -> Message:
    return Message(key, to, "Bonjour", Lane.CASE, 2e9)


@pytest.mark.parametrize(
    ("phone", "name"),
    [
        (IAM, "maroc-telecom"),
        (INWI, "inwi"),
        (ORANGE, "orange"),
        (Phone("+2250501234567"), "mtn"),
        (Phone("+25377123456"), "evatis"),
        (Phone("+212522334455"), ""),
        (Phone("rubbish"), ""),
    ],
)
def test_the_plan_hints_at_the_operator(phone: Phone, name: str) -> None:
    assert planned(phone) == name


def test_the_plan_hints_as_phonenumbers_does() -> None:
    """At every range that it knows of our countries."""
    for start in (one for one in CARRIER_DATA if one.startswith(("212", "225", "253", "92"))):
        for length in range(11, 14):
            e164 = f"+{start}{'2736450918'[: length - len(start)]}"
            said = carrier.name_for_number(phonenumbers.parse(e164), "en")
            assert planned(Phone(e164)) == "-".join(said.lower().split()), e164


async def test_each_operator_has_its_route_and_the_others_share_one(clock: FakeClock) -> None:
    iam, other = Way("iam"), Way("at")
    routes = Routes({"maroc-telecom": (iam, other), ELSE: (other,)}, clock, plan)
    assert await routes.send(message(IAM)) == Taken("iam-1", 1, via="iam")
    assert await routes.send(message(ORANGE)) == Taken("at-1", 1, via="at")
    assert (len(iam.heard), len(other.heard)) == (1, 1)


@pytest.mark.parametrize("outage", [Stop("InsufficientBalance"), Again("unreachable", 1.0, everyone=True)])
async def test_an_outage_takes_the_other_way_and_the_first_rests(clock: FakeClock, outage: Outcome) -> None:
    iam, other = Way("iam", outage), Way("at")
    routes = Routes({ELSE: (iam, other)}, clock, plan)
    for _ in range(3):
        assert await routes.send(message()) == Taken("at-1", 1, via="at")
    assert (len(iam.heard), len(other.heard)) == (1, 3)
    iam.says = Taken("iam-2", 1)
    await clock.advance(1.1)
    assert await routes.send(message()) == Taken("iam-2", 1, via="iam")


@pytest.mark.parametrize(
    "said",
    [
        Unknown("no-answer"),
        Unknown("no-answer", "our-id"),
        Refused("UserInBlacklist", permanent=True),
        Refused("RejectedByGateway", permanent=False),
        Again("GatewayError", 5.0),
        Later("no-slot", 3.0),
    ],
)
async def test_what_is_no_outage_stays_with_the_sender_that_was_asked(clock: FakeClock, said: Outcome) -> None:
    iam, other = Way("iam", said), Way("at")
    outcome = await Routes({ELSE: (iam, other)}, clock, plan).send(message())
    assert type(outcome) is type(said)
    assert outcome.via == "iam" if isinstance(outcome, Unknown) else outcome == said
    assert other.heard == []


async def test_when_no_way_is_open_the_message_waits_and_the_waits_double(clock: FakeClock) -> None:
    iam, other = Way("iam", Stop("x")), Way("at", Again("unreachable", 1.0, everyone=True))
    routes, waits = Routes({ELSE: (iam, other)}, clock, plan), []
    for _ in range(12):
        outcome = await routes.send(message())
        assert isinstance(outcome, Later)
        waits.append(round(outcome.after))
        clock.at += outcome.after
    assert waits == [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300]


async def test_an_outage_of_one_operator_does_not_hold_the_others(clock: FakeClock) -> None:
    outbox, iam, inwi = MemoryOutbox(), Way("iam", Again("unreachable", 1.0, everyone=True)), Way("inwi")
    courier = Courier(outbox, Routes({"maroc-telecom": (iam,), "inwi": (inwi,), ELSE: (inwi,)}, clock, plan), clock)
    for n in range(10):
        await outbox.put(message(IAM if n % 2 else INWI, b"%d" % n))
    await courier.step()
    assert list(outbox.states.values()).count(State.SENT) == 5
    assert list(outbox.states.values()).count(State.QUEUED) == 5


async def test_reports_find_the_message_under_the_sender_that_took_it(clock: FakeClock) -> None:
    outbox = MemoryOutbox()
    await outbox.put(message())
    await Courier(outbox, Routes({ELSE: (Way("iam", Stop("x")), Way("at"))}, clock, plan), clock).step()
    assert not await outbox.report(Report("other", "at-1", State.DELIVERED), now=clock.at) or outbox.states[b"a"] is State.SENT
    assert await outbox.report(Report("at", "at-1", State.DELIVERED), now=clock.at)
    assert outbox.states[b"a"] is State.DELIVERED


async def test_a_doubt_under_our_own_id_is_settled_by_its_report(clock: FakeClock) -> None:
    outbox = MemoryOutbox()
    await outbox.put(message())
    await Courier(outbox, Way("iam", Unknown("no-answer", "our-id")), clock).step()
    assert list(outbox.states.values()) == [State.UNKNOWN]
    assert await outbox.report(Report("iam", "our-id", State.DELIVERED), now=clock.at)
    assert outbox.states[b"a"] is State.DELIVERED


# --- whose network a phone is in ---------------------------------------------------------------

NETWORKS = {"60400": "orange", "60401": "maroc-telecom", "60402": "inwi"}


@pytest.mark.parametrize(
    ("told", "kept"),
    [("60401", "60401"), ("604-01", "60401"), ("MTN Rwanda", "mtnrwanda"), ("", ""), ("+", ""), ("x" * 25, ""), ("é", "")],
)
def test_a_network_is_kept_as_one_word(told: str, kept: str) -> None:
    assert spelt(told) == kept


async def test_a_ported_number_follows_the_network_that_was_told(clock: FakeClock) -> None:
    contacts, iam, inwi, other = MemoryContacts(), Way("iam"), Way("inwi"), Way("at")
    operators, networks = Operators(contacts, NETWORKS), Networks(contacts, clock)
    routes = Routes({"maroc-telecom": (iam, other), "inwi": (inwi,), ELSE: (other,)}, clock, operators.of)
    assert await routes.send(message(IAM)) == Taken("iam-1", 1, via="iam")
    networks.told(IAM, "604-02")
    await networks.close()
    assert await routes.send(message(IAM)) == Taken("inwi-1", 1, via="inwi")
    clock.at += 1
    networks.told(IAM, "99999")
    await networks.close()
    assert await routes.send(message(IAM)) == Taken("iam-1", 1, via="iam"), "a network of nobody says nothing"


async def test_a_ported_number_falls_back_within_its_new_route_and_never_to_both(clock: FakeClock) -> None:
    contacts, inwi, other = MemoryContacts(), Way("inwi", Stop("x")), Way("at")
    await contacts.set_network(IAM, "60402", at=clock.at)
    routes = Routes({"inwi": (inwi, other), ELSE: (other,)}, clock, Operators(contacts, NETWORKS).of)
    assert await routes.send(message(IAM)) == Taken("at-1", 1, via="at")
    await clock.advance(1.1)
    inwi.says = Unknown("no-answer")
    assert await routes.send(message(IAM)) == Unknown("no-answer", via="inwi")
    assert (len(inwi.heard), len(other.heard)) == (2, 1)


class Record(MemoryContacts):
    """Contacts that count what is written, and may be down."""

    def __init__(self) -> None:
        super().__init__()
        self.writes, self.down = 0, False

    async def network(self, phone: Phone) -> str | None:
        if self.down:
            raise StoreDown("x")
        return await super().network(phone)

    async def set_network(self, phone: Phone, network: str, *, at: float) -> None:
        self.writes += 1
        if self.down:
            raise StoreDown("x")
        await super().set_network(phone, network, at=at)


async def test_what_is_known_is_not_written_again_and_what_was_lost_is(clock: FakeClock) -> None:
    record = Record()
    networks = Networks(record, clock)
    for _ in range(3):
        for phone, network in ((IAM, "60401"), (INWI, "60402"), (None, "60402"), (ORANGE, None), (ORANGE, "")):
            networks.told(phone, network)
    await networks.close()
    assert record.writes == 2
    record.down = True
    networks.told(IAM, "60400")
    await networks.close()
    assert await Operators(record, NETWORKS).of(IAM) == "maroc-telecom", "a store that is down leaves the plan's hint"
    record.down = False
    networks.told(IAM, "60400")
    await networks.close()
    assert await record.network(IAM) == "60400"
