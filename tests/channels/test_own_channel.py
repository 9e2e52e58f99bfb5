"""One person, one phone, three conversations at once: what she asks on a channel is answered there, and nowhere else (T38)."""

from dialogs.model import Phone
from tests.chat_phone import ChatPhone
from tests.player import HER, Stage_


async def test_an_answer_leaves_on_the_channel_that_it_was_asked_on(scene: Stage_) -> None:
    assert scene.world.linked_phones is not None
    await scene.world.contacts.set_language(Phone(HER), "fr", at=0.0)
    await scene.world.linked_phones.link("whatsapp", "MA.7", Phone(HER), at=scene.clock.now())
    screen, texter, chat = scene.handset(HER), scene.texter(HER), scene.messenger("whatsapp", "MA.7")
    menu = "IDCS : que voulez-vous faire ?"
    assert menu in await screen.dial()
    assert menu in await chat.send("Bonjour")
    assert scene.messages() == [], "neither is an SMS"
    asked = await texter.send("PLAINTE")
    assert scene.messages() == [(HER, asked)]
    assert "Tapez les premières lettres" in await screen.send("3")
    assert "Comment retrouver" in await _agreed(chat)
    assert scene.messages() == [(HER, asked)]
    assert "De quoi s'agit-il" in await texter.send("1"), "and each goes on where it was"
    assert [to for to, _ in scene.messages()] == [HER, HER]


async def _agreed(chat: ChatPhone) -> str:
    await chat.send("1")
    return await chat.send("1")
