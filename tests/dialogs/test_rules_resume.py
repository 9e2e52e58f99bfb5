"""Rules 8 and 11: an outage loses nothing that was typed, and a shared phone shows nothing that was proved."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from config.policy import Proof
from dialogs.desk import Desk
from dialogs.engine.run import Dialog
from dialogs.engine.turn import PAUSE
from dialogs.model import End, Option, end
from dialogs.ports import Meaning, Sessions, StoreDown, TooSlow
from dialogs.questions import choice, text
from dialogs.refusals import PartnerMisconfigured, ProtocolViolation, RegistryError, Unavailable
from dialogs.talk import Talk
from tests.dialogs.scenes import Till, phone, record_of, registry_stage, together, typed
from tests.phones import Texter
from tests.player import HER, NOBODY, RECEIPT, Stage_, stage

OUTAGES: list[Callable[[], RegistryError]] = [
    lambda: Unavailable("503"),
    lambda: PartnerMisconfigured("IDA-MPA-001"),
    lambda: ProtocolViolation("signature"),
]


def looking(till: Till) -> Dialog:
    async def dialog(talk: Talk, desk: Desk) -> End:
        of = await talk.ask("of", text("of?"))
        price = await till.price(of)
        pick = await talk.ask("pick", choice("pick?", [Option("yes", "yes"), Option("no", "no")], price=price))
        return end("picked", of=of, pick=pick)

    return dialog


def proving(till: Till) -> Dialog:
    async def dialog(talk: Talk, desk: Desk) -> End:
        await talk.ask("first", text("first?"))
        await till.pay("1", proves=lambda _: Proof.CODE)
        await talk.ask("personal", text("personal?"))
        return end("done")

    return dialog


# --- outages ---


@pytest.mark.parametrize("outage", OUTAGES, ids=lambda make: type(make()).__name__)
async def test_after_an_outage_the_citizen_goes_on_where_she_was(outage: Callable[[], RegistryError]) -> None:
    scene = stage()
    till = Till(scene, fails=[outage()])
    caller = phone(scene, looking(till))
    assert await typed(caller, "bread") == "END busy"
    assert scene.troubles == [("outage", outage().code)]
    assert await caller.dial() == "CON resume-offer"
    assert await caller.send("1") == "CON pick? price=price of bread"
    assert await caller.send("2") == "END picked of=bread pick=no"


async def test_the_next_hop_of_the_same_session_goes_on_after_an_outage() -> None:
    scene = stage()
    caller = phone(scene, looking(Till(scene, fails=[Unavailable()])))
    assert await typed(caller, "bread") == "END busy"
    assert await caller.again() == "CON pick? price=price of bread"


async def test_an_outage_again_after_going_on_does_not_turn_that_key_into_an_answer() -> None:
    scene = stage()
    caller = phone(scene, looking(Till(scene, fails=[Unavailable(), Unavailable()])))
    await typed(caller, "bread")
    assert await typed(caller, "1") == "END busy"
    assert await caller.again() == "CON pick? price=price of bread", "the 1 meant: go on"
    assert await caller.send("2") == "END picked of=bread pick=no"


async def test_a_look_that_has_no_errand_and_is_too_slow_ends_in_neutral_words() -> None:
    scene = stage()
    till = Till(scene, takes=10)
    caller = phone(scene, looking(till))
    await caller.dial()
    assert await together(scene.clock, caller.send("bread")) == ["END busy"]
    assert scene.troubles == [("outage", TooSlow.__name__)]
    till.takes = 0
    assert await typed(caller, "1") == "CON pick? price=price of bread"


async def test_a_refusal_is_a_value_and_an_outage_is_no_try_for_the_citizen_to_lose_her_receipt() -> None:
    scene, registry = registry_stage()
    registry.outages.append(Unavailable("504"))
    caller = phone(scene, number=NOBODY)
    assert await typed(caller, "2", "1", "1", "2", RECEIPT) == "END busy"
    assert await typed(caller, "1") == "CON recover-code minutes=3"
    assert list(scene.codes) == [HER]


async def test_a_code_typed_into_an_outage_is_typed_again_and_costs_one_try() -> None:
    scene, registry = registry_stage()
    caller = phone(scene)
    await typed(caller, "2", "1", "1", "1")
    registry.outages.append(Unavailable("504"))
    assert await caller.send(scene.codes[HER]) == "END busy"
    assert await typed(caller, "1") == "CON recover-code minutes=3"
    assert await caller.send(scene.codes[HER]) == "END recover-sent masked=26****5169"
    assert len(scene.messages()) == 1


class Failing:
    """Sessions that are down while `down` says so."""

    def __init__(self, inner: Sessions) -> None:
        self._inner = inner
        self.down: set[str] = set()

    async def load(self, key: bytes) -> tuple[int, bytes] | None:
        self._check("load")
        return await self._inner.load(key)

    async def save(self, key: bytes, was: int, value: bytes, ttl: float) -> bool:
        self._check("save")
        return await self._inner.save(key, was, value, ttl)

    async def drop(self, key: bytes) -> None:
        self._check("drop")
        await self._inner.drop(key)

    def _check(self, what: str) -> None:
        if what in self.down:
            raise StoreDown


@pytest.mark.parametrize("what", ["load", "save"])
async def test_a_store_that_is_down_is_neutral_words_and_the_hop_goes_on_when_it_is_back(what: str) -> None:
    scene = stage()
    sessions = Failing(scene.world.sessions)
    caller = phone(scene, looking(Till(scene)), sessions=sessions)
    await caller.dial()
    sessions.down = {what}
    assert await caller.send("bread") == "END busy"
    assert scene.troubles == [("store", "StoreDown")]
    sessions.down = set()
    assert await caller.again() == "CON pick? price=price of bread"


async def test_a_fault_of_ours_costs_nothing_that_was_typed() -> None:
    scene = stage()
    till = Till(scene, fails=[ZeroDivisionError()])
    caller = phone(scene, looking(till))
    assert await typed(caller, "bread") == "END busy"
    assert scene.troubles == [("fault", "ZeroDivisionError")]
    assert await typed(caller, "1") == "CON pick? price=price of bread"


# --- redial ---


async def test_a_redial_before_a_proof_offers_to_go_on_without_saying_with_what() -> None:
    scene = stage()
    await typed(scene.handset(), "2", "1", "1")
    screen = await scene.handset().dial()
    assert screen == "CON Vous aviez commencé une demande.\n1 Continuer\n2 Recommencer"


async def test_a_redial_that_begins_anew_forgets_the_answers() -> None:
    scene = stage()
    caller = phone(scene, looking(Till(scene)))
    await typed(caller, "bread")
    assert await typed(caller, "2") == "CON of?"
    assert b"bread" not in (await record_of(scene) or b"")


@pytest.mark.parametrize("garbage", ["3", "0", "00", "99", "", "continue", "١٢"])
async def test_the_offer_is_asked_again_after_garbage(garbage: str) -> None:
    scene = stage()
    caller = phone(scene, looking(Till(scene)))
    await typed(caller, "bread")
    screen = await typed(caller, garbage)
    assert screen.endswith("resume-offer")
    assert await caller.again() == screen
    assert await caller.send("١") == "CON pick? price=price of bread"


async def test_a_redial_at_the_menu_offers_nothing() -> None:
    scene = stage()
    await typed(phone(scene), "2")
    assert await phone(scene).dial() == "CON menu"


async def test_after_a_proof_a_redial_shows_nothing_of_it() -> None:
    scene = stage()
    caller = phone(scene, proving(Till(scene)))
    assert await typed(caller, "secret") == "CON personal?"
    assert await caller.dial() == "CON first?"
    assert b"secret" not in (await record_of(scene) or b"")


async def test_a_crash_right_behind_a_proof_is_not_resumed_either() -> None:
    scene = stage()
    till = Till(scene)

    async def dialog(talk: Talk, desk: Desk) -> End:
        await talk.ask("first", text("first?"))
        await till.pay("1", proves=lambda _: Proof.CODE)
        till.fails = [Unavailable()]
        await till.price("bread")
        await talk.ask("personal", text("personal?"))
        return end("done")

    caller = phone(scene, dialog)
    assert await typed(caller, "secret") == "END busy"
    assert await caller.dial() == "CON first?"


async def test_home_leaves_the_proof_behind() -> None:
    scene = stage()
    caller = phone(scene, proving(Till(scene)))
    await typed(caller, "secret")
    assert await caller.send("00") == "CON first?"
    await caller.send("again")
    assert await caller.dial() == "CON first?", "proved anew, so not resumed"


async def test_the_last_words_of_one_person_are_not_shown_to_the_next_on_the_same_phone() -> None:
    scene = stage()
    caller = phone(scene)
    await typed(caller, "2", "1", "1", "1")
    assert await caller.send(scene.codes[HER]) == "END recover-sent masked=26****5169"
    assert await phone(scene).dial() == "CON menu"


async def test_two_phones_never_share_a_conversation() -> None:
    scene = stage()
    await typed(phone(scene), "2", "1", "1")
    assert await phone(scene, number=NOBODY).dial() == "CON language-ask"


# --- in private ---

NAMELESS = ("2", "7", "1", "4", "2", "1", "zag", "3", "2", "2")
"""French, a complaint about an agent, with a call and words of hers, without her name."""
WORDS = "il me suit dans la rue"
STEPS = [(), (WORDS,), (WORDS, "0661550019")]
"""Each further than the one before, up to the choice of a PIN."""


@pytest.mark.parametrize("steps", STEPS)
async def test_a_redial_offers_nothing_of_a_complaint_without_a_name_before_it_has_its_pin(steps: tuple[str, ...]) -> None:
    scene = stage()
    await typed(phone(scene), *NAMELESS, *steps)
    assert await phone(scene).dial() == "CON menu"
    kept = await record_of(scene) or b""
    assert WORDS.encode() not in kept
    assert b"asked-money" not in kept
    assert scene.deeds == ["speak"]


@pytest.mark.parametrize("steps", STEPS)
@pytest.mark.parametrize("said", ["Bonjour", "1", "4242", "0", "99"])
async def test_by_sms_nothing_of_it_goes_on_after_a_pause_whoever_writes_then(steps: tuple[str, ...], said: str) -> None:
    scene = stage()
    texter = await texted(scene, *NAMELESS, *steps)
    await scene.clock.advance(PAUSE + 1)
    assert (await texter.send(said)).startswith("IDCS : que voulez-vous faire ?\n1 ")
    assert (await texter.send("0")).startswith("IDCS : que voulez-vous faire ?\n1 "), "nor a step back leads there"
    assert scene.deeds == ["speak"]


async def test_by_sms_she_takes_her_time_up_to_that_pause() -> None:
    scene = stage()
    texter = await texted(scene, *NAMELESS)
    for said in (WORDS, "0661550019"):
        await scene.clock.advance(PAUSE - 1)
        await texter.send(said)
    assert (await texter.send("4242")).startswith("C'est enregistré, sans votre nom.")


async def test_by_sms_a_complaint_with_her_phone_goes_on_an_hour_later() -> None:
    scene = stage()
    texter = await texted(scene, *NAMELESS[:-1], "1")
    await scene.clock.advance(3600.0)
    assert (await texter.send(WORDS)).startswith("C'est enregistré.")


@pytest.mark.parametrize(("pause", "goes_on"), [(PAUSE - 1, True), (PAUSE + 1, False)])
async def test_by_sms_what_lies_behind_a_proof_does_not_go_on_after_that_pause_either(pause: float, goes_on: bool) -> None:
    scene = stage()
    till = Till(scene)

    async def dialog(talk: Talk, desk: Desk) -> End:
        await talk.ask("first", text("office-commune"))
        await till.pay("1", proves=lambda _: Proof.CODE)
        await talk.ask("personal", text("case-text"))
        return end("come-again")

    texter = replace(scene.texter(), turns=replace(scene.texter().turns, dialog=dialog))
    asked = await texter.send("Salut")
    personal = await texter.send("Zagora")
    await scene.clock.advance(pause)
    after = await texter.send("Salut")
    assert (after != asked, till.calls) == (goes_on, 1)
    assert after != personal


async def test_what_is_written_after_the_pause_is_read_by_nobody() -> None:
    scene = stage()
    read: list[str] = []

    class Reading:
        async def meaning(self, said: str, lang: str, who: str) -> Meaning:
            read.append(said)
            return Meaning()

    texter = await texted(scene, *NAMELESS)
    scene.world = replace(scene.world, interpreter=Reading())
    await scene.clock.advance(PAUSE + 1)
    await replace(texter, turns=scene.texter().turns).send(WORDS)
    assert read == []


@pytest.mark.parametrize(("need", "shown"), [("health", "resume-offer"), ("protection", "menu")])
async def test_help_that_others_should_not_read_of_is_offered_to_nobody(need: str, shown: str) -> None:
    scene, ivoire = stage("cote_divoire"), "+2250707123407"
    needs = [one.id for one in scene.world.country.needs]
    found = await typed(phone(scene, number=ivoire), "1", "1", str(needs.index(need) + 1), "abobo", "1")
    assert found.startswith("CON refer-show")
    assert await phone(scene, number=ivoire).dial() == f"CON {shown}"


async def texted(scene: Stage_, *said: str) -> Texter:
    """A phone that has texted all of it, one after the other; the first word that it texts asks for the language."""
    texter = scene.texter()
    for one in ("Salut", *said):
        await texter.send(one)
    return texter


# --- language ---


async def test_the_language_is_asked_once_and_remembered() -> None:
    scene = stage()
    assert await scene.handset().dial() == "CON لغة / Langue\n1 العربية\n2 Français\n3 English\n4 ⵜⴰⵎⴰⵣⵉⵖⵜ\n5 Tamazight"
    assert (await typed(scene.handset(), "3")).startswith("CON IDCS: what")
    await scene.clock.advance(30 * 24 * 3600)
    assert (await scene.handset().dial()).startswith("CON IDCS: what")


async def test_a_changed_language_holds_from_the_next_screen_on() -> None:
    scene = stage()
    caller = scene.handset()
    menu = await typed(caller, "3")
    change = next(line.split()[0] for line in menu.splitlines() if "language" in line.lower())
    await caller.send(change)
    assert "que voulez-vous faire" in await caller.send("2")
    assert "que voulez-vous faire" in await scene.handset().dial()


async def test_neutral_words_are_in_the_language_of_the_citizen() -> None:
    scene, registry = registry_stage()
    registry.outages.append(Unavailable())
    assert "Rien n'est perdu" in await typed(scene.handset(), "2", "1", "1", "1")


# --- time ---


async def test_what_was_begun_is_kept_for_the_ttl_and_no_longer() -> None:
    scene = stage()
    caller = phone(scene, looking(Till(scene)))
    await typed(caller, "bread")
    await scene.clock.advance(899)
    assert await caller.dial() == "CON resume-offer"
    await scene.clock.advance(901)
    assert await caller.dial() == "CON of?"
