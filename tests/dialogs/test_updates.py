"""Changes of data beside the transcripts: what may happen again is a request of its own, and tells of the first."""

from dialogs.ports import CaseKind
from tests.player import HER, Stage_, stage

BIRTH = ("8", "3", "1", "1", "2")


async def asked(scene: Stage_, *then: str) -> str:
    """The last screen after a birth was told and proved, and `then` was typed."""
    phone = scene.handset()
    screen = await phone.dial()
    if "Français" in screen:
        await phone.send("2")
    for key in BIRTH:
        await phone.send(key)
    screen = await phone.send(scene.codes[HER])
    for key in then:
        screen = await phone.send(key)
    return screen


async def test_a_second_birth_is_a_second_request_and_says_that_it_is_one() -> None:
    scene = stage()
    assert "Demande recue" in await asked(scene)
    assert "Est-ce la meme ?" in await asked(scene)
    assert "Demande recue" in await asked(scene, "2")
    kept = [one.record.brought for one in scene.casebook._kept.values()]
    assert [case.kind for case in kept] == [CaseKind.UPDATE, CaseKind.UPDATE]
    assert [case.details.get("nth", "") for case in kept] == ["", "2"]
    assert all(case.about and "birth" not in case.about.value for case in kept)


async def test_the_same_birth_told_again_is_one_request() -> None:
    scene = stage()
    await asked(scene)
    assert "Elle suit son cours" in await asked(scene, "1")
    assert len(scene.casebook._kept) == 1


async def test_who_says_another_one_for_ever_is_stopped_by_the_tries() -> None:
    scene = stage()
    await asked(scene)
    await asked(scene, "2")
    assert "Trop d'essais" in await asked(scene, "2", "2")
    assert len(scene.casebook._kept) == 2
