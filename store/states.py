"""The one order in which an outgoing message may change its state."""

from dialogs.ports import State

__all__ = ["OPEN", "before"]

_STEP = {
    State.QUEUED: 0, State.SENDING: 1, State.UNKNOWN: 2, State.SENT: 3,
    State.DELIVERED: 4, State.FAILED: 4, State.EXPIRED: 4,
}  # fmt: skip

OPEN = frozenset({State.SENDING, State.UNKNOWN})
"""States in which the operator may have the message and we do not know what came of it."""


def before(state: State) -> frozenset[State]:
    """The states from which a message that was claimed may move to `state`; the last three are for ever."""
    return frozenset(other for other, step in _STEP.items() if 0 < step < _STEP[state])
