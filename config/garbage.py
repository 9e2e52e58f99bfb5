"""How often Python looks for circles of garbage: hardly any are made here, and who waits pays for every look."""

GARBAGE = (20_000, 20, 100)
"""For `gc.set_threshold`. A hop leaves none; the usual pace costs a tenth of it, and a fifth of a start."""
