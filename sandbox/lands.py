"""What differs between the sandbox's countries: how people are called, where they live, how their phones begin."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

Pair = tuple[str, str]
"""A name in Latin letters, and in Arabic ones or those of Urdu."""


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
    card: str = ""
    """The beginning of a 13-digit card number whose last digit tells the sex (Pakistan's CNIC); empty: MOSIP's UIN."""


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

_COTE_DIVOIRE = Land(
    women=(
        ("Awa", "أوا"), ("Aminata", "أميناتا"), ("Mariam", "مريم"), ("Fatoumata", "فاطماتا"), ("Aya", "آيا"), ("Adjoua", "أدجوا"),
        ("Akissi", "أكيسي"), ("Affoué", "أفوي"), ("Ahou", "أهو"), ("Salimata", "سليماتا"), ("Rokia", "رقية"), ("Kady", "كادي"),
        ("Grâce", "غراس"), ("Estelle", "إستيل"), ("Prisca", "بريسكا"), ("Nafissatou", "نفيساتو"),
    ),
    men=(
        ("Kouassi", "كواسي"), ("Koffi", "كوفي"), ("Konan", "كونان"), ("Yao", "ياو"), ("Kouadio", "كواديو"),
        ("N'Guessan", "نغيسان"),
        ("Ibrahim", "إبراهيم"), ("Issouf", "يوسف"), ("Moussa", "موسى"), ("Lassina", "لاسينا"), ("Adama", "أداما"),
        ("Souleymane", "سليمان"), ("Serge", "سيرج"), ("Didier", "ديدييه"), ("Gnahoré", "نياهوري"), ("Mamadou", "مامادو"),
    ),
    families=(
        ("Kouamé", "كوامي"), ("Kouakou", "كواكو"), ("Koné", "كوني"), ("Coulibaly", "كوليبالي"), ("Ouattara", "وتارا"),
        ("Traoré", "تراوري"), ("Bamba", "بامبا"), ("Touré", "توري"), ("Diabaté", "دياباتي"), ("Soro", "سورو"), ("Silué", "سيلوي"),
        ("Tanoh", "تانو"), ("Assi", "آسي"), ("Gnamien", "نيامين"), ("Zadi", "زادي"), ("Gbané", "غباني"), ("Doumbia", "دومبيا"),
        ("Fofana", "فوفانا"), ("Ehui", "إهوي"), ("Dago", "داغو"),
    ),
    communes=(
        "abobo", "abobo", "yopougon", "yopougon", "adjame", "koumassi", "cocody", "port-bouet", "yamoussoukro", "bouake",
        "bouake", "korhogo", "daloa", "man", "gagnoa", "san-pedro", "abengourou", "bondoukou", "odienne", "dabou", "soubre",
    ),
    mobiles=("+22501", "+22505", "+22507"),
    digits=8,
)  # fmt: skip

_PAKISTAN_KP = Land(
    women=(
        ("Gul Bibi", "گل بی بی"), ("Zarmina", "زرمینہ"), ("Palwasha", "پلوشہ"), ("Spogmai", "سپوژمئی"), ("Shabana", "شبانہ"),
        ("Nazia", "نازیہ"), ("Bushra", "بشریٰ"), ("Rukhsana", "رخسانہ"), ("Saima", "صائمہ"), ("Tahira", "طاہرہ"),
        ("Naheed", "ناہید"), ("Zainab", "زینب"), ("Maryam", "مریم"), ("Hina", "حنا"), ("Salma", "سلمیٰ"), ("Robina", "روبینہ"),
    ),
    men=(
        ("Imran", "عمران"), ("Zahid", "زاہد"), ("Sher Ali", "شیر علی"), ("Gul Zaman", "گل زمان"), ("Wali", "ولی"),
        ("Noor", "نور"), ("Habib", "حبیب"), ("Asif", "آصف"), ("Bilal", "بلال"), ("Fazal", "فضل"), ("Jamil", "جمیل"),
        ("Karim", "کریم"), ("Rahim", "رحیم"), ("Sajjad", "سجاد"), ("Tariq", "طارق"), ("Usman", "عثمان"),
    ),
    families=(
        ("Khan", "خان"), ("Afridi", "آفریدی"), ("Yousafzai", "یوسفزئی"), ("Khattak", "خٹک"), ("Bangash", "بنگش"),
        ("Marwat", "مروت"), ("Wazir", "وزیر"), ("Mehsud", "محسود"), ("Orakzai", "اورکزئی"), ("Shinwari", "شنواری"),
        ("Mohmand", "مہمند"), ("Tanoli", "تنولی"), ("Swati", "سواتی"), ("Durrani", "درانی"), ("Gandapur", "گنڈاپور"),
        ("Shah", "شاہ"), ("Gul", "گل"), ("Rehman", "رحمان"), ("Ullah", "اللہ"), ("Jan", "جان"),
    ),
    communes=(
        "peshawar", "peshawar", "peshawar", "charsadda", "nowshera", "mardan", "mardan", "swabi", "swat", "swat",
        "lower-dir", "buner", "bajaur", "abbottabad", "mansehra", "haripur", "kohat", "karak", "kurram", "bannu",
        "lakki-marwat", "dera-ismail-khan", "tank", "khyber",
    ),
    mobiles=("+92300", "+92312", "+92333", "+92345"),
    digits=7,
    card="17301",
)  # fmt: skip

LANDS: Final[Mapping[str, Land]] = {
    "morocco": _MOROCCO,
    "djibouti": _DJIBOUTI,
    "cote_divoire": _COTE_DIVOIRE,
    "pakistan_kp": _PAKISTAN_KP,
}
