"""How far apart the messages of a sender are, so that no second holds more than its rate (GCRA, ITU-T I.371)."""

__all__ = ["spacing"]

MICRO = 1_000_000


def spacing(rate: float, parts: int = 1) -> tuple[int, int]:
    """(cost, tolerance) in microseconds of a message of so many parts, at `rate` parts a second: a whole number, or below one.

    A burst of b and one each 1 / (rate - b + 1) seconds are at most `rate` in any second [t, t + 1). Of the rate, 5 % are
    given to the burst: it takes up the delays of a busy machine. The parts of a message leave together, so they need a
    burst of their number; one that comes behind shorter ones may pass the rate by the parts it has more than they.
    """
    if not (0 < rate < 1 or (rate >= 1 and rate == int(rate))):
        raise ValueError("a rate is a whole number a second, or less than one")
    if rate < 1:
        return round(MICRO / rate) * parts, 0
    burst = min(max(1 + int(rate // 20), parts), int(rate))
    interval = -(-MICRO // int(rate - burst + 1))
    return interval * parts, interval * max(0, burst - parts)
