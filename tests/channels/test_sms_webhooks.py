"""The SMS callbacks over real HTTP: nothing is acknowledged unstored, nothing unreadable comes for ever, robots are cut."""

from collections.abc import AsyncIterator
from dataclasses import replace
from ipaddress import ip_network
from urllib.parse import urlencode

import pytest
from prometheus_client import REGISTRY

from channels.gate import Gate
from channels.sms.conversation import CHANGES
from dialogs.model import Phone
from dialogs.ports import Lane, Message, State, StoreDown
from store.memory_outbox import MemoryOutbox
from tests.channels.gateway import FORM, KEY, Ears, Gateway, sms_gateway
from tests.player import HER, MOROCCO, OTHER, Stage_

ID = "ATXid_00c4n4ry000000000000000000000001"


@pytest.fixture
async def gate(scene: Stage_) -> AsyncIterator[Gateway]:
    async with sms_gateway(scene) as made:
        yield made


def texted(words: str = "c4n4ry words", *, id: str = ID, phone: str = HER) -> dict[str, str]:
    """The fields of an incoming SMS."""
    fields = {"date": "2026-01-15 09:30:00", "from": phone, "id": id, "linkId": "", "text": words}
    return fields | {"to": MOROCCO.short_code, "cost": "MAD 0.00", "networkCode": "60401"}


def told(status: str = "Success", *, id: str = ID, **more: str) -> dict[str, str]:
    """The fields of a delivery report."""
    return {"id": id, "status": status, "phoneNumber": HER, "networkCode": "60401"} | more


def refused(phone: str = HER) -> dict[str, str]:
    """The fields of a bulk opt-out."""
    return {"senderId": "GUICHET", "phoneNumber": phone}


FIELDS = {"inbound": texted(), "delivery": told(), "optout": refused()}
KINDS = pytest.mark.parametrize("kind", FIELDS)


def counted(kind: str, outcome: str) -> float:
    return REGISTRY.get_sample_value("guichet_sms_callbacks_total", {"kind": kind, "outcome": outcome}) or 0.0


async def sent(scene: Stage_, id: str = ID) -> bytes:
    """A message that the operator took under `id`; its key."""
    key = id.encode()
    await scene.outbox.put(Message(key, Phone(HER), "c4n4ry", Lane.REPLY, scene.clock.now() + 3600))
    [claimed] = await scene.outbox.claim(1, lease=60.0, now=scene.clock.now())
    await scene.outbox.settle(claimed.id, State.SENT, provider="africastalking", provider_id=id)
    return key


# --- who may call ------------------------------------------------------------------------------


async def test_an_unknown_provider_key_or_kind_is_404_and_none_is_told_from_another(gate: Gateway) -> None:
    paths = [f"/sms/africastalking/wrong/{kind}" for kind in FIELDS]
    paths += [f"/sms/nobody/{KEY}/inbound", f"/sms/africastalking/{KEY}/invoice", f"/sms/africastalking/{KEY}", "/nothing"]
    for path in paths:
        answer = await gate.post(texted(), path=path)
        assert (answer.status, answer.body) == (404, b"404: Not Found"), path
        assert set(answer.headers) == {"Content-Type", "Content-Length", "Date", "Server"}, path
    assert gate.scene.messages() == []


@KINDS
async def test_only_post_is_taken(gate: Gateway, kind: str) -> None:
    assert (await gate.request("GET", f"/sms/africastalking/{KEY}/{kind}")).status == 405


async def test_a_caller_outside_the_networks_of_the_contract_gets_404(scene: Stage_) -> None:
    async with sms_gateway(scene, gate=Gate(KEY, (ip_network("196.201.214.0/24"),))) as gate:
        assert (await gate.callback("inbound", texted())).status == 404
    assert scene.messages() == []


# --- what cannot be read -----------------------------------------------------------------------

BROKEN = [
    ("empty", b""),
    ("JSON", b'{"id": 1}'),
    ("an invalid percent sign", b"id=%ZZ"),
    ("a NUL", urlencode(texted() | told() | refused() | {"x": "\0"}).encode()),
    ("a field twice", urlencode(texted() | told() | refused()).encode() + b"&id=1&phoneNumber=1"),
    ("Latin-1", urlencode(texted() | told() | refused()).encode() + b"%E9"),
    ("a mebibyte", urlencode(texted() | told() | refused()).encode() + b"&x=" + b"x" * (1 << 20)),
]


