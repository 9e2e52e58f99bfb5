"""Help and advice: how to enrol, what a household is, fees, fraud; and, under a neutral label, somebody to talk to."""

from dialogs.desk import Desk
from dialogs.model import End, Option, end
from dialogs.parts.protected import talk_in_private
from dialogs.parts.referral import find_help
from dialogs.questions import listed
from dialogs.talk import Talk

_PRIVATE, _REFER = Option("private", "case-private"), Option("refer", "menu-refer")


async def guide(talk: Talk, desk: Desk) -> End:
    """One page per topic, from the country profile; the way to a service, where the menu has no room for it."""
    topics, country = desk.country.guide, desk.country
    refers = country.needs and "refer" not in country.services and desk.may_use("refer")
    picked = await talk.ask("topic", listed("guide", topics, _PRIVATE, *((_REFER,) if refers else ())))
    if picked == "refer":
        return await find_help(talk, desk)
    if picked == "private":
        return await talk_in_private(talk, desk)
    topic = next(topic for topic in topics if topic.id == picked)
    return end("guide-page", words=topic.words)
