"""What people really type: digits of every script, noise of keypads and paper, words for yes and no, and worse."""

from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dialogs.model import Code, IdRef, Option
from dialogs.questions import (
    MOST_TYPED,
    Invalid,
    Question,
    choice,
    digits_of,
    fold_digits,
    one_time_code,
    quiet,
    receipt_number,
    text,
    this_number,
    yes_no,
)

FIVE = choice("five", [Option(word, word) for word in ("a", "b", "c", "d", "e")])
SURE = yes_no("sure", "yes", "no")
WORDS = text("words")
CODE = one_time_code("code")
RECEIPT = receipt_number("receipt")
NUMBER = this_number("number", 47)
EVERY: dict[str, Question[Any]] = {
    "choice": FIVE, "yes_no": SURE, "text": WORDS, "code": CODE, "receipt": RECEIPT, "number": NUMBER,
}  # fmt: skip
PAPER = "10001100020000320260115093000"
HOSTILE = {
    "empty": "",
    "blanks": " \t\r\n ",
    "noise alone": "*#*#",
    "5,000 digits": "1" * 5000,
    "5,000 letters": "ab" * 2500,
    "NUL": "\x00",
    "controls": "\x01\x1b[31m\x7f",
    "overrides alone": "\u202e\u200f\u2066",
    "emoji": "👍🏽👩‍👩‍👧",
    "combining": "e" + "\u0301" * 400,
    "a ligature that unfolds": "ﷺ" * 200,
    "numbers that are no digits": "½ Ⅳ ௰ 百",
    "minus": "-1",
    "fraction": "1,5",
    "formula": "1+1",
    "lone surrogate": "\ud800",
    "byte order mark": "\ufeff",
    "replacement": "\ufffd",
}


def key(answer: Any) -> str:
    """The key of the slip when the answer was not understood."""
    assert isinstance(answer, Invalid), answer
    return answer.slip.key


# --- digits ---


@pytest.mark.parametrize(
    "typed",
    ["263942", "٢٦٣٩٤٢", "۲۶۳۹۴۲", "２６３９４２", "२६३९४२", "26 39 42", "26-39-42", "*263942#", "26.39.42", "26\u00a039\u202f42",
     "\u202e263942\u202c", "\u200f٢٦٣٩٤٢\u200e", "2٦3９42", "263–942", "(263) 942", "26/39/42", "²⁶³⁹⁴²", "26_39_42",
     "26\t3942\n"],
)  # fmt: skip
def test_digits_are_read_in_every_script_and_through_noise(typed: str) -> None:
    assert digits_of(typed) == "263942"


@pytest.mark.parametrize(("typed", "read"), [("1O2o", "1020"), ("l2I", "121"), ("Ｏ１", "01"), ("B8", "B8"), ("x", "x")])
def test_letters_that_look_like_digits_are_digits_and_others_are_not(typed: str, read: str) -> None:
    assert digits_of(typed) == read


@pytest.mark.parametrize(("typed", "read"), [("٠", "0"), (" 0 0#", "00"), ("٩٩", "99"), ("O", "O"), ("Oujda", "Oujda")])
def test_keys_are_heard_through_noise_and_letters_stay_letters(typed: str, read: str) -> None:
    assert quiet(typed) == read


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing_more(typed: str) -> None:
    assert fold_digits(fold_digits(typed)) == fold_digits(typed)


# --- choice ---


@pytest.mark.parametrize("typed", ["2", "٢", "۲", "２", " 2 ", "2#", "*2", "2.", "02", "٠٢", "\u202e2", "2\r\n", "(2)", "-2"])
def test_a_choice_is_read_however_its_number_is_typed(typed: str) -> None:
    assert FIVE.parse(typed) == "b"


@pytest.mark.parametrize(
    "typed", ["0", "6", "9", "00", "002", "22", "12", "99", "b", "two", "1 2", "1*2", "2x", "½", "Ⅱ", "二", "1e0"]
)
def test_what_is_not_one_of_the_numbers_is_asked_again(typed: str) -> None:
    assert key(FIVE.parse(typed)) == "slip-choice"


def test_the_slip_of_a_choice_names_its_numbers() -> None:
    answer = FIVE.parse("9")
    assert isinstance(answer, Invalid)
    assert dict(answer.slip.params) == {"least": 1, "most": 5}


def test_the_value_is_kept_and_not_the_place() -> None:
    assert FIVE.dump("d") == "d"
    assert FIVE.load("d") == "d"


# --- yes and no ---


@pytest.mark.parametrize(
    "typed",
    ["1", "١", "１", "oui", "Oui", "OUI.", "o u i", "yes", "ok", "OK!"[:2], "نعم", " نعم ", "waxa", "Wakha", "إيه", "#1", "1*"],
)
def test_yes_in_our_languages(typed: str) -> None:
    assert SURE.parse(typed) is True


@pytest.mark.parametrize("typed", ["2", "٢", "non", "NON", "Non.", "no", "لا", "ﻻ", "la", "2#"])
def test_no_in_our_languages(typed: str) -> None:
    assert SURE.parse(typed) is False


@pytest.mark.parametrize("typed", ["3", "0", "12", "non merci", "ouioui", "peut-être", "yesno", "نعملا", "y", "n"])
def test_neither_yes_nor_no_is_asked_again_and_never_guessed(typed: str) -> None:
    assert key(SURE.parse(typed)) == "slip-choice"


