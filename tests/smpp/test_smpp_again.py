"""Texts that come again because we could not keep them, and texts that a person really sent twice."""

from dialogs.ports import StoreDown
from tests.smpp.bound import World, config, make_link, running, until
from tests.smpp.by_hand import DELIVER, DELIVER_RESP, HandSmsc, hand_smsc, wire

LONG = [bytes((5, 0, 3, 9, 2, number)) + text for number, text in ((1, b"Bon"), (2, b"jour"))]


def texted(octets: bytes, esm_class: int = 0) -> bytes:
    head = b"\0\1\1212612345678\0\3\0" + b"3737\0" + bytes((esm_class,)) + bytes(8)
    return head + bytes((len(octets),)) + octets


class Failing(World):
    """Fails so many times, then keeps what it is given."""

    def __init__(self, times: int) -> None:
        super().__init__(fault=StoreDown())
        self.left = times

    def _fail(self) -> None:
        if self.left:
            self.left -= 1
            super()._fail()


async def answered(server: HandSmsc, count: int) -> list[int]:
    await until(lambda: len(server.commands(DELIVER_RESP)) == count)
    return [status for _, status, _, _ in server.commands(DELIVER_RESP)]


async def test_a_text_that_could_not_be_kept_comes_again_under_its_id_and_a_second_one_under_another() -> None:
    world = Failing(2)
    async with hand_smsc() as server, running(make_link(config(server.port), world)):
        for sequence in range(1, 6):
            server.say(wire(DELIVER, sequence, 0, texted(b"1")))
            await answered(server, sequence)
        assert [status for _, status, _, _ in server.commands(DELIVER_RESP)] == [0x64, 0x64, 0, 0, 0]
    assert [text.text for text in world.texts] == ["1", "1", "1"]
    assert [text.id.rpartition("-")[2] for text in world.texts] == ["1", "2", "3"]


async def test_a_long_text_that_could_not_be_kept_needs_only_its_last_part_again() -> None:
    world = Failing(1)
    async with hand_smsc() as server, running(make_link(config(server.port), world)):
        for sequence, octets in enumerate((*LONG, LONG[1]), start=1):
            server.say(wire(DELIVER, sequence, 0, texted(octets, 0x40)))
            await answered(server, sequence)
        assert await answered(server, 3) == [0, 0x64, 0]
    assert [text.text for text in world.texts] == ["Bonjour"]
