"""The face of a USSD phone: what is heard, which page is shown, and that a retry always gets the same bytes."""

from dataclasses import replace

import pytest

from channels.ussd.africastalking import wire
from channels.ussd.face import MOST_SCREENS, UssdFace
from dialogs.model import Caller, Delivery, Event, Names, Option, Phone, Prompt, Reply
from store.keyring import Keyring
from tests.player import HER, SPEECH, stage

FACE = UssdFace(SPEECH, Keyring({1: b"k" * 32}, b"l" * 32), wire)
PAGES = Reply(Prompt("rsu-needs"), "fr", final=True)
ASKED = Reply(
    Prompt("recover-consent", options=(Option("yes", "consent-yes"), Option("no", "consent-no"))), "fr", slip=None
)  # fmt: skip


def delivery(transcript: str, session: str = "ATUid_1", event: Event = "resume") -> Delivery:
    return Delivery("ussd", "*3737#", session, Caller("ussd", HER, Phone(HER)), event, transcript=transcript)


def after(*transcripts: str) -> bytes:
    """The note after these hops of one session."""
    note = b""
    for transcript in transcripts:
        note = FACE.hear(note, delivery(transcript)).note
    return note


# --- hearing -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "now", "kind", "said"),
    [
        pytest.param((), "", "dial", "", id="a session opens"),
        pytest.param((), "1", "over", "", id="an unknown session with text"),
        pytest.param(("",), "1", "said", "1", id="an answer"),
        pytest.param(("", "1"), "1", "again", "", id="a retry"),
        pytest.param(("", "1", "1*2"), "1", "again", "", id="a hop that comes late"),
        pytest.param(("", "1"), "2*1", "over", "", id="another past"),
        pytest.param(("", "1"), "1*99", "said", "99", id="a page turned is input like any other"),
    ],
)
def test_what_a_hop_is(before: tuple[str, ...], now: str, kind: str, said: str) -> None:
    heard = FACE.hear(after(*before), delivery(now))
    assert (heard.kind, heard.said) == (kind, said)


def test_a_hang_up_keeps_the_note() -> None:
    note = after("", "1")
    heard = FACE.hear(note, delivery("", event="close"))
    assert (heard.kind, heard.note) == ("close", note)


def test_another_session_of_the_same_phone_is_not_this_one() -> None:
    note = after("", "1")
    assert FACE.hear(note, delivery("1*2", "ATUid_2")).kind == "over"
    assert FACE.hear(note, delivery("", "ATUid_2")).kind == "dial"


def test_the_same_hop_has_the_same_id_and_another_hop_another() -> None:
    first = FACE.hear(after(""), delivery("1"))
    assert FACE.hear(after(""), delivery("1")).id == first.id
    assert FACE.hear(after("", "1"), delivery("1")).id == first.id, "a retry is known by the id of the first"
    assert FACE.hear(after("", "1"), delivery("1*1")).id != first.id
    assert len(first.id) == 4


def test_nothing_that_was_typed_or_dialled_is_in_the_note() -> None:
    note = after("", "canary", "canary*10001100020000320260115093000")
    for kept in (b"canary", b"1000110002", b"ATUid_1", b"212612340007"):
        assert kept not in note
    assert len(note) < 40


# --- leafing -----------------------------------------------------------------------------------


def leafed(note: bytes, transcript: str, said: str, reply: Reply = PAGES) -> bytes | None:
    return FACE.leaf(reply, note, FACE.hear(note, delivery(transcript)).note, said)


def test_99_and_0_turn_the_pages_and_stop_at_both_ends() -> None:
    note = after("", "1")
    assert leafed(note, "1*0", "0") is None, "before the first page comes the dialog"
    second = leafed(note, "1*99", "99")
    assert second is not None
    assert FACE.show(PAGES, second) != FACE.show(PAGES, note)
    assert leafed(second, "1*99*99", "99") is None, "behind the last page there is nothing"
    first = leafed(second, "1*99*0", "0")
    assert first is not None
    assert FACE.show(PAGES, first) == FACE.show(PAGES, note)


@pytest.mark.parametrize("said", ["", "9", "999", "00", "1", "98"])
def test_other_keys_turn_no_page(said: str) -> None:
    assert leafed(after("", "1"), f"1*{said}", said) is None


def test_a_screen_of_one_page_has_no_pages_to_turn() -> None:
    assert leafed(after("", "1"), "1*99", "99", Reply(Prompt("session-over"), "fr", final=True)) is None


def test_a_leafed_note_knows_the_hop_that_turned_the_page() -> None:
    note = leafed(after("", "1"), "1*99", "99")
    assert note is not None
    assert FACE.hear(note, delivery("1*99")).kind == "again"
    assert FACE.hear(note, delivery("1*99*1")).said == "1"


# --- showing -----------------------------------------------------------------------------------


def test_an_end_with_several_pages_goes_on_until_its_last() -> None:
    note = after("", "1")
    shown = [FACE.show(PAGES, note)]
    typed = "1"
    while (turned := leafed(note, f"{typed}*99", "99")) is not None:
        note, typed = turned, f"{typed}*99"
        shown.append(FACE.show(PAGES, note))
    assert len(shown) > 1
    assert all(page.startswith("CON ") and "\n99 Suite" in page for page in shown[:-1])
    assert shown[-1].startswith("END ")
    assert "99 Suite" not in shown[-1]


