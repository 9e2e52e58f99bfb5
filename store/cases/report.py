"""Counts that tell of nobody: no group is shown that is smaller than k."""

from collections.abc import Mapping

from dialogs.ports import Count

__all__ = ["OTHER", "UNKNOWN", "k_anonymous"]

OTHER, UNKNOWN = "other", "unknown"


def k_anonymous(counts: Mapping[str, int], k: int) -> list[Count]:
    """The groups of at least `k`, largest first; smaller ones together as `other`, which is left out when it is small too.

    A group of its own by the name `other` is one with them; what has no name is `unknown`.
    """
    large = {name or UNKNOWN: number for name, number in counts.items() if number >= k and name != OTHER}
    other = sum(counts.values()) - sum(large.values())
    shown = [Count(name, number) for name, number in sorted(large.items(), key=lambda one: (-one[1], one[0]))]
    return [*shown, Count(OTHER, other)] if other >= k else shown
