"""What the keepers of cases refuse, as problem documents."""

from collections.abc import Iterator
from contextlib import contextmanager

from console.api.problems import FORBIDDEN, INVALID, Kind, Problem
from dialogs.refusals import Conflict, InvalidIdentifier, NotFound, NotPermitted, NotSupported

UNKNOWN_CASE = Kind(404, "unknown-case", "There is no such case for you")
NOT_NOW = Kind(409, "not-now", "The case does not allow this now")
DECIDED_BEFORE = Kind(409, "decided-before", "Who decided this case before does not decide it again")


@contextmanager
def problems() -> Iterator[None]:
    """Raises `Problem`; a case of another area is one that there is not."""
    try:
        yield
    except NotFound:
        raise Problem(UNKNOWN_CASE) from None
    except NotPermitted as refused:
        raise Problem(UNKNOWN_CASE if refused.code == "area" else FORBIDDEN) from None
    except Conflict as refused:
        raise Problem(DECIDED_BEFORE if refused.code == "decided-before" else NOT_NOW) from None
    except InvalidIdentifier:
        raise Problem(INVALID, faults=[("to", "unknown_operator")]) from None
    except NotSupported:
        raise Problem(INVALID, faults=[("body", "unknown_body")]) from None