def test_an_end_on_one_page_ends() -> None:
    assert FACE.show(Reply(Prompt("session-over"), "fr", final=True), b"").startswith("END ")


def test_a_question_goes_on_and_numbers_its_options() -> None:
    shown = FACE.show(ASKED, after(""))
    assert shown.startswith("CON ")
    assert shown.endswith("\n1 Oui\n2 Non\n0 Retour")


@pytest.mark.parametrize("key", ["menu", "language-ask", "resume-offer"])
def test_a_root_offers_no_way_back(key: str) -> None:
    assert "0 Retour" not in FACE.show(Reply(Prompt(key), "fr"), b"")


def test_a_page_that_is_no_more_shows_the_last_one_there_is() -> None:
    """A release made the text shorter while she was reading page two."""
    second = leafed(after("", "1"), "1*99", "99")
    assert second is not None
    assert FACE.show(Reply(Prompt("session-over"), "fr", final=True), second).startswith("END Cette")


# --- slips -------------------------------------------------------------------------------------


def test_a_slip_stands_above_its_question() -> None:
    slip = Prompt("slip-choice", (("least", 1), ("most", 2)))
    shown = FACE.show(Reply(Prompt("recover-way", options=ASKED.prompt.options), "fr", slip), b"")
    assert shown == "CON Tapez un numéro de 1 à 2.\nComment retrouver votre IDCS ?\n1 Oui\n2 Non\n0 Retour"


def test_a_slip_stands_alone_above_the_options_when_the_question_no_longer_fits() -> None:
    slip = Prompt("slip-choice", (("least", 1), ("most", 2)))
    shown = FACE.show(Reply(Prompt("recover-papers", options=ASKED.prompt.options), "fr", slip), b"")
    assert shown == "CON Tapez un numéro de 1 à 2.\n1 Oui\n2 Non\n0 Retour"


def test_a_slip_that_says_all_that_there_is_to_type_stands_for_the_question() -> None:
    shown = FACE.show(Reply(Prompt("recover-code-again"), "fr", Prompt("slip-code")), b"")
    assert shown == "CON Le code a 6 chiffres. Tapez-le encore.\n0 Retour"


def test_news_above_a_question_never_replaces_its_words() -> None:
    news = Reply(Prompt("status-rejected"), "ar", Prompt("errand-ready", (("ref", "4821"),)))
    words = FACE.show(news, b"")
    note = b""
    turned = FACE.leaf(news, note, after(""), "99")
    while turned is not None:
        note, words = turned, words + FACE.show(news, turned)
        turned = FACE.leaf(news, note, note, "99")
    assert "4821" in words
    for line in SPEECH.say(Prompt("status-rejected"), "ar").body.split("\n"):
        assert line in words


def test_what_holds_a_citizens_value_is_never_cached() -> None:
    face = replace(FACE)
    face.show(Reply(Prompt("recover-sent", (("masked", "26****5169"),)), "fr", final=True), b"")
    face.show(Reply(Prompt("menu"), "fr", Prompt("slip-receipt", (("count", 7),))), b"")
    assert face.screens == {}
    shown = [face.show(Reply(Prompt("menu"), "fr"), b"") for _ in range(2)]
    assert list(face.screens) == [(Prompt("menu"), None, "fr", False)]
    assert shown[0] == shown[1]


def test_the_oldest_screen_makes_room_for_the_newest() -> None:
    face = replace(FACE)
    for n in range(MOST_SCREENS + 1):
        face.show(Reply(Prompt("menu", (("name", Names(((f"{n}", ""),))),)), "fr"), b"")
    assert len(face.screens) == MOST_SCREENS
    assert next(iter(face.screens))[0].params[0][1] == Names((("1", ""),))


# --- through the engine ------------------------------------------------------------------------


async def test_a_retry_of_a_leafed_page_gets_the_same_bytes() -> None:
    phone = stage().handset()
    await phone.dial()
    shown = [await phone.send("2"), await phone.send("2"), await phone.send("2")]
    for key in ("99", "0", "99"):
        shown.append(await phone.send(key))
        assert await phone.again() == shown[-1]
        assert await phone.again() == shown[-1]
    assert shown[2] == shown[4] != shown[3] == shown[5]


async def test_turning_pages_answers_nothing() -> None:
    scene = stage()
    phone = scene.handset()
    for keys in (("2", "1", "1", "1"), ("99",), ("0",)):
        for key in keys if phone.session else ("", *keys):
            asked = await (phone.send(key) if key else phone.dial())
    assert asked.startswith("CON Si l'inscription existe")
    assert (await phone.send(scene.codes[HER])).startswith("END Trouvé")


async def test_after_the_last_page_the_session_is_over() -> None:
    phone = stage().handset()
    await phone.dial()
    for key in ("2", "2", "2"):
        await phone.send(key)
    assert (await phone.send("99")).startswith("END C'est gratuit")
    assert (await phone.send("1")).startswith("END Cette session est terminée")
