"""Words that mean something in every state of every channel: STOP and its family first of all, languages, services by name."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Literal

from dialogs.texts.words import fold

Control = Literal["stop", "stop-all", "start", "help", "menu"]

# What a word means → (language it gives away, words). Opt-out words that carriers and countries prescribe are everybody's.
_CONTROLS: Mapping[Control, tuple[tuple[str, str], ...]] = {
    "stop": (
        ("", "stop cancel end optout quit remove td unsubscribe hbes 7bes"),
        ("fr", "arret arreter desabonner desabonnement"),
        ("ar", "توقف ايقاف الغاء وقف اوقف حبس قف"),
        ("so", "jooji"),
        ("ur", "بند روکیں"),
        ("zgh", "ⴱⴷⴷ"),
        ("zgh-Latn", "bdd"),
    ),
    "stop-all": (("", "stopall"),),
    "start": (("", "start unstop"), ("fr", "reprendre reabonner debut"), ("ar", "ابدا استئناف"), ("so", "bilow")),
    "help": (
        ("", "help info 3awnouni"),
        ("fr", "aide aidez"),
        ("ar", "مساعده عاونوني"),
        ("so", "caawi caawimo"),
        ("ur", "مدد"),
        ("zgh", "ⵜⵉⵡⵉⵙⵉ"),
        ("zgh-Latn", "tiwisi"),
    ),
    "menu": (
        ("", "menu"),
        ("fr", "accueil"),
        ("ar", "القائمه قائمه"),
        ("so", "liiska"),
        ("ur", "مینو"),
        ("zgh", "ⵓⵎⵓⵖ"),
        ("zgh-Latn", "umugh"),
    ),
}
_SERVICES: Mapping[str, tuple[tuple[str, str], ...]] = {
    "recover": (
        ("fr", "idcs recup recuperer recuperation retrouver perdu"),
        ("en", "recover lost"),
        ("ar", "استرجاع رقمي ضاع نمرتي راحلي"),
        ("so", "lumay"),
        ("", "niu rqmi ra9mi nmrti"),
    ),
    "status": (
        ("fr", "statut dossier suivi"),
        ("en", "status"),
        ("ar", "ملفي تتبع الملف"),
        ("so", "xaalad"),
        ("ur", "صورتحال"),
        ("zgh", "ⴰⵣⵎⵎⴻⵎ"),
        ("zgh-Latn", "azmmem"),
        ("", "dousi dossiyi"),
    ),
    "offices": (
        ("fr", "bureau annexe guichet"),
        ("en", "office"),
        ("ar", "مكتب ملحقه الملحقه قياده"),
        ("so", "xafiis"),
        ("aa", "biiro"),
        ("ur", "دفتر"),
        ("zgh", "ⴰⵙⵉⵔⴰ"),
        ("zgh-Latn", "asira"),
        ("", "biro"),
    ),
    "grievance": (
        ("fr", "plainte reclamation plaindre"),
        ("en", "complaint complain"),
        ("ar", "شكايه شكايتي شكوى شكوي"),
        ("so", "cabasho"),
        ("ur", "شکایت"),
        ("zgh", "ⴰⵛⵜⵜⴽⵉ"),
        ("zgh-Latn", "achttki"),
        ("", "chikaya chkaya"),
    ),
    "privacy": (
        ("fr", "donnees"),
        ("en", "privacy data"),
        ("ar", "معطياتي"),
        ("so", "xog"),
        ("ur", "معلومات"),
        ("zgh", "ⵉⵙⴼⴽⴰ"),
        ("zgh-Latn", "isfka"),
    ),
    "language": (
        ("fr", "langue"),
        ("en", "language"),
        ("ar", "لغه اللغه"),
        ("so", "luqad"),
        ("ur", "زبان"),
        ("zgh", "ⵜⵓⵜⵍⴰⵢⵜ"),
        ("zgh-Latn", "tutlayt"),
        ("", "logha lougha"),
    ),
    "update": (("fr", "changer modifier"), ("en", "update change"), ("ar", "تغيير تحديث")),
    "refer": (("fr", "orientation orienter"), ("en", "referral")),
    "human": (("fr", "conseiller humain"), ("en", "human"), ("ar", "موظف انسان"), ("", "agent")),
    "guide": (("fr", "guide conseils"), ("en", "guide advice"), ("ar", "دليل")),
}
# language → its name in itself and in the languages beside it; only who writes Tifinagh surely has a phone that shows it
_LANGUAGES: Mapping[str, str] = {
    "fr": "francais french الفرنسيه فرنسيه faransiis فرانسیسی",
    "en": "english anglais الانجليزيه انجليزيه ingiriis انگریزی",
    "ar": "العربيه عربيه arabe arabic carabi عربی",
    "so": "somali soomaali somalien الصوماليه صوماليه",
    "aa": "afar qafar العفريه عفريه",
    "ur": "urdu اردو ourdou",
    "zgh": "ⵜⴰⵎⴰⵣⵉⵖⵜ",
    "zgh-Latn": "tamazight الامازيغيه امازيغيه amazigh amazighe berbere",
}
_ALL = frozenset(["all", "tout", "tous", "toutes", "الكل", "كل", "كولشي", "koulchi", "kolchi"])
_GENUINE_WORDS = "vrai verif verifier authentique real genuine check verify sahih s7i7 run tidt صحيح تحقق حقيقي اصلی"
_GENUINE = frozenset(fold(word) for word in _GENUINE_WORDS.split())
_BACK = frozenset({"0", "retour", "back", "رجوع", "dib", "واپس", "aghul", "ⴰⵖⵓⵍ"})
_MORE = frozenset({"99", "suite", "more", "المزيد", "ugar", "ⵓⴳⴰⵔ"})

_CONTROL_OF = {fold(word): control for control, groups in _CONTROLS.items() for _, words in groups for word in words.split()}
_TONGUE_OF = {fold(word): lang for groups in _CONTROLS.values() for lang, words in groups for word in words.split()}
_LANGUAGE_OF = {fold(word): lang for lang, words in _LANGUAGES.items() for word in words.split()}
_SERVICE_OF = {
    fold(word): (service, lang) for service, groups in _SERVICES.items() for lang, words in groups for word in words.split()
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """A service named by its keyword; `lang` when the word belongs to one language only, `rest` the second word, if any."""

    service: str
    lang: str = ""
    rest: str = ""


def control(text: str) -> tuple[Control, str] | None:
    """The control word that a message is: alone, or first of at most three words, or `KEYWORD STOP`; with the word itself.

    `STOP TOUT` is more than STOP: everything but codes and answers.
    """
    words = fold(text).split()
    if not words or len(words) > 3:
        return None
    found = _CONTROL_OF.get(words[0])
    if found == "stop" and not _ALL.isdisjoint(words[1:]):
        return "stop-all", words[0]
    if found is not None and (len(words) == 1 or found == "stop"):
        return found, words[0]
    return ("stop", words[-1]) if _CONTROL_OF.get(words[-1]) == "stop" else None


def language(text: str, offered: Collection[str]) -> str:
    """The language of `offered` that a message of one word names; empty when it names none."""
    named = _LANGUAGE_OF.get(fold(text), "")
    return named if named in offered else ""


def tongue(text: str, offered: Collection[str]) -> str:
    """The language of `offered` that a control word is of; empty for words that are everybody's, and for other messages."""
    found = control(text)
    spoken = _TONGUE_OF[found[1]] if found else ""
    return spoken if spoken in offered else ""


def asked_genuine(text: str) -> str | None:
    """The six digits of which somebody asks whether the message that bears them is ours: `VRAI 123456`."""
    words = fold(text).split()
    digits = [word for word in words if len(word) == 6 and word.isdecimal()]
    return digits[0] if len(words) == 2 and len(digits) == 1 and not _GENUINE.isdisjoint(words) else None


def service(text: str) -> Wanted | None:
    """The service that a message of one or two words names."""
    words = fold(text).split()
    if not words or len(words) > 2:
        return None
    found = _SERVICE_OF.get(words[0])
    return Wanted(*found, *words[1:]) if found else None


def key_of(text: str) -> str:
    """`0` and `99` when the message is a word for going back or on; else the message."""
    word = fold(text)
    return "0" if word in _BACK else "99" if word in _MORE else text
