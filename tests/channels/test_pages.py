"""Pages: each fits the network in its own encoding, and together they say everything once (T11)."""

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.sms.segments import transliterate, units
from channels.ussd.pages import BACK, MORE, ROOM, Footer, Room, pages

FRENCH, ARABIC = Footer("Suite", "Retour"), Footer("المزيد", "رجوع")


def cut(
    body: str, *options: str, footer: Footer = FRENCH, rooted: bool = True, plain: bool = False, room: Room = ROOM
) -> tuple[str, ...]:
    return pages(body, options, footer, room=room, rooted=rooted, plain=plain)


def fits(page: str, room: Room = ROOM) -> bool:
    encoding, size = units(page)
    return size <= (room.gsm7 if encoding == "gsm7" else room.ucs2)


# --- tables ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "count"),
    [
        pytest.param("x" * 156, 1, id="156 septets"),
        pytest.param("x" * 157, 2, id="157 septets"),
        pytest.param("x" * 154 + "€", 1, id="a euro is two septets"),
        pytest.param("x" * 155 + "€", 2, id="a euro too many"),
        pytest.param("x" * 156 + "\n", 2, id="a line's end counts"),
        pytest.param("é" * 156, 1, id="an accent of the GSM alphabet"),
        pytest.param("ê" + "x" * 65, 1, id="one accent outside it makes 66 the most"),
        pytest.param("ê" + "x" * 66, 2, id="67 UTF-16 units"),
        pytest.param("ش" * 66, 1, id="66 Arabic letters"),
        pytest.param("ش" * 67, 2, id="67 Arabic letters"),
        pytest.param("😀" * 33, 1, id="an emoji is two units"),
        pytest.param("😀" * 33 + "x", 2, id="33 emoji and one letter"),
    ],
)
def test_a_screen_is_cut_only_when_it_must_be(body: str, count: int) -> None:
    assert len(cut(body)) == count


def test_one_page_shows_no_99_and_0_only_when_something_lies_behind() -> None:
    assert cut("Choose", "Yes", "No") == ("Choose\n1 Yes\n2 No",)
    assert cut("Choose", "Yes", "No", rooted=False) == ("Choose\n1 Yes\n2 No\n0 Retour",)


def test_pages_hold_whole_lines_and_their_keys() -> None:
    lines = [letter * 60 for letter in "abcde"]
    assert cut("\n".join(lines)) == (
        "\n".join([*lines[:2], "99 Suite"]),
        "\n".join([*lines[2:4], "99 Suite", "0 Retour"]),
        "\n".join([lines[4], "0 Retour"]),
    )
    assert cut("\n".join(lines), rooted=False)[0] == "\n".join([*lines[:2], "99 Suite", "0 Retour"])


def test_a_long_line_is_cut_between_words() -> None:
    first, second = cut("mot " * 50 + "fin")
    assert first == "mot " * 36 + "mot\n99 Suite"
    assert second == "mot " * 13 + "fin\n0 Retour"


def test_plain_screens_are_spelt_in_the_gsm_alphabet() -> None:
    assert cut("Ça coûte 5 €…", "Oui, d’accord", footer=Footer("Suîte", "Retoûr"), plain=True, rooted=False) == (
        "Ça coute 5 €...".replace("Ç", transliterate("Ç")) + "\n1 Oui, d'accord\n0 Retour",
    )


@pytest.mark.parametrize("one", ["e\u0301", "e\u0301\u0327", "ب\u0651\u064e", "👍\U0001f3fd", "👨\u200d👩\u200d👧"])
def test_what_is_one_letter_to_the_eye_stays_on_one_page(one: str) -> None:
    for shift in range(10):
        made = cut("x" * shift + one * 60)
        heads = [page.split("\n")[0].lstrip("x") for page in made]
        assert len(made) > 1
        assert sum(head.count(one) for head in heads) == 60
        assert "".join(heads) == one * 60


def test_a_letter_with_more_marks_than_a_page_holds_is_cut_where_it_must() -> None:
    made = cut("e" + "\u0301" * 200)
    assert all(map(fits, made))
    assert sum(page.count("\u0301") for page in made) == 200


