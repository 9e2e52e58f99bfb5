"""What the desk of campaigns refuses, as pages that say no."""

import functools
from collections.abc import Awaitable, Callable

from campaigns.brief import NAME
from console.announcing import TooManyTests
from console.pages.page import Answer, Refusal, Visit
from dialogs.refusals import Conflict, InvalidIdentifier, NotFound, NotPermitted

__all__ = ["NAMED", "refusing"]

NAMED = {"name": NAME}
_STATUS = {NotFound: 404, NotPermitted: 403, Conflict: 409, InvalidIdentifier: 400, TooManyTests: 429}


def refusing(handler: Callable[[Visit], Awaitable[Answer]]) -> Callable[[Visit], Awaitable[Answer]]:
    """The handler with refusals that its page has no words for."""

    @functools.wraps(handler)
    async def handle(visit: Visit) -> Answer:
        try:
            return await handler(visit)
        except (NotFound, NotPermitted, Conflict, InvalidIdentifier, TooManyTests) as refused:
            raise Refusal(_STATUS[type(refused)]) from None

    return handle
