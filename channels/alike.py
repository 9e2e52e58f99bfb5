"""Which claimed messages may share a request: announcements with one text, each to another phone."""

from collections.abc import Sequence

from dialogs.ports import Claimed, Lane

__all__ = ["alike"]


def alike(claimed: Sequence[Claimed], most: int) -> list[list[Claimed]]:
    """The messages in groups of at most `most`, in the order in which each group begins.

    Only campaign messages share: a code or an answer is one person's. A phone is once in a group, for an operator's answer
    names recipients by their number alone.
    """
    groups: list[list[Claimed]] = []
    open_: dict[tuple[str, str], list[tuple[list[Claimed], set[str]]]] = {}
    for one in claimed:
        message = one.message
        shared = open_.setdefault((message.text, message.encoding), []) if message.lane is Lane.CAMPAIGN else []
        fits = ((some, phones) for some, phones in shared if len(some) < most and message.to.e164 not in phones)
        group, phones = next(fits, (None, set[str]()))
        if group is None:
            group = []
            groups.append(group)
            shared.append((group, phones))
        group.append(one)
        phones.add(message.to.e164)
    return groups
