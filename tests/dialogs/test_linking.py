"""A phone is linked by the code that it receives: tries are counted, links end, and what was linked is a claim and no proof."""

import pytest

from config.policy import Proof
from dialogs.desk import Desk
from dialogs.model import Caller, Phone
from dialogs.ports.linking import LINK_LIFE
from dialogs.questions import Invalid, mobile_number
from tests.chat_phone import ChatPhone
from tests.player import HER, Stage_, stage

AMINA = "700100200"


@pytest.fixture
def scene() -> Stage_:
    return stage()


async def to_the_code(scene: Stage_, who: str = AMINA, number: str = "0612340007") -> ChatPhone:
    """A person who was sent a code, in French."""
    phone = scene.messenger("telegram", who)
    for typed in ("Bonjour", "2", "7", "1", number):
        await phone.send(typed)
    return phone


def code_of(scene: Stage_) -> str:
    return scene.messages()[-1][1][:6]


async def test_three_wrong_codes_lock_the_phone_for_everybody_who_tries(scene: Stage_) -> None:
    phone = await to_the_code(scene)
    right = code_of(scene)
    wrong = "000000" if right != "000000" else "000001"
    screens = [await phone.send(wrong) for _ in range(3)]
    assert "Il reste 2 essais" in screens[0]
    assert "c'est bloqué 30 minutes" in screens[2]
    for typed in ("Menu", "7", "1", "0612340007"):
        locked = await phone.send(typed)
    assert "c'est bloqué" in locked, "the right code is worth nothing now"
    assert "c'est bloqué" in await (await to_the_code(scene, "700100999")).again(), "nor through another account"
    assert scene.world.linked_phones is not None
    assert await scene.world.linked_phones.of("telegram", AMINA, since=0.0) is None


async def test_a_phone_is_sent_three_codes_at_most(scene: Stage_) -> None:
    for who in range(5):
        await to_the_code(scene, f"70010030{who}")
    assert len(scene.messages()) == 3


async def test_an_old_code_brings_a_new_one(scene: Stage_) -> None:
    phone = await to_the_code(scene)
    old = code_of(scene)
    await scene.clock.advance(601.0)
    assert "Code trop ancien. Un nouveau est envoyé." in await phone.send(old)
    assert code_of(scene) != old
    assert "Faire une réclamation" in await phone.send(code_of(scene))


async def test_somebody_elses_code_links_nothing(scene: Stage_) -> None:
    await to_the_code(scene)
    other = await to_the_code(scene, "700100999", "0661550019")
    [(_, hers), (_, _)] = scene.messages()
    assert "Ce code est faux" in await other.send(hers[:6])


async def test_a_link_ends_after_its_time(scene: Stage_) -> None:
    phone = await to_the_code(scene)
    await phone.send(code_of(scene))
    await scene.clock.advance(LINK_LIFE - 60.0)
    await phone.send("Bonjour")
    assert "[Relier mon téléphone]" not in await phone.send("7")
    await scene.clock.advance(5 * 3600.0)
    await phone.send("Bonjour")
    await phone.send("2")
    assert "[Relier mon téléphone]" in await phone.send("7")


async def test_a_linked_phone_is_a_claim_like_a_sim_and_proves_nothing(scene: Stage_) -> None:
    phone = await to_the_code(scene)
    await phone.send(code_of(scene))
    assert scene.world.linked_phones is not None
    kept = await scene.world.linked_phones.of("telegram", AMINA, since=0.0)
    assert kept == Phone(HER)
    desk = Desk(scene.world, Caller("telegram", AMINA), lambda: "fr")
    proofs = [desk.proof]
    desk.claim(kept)
    assert [*proofs, desk.proof] == [Proof.NONE, Proof.SIM]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("0612340007", HER), ("06 12-34.00 07", HER), ("+212 612340007", HER), ("٠٦١٢٣٤٠٠٠٧", HER), ("00212612340007", HER),
     ("0537000000", None), ("+33612345678", None), ("612", None), ("", None), ("maman", None), ("+212000000000", None)],
)  # fmt: skip
def test_only_a_mobile_number_of_the_country_is_sent_a_code(typed: str, kept: str | None) -> None:
    read = mobile_number("phone-number", "MA").parse(typed)
    assert (None if isinstance(read, Invalid) else read) == kept


async def test_the_sim_sees_who_is_linked_to_it_and_ends_a_link_that_is_not_hers(scene: Stage_) -> None:
    linked, handset = scene.world.linked_phones, scene.handset(HER)
    assert linked is not None
    await scene.world.contacts.set_language(Phone(HER), "fr", at=0.0)
    await handset.dial()
    await handset.send("4")
    assert "Comptes reliés" not in await handset.send("99"), "nobody is linked"
    await linked.link("telegram", AMINA, Phone(HER), at=1.0)
    await linked.link("whatsapp", "MA.1", Phone(HER), at=1.0)
    for typed in ("*", "4", "99"):
        shown = await (handset.dial() if typed == "*" else handset.send(typed))
    assert "8 Comptes reliés" in shown
    shown = await handset.send("8")
    assert shown.split("\n")[1:] == ["1 Telegram", "2 WhatsApp", "3 Tout est normal", "0 Retour"]
    assert "Il ne parle plus pour ce téléphone." in await handset.send("2")
    assert await linked.accounts(Phone(HER)) == [("telegram", AMINA)]


async def test_who_finds_every_link_her_own_keeps_them(scene: Stage_) -> None:
    linked, handset = scene.world.linked_phones, scene.handset(HER)
    assert linked is not None
    await scene.world.contacts.set_language(Phone(HER), "fr", at=0.0)
    await linked.link("telegram", AMINA, Phone(HER), at=1.0)
    await handset.dial()
    for typed in ("4", "8", "2"):
        screen = await handset.send(typed)
    assert "Merci d'avoir vérifié" in screen
    assert await linked.accounts(Phone(HER)) == [("telegram", AMINA)]
