"""The form of a campaign: its texts with the parts that they take, its end, and the rules that its author may choose."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from pydantic import ValidationError

from campaigns import plan
from campaigns.brief import Brief, Content
from campaigns.office import Desk
from campaigns.plan import TO, WRITER, Campaign, Wave
from campaigns.wording import Size
from console.announcing import Announcing, member
from console.pages.campaign_refusals import NAMED, refusing
from console.pages.page import Answer, Goto, Page, Sheet, Visit
from dialogs.refusals import Conflict, InvalidIdentifier

__all__ = ["pages", "sized"]

SCRIPT = "campaigns.js"
_WRITER = frozenset({WRITER})
_SHARES = ("cell", "failures", "optouts")
_LOCAL = "%Y-%m-%dT%H:%M"
_WAVE = "%Y-%m-%d %H:%M"
_FIELDS = (
    "name", "title", "default", "ends_at", "daily", "weekly", "patience", "rate", "links", "keywords", "consented", "public",
    "waves", *_SHARES,
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
        told = _shown(plan.decode(record), visit) | {"version": str(record.revision)}
        return _form(desk, visit, told, {}, record.name)

    async def edit(visit: Visit) -> Answer:
        return await _kept(desk, visit, visit.path["name"])

    async def count(visit: Visit) -> Answer:
        """Only the sizes: what the script of the form asks for."""
        return Sheet("campaigns/sizes.html", {"sizes": sized(desk, _texts(desk, visit)), "langs": desk.law.languages})

    return (
        Page("campaign-new", "GET", "/campaigns/_new", _WRITER, blank),
        Page("campaign-create", "POST", "/campaigns/_new", _WRITER, create),
        Page("campaign-count", "POST", "/campaigns/_count", _WRITER, count),
        Page("campaign-anew", "GET", "/campaigns/{name}/edit", _WRITER, refusing(anew), NAMED),
        Page("campaign-edit", "POST", "/campaigns/{name}/edit", _WRITER, refusing(edit), NAMED),
    )


def sized(desk: Desk, texts: Mapping[str, str]) -> dict[str, Size]:
    """What each text takes as it will leave: with its opt-out words, and values of an ordinary length."""
    return desk.sizes(Campaign("", "", texts, "", 0.0))


async def _kept(desk: Desk, visit: Visit, name: str) -> Answer:
    """Keep the form, or show it again with what is wrong, or with what its texts take."""
    told = _told(desk, visit) | ({"name": name} if name else {})
    if visit.text("do") == "count":
        return _form(desk, visit, told, {}, name)
    try:
        brief = _brief(desk, visit, told, plan.decode(await desk.find(name)).waves if name else ())
        if name:
            await desk.edit(brief.campaign(name), member(visit.operator), int(told["version"] or 0))
        else:
            await desk.create(brief.campaign(brief.name), member(visit.operator))
    except ValidationError as error:
        return _form(desk, visit, told, _wrong(desk, error), name)
    except InvalidIdentifier as refused:
        return _form(desk, visit, told, _named(desk, refused.code, refused.code), name)
    except Conflict as conflict:
        if conflict.code != "name-taken":
            raise
        return _form(desk, visit, told, {"name": "campaign-wrong-name-taken"}, name)
    return Goto(f"/campaigns/{brief.name}", done="campaign-written")


def _form(desk: Desk, visit: Visit, told: Mapping[str, str], wrong: Mapping[str, str], name: str = "") -> Sheet:
    texts = {lang: text for lang in desk.law.languages if (text := told.get(f"text-{lang}", ""))}
    context = {
        "told": told,
        "wrong": wrong,
        "name": name,
        "langs": desk.law.languages,
        "choices": [(lang, visit.words.named(lang)) for lang in desk.law.languages],
        "law": desk.law,
        "sizes": sized(desk, texts),
        "services": desk.law.services,
        "to": TO,
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


def _brief(desk: Desk, visit: Visit, told: Mapping[str, str], waves: Sequence[Wave]) -> Brief:
    """What the form says; a wave that was there keeps its own texts. Raises `ValidationError`."""
    values: dict[str, object] = {field: told[field] for field in ("name", "title", "default", "daily", "weekly")}
    values |= {field: _number(told[field], 0.01) for field in _SHARES}
    values |= {"patience": _number(told["patience"], 60), "rate": _number(told["rate"], 1), "consented": bool(told["consented"])}
    values |= {"public": bool(told["public"])}
    values |= {"links": told["links"].split(), "texts": _texts(desk, visit), "ends_at": _moment(told["ends_at"], visit)}
    texts = {(wave.at, wave.to): wave.texts for wave in waves}
    values["waves"] = [_wave(line, visit, texts) for line in told["waves"].splitlines() if line.strip()]
    pairs = (line.partition("=") for line in told["keywords"].splitlines() if line.strip())
    values["keywords"] = {word.strip(): service.strip() for word, _, service in pairs}
    return Brief.model_validate(values, by_name=True, by_alias=False)


def _wave(line: str, visit: Visit, texts: Mapping[tuple[float, str], Mapping[str, str]]) -> dict[str, object]:
    """A moment and whom the wave goes to, in one line."""
    when, _, to = line.strip().rpartition(" ")
    at = _moment(when, visit, _WAVE)
    return {"at": at, "to": to, "texts": texts.get((at.timestamp() if at else 0.0, to), {})}


def _number(text: str, scale: float) -> float | str:
    try:
        return float(text.replace(",", ".") or 0) * scale
    except ValueError:
        return text


def _moment(text: str, visit: Visit, form: str = _LOCAL) -> datetime | None:
    """A moment of the country's clock."""
    try:
        return datetime.strptime(text.strip(), form).replace(tzinfo=visit.words.zone)
    except ValueError:
        return None


def _shown(campaign: Campaign, visit: Visit) -> dict[str, str]:
    """A campaign that is there, as the form shows it."""
    content = Content.of(campaign)
    told = {field: str(getattr(content, field)) for field in ("title", "default", "daily", "weekly")}
    told |= {field: _plain(getattr(content, field) * 100) for field in _SHARES}
    told |= {"patience": _plain(content.patience / 60), "rate": _plain(content.rate), "links": "\n".join(content.links)}
    told |= {"keywords": "\n".join(f"{word} = {service}" for word, service in content.keywords.items())}
    zone = visit.words.zone
    told["waves"] = "\n".join(f"{one.at.astimezone(zone).strftime(_WAVE)} {one.to}" for one in content.waves)
    told |= {"ends_at": content.ends_at.astimezone(visit.words.zone).strftime(_LOCAL), "name": campaign.name}
    told |= {name: "1" if getattr(content, name) else "" for name in ("consented", "public")}
    return told | {f"text-{lang}": text for lang, text in content.texts.items()}


def _plain(number: float) -> str:
    return f"{number:.4f}".rstrip("0").rstrip(".")


def _wrong(desk: Desk, error: ValidationError) -> dict[str, str]:
    """The fields of the form that are wrong, each with its words."""
    found: dict[str, str] = {}
    for one in error.errors(include_url=False, include_context=False, include_input=False):
        place = one["loc"]
        found |= _named(desk, str(place[0]), str(place[1]) if len(place) > 1 else "")
    return found


def _named(desk: Desk, field: str, lang: str) -> dict[str, str]:
    if field != "texts":
        return {field: f"campaign-wrong-{field.replace('_', '-')}"}
    return {f"text-{lang if lang in desk.law.languages else desk.law.languages[0]}": "campaign-wrong-text"}
