"""Help and advice: how to enrol, what a household is, fees, fraud; and, under a neutral label, somebody to talk to."""

from dialogs.desk import Desk
from dialogs.model import End, Option, end
from dialogs.parts.protected import talk_in_private
from dialogs.questions import listed
from dialogs.talk import Talk

_PRIVATE = Option("private", "case-private")


async def guide(talk: Talk, desk: Desk) -> End:
    """One page per topic, from the country profile."""
    topics = desk.country.guide
    picked = await talk.ask("topic", listed("guide", topics, _PRIVATE))
    if picked == "private":
        return await talk_in_private(talk, desk)
    topic = next(topic for topic in topics if topic.id == picked)
    return end("guide-page", words=topic.words)
