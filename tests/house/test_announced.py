"""What people do about an announcement, by SMS: an answer begins its service, a code tells whether it was ours, STOP counts."""

import itertools
from dataclasses import replace

import pytest

from campaigns.announcements import Announced
from campaigns.replies import BEGAN, DONE, Replies
from channels.sms.conversation import SmsConversation
from channels.sms.exchange import Inbound
from channels.sms.keywords import asked_genuine
from dialogs.model import Phone
from dialogs.ports import StoreDown
from house.lines import sms_conversation
from store.keyring import Keyring
from store.ledger import Results
from store.memory import MemoryGuard
from store.memory_campaigns import MemoryCampaigns
from tests.campaigns.campaign_world import RUNNER, Town
from tests.player import HER, Stage_, stage
from tests.store.campaign_boxes import person, twin_ledger

IDS = itertools.count()
ME = Phone(HER)


class Street:
    """A campaign that wrote to her, and the SMS channel that she answers on, by one clock."""

    def __init__(self, keys: Keyring) -> None:
        self.town = Town(twin_ledger(keys), keys)
        self.scene: Stage_ = stage()
        clock = self.town.clock
        book, results = self.town.ledger.book, self.town.ledger.results
        self.told = Announced(book, results, clock)
        self.scene.world = replace(self.scene.world, clock=clock, announcements=self.told, guard=MemoryGuard(clock))
        self.replies = Replies(book, results, clock)
        self.conversation: SmsConversation = sms_conversation(self.scene.world, announced=self.replies)

    async def announced(self, **changes: object) -> None:
        people = [replace(person(1), phone=ME), *(person(n) for n in range(2, 30))]
        await self.scene.world.contacts.set_language(ME, "fr", at=0.0)
        record = await self.town.approved(people, cell=0.0, keywords={"1": "recover", "oui": "status", "3": "privacy"}, **changes)
        await self.town.desk.act(record.name, "start", RUNNER)
        await self.town.go(times=6)

    async def text(self, words: str) -> str:
        await self.town.clock.advance(5)
        await self.conversation.take(Inbound(f"id-{next(IDS)}", ME, "3737", words, self.town.clock.now()))
        return self.scene.messages()[-1][1]

    async def counted(self) -> set[str]:
        return {word for _, word in await self.town.ledger.results.answers(1)}


@pytest.fixture
def street(keys: Keyring) -> Street:
    return Street(keys)


async def test_an_answer_begins_the_service_that_the_announcement_named(street: Street) -> None:
    await street.announced()
    assert "IDCS" in await street.text("1")
    assert await street.counted() == {"1", BEGAN}


async def test_a_word_does_as_well_as_a_number(street: Street) -> None:
    await street.announced()
    assert "dossier" in await street.text("Oui !")
    assert await street.counted() == {"oui", BEGAN}


async def test_what_we_asked_last_is_what_she_answers(street: Street) -> None:
    """She is at the menu after the announcement came: her `1` is the menu's."""
    await street.announced()
    menu = await street.text("menu")
    assert "1" in menu
    await street.text("1")
    assert await street.counted() == set()


async def test_an_announcement_that_comes_into_an_old_conversation_is_what_she_answers(street: Street) -> None:
    await street.scene.world.contacts.set_language(ME, "fr", at=0.0)
    await street.text("menu")
    await street.town.clock.advance(60)
    await street.announced()
    assert "IDCS" in await street.text("1")
    assert await street.counted() == {"1", BEGAN}


async def test_the_end_of_the_service_is_counted_once(street: Street) -> None:
    await street.announced()
    await street.text("3")
    assert await street.counted() == {"3", BEGAN}
    await street.text("1")
    assert await street.counted() == {"3", BEGAN, DONE}


async def test_an_end_that_no_announcement_began_is_not_counted(street: Street) -> None:
    await street.announced()
    await street.replies.ended(ME)
    assert await street.counted() == set()


async def test_a_stop_counts_against_the_campaign_and_begins_nothing(street: Street) -> None:
    await street.announced()
    await street.text("STOP")
    assert await street.counted() == {"stop"}


async def test_a_word_that_the_announcement_does_not_name_is_talked_about_as_ever(street: Street) -> None:
    await street.announced()
    await street.text("7")
    assert await street.counted() == set()


async def test_a_stranger_who_texts_1_begins_nothing(street: Street) -> None:
    await street.scene.world.contacts.set_language(ME, "fr", at=0.0)
    await street.text("1")
    assert await street.town.ledger.book.all() == []


# --- is it genuine? ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("VRAI 123456", "123456"),
        ("123456 vrai ?", "123456"),
        ("Vérifier 123456", "123456"),
        ("check 123456", "123456"),
        ("صحيح ١٢٣٤٥٦", "123456"),
        ("123456", None),
        ("vrai", None),
        ("vrai 12345", None),
        ("vrai 123456 654321", None),
        ("bonjour 123456", None),
    ],
)
def test_who_asks_whether_a_message_is_ours(text: str, code: str | None) -> None:
    assert asked_genuine(text) == code


@pytest.mark.parametrize(("lang", "yes", "no"), [("fr", "Oui", "aucun"), ("ar", "نعم", "لم نرسل"), ("en", "Yes", "no message")])
async def test_a_message_is_ours_when_its_code_is(street: Street, lang: str, yes: str, no: str) -> None:
    await street.announced()
    await street.scene.world.contacts.set_language(ME, lang, at=1.0)
    code = (await street.town.desk.preview("days")).first.campaign.code
    assert yes in await street.text(f"vrai {code}")
    wrong = f"{(int(code) + 1) % 1_000_000:06}"
    assert no in await street.text(f"vrai {wrong}")


async def test_a_code_of_a_campaign_that_wrote_to_nobody_is_not_ours(street: Street) -> None:
    await street.town.submitted([person(1)])
    code = (await street.town.desk.preview("days")).first.campaign.code
    assert await street.told.genuine(code) is None


async def test_what_cannot_be_counted_fails_no_turn(street: Street) -> None:
    class Down(MemoryCampaigns):
        async def latest(self, phone: Phone, *, since: float) -> int | None:
            raise StoreDown("gone")

    await street.announced()
    book = street.town.ledger.book
    assert isinstance(book, MemoryCampaigns)
    results: Results = Down(street.town.ledger.outbox, street.town.ledger.contacts, street.town.keys)  # type: ignore[arg-type]
    down = Replies(book, results, street.town.clock)
    assert await down.service(ME, "1") is None
    await down.stopped(ME)
