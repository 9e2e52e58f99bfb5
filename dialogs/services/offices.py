"""Find the nearest registration counter."""

from dialogs.desk import Desk
from dialogs.model import End
from dialogs.parts.offices import nearest_office
from dialogs.talk import Talk


async def offices(talk: Talk, desk: Desk) -> End:
    """By commune, from the country profile."""
    return await nearest_office(talk, desk)
