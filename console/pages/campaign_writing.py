"""The form of a campaign: its texts with the parts that they take, its end, and the rules that its author may choose."""

from collections.abc import Mapping, Sequence

from pydantic import ValidationError

from campaigns import plan
from campaigns.brief import Brief, Content
from campaigns.office import MOST_WAVES, Desk
from campaigns.plan import TO, WRITER, Campaign
from campaigns.wording import Size
from console.announcing import Announcing, member
from console.pages import campaign_reminders as reminders
from console.pages.campaign_refusals import NAMED, refusing
from console.pages.campaign_reminders import Filled
from console.pages.page import Answer, Goto, Page, Sheet, Visit
from dialogs.refusals import Conflict, InvalidIdentifier

__all__ = ["pages", "sized"]

SCRIPT = "campaigns.js"
_WRITER = frozenset({WRITER})
_SHARES = ("cell", "failures", "optouts")
_LARGEST = 512 * 1024
"""Bytes of a form whose every text is as long as it may be, in letters that take nine bytes each on the way."""
_FIELDS = (
    "name", "title", "default", "ends_at", "daily", "weekly", "patience", "rate", "links", "keywords", "consented", "public",
    *_SHARES,
)  # fmt: skip
_BLANK = dict.fromkeys(_FIELDS, "") | {
    "daily": "1",
    "weekly": "3",
    "cell": "1",
    "failures": "20",
    "optouts": "2",
    "patience": "15",
    "rate": "0",
}


def pages(team: Announcing) -> Sequence[Page]:
    """To write a new campaign, and to write one anew."""
    desk = team.desk

    async def blank(visit: Visit) -> Answer:
        return _form(desk, visit, _BLANK | {"default": desk.law.languages[0]}, {})

    async def create(visit: Visit) -> Answer:
        return await _kept(desk, visit, "")

    async def anew(visit: Visit) -> Answer:
        record = await desk.find(visit.path["name"])
        campaign = plan.decode(record)
        told = _shown(campaign, visit) | {"version": str(record.revision)}
        return _form(desk, visit, told, {}, record.name, reminders.shown(Content.of(campaign), visit.words.zone))

    async def edit(visit: Visit) -> Answer:
        return await _kept(desk, visit, visit.path["name"])

    async def count(visit: Visit) -> Answer:
        """Only the sizes: what the script of the form asks for."""
        sizes = _sized(desk, _texts(desk, visit), reminders.placed(visit, desk.law.languages))
        return Sheet("campaigns/sizes.html", {"langs": desk.law.languages} | sizes)

    return (
        Page("campaign-new", "GET", "/campaigns/_new", _WRITER, blank),
        Page("campaign-create", "POST", "/campaigns/_new", _WRITER, create, largest=_LARGEST),
        Page("campaign-count", "POST", "/campaigns/_count", _WRITER, count, largest=_LARGEST),
        Page("campaign-anew", "GET", "/campaigns/{name}/edit", _WRITER, refusing(anew), NAMED),
        Page("campaign-edit", "POST", "/campaigns/{name}/edit", _WRITER, refusing(edit), NAMED, largest=_LARGEST),
    )


def sized(desk: Desk, texts: Mapping[str, str]) -> dict[str, Size]:
    """What each text takes as it will leave: with its opt-out words, and values of an ordinary length."""
    return desk.sizes(Campaign("", "", texts, "", 0.0))


def _sized(desk: Desk, texts: Mapping[str, str], waves: Sequence[Filled]) -> dict[str, object]:
    """The same of the campaign and of each of its reminders."""
    return {"sizes": sized(desk, texts), "wave_sizes": [sized(desk, one.texts) for one in waves]}


async def _kept(desk: Desk, visit: Visit, name: str) -> Answer:
    """Keep the form, or show it again with what is wrong, or with what its texts take."""
    told, waves = _told(desk, visit) | ({"name": name} if name else {}), reminders.filled(visit, desk.law.languages)
    if visit.text("do"):
        return _form(desk, visit, told, {}, name, waves)
    try:
        brief = _brief(desk, visit, told, waves)
        if name:
            await desk.edit(brief.campaign(name), member(visit.operator), int(told["version"] or 0))
        else:
            await desk.create(brief.campaign(brief.name), member(visit.operator))
    except ValidationError as error:
        return _form(desk, visit, told, _wrong(desk, error), name, waves)
    except InvalidIdentifier as refused:
        wrong = reminders.untimely(waves, told["ends_at"]) if refused.code == "waves" else {}
        return _form(desk, visit, told, wrong or _named(desk, refused.code, refused.code), name, waves)
    except Conflict as conflict:
        if conflict.code != "name-taken":
            raise
        return _form(desk, visit, told, {"name": "campaign-wrong-name-taken"}, name, waves)
    return Goto(f"/campaigns/{brief.name}", done="campaign-written")


