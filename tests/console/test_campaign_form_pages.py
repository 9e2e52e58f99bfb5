"""The form of a campaign: its texts, its times and its reminders, each fault told at its field, without a script."""

from collections.abc import AsyncIterator

import pytest

from campaigns import plan
from store.keyring import Keyring
from tests.console.campaign_room import ENDS, FORM, WAVES, Team, gathered
from tests.console.staff import forms

SIX = {f"wave-{n}-at": f"2027-01-{10 + n}T10:00" for n in range(1, 7)} | {f"wave-{n}-to": "all" for n in range(1, 7)}


@pytest.fixture
async def team(keys: Keyring) -> AsyncIterator[Team]:
    async with gathered(keys) as made:
        yield made


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"name": "a b"}, "letters without accents"),
        ({"name": ""}, "letters without accents"),
        ({"ends_at": "tomorrow"}, "Say when the campaign ends"),
        ({"cell": "80"}, "0 to 50 percent"),
        ({"cell": "x"}, "0 to 50 percent"),
        ({"daily": "99"}, "more than the country allows"),
        ({"daily": ""}, "more than the country allows"),
        ({"text-fr": "x" * 1201}, "too long"),
        ({"default": "so-so"}, "Choose the default language"),
        ({"keywords": "1 = nothing"}, "the name of a service"),
        ({"keywords": "recover"}, "the name of a service"),
        ({"rate": "-1"}, "parts a second"),
        ({"patience": "soon"}, "how many minutes"),
        ({"wave-1-at": "tomorrow", "wave-1-to": "all"}, "Say when this reminder begins"),
        ({"wave-1-text-fr": "Rappel {code}", "wave-1-to": "all"}, "Say when this reminder begins"),
        ({"wave-1-at": "2027-01-20T10:00", "wave-1-to": "nobody"}, "Choose to whom this reminder goes"),
        ({**WAVES, "wave-1-text-ar": "x" * 1201}, "too long"),
        ({**WAVES, "wave-2-at": "2027-01-20T10:00"}, "before the next one, and before the end"),
        ({**WAVES, "wave-2-at": "2027-02-15T10:00"}, "before the next one, and before the end"),
    ],
)
async def test_what_is_wrong_in_the_form_is_told_at_its_field_and_nothing_is_lost(
    team: Team, changes: dict[str, str], told: str
) -> None:
    seen = await team.write(**{"title": "Kept title", **changes})
    assert seen.status == 422
    assert told in seen.text
    assert "Kept title" in seen.html
    assert 'aria-invalid="true"' in seen.html
    assert await team.town.ledger.book.all() == []


async def test_a_name_that_is_taken_is_not_written_over(team: Team) -> None:
    await team.write()
    seen = await team.write(title="Other")
    assert (seen.status, "another campaign of this name" in seen.text) == (422, True)


async def test_an_edit_of_what_somebody_has_changed_meanwhile_is_refused(team: Team) -> None:
    await team.write()
    fields = forms((await team.writer.open("/campaigns/days/edit")).html)["/console/campaigns/days/edit"]
    await team.writer.post("/campaigns/days/edit", {**FORM, **fields, "title": "First"})
    seen = await team.writer.post("/campaigns/days/edit", {**FORM, **fields, "title": "Second"})
    assert (seen.status, "Somebody was faster" in seen.text) == (409, True)


async def test_an_edit_shows_what_was_written_in_the_time_of_the_country(team: Team) -> None:
    await team.write(keywords="1 = recover\n2=status", optouts="2,5", patience="20", daily="2", **WAVES)
    seen = await team.writer.open("/campaigns/days/edit")
    fields = forms(seen.html)["/console/campaigns/days/edit"]
    assert {name: fields[name] for name in ("ends_at", "optouts", "patience", "daily")} == {
        "ends_at": ENDS, "optouts": "2.5", "patience": "20", "daily": "2",
    }  # fmt: skip
    assert "1 = recover\n2 = status" in seen.html
    assert [fields[name] for name in ("wave-1-at", "wave-2-at")] == [WAVES["wave-1-at"], WAVES["wave-2-at"]]
    assert "Plus que 7 jours. {code}" in seen.text
    assert "Bonjour {prenom}" in seen.text


