"""What differs between the sandbox's countries: how people are called, where they live, how their phones begin."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

Pair = tuple[str, str]
"""A name in Latin and in Arabic letters."""


@dataclass(frozen=True, slots=True)
class Land:
    """Names and places to draw from. `mobiles` are beginnings in E.164, followed by so many `digits`.

    Where there are no family names, `families` are those of the father and grandfather, which children share.
    """

    women: tuple[Pair, ...]
    men: tuple[Pair, ...]
    families: tuple[Pair, ...]
    communes: tuple[str, ...]
    mobiles: tuple[str, ...]
    digits: int


_MOROCCO = Land(
    women=(
        ("Fatima", "فاطمة"), ("Khadija", "خديجة"), ("Aicha", "عائشة"), ("Meryem", "مريم"), ("Naïma", "نعيمة"),
        ("Zineb", "زينب"), ("Salma", "سلمى"), ("Hajar", "هاجر"), ("Nadia", "نادية"), ("Samira", "سميرة"),
        ("Latifa", "لطيفة"), ("Rachida", "رشيدة"), ("Houda", "هدى"), ("Imane", "إيمان"), ("Sanae", "سناء"),
        ("Loubna", "لبنى"), ("Ghita", "غيثة"), ("Asmae", "أسماء"), ("Malika", "مليكة"), ("Karima", "كريمة"),
    ),
    men=(
        ("Mohamed", "محمد"), ("Ahmed", "أحمد"), ("Youssef", "يوسف"), ("Hassan", "حسن"), ("Omar", "عمر"),
        ("Abdellah", "عبد الله"), ("Rachid", "رشيد"), ("Said", "سعيد"), ("Mustapha", "مصطفى"), ("Brahim", "إبراهيم"),
        ("Driss", "إدريس"), ("Karim", "كريم"), ("Khalid", "خالد"), ("Anas", "أنس"), ("Hamza", "حمزة"),
        ("Ayoub", "أيوب"), ("Jamal", "جمال"), ("Nabil", "نبيل"), ("Tarik", "طارق"), ("Ismaïl", "إسماعيل"),
    ),
    families=(
        ("El Amrani", "العمراني"), ("Bennani", "بناني"), ("Alaoui", "العلوي"), ("El Idrissi", "الإدريسي"),
        ("Tazi", "التازي"), ("Berrada", "برادة"), ("El Fassi", "الفاسي"), ("Chraïbi", "الشرايبي"),
        ("Benjelloun", "بنجلون"), ("Ouazzani", "الوزاني"), ("Naciri", "الناصري"), ("El Mansouri", "المنصوري"),
        ("Zerouali", "الزروالي"), ("Saïdi", "السعيدي"), ("Lahlou", "لحلو"), ("Bouazza", "بوعزة"),
        ("Ait Taleb", "آيت الطالب"), ("El Khattabi", "الخطابي"), ("Belhaj", "بلحاج"), ("Filali", "الفيلالي"),
        ("Rahmani", "الرحماني"), ("Hajji", "حجي"), ("El Ouafi", "الوافي"), ("Mernissi", "المرنيسي"),
        ("Skalli", "الصقلي"), ("Boukhari", "البخاري"), ("Jabri", "الجابري"), ("Ziani", "الزياني"),
    ),
    communes=(
        "rabat", "sale", "temara", "casablanca", "mohammedia", "settat", "fes", "meknes", "ifrane", "taza", "tanger",
        "tetouan", "chefchaouen", "oujda", "nador", "marrakech", "safi", "essaouira", "agadir", "tiznit", "taroudant",
        "ouarzazate", "zagora", "errachidia", "beni-mellal", "khenifra", "laayoune", "dakhla", "guelmim",
    ),
    mobiles=("+2126", "+2127"),
    digits=8,
)  # fmt: skip

_DJIBOUTI = Land(
    women=(
        ("Hodan", "هودان"), ("Fathia", "فتحية"), ("Saada", "سعدة"), ("Amina", "أمينة"), ("Nasra", "نصرة"), ("Ifrah", "إفراح"),
        ("Deka", "دقة"), ("Roda", "رودة"), ("Kadra", "خضرة"), ("Zahra", "زهرة"), ("Mouna", "منى"), ("Choukri", "شكري"),
        ("Asli", "أصلي"), ("Halimo", "حليمة"), ("Momina", "مؤمنة"), ("Fatouma", "فطومة"), ("Aïcha", "عائشة"),
        ("Hawa", "حواء"), ("Kadiga", "خديجة"), ("Marie-Louise", "ماري لويز"),
    ),
    men=(
        ("Abdourahman", "عبد الرحمن"), ("Moussa", "موسى"), ("Ismail", "إسماعيل"), ("Omar", "عمر"), ("Daher", "طاهر"),
        ("Robleh", "روبله"), ("Guedi", "جيدي"), ("Waïs", "ويس"), ("Houssein", "حسين"), ("Idriss", "إدريس"),
        ("Hamadou", "حمدو"), ("Dini", "ديني"), ("Kamil", "كامل"), ("Aden", "آدن"), ("Yacin", "ياسين"), ("Said", "سعيد"),
        ("Mahamoud", "محمود"), ("Djama", "جامع"), ("Liban", "ليبان"), ("Jean-Marc", "جان مارك"),
    ),
    families=(
        ("Abdillahi Farah", "عبد الله فارح"), ("Omar Ainan", "عمر عينان"), ("Ali Robleh", "علي روبله"),
        ("Houssein Wais", "حسين ويس"), ("Daher Elmi", "طاهر علمي"), ("Aden Bouh", "آدن بوح"),
        ("Djama Egueh", "جامع إيجه"), ("Mahamoud Hersi", "محمود حرسي"), ("Ibrahim Assoweh", "إبراهيم أسوه"),
        ("Ismail Warsama", "إسماعيل ورسمه"), ("Youssouf Miguil", "يوسف ميجيل"), ("Hassan Obsieh", "حسن أبسيه"),
        ("Mohamed Dini", "محمد ديني"), ("Ali Hamadou", "علي حمدو"), ("Kamil Gaba", "كامل جابا"),
        ("Ahmed Orbis", "أحمد أوربيس"), ("Houmed Barkat", "حمد بركات"), ("Ibrahim Hamad", "إبراهيم حمد"),
        ("Hassan Abakari", "حسن أبكري"), ("Said Salem", "سعيد سالم"), ("Ahmed Nasser", "أحمد ناصر"),
        ("Saleh Banabila", "صالح بنبيلة"), ("Dupuis", "دوبوي"), ("Martinet", "مارتينيه"),
    ),
    communes=(
        "ras-dika", "boulaos", "boulaos", "balbala", "balbala", "balbala", "ali-sabieh", "holhol", "ali-adde", "dikhil",
        "as-eyla", "yoboki", "tadjourah", "randa", "dorra", "balho", "obock", "khor-angar", "alaili-dadda", "arta", "wea",
        "damerjog",
    ),
    mobiles=("+25377",),
    digits=6,
)  # fmt: skip

LANDS: Final[Mapping[str, Land]] = {"morocco": _MOROCCO, "djibouti": _DJIBOUTI}
