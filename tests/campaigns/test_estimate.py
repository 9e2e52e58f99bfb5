"""What a campaign costs and when it is over, by hand-made figures."""

from datetime import time

import pytest

from campaigns.estimate import Reach, estimate
from campaigns.hours import Hours

HOURS = Hours("MA", "Africa/Casablanca", ((time(9), time(17)),), on_holidays=True)  # 8 h, from 08:00 UTC
MORNING = 1_800_000_000.0 - 1_800_000_000.0 % 86400 + 8 * 3600


def test_cost_is_parts_by_operator_with_a_price_for_the_others() -> None:
    reach = [Reach("fr", "orange", 100, 1), Reach("ar", "orange", 50, 2), Reach("ar", "", 10, 2), Reach("fr", "new", 5, 1)]
    told = estimate(reach, {"orange": 0.1, "else": 0.2}, 0.0, HOURS, MORNING)
    assert (told.recipients, told.parts) == (165, 225)
    assert dict(told.costs) == pytest.approx({"orange": 20.0, "else": 4.0, "new": 1.0})
    assert told.cost == pytest.approx(25.0)


def test_eighteen_million_in_five_days_of_eight_hours() -> None:
    told = estimate([Reach("fr", "orange", 18_400_000, 1)], {}, 128.0, HOURS, MORNING)
    assert told.ends_at == pytest.approx(MORNING + 4 * 86400 + (18_400_000 / 128 - 32 * 3600))


def test_nobody_costs_nothing() -> None:
    told = estimate([], {"else": 1.0}, 10.0, HOURS, MORNING)
    assert (told.cost, told.parts, told.ends_at) == (0, 0, MORNING)