def test_a_gateway_with_less_room_gets_smaller_pages() -> None:
    small = Room(gsm7=60, ucs2=30)
    made = cut("mot " * 40, room=small)
    assert all(fits(page, small) for page in made)
    with pytest.raises(ValueError, match="no room"):
        cut("mot " * 40, room=Room(gsm7=12, ucs2=6))


# --- any screen --------------------------------------------------------------------------------

latin = st.text("abcxyzABC019éèçœê'’.-€[", min_size=1, max_size=14)
arabic = st.text("ابتثشقمنهوي٠١٢", min_size=1, max_size=10).flatmap(
    lambda word: st.text("\u064b\u064e\u0651", max_size=2).map(lambda marks: word + marks)
)
emoji = st.sampled_from(["😀", "👍\U0001f3fd", "👨\u200d👩\u200d👧", "e\u0301", "🇲", "✓"])
endless = st.text("xéشê", min_size=60, max_size=260) | st.lists(emoji, min_size=30, max_size=60).map("".join)
words = st.one_of(latin, latin, arabic, emoji)
lines = st.lists(words, max_size=25).map(" ".join)
bodies = st.lists(lines, min_size=1, max_size=8).map("\n".join)
labels = st.lists(words, min_size=1, max_size=6).map(" ".join)
screens = st.tuples(bodies, st.lists(labels, max_size=9), st.sampled_from([FRENCH, ARABIC]), st.booleans(), st.booleans())
Screen = tuple[str, list[str], Footer, bool, bool]


def spoken(screen: Screen) -> list[str]:
    """The lines that the pages must say."""
    body, options, _, _, plain = screen
    said = [*body.split("\n"), *(f"{n} {label}" for n, label in enumerate(options, start=1))]
    return [transliterate(line) for line in said] if plain else said


def leafed(screen: Screen) -> list[list[str]]:
    """The lines of each page without its keys, which are checked here."""
    body, options, footer, rooted, plain = screen
    made = cut(body, *options, footer=footer, rooted=rooted, plain=plain)
    content = list[list[str]]()
    for number, page in enumerate(made):
        assert fits(page), page
        more = [f"{MORE} {footer.more}"] if number + 1 < len(made) else []
        keys = more + ([f"{BACK} {footer.back}"] if number or not rooted else [])
        shown = page.split("\n")
        assert shown[len(shown) - len(keys) :] == keys
        content.append(shown[: len(shown) - len(keys)])
        assert not {f"{MORE} {footer.more}", f"{BACK} {footer.back}"}.intersection(content[-1])
    return content


@given(screens)
def test_pages_say_every_word_once_and_in_order(screen: Screen) -> None:
    read = [word for page in leafed(screen) for line in page for word in line.split()]
    assert read == [word for line in spoken(screen) for word in line.split()]


@given(screens)
def test_an_option_stands_beside_its_number(screen: Screen) -> None:
    content = leafed(screen)
    footer, options = screen[2], len(screen[1])
    tail = f"\n{MORE} {footer.more}\n{BACK} {footer.back}"
    for line in spoken(screen)[-options:] if options else []:
        if fits(line + tail):
            assert any(line in page for page in content), "the line is whole on some page"


@given(st.tuples(st.lists(words | endless, min_size=1, max_size=6).map(" ".join), st.just([]), screens.map(lambda s: s[2]),
                 st.booleans(), st.booleans()))  # fmt: skip
def test_words_longer_than_a_page_are_cut_between_characters(screen: Screen) -> None:
    content = leafed(screen)
    said = "".join(spoken(screen)).replace(" ", "")
    assert "".join(line for page in content for line in page).replace(" ", "") == said
    for before, after in pairwise(content):
        assert before[-1], "no page is empty"
        assert not before[-1].endswith("\u200d")
        assert not unicodedata.category(after[0][0]).startswith("M")
        assert not "\U0001f3fb" <= after[0][0] <= "\U0001f3ff"
