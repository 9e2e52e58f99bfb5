"""How far apart the messages of a sender are, so that no second holds more than its rate (GCRA, ITU-T I.371)."""

__all__ = ["spacing"]

MICRO = 1_000_000


def spacing(rate: float) -> tuple[int, int]:
    """(interval, tolerance) in microseconds for `rate` messages a second: a whole number, or less than one.

    A burst of b and one each 1 / (rate - b + 1) seconds are at most `rate` in any second [t, t + 1). Of the rate, 5 % are
    given to the burst: it takes up the delays of a busy machine.
    """
    if not (0 < rate < 1 or (rate >= 1 and rate == int(rate))):
        raise ValueError("a rate is a whole number a second, or less than one")
    burst = 1 + int(rate // 20)
    interval = -(-MICRO // int(rate - burst + 1)) if rate >= 1 else round(MICRO / rate)
    return interval, interval * (burst - 1)
