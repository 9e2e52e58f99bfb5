"""What WhatsApp's Cloud API answers, and what follows from each of its codes."""

from collections.abc import Mapping

import msgspec

from channels.outbound import Again, Outcome, Refused, Stop, Taken, Unknown
from channels.sms.exchange import Answered

REENGAGE = Refused("131047", permanent=False)
"""More than 24 hours since she wrote: only a template may leave."""
_SOON, _PAIR, _SPAM = 5.0, 6.0, 60.0

_CODES: Mapping[int, Outcome] = {
    131047: REENGAGE,
    131026: Refused("131026", permanent=True),  # has no WhatsApp, or one too old
    131030: Refused("131030", permanent=False),  # not on the list of a number that is tried out
    131062: Refused("131062", permanent=False),  # a business-scoped id, where only a number will do
    130429: Again("130429", _SOON, everyone=True),  # more a second than our number may
    131056: Again("131056", _PAIR),  # too many to this person
    131048: Again("131048", _SPAM, everyone=True),  # too many were reported as spam
    80007: Again("80007", _SPAM, everyone=True),
    4: Again("4", _SPAM, everyone=True),
    131000: Again("131000", _SOON),
    131016: Again("131016", _SOON),
    133004: Again("133004", _SOON),
    2: Again("2", _SOON),
    1: Again("1", _SOON),
    **{
        code: Stop(str(code))  # our token, our rights, our account: an operator of ours must act
        for code in (0, 3, 10, 190, *range(200, 300), 33, 368, 131005, 131031, 131042, 131045, 133010)
    },
}
"""https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes"""


class _Fault(msgspec.Struct):
    code: int


class _Sent(msgspec.Struct):
    id: str


class _Answer(msgspec.Struct):
    messages: list[_Sent] = []
    error: _Fault | None = None


def judge(answer: Answered) -> Outcome:
    """What the API says about one message; a code that is not listed is judged by its status."""
    try:
        told = msgspec.json.decode(answer.body, type=_Answer)
    except (ValueError, RecursionError):
        told = _Answer()
    if told.error is not None and told.error.code in _CODES:
        return _CODES[told.error.code]
    if answer.status == 200 and told.messages:
        return Taken(told.messages[0].id, 1)
    if answer.status == 429:
        return Again("http-429", _SOON, everyone=True)
    if answer.status >= 500:
        return Again(f"http-{answer.status}", _SOON)
    if answer.status == 401:
        return Stop("http-401")
    if 400 <= answer.status < 500:
        return Refused(str(told.error.code) if told.error else f"http-{answer.status}", permanent=False)
    return Unknown("unreadable")
