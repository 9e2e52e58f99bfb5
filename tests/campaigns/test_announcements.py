"""Announcements as citizens ask for them: in her language, while they are news, and none that was stopped."""

import pytest
from msgspec import structs

from campaigns import plan
from campaigns.announcements import HELD, PUBLIC_FOR, Announced
from dialogs.refusals import Conflict
from store.keyring import Keyring
from store.ledger import Person
from tests.campaigns.campaign_world import AUTHOR, NOON, RUNNER, Town
from tests.store.campaign_boxes import person, phone, twin_ledger


@pytest.fixture
def town(keys: Keyring) -> Town:
    return Town(twin_ledger(keys), keys)


def told(town: Town) -> Announced:
    return Announced(town.ledger.book, town.ledger.results, town.clock)


async def sent(town: Town, *people: Person, **changes: object) -> None:
    record = await town.approved(people, cell=0.0, **changes)
    await town.desk.act(record.name, "start", RUNNER)
    await town.go(times=4)


def anything(_: str) -> bool:
    return True


@pytest.mark.parametrize(("lang", "words"), [("ar", "غدا"), ("fr", "Inscription"), ("en", "Inscription")])
async def test_she_reads_it_in_the_language_that_she_speaks_now(town: Town, lang: str, words: str) -> None:
    await sent(town, person(1))
    found = await told(town).last(phone(1), lang, anything)
    assert found is not None
    assert words in found.text
    assert "STOP" not in found.text


async def test_a_value_that_may_not_be_shown_is_stars(town: Town) -> None:
    record = await town.desk.draft(town.plan(texts={"fr": "Bonjour {name} {code}"}, cell=0.0), AUTHOR)
    await town.ledger.audience.add(record.id, [person(1, name="Amina")])
    was = await town.desk.find("days")
    assert await town.ledger.book.save(was, was.stage, plan.encode(structs.replace(plan.decode(was), columns=("name",))))
    await town.desk.freeze("days", AUTHOR)
    await town.approved_again(record)
    await town.go(times=4)
    told_, held = await told(town).last(phone(1), "fr", anything), await told(town).last(phone(1), "fr", lambda _: False)
    assert told_ is not None
    assert held is not None
    assert "Amina" in told_.text
    assert held.text == told_.text.replace("Amina", HELD)


async def test_a_public_one_is_read_by_everybody_while_it_is_news(town: Town) -> None:
    await sent(town, person(1), public=True, ends_at=NOON + 86400)
    assert await told(town).last(phone(2), "fr", anything) is not None
    await town.clock.advance(86400 + PUBLIC_FOR)
    assert await told(town).last(phone(2), "fr", anything) is None


async def test_one_that_is_not_public_is_read_by_nobody_else(town: Town) -> None:
    await sent(town, person(1))
    assert await told(town).last(phone(2), "fr", anything) is None


async def test_a_public_text_names_no_column(town: Town) -> None:
    texts = {"fr": "Bonjour {name} {code}"}
    with pytest.raises(Conflict, match="unknown-placeholder"):
        await town.submitted([person(1, name="Amina")], texts=texts, public=True)


async def test_a_code_tells_the_title_and_when_it_was_sent(town: Town) -> None:
    await sent(town, person(1), title="Journées d'inscription")
    code = (await town.desk.preview("days")).first.campaign.code
    found = await told(town).genuine(code)
    assert found is not None
    assert (found.title, NOON <= found.at < NOON + 60) == ("Journées d'inscription", True)
    assert await told(town).genuine(f"{(int(code) + 1) % 1_000_000:06}") is None


async def test_a_code_of_a_campaign_that_was_stopped_is_still_ours(town: Town) -> None:
    """She holds a message that we did send: to say no would be a lie. It is only not read to anybody any more."""
    await sent(town, *(person(n) for n in range(30)), rate=1.0, public=True)
    await town.desk.act("days", "stop", RUNNER)
    await town.go(times=4)
    code = (await town.desk.preview("days")).first.campaign.code
    assert await told(town).genuine(code) is not None
    assert {await told(town).last(phone(n), "fr", anything) for n in range(30)} == {None}