async def test_a_reminder_is_added_filled_in_and_removed_without_a_script(team: Team) -> None:
    more = await team.write(do="wave")
    assert (more.status, "Reminder 1" in more.text, "Remove reminder 1" in more.text) == (200, True, True)
    assert 'name="wave-1-at" type="datetime-local" value="" autocomplete="off" autofocus' in more.html
    assert await team.town.ledger.book.all() == []
    await team.write(**WAVES)
    waves = plan.decode(await team.town.desk.find("days")).waves
    assert [(one.to, one.texts) for one in waves] == [("unanswered", {"fr": "Plus que 7 jours. {code}"}), ("all", {})]
    fewer = await team.writer.fill("/campaigns/days/edit", "/campaigns/days/edit", **FORM, **WAVES, do="drop-1")
    assert "Reminder 2" not in fewer.text
    kept = forms(fewer.html)["/console/campaigns/days/edit"]
    await team.writer.post("/campaigns/days/edit", {**FORM, **kept, "wave-1-to": "all"})
    assert [one.to for one in plan.decode(await team.town.desk.find("days")).waves] == ["all"]


@pytest.mark.parametrize("to", plan.TO)
async def test_a_reminder_may_go_to_each_group_that_there_is(team: Team, to: str) -> None:
    assert f'<option value="{to}"' in (await team.write(do="wave")).html
    await team.write(**WAVES | {"wave-1-to": to})
    assert plan.decode(await team.town.desk.find("days")).waves[0].to == to


async def test_there_is_no_place_for_a_seventh_reminder(team: Team) -> None:
    seen = await team.write(do="wave", **SIX)
    assert ("Reminder 6" in seen.text, "Reminder 7" in seen.text, "Add a reminder" in seen.text) == (True, False, False)


async def test_reminders_stand_in_the_order_of_their_times_however_they_were_filled_in(team: Team) -> None:
    turned = {name.translate(str.maketrans("12", "21")): told for name, told in WAVES.items()}
    await team.write(**turned)
    assert [one.to for one in plan.decode(await team.town.desk.find("days")).waves] == ["unanswered", "all"]


async def test_the_texts_of_a_reminder_keep_the_rules_of_all_texts(team: Team) -> None:
    await team.bring_to_a_draft(**WAVES | {"wave-1-text-fr": "Rappel {nom} http://evil.example", "wave-1-text-ar": "x" * 1000})
    seen = await team.writer.open("/campaigns/days")
    for told in (
        "Reminder 1 – French – No column of the list is called so: nom",
        "Reminder 1 – French – The word to check by is missing",
        "Reminder 1 – French – This site may not be named: evil.example",
        "Reminder 1 – Arabic – It is too long",
    ):
        assert told in seen.text
    assert "Reminder 2 –" not in seen.text
    await team.move(team.writer, "freeze")
    assert "A text has a fault" in (await team.writer.open("/campaigns/days")).text


async def test_the_longest_form_is_taken(team: Team) -> None:
    texts = {f"wave-{n}-text-{lang}": "ⵣ" * 1200 for n in range(1, 7) for lang in ("fr", "ar")}
    assert (await team.write(**SIX, **texts)).status == 200


async def test_what_is_wrong_is_told_in_the_order_of_the_form(team: Team) -> None:
    told = (await team.write(name="jours d", ends_at="")).html
    assert 0 < told.index('<a href="#f-name">') < told.index('<a href="#f-ends_at">')


async def test_texts_are_counted_as_they_will_leave(team: Team) -> None:
    seen = await team.write(do="count")
    assert "Parts: 1. 59 of 160 characters, GSM-7." in seen.text
    assert "of 70 characters, UCS-2" in seen.text
    assert "No text: people of this language get the default one." in seen.text
    seen = await team.write(do="count", **WAVES)
    assert "Parts: 1. 39 of 160 characters, GSM-7." in seen.text
    assert "Nothing written in this language." in seen.text
    csrf = forms(seen.html)["/console/sign-out"]["csrf"]
    counted = await team.writer.post("/campaigns/_count", {"csrf": csrf, "text-fr": "x" * 200})
    assert "Parts: 2. 213 of 306 characters, GSM-7." in counted.text
    assert "<html" not in counted.html
    assert await team.town.ledger.book.all() == []


async def test_letters_that_make_a_text_longer_are_named(team: Team) -> None:
    seen = await team.write(**{"text-fr": "Bonjour à tous et à toutes 🙂 {code}", "do": "count"})
    assert "These letters make it longer: 🙂" in seen.text
