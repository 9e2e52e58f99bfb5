"""GSM-7 and UCS-2 arithmetic against two independent codecs and golden vectors (lesson T12)."""

import unicodedata

import gsm0338
import pytest
import smsutil
from hypothesis import given
from hypothesis import strategies as st

from channels.sms.segments import Segments, segments, septets, transliterate, units

GSM7 = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà\f^{}\\[~]|€"
)
gsm_texts = st.text(st.sampled_from(GSM7), max_size=500)
bmp_letters = st.text(st.sampled_from("aéçمرحباⴰⵣⵓⵍ🎉👍 "), max_size=300)


def sizes(cut: Segments) -> list[int]:
    return [units(part)[1] if cut.encoding == "gsm7" else len(part.encode("utf-16-be")) // 2 for part in cut.parts]


def test_the_alphabet_is_the_one_of_the_3gpp_table() -> None:
    encode = gsm0338.Codec().encode
    assert septets("\x1b") is None, "the escape itself is no character"
    for char in map(chr, (*range(0x1B), *range(0x1C, 0xD800))):
        try:
            truth = len(encode(char)[0])
        except UnicodeError:
            truth = None
        assert septets(char) == truth


@given(gsm_texts)
def test_septets_are_those_of_the_codec(text: str) -> None:
    assert septets(text) == len(gsm0338.Codec().encode(text)[0])


@given(st.one_of(gsm_texts, bmp_letters).filter(bool))
def test_parts_are_those_of_smsutil(text: str) -> None:
    truth = smsutil.split(text)
    cut = segments(text)
    assert cut.parts == tuple(part.content for part in truth.parts)
    assert cut.units == (truth.total_bytes if cut.encoding == "gsm7" else truth.total_bytes // 2)


@given(st.text(max_size=400))
def test_nothing_is_lost_and_every_part_fits(text: str) -> None:
    cut = segments(text)
    assert "".join(cut.parts) == text
    assert sum(sizes(cut)) == cut.units == units(text)[1]
    alone, many = (160, 153) if cut.encoding == "gsm7" else (70, 67)
    assert all(size <= (alone if len(cut.parts) == 1 else many) for size in sizes(cut))


@given(st.text(st.sampled_from("aéمرⴰe\u0301\u0302\u064e\u0651👍🏽👩\u200d"), max_size=300))
def test_no_part_begins_with_what_combines_with_the_letter_before(text: str) -> None:
    for part in segments(text).parts[1:]:
        assert unicodedata.category(part[0])[0] != "M"
        assert part[0] not in "\u200d🏽"


@pytest.mark.parametrize(
    ("text", "encoding", "lengths"),
    [
        ("", "gsm7", [0]),
        ("a" * 160, "gsm7", [160]),
        ("a" * 161, "gsm7", [153, 8]),
        ("a" * 306, "gsm7", [153, 153]),
        ("€" * 80, "gsm7", [80]),
        ("€" * 81, "gsm7", [76, 5]),
        ("a" * 152 + "€" + "b" * 20, "gsm7", [152, 21]),
        ("é" * 160, "gsm7", [160]),
        ("ç" * 70, "ucs2", [70]),
        ("Ç" * 160, "gsm7", [160]),
        ("a" * 70 + "ç", "ucs2", [67, 4]),
        ("م" * 70, "ucs2", [70]),
        ("م" * 71, "ucs2", [67, 4]),
        ("م" * 134, "ucs2", [67, 67]),
        ("ⵣ" * 135, "ucs2", [67, 67, 1]),
        ("🎉" * 35, "ucs2", [35]),
        ("🎉" * 36, "ucs2", [33, 3]),
        ("م" * 66 + "🎉" + "م" * 10, "ucs2", [66, 11]),
        ("م" * 66 + "ب\u064e" + "م" * 10, "ucs2", [66, 12]),
    ],
)
def test_golden_vectors(text: str, encoding: str, lengths: list[int]) -> None:
    cut = segments(text)
    assert (cut.encoding, [len(part) for part in cut.parts]) == (encoding, lengths)


def test_a_combining_sequence_longer_than_a_part_is_cut_all_the_same() -> None:
    assert max(sizes(segments("a" + "\u0301" * 200))) == 67


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Votre dossier est reçu, c’est prêt…", "Votre dossier est reçu, c'est prêt...".replace("ç", "c").replace("ê", "e")),
        ("à æ è é ù ü Æ Ç É Ü €", "à æ è é ù ü Æ Ç É Ü €"),
        ("Œuvre n° 3 – « À l’Île »", 'OEuvre no 3 - " A l\'Ile "'),
        ("12\u202f500\u00a0DH", "12 500 DH"),
        ("e\u0301te\u0302", "éte"),
        ("Łódź ģ ř", "Lodz g r"),
        ("½ ™ `x`", "1/2 TM 'x'"),
    ],
)
def test_latin_texts_become_gsm7(text: str, plain: str) -> None:
    assert transliterate(text) == plain
    assert units(plain)[0] == "gsm7"


@pytest.mark.parametrize("text", ["مرحبا بك", "ⴰⵣⵓⵍ", "الاسم: François", "prêt 🎉"])
def test_a_text_that_must_be_ucs2_stays_as_written(text: str) -> None:
    assert transliterate(text) == text


@given(st.text(st.characters(max_codepoint=0x24F), max_size=50))
def test_transliteration_is_settled_after_one_pass(text: str) -> None:
    assert transliterate(transliterate(text)) == transliterate(text)
