"""Words as a reader compares them: one form for what people write with and without accents, vowel signs and capitals."""

import unicodedata

from dialogs.questions import fold_digits

_ARABIC = str.maketrans("ٱىةیکھہ", "ايهيكهه")  # what NFKD leaves apart; the last four come from Persian and Urdu keyboards
_TATWEEL = "ـ"
MOST = 1000
"""Characters that are compared: one letter may be taken apart into eighteen (U+FDFA), and nothing of ours is as long."""


def fold(text: str) -> str:
    """Lower case without accents, harakat, tatweel or punctuation; alef, yeh and teh marbuta in one form; digits 0-9.

    Zero-width characters and direction marks vanish: they part no words. `Arrêt!` is `arret`, `تَوَقّـف` is `توقف`,
    `OPT-OUT` is `optout`.
    """
    bare = fold_digits(text[:MOST]).replace("-", "").replace("'", " ").replace("’", " ")
    plain = unicodedata.normalize("NFKD", bare)[:MOST]
    kept = "".join(c for c in plain if not unicodedata.combining(c) and c != _TATWEEL and unicodedata.category(c) != "Cf")
    spaced = "".join(c if c.isalnum() else " " for c in kept.casefold().translate(_ARABIC))
    return " ".join(spaced.split())
