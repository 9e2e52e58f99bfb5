"""How often Python looks for circles of garbage: hardly any are made here, and who waits pays for every look."""

GARBAGE = (20_000, 20, 100)
"""For `gc.set_threshold`. A hop leaves none, and the usual pace costs a tenth of it; a start makes 300,000 objects that stay."""
