"""Words that mean something in every state of every channel: STOP and its family first of all, languages, services by name."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Literal

from dialogs.texts.words import fold

Control = Literal["stop", "stop-all", "start", "help", "menu"]

# Opt-out words that carriers and countries prescribe; French, Arabic, Darija in both scripts, Somali, Urdu, Tamazight in both.
_CONTROLS: Mapping[Control, str] = {
    "stop": "stop arret arreter cancel end optout quit remove td unsubscribe desabonner desabonnement "
    "توقف ايقاف الغاء وقف اوقف حبس قف hbes 7bes jooji بند روکیں bdd ⴱⴷⴷ",
    "stop-all": "stopall",
    "start": "start unstop reprendre reabonner debut ابدا استئناف bilow",
    "help": "aide help info مساعده عاونوني 3awnouni aidez caawi caawimo مدد tiwisi ⵜⵉⵡⵉⵙⵉ",
    "menu": "menu accueil القائمه قائمه liiska مینو umugh ⵓⵎⵓⵖ",
}
# service → (language it gives away, words)
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

_CONTROL_OF = {fold(word): control for control, words in _CONTROLS.items() for word in words.split()}
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
