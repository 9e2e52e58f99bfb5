"""In which language a message is written, where a few words leave no doubt: its first answer then comes in it."""

from collections.abc import Mapping

from dialogs.texts.words import fold

_URDU = frozenset("ٹڈڑںےگچپ")
_COMMON: Mapping[str, frozenset[str]] = {
    lang: frozenset(words.split())
    for lang, words in {
        "fr": "je j ai mon ma mes le la les un une des du de est et pas ne vous nous ou pour avec sur suis veux bonjour que qui "
        "il elle on quel quelle perdu ce cette dans au aux sans svp merci",
        "en": "i my the is are was were a an of and to not you we for with on have has want hello where what who lost this that "
        "please thanks do does did can how",
        "so": "waxaan waan waa iyo ku ka u oo aan ma maxaa xaggee lambarkayga fadlan waxay inaan aniga rabaa waayay ayaan side",
    }.items()
}
_LEAST = 2


def tongue_of(text: str) -> str:
    """ISO 639-1 (`zgh` for Tifinagh); empty where the words are few, mixed, or of a variety that has no catalogue (Arabizi)."""
    letters = [letter for letter in text if letter.isalpha()]
    arabic = sum("\u0600" <= letter <= "\u06ff" for letter in letters)
    if 2 * arabic > len(letters):
        return "ur" if _URDU.intersection(letters) else "ar"
    if 2 * sum("\u2d30" <= letter <= "\u2d7f" for letter in letters) > len(letters):
        return "zgh"
    words = fold(text).split()
    counts = sorted(((sum(word in common for word in words), lang) for lang, common in _COMMON.items()), reverse=True)
    (most, lang), (next_most, _) = counts[0], counts[1]
    return lang if most >= _LEAST and most > next_most else ""