@KINDS
@pytest.mark.parametrize("body", [body for _, body in BROKEN], ids=[name for name, _ in BROKEN])
async def test_a_broken_body_is_400_but_200_for_a_text_that_would_come_again(
    gate: Gateway, ears: Ears, kind: str, body: bytes
) -> None:
    before = counted(kind, "malformed")
    answer = await gate.callback(kind, body)
    assert (answer.status, answer.body) == (200 if kind == "inbound" else 400, b"")
    assert counted(kind, "malformed") == before + 1
    assert gate.scene.messages() == []
    assert await gate.scene.world.contacts.consent(Phone(HER), "campaign") is None
    ears.assert_silent_on(KEY, HER, ID, "c4n4ry")


UNREADABLE: list[tuple[str, dict[str, str]]] = [
    ("a name for a number", {"from": "ORANGE"}),
    ("a short code for a number", {"from": "2525"}),
    ("a phone without plus", {"from": HER[1:]}),
    ("an unescaped plus", {"from": f" {HER[1:]}"}),
    ("a phone of Eastern Arabic digits", {"from": "+٢١٢٦١٢٣٤٠٠٠٧"}),
    ("no sender", {"from": ""}),
    ("no id", {"id": ""}),
    ("an id with a space", {"id": "a b"}),
    ("no short code", {"to": ""}),
    ("no date", {"date": ""}),
    ("a date that is none", {"date": "yesterday at ten"}),
    ("a text without end", {"text": "x" * 2001}),
]


@pytest.mark.parametrize("changed", [row for _, row in UNREADABLE], ids=[name for name, _ in UNREADABLE])
async def test_a_text_that_cannot_be_read_is_taken_counted_and_not_answered(
    gate: Gateway, ears: Ears, changed: dict[str, str]
) -> None:
    before = counted("inbound", "malformed")
    assert (await gate.callback("inbound", texted() | changed)).status == 200
    assert counted("inbound", "malformed") == before + 1
    assert gate.scene.messages() == [], "two robots that write by name never hear from us"
    ears.assert_silent_on(KEY, HER, HER[1:], ID, "c4n4ry", "ORANGE")


@pytest.mark.parametrize(
    ("kind", "changed"),
    [
        pytest.param("delivery", {"id": ""}, id="a report without id"),
        pytest.param("delivery", {"id": "a b"}, id="a report with a space in its id"),
        pytest.param("delivery", {"status": ""}, id="a report without status"),
        pytest.param("delivery", {"status": "<b>"}, id="a report with markup for status"),
        pytest.param("delivery", {"phoneNumber": HER[1:]}, id="a report on a phone without plus"),
        pytest.param("delivery", {"failureReason": "two words"}, id="a report with a sentence for reason"),
        pytest.param("optout", {"phoneNumber": ""}, id="an opt-out of nobody"),
        pytest.param("optout", {"phoneNumber": HER[1:]}, id="an opt-out of a phone without plus"),
        pytest.param("optout", {"phoneNumber": "ORANGE"}, id="an opt-out of a name"),
        pytest.param("optout", {"senderId": ""}, id="an opt-out from no sender"),
    ],
)
async def test_a_malformed_report_or_opt_out_is_400(gate: Gateway, ears: Ears, kind: str, changed: dict[str, str]) -> None:
    answer = await gate.callback(kind, FIELDS[kind] | changed)
    assert (answer.status, answer.body) == (400, b"")
    ears.assert_silent_on(KEY, HER, HER[1:], ID)


# --- delivery reports --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("Sent", State.SENT),
        ("Submitted", State.SENT),
        ("Buffered", State.SENT),
        ("Success", State.DELIVERED),
        ("Failed", State.FAILED),
        ("Rejected", State.FAILED),
        ("AbsentSubscriber", State.FAILED),
        ("Expired", State.EXPIRED),
        ("SomethingNew", State.SENT),
    ],
)
async def test_a_report_moves_its_message(gate: Gateway, status: str, state: State) -> None:
    key = await sent(gate.scene)
    for _ in range(2):
        assert (await gate.callback("delivery", told(status, failureReason="SomethingNew"))).status == 200
        assert gate.scene.outbox.states[key] is state


async def test_a_report_that_comes_late_moves_nothing_back(gate: Gateway) -> None:
    key = await sent(gate.scene)
    for status in ("Success", "Sent", "Buffered"):
        assert (await gate.callback("delivery", told(status))).status == 200
    assert gate.scene.outbox.states[key] is State.DELIVERED


async def test_a_report_on_an_unknown_message_is_taken_and_kept_for_it(gate: Gateway) -> None:
    assert (await gate.callback("delivery", told())).status == 200
    key = await sent(gate.scene)
    assert gate.scene.outbox.states[key] is State.DELIVERED


@pytest.mark.parametrize("missing", ["networkCode", "phoneNumber"])
async def test_a_report_may_lack_what_is_not_needed(gate: Gateway, missing: str) -> None:
    key = await sent(gate.scene)
    fields = {name: value for name, value in told().items() if name != missing}
    assert (await gate.callback("delivery", fields)).status == 200
    assert gate.scene.outbox.states[key] is State.DELIVERED