# --- words ---


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("rabat", "rabat"), ("  Aïn   Harrouda ", "Aïn Harrouda"), ("الدار البيضاء", "الدار البيضاء"), ("٧٢٢", "722"),
     ("Ｒａｂａｔ", "Rabat"),
     ("*", "*"), ("a\n\tb", "a b"), ("x" * MOST_TYPED, "x" * MOST_TYPED)],
)  # fmt: skip
def test_words_are_kept_trimmed(typed: str, kept: str) -> None:
    assert WORDS.parse(typed) == kept


@pytest.mark.parametrize(
    ("typed", "slip"), [("", "slip-empty"), (" \n", "slip-empty"), ("x" * (MOST_TYPED + 1), "slip-too-long")]
)
def test_no_words_and_too_many_are_asked_again(typed: str, slip: str) -> None:
    assert key(WORDS.parse(typed)) == slip


@pytest.mark.parametrize("typed", ["\x00", "\u202e\u200f", "\ufeff", "\x07\x1b", "\ud800"])
def test_what_cannot_be_seen_is_no_word(typed: str) -> None:
    assert key(WORDS.parse(typed)) == "slip-empty"


def test_what_cannot_be_seen_does_not_stay_in_words() -> None:
    assert WORDS.parse("Ra\u202ebat\x00\u200f, \ud800Agdal") == "Rabat, Agdal"


# --- receipts ---


@pytest.mark.parametrize(
    "typed",
    [PAPER, f" {PAPER} ", f"{PAPER}#", "-".join([PAPER[:5], PAPER[5:10], PAPER[10:15], PAPER[15:]]), PAPER.replace("0", "O"),
     PAPER.translate({ord(str(d)): 0x660 + d for d in range(10)}), PAPER.translate({ord(str(d)): 0xFF10 + d for d in range(10)}),
     PAPER[:15] + "*" + PAPER[15:], "\u202b" + PAPER + "\u202c"],
)  # fmt: skip
def test_a_receipt_is_read_however_it_is_copied(typed: str) -> None:
    assert RECEIPT.parse(typed) == IdRef("AID", PAPER)


@pytest.mark.parametrize("count", [0, 1, 28, 30, 58, 5000])
def test_a_receipt_of_another_length_is_asked_again_with_its_count(count: int) -> None:
    answer = RECEIPT.parse("1" * count)
    assert isinstance(answer, Invalid)
    assert (answer.slip.key, dict(answer.slip.params)) == ("slip-receipt", {"count": count})


@pytest.mark.parametrize(
    "time", ["20261301093000", "20260230093000", "20260115253000", "20260115096000", "00000000000000", "20260115093099"]
)
def test_a_receipt_whose_time_cannot_be_is_asked_again(time: str) -> None:
    assert key(RECEIPT.parse(PAPER[:15] + time)) == "slip-receipt-form"


def test_a_receipt_comes_back_from_the_journal() -> None:
    ref = IdRef("AID", PAPER)
    assert RECEIPT.load(RECEIPT.dump(ref)) == ref


# --- codes ---


@pytest.mark.parametrize("typed", ["042017", "٠٤٢٠١٧", "０４２０１７", "042 017", "042-017#", "O42O17", "0 4 2 0 1 7", "042.017"])
def test_a_code_is_read_however_it_is_typed(typed: str) -> None:
    assert CODE.parse(typed) == Code("", "042017")


@pytest.mark.parametrize("typed", ["42017", "0420170", "abcdef", "04201x", "", "1", "000-00", "042017 042017"])
def test_what_is_not_six_digits_costs_no_try(typed: str) -> None:
    assert key(CODE.parse(typed)) == "slip-code"


def test_the_journal_gets_the_hash_of_a_code_and_never_the_code() -> None:
    assert CODE.dump(Code("abcd", "042017")) == "abcd"
    assert CODE.load("abcd") == Code("abcd", None)
    assert "042017" not in repr(Code("abcd", "042017"))


@pytest.mark.parametrize("typed", ["47", "٤٧", "4 7#"])
def test_the_number_on_the_screen_is_read(typed: str) -> None:
    assert NUMBER.parse(typed) is True


@pytest.mark.parametrize("typed", ["1", "4", "74", "047", "477", "yes", ""])
def test_another_number_does_not_count(typed: str) -> None:
    assert key(NUMBER.parse(typed)) == "slip-number"


# --- all of them ---


@pytest.mark.parametrize("typed", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("question", EVERY.values(), ids=EVERY)
def test_hostile_input_is_an_answer_or_a_slip_and_never_an_error(question: Question[Any], typed: str) -> None:
    answer = question.parse(typed)
    assert isinstance(answer, Invalid) or question.load(question.dump(answer)) is not None


@given(st.sampled_from(sorted(EVERY)), st.text(max_size=200))
@example("text", "\ud800")
def test_any_input_is_an_answer_that_the_journal_gives_back_or_a_slip(name: str, typed: str) -> None:
    question = EVERY[name]
    answer = question.parse(typed)
    if isinstance(answer, Invalid | Code):
        return
    assert question.load(question.dump(answer)) == answer
    if isinstance(answer, str):
        answer.encode()