def _form(
    desk: Desk,
    visit: Visit,
    told: Mapping[str, str],
    wrong: Mapping[str, str],
    name: str = "",
    waves: Sequence[Filled] = (),
) -> Sheet:
    texts = {lang: text for lang in desk.law.languages if (text := told.get(f"text-{lang}", ""))}
    context = {
        "told": told,
        "wrong": wrong,
        "name": name,
        "langs": desk.law.languages,
        "choices": [(lang, visit.words.named(lang)) for lang in desk.law.languages],
        "law": desk.law,
        "services": desk.law.services,
        "waves": waves,
        "most_waves": MOST_WAVES,
        "to": [(one, visit.words(f"campaign-to-{one}")) for one in TO],
        **_sized(desk, texts, waves),
    }
    return Sheet("campaigns/write.html", context, 422 if wrong else 200, SCRIPT)


def _told(desk: Desk, visit: Visit) -> dict[str, str]:
    """The fields of the form, as they were filled in."""
    texts = {f"text-{lang}": visit.text(f"text-{lang}") for lang in desk.law.languages}
    version = visit.text("version")
    known = {"version": version if version.isascii() and version.isdigit() and len(version) < 10 else ""}
    return {name: visit.text(name) for name in _FIELDS} | texts | known


def _texts(desk: Desk, visit: Visit) -> dict[str, str]:
    return {lang: text for lang in desk.law.languages if (text := visit.text(f"text-{lang}")[:2000])}


def _brief(desk: Desk, visit: Visit, told: Mapping[str, str], waves: Sequence[Filled]) -> Brief:
    """What the form says. Raises `ValidationError`."""
    zone = visit.words.zone
    values: dict[str, object] = {field: told[field] for field in ("name", "title", "default", "daily", "weekly")}
    values |= {field: _number(told[field], 0.01) for field in _SHARES}
    values |= {"patience": _number(told["patience"], 60), "rate": _number(told["rate"], 1), "consented": bool(told["consented"])}
    values |= {"public": bool(told["public"])}
    values |= {"links": told["links"].split(), "texts": _texts(desk, visit), "ends_at": reminders.moment(told["ends_at"], zone)}
    values["waves"] = reminders.values(waves, zone)
    pairs = (line.partition("=") for line in told["keywords"].splitlines() if line.strip())
    values["keywords"] = {word.strip(): service.strip() for word, _, service in pairs}
    return Brief.model_validate(values, by_name=True, by_alias=False)


def _number(text: str, scale: float) -> float | str:
    try:
        return float(text.replace(",", ".") or 0) * scale
    except ValueError:
        return text


def _shown(campaign: Campaign, visit: Visit) -> dict[str, str]:
    """A campaign that is there, as the form shows it."""
    content = Content.of(campaign)
    told = {field: str(getattr(content, field)) for field in ("title", "default", "daily", "weekly")}
    told |= {field: _plain(getattr(content, field) * 100) for field in _SHARES}
    told |= {"patience": _plain(content.patience / 60), "rate": _plain(content.rate), "links": "\n".join(content.links)}
    told |= {"keywords": "\n".join(f"{word} = {service}" for word, service in content.keywords.items())}
    told |= {"ends_at": content.ends_at.astimezone(visit.words.zone).strftime(reminders.LOCAL), "name": campaign.name}
    told |= {name: "1" if getattr(content, name) else "" for name in ("consented", "public")}
    return told | {f"text-{lang}": text for lang, text in content.texts.items()}


def _plain(number: float) -> str:
    return f"{number:.4f}".rstrip("0").rstrip(".")


def _wrong(desk: Desk, error: ValidationError) -> dict[str, str]:
    """The fields of the form that are wrong, each with its words; the name is told last of them and stands first in the form."""
    found: dict[str, str] = {}
    for one in error.errors(include_url=False, include_context=False, include_input=False):
        match one["loc"]:
            case ("waves", int(place), "texts", lang, *_):
                found[f"wave-{place + 1}-text-{lang}"] = "campaign-wrong-text"
            case ("waves", int(place), str(name), *_):
                found[f"wave-{place + 1}-{name}"] = f"campaign-wrong-wave-{name}"
            case (field, *more):
                found |= _named(desk, str(field), str(more[0]) if more else "")
    return dict(sorted(found.items(), key=lambda one: one[0] != "name"))


def _named(desk: Desk, field: str, lang: str) -> dict[str, str]:
    if field != "texts":
        return {field: f"campaign-wrong-{field.replace('_', '-')}"}
    return {f"text-{lang if lang in desk.law.languages else desk.law.languages[0]}": "campaign-wrong-text"}