# --- opt-outs ----------------------------------------------------------------------------------


async def test_an_opt_out_of_the_operator_counts_and_counts_twice_the_same(gate: Gateway) -> None:
    contacts, her = gate.scene.world.contacts, Phone(HER)
    await contacts.set_consent(her, "campaign", True, how="ussd", at=gate.scene.clock.now())
    for _ in range(2):
        assert (await gate.callback("optout", refused())).status == 200
        assert await contacts.consent(her, "campaign") is False
    assert await contacts.consent(Phone(OTHER), "campaign") is None
    assert gate.scene.messages() == [], "the operator has told her"


# --- incoming texts ----------------------------------------------------------------------------


async def test_a_text_is_answered_once_however_often_it_comes(gate: Gateway) -> None:
    for _ in range(3):
        assert (await gate.callback("inbound", texted("Bonjour"))).status == 200
    assert [to for to, _ in gate.scene.messages()] == [HER]


async def test_the_same_words_twice_are_two_texts(gate: Gateway) -> None:
    for number in range(2):
        await gate.callback("inbound", texted("1", id=f"{ID}{number}"))
    assert len(gate.scene.messages()) == 2


@pytest.mark.parametrize("date", ["2026-01-15 09:30:00", "2026-01-15T09:30:00Z"])
async def test_both_ways_of_writing_a_date_are_read(gate: Gateway, date: str) -> None:
    assert (await gate.callback("inbound", texted() | {"date": date})).status == 200
    assert len(gate.scene.messages()) == 1


async def test_a_stop_that_comes_again_and_again_is_confirmed_once_a_day(gate: Gateway) -> None:
    for number in range(20):
        await gate.callback("inbound", texted("STOP", id=f"{ID}{number}"))
    assert len(gate.scene.messages()) == 1
    assert await gate.scene.world.contacts.consent(Phone(HER), "campaign") is False
    await gate.scene.clock.advance(24 * 3600.0)
    await gate.callback("inbound", texted("STOP", id=f"{ID}-tomorrow"))
    assert len(gate.scene.messages()) == 2


@pytest.mark.parametrize(
    ("words", "confirmed"),
    [
        ("STOP START STOP", [1, 1, 1]),
        ("STOP STOP START START STOP STOP", [1, 0, 1, 0, 1, 0]),
        ("STOP ARRET START UNSTOP", [1, 0, 1, 0]),
        ("STOP STOPALL STOP START STOP", [1, 1, 0, 1, 1]),
    ],
)
async def test_a_word_is_confirmed_when_another_stood_before_it(gate: Gateway, words: str, confirmed: list[int]) -> None:
    told = []
    for number, word in enumerate(words.split()):
        before = len(gate.scene.messages())
        for _ in range(2):  # as an operator may that saw no acknowledgement
            await gate.callback("inbound", texted(word, id=f"{ID}{number}"))
        told.append(len(gate.scene.messages()) - before)
        await gate.scene.clock.advance(5.0)
    assert told == confirmed


async def test_two_machines_that_stop_and_start_each_other_are_obeyed_and_fall_silent(gate: Gateway, ears: Ears) -> None:
    for number in range(41):
        assert (await gate.callback("inbound", texted(("STOP", "START")[number % 2], id=f"{ID}{number}"))).status == 200
    assert len(gate.scene.messages()) == CHANGES[0]
    assert gate.counts["sms.loop"] == 41 - CHANGES[0]
    assert await gate.scene.world.contacts.consent(Phone(HER), "campaign") is False
    await gate.callback("inbound", texted("Bonjour", id=f"{ID}-words"))
    assert len(gate.scene.messages()) == CHANGES[0] + 1, "what she asks is answered"
    ears.assert_silent_on(KEY, HER, ID)


@pytest.mark.parametrize(
    ("said", "word", "confirms"),
    [
        ("STATUT", "STOP", "Plus d'annonces."),
        ("status", "START", "You will get announcements by SMS."),
        ("STATUT", "AIDE", "Envoyez IDCS,"),
        ("ملفي", "STOP", "توقفت الإعلانات."),
    ],
)
async def test_a_word_is_confirmed_in_the_language_that_is_spoken(gate: Gateway, said: str, word: str, confirms: str) -> None:
    await gate.callback("inbound", texted(said, id=f"{ID}-said"))
    await gate.callback("inbound", texted(word, id=f"{ID}-word"))
    assert gate.scene.messages()[-1][1].startswith(confirms)


@pytest.mark.parametrize(
    ("word", "confirms"),
    [("ARRET", "Plus d'annonces."), ("إيقاف", "توقفت الإعلانات."), ("STOP", "توقفت الإعلانات."), ("Aide", "Envoyez IDCS,")],
)
async def test_the_first_word_of_a_phone_is_confirmed_in_the_language_that_it_is_of(
    gate: Gateway, word: str, confirms: str
) -> None:
    await gate.callback("inbound", texted(word))
    assert gate.scene.messages()[-1][1].startswith(confirms)


@pytest.mark.parametrize(("first", "then", "wanted"), [("START", "STOP", False), ("STOP", "START", True)])
async def test_a_word_that_comes_again_after_a_later_one_does_not_undo_it(
    gate: Gateway, first: str, then: str, wanted: bool
) -> None:
    await gate.callback("inbound", texted(first, id=f"{ID}-first"))
    await gate.scene.clock.advance(5.0)
    await gate.callback("inbound", texted(then, id=f"{ID}-then"))
    await gate.scene.clock.advance(60.0)
    assert (await gate.callback("inbound", texted(first, id=f"{ID}-first"))).status == 200
    assert await gate.scene.world.contacts.consent(Phone(HER), "campaign") is wanted


@pytest.mark.parametrize("words", ["HELP", "MENU", "I am away", "1"])
async def test_two_robots_are_cut_and_somebody_is_told(gate: Gateway, ears: Ears, words: str) -> None:
    for number in range(70):
        assert (await gate.callback("inbound", texted(words, id=f"{ID}{number}"))).status == 200
    assert len(gate.scene.messages()) <= 60
    assert gate.counts["sms.loop"] >= 10
    await gate.callback("inbound", texted("Bonjour", id=f"{ID}-other", phone=OTHER))
    assert gate.scene.messages()[-1][0] == OTHER, "nobody else is cut"
    ears.assert_silent_on(KEY, HER, ID)


# --- when things break -------------------------------------------------------------------------


class Broken(MemoryOutbox):
    """An outbox that raises `fault` whatever it is asked."""

    def __init__(self, fault: Exception) -> None:
        super().__init__()
        self.fault = fault

    async def note(self, key: bytes) -> str | None:
        raise self.fault

    async def put(self, message: Message) -> bool:
        raise self.fault

    async def report(self, *_: object, **__: object) -> bool:
        raise self.fault


class BrokenContacts:
    """Contacts that raise `fault` whatever they are asked."""

    def __init__(self, fault: Exception) -> None:
        self.fault = fault

    async def language(self, phone: Phone) -> str | None:
        raise self.fault

    async def set_language(self, phone: Phone, lang: str, *, at: float) -> None:
        raise self.fault

    async def network(self, phone: Phone) -> str | None:
        raise self.fault

    async def set_network(self, phone: Phone, network: str, *, at: float) -> None:
        raise self.fault

    async def set_consent(self, phone: Phone, purpose: str, given: bool, *, how: str, at: float) -> None:
        raise self.fault

    async def consent(self, phone: Phone, purpose: str) -> bool | None:
        raise self.fault

    async def forget(self, phone: Phone) -> None:
        raise self.fault


@KINDS
@pytest.mark.parametrize(
    ("fault", "outcome"), [(StoreDown(), "store-down"), (RuntimeError(f"c4n4ry {HER}"), "fault")], ids=["down", "bug"]
)
async def test_what_could_not_be_stored_is_503_so_that_it_comes_again(
    scene: Stage_, ears: Ears, kind: str, fault: Exception, outcome: str
) -> None:
    broken = Broken(fault)
    ill = replace(scene, world=replace(scene.world, outbox=broken, contacts=BrokenContacts(fault)))
    before = counted(kind, outcome)
    async with sms_gateway(ill, dispatch=broken) as gate:
        answer = await gate.callback(kind, FIELDS[kind])
        assert (answer.status, answer.body) == (503, b"")
    assert counted(kind, outcome) == before + 1
    async with sms_gateway(scene) as gate:
        assert (await gate.callback(kind, FIELDS[kind])).status == 200, "nothing of the first time stands in the way"
    assert len(scene.messages()) == (1 if kind == "inbound" else 0)
    heard = ears.heard()
    assert not [secret for secret in (KEY, HER, ID, "c4n4ry", "Traceback") if secret in heard]


@KINDS
async def test_a_callback_leaves_no_key_number_id_or_word_in_logs_streams_or_metrics(
    gate: Gateway, ears: Ears, kind: str
) -> None:
    await sent(gate.scene)
    assert (await gate.callback(kind, FIELDS[kind])).status == 200
    assert (await gate.request("POST", f"/sms/africastalking/{KEY}x/{kind}", b"id=c4n4ry", FORM)).status == 404
    ears.assert_silent_on(KEY, HER, HER[1:], ID, "c4n4ry")
