"""What a ranking means under thresholds, and that readings keep what was said to themselves."""

import pytest

from nlu.reader import INTENTS, OUT_OF_SCOPE, Entity, Ranking, Thresholds, Understood, judge

AT = Thresholds(sure=0.6, maybe=0.3)


@pytest.mark.parametrize(
    ("ranking", "intent", "sure", "offered"),
    [
        ([("status", 0.8), ("track", 0.1)], "status", True, ()),
        ([("status", 0.6), ("track", 0.3)], "status", True, ()),
        ([("status", 0.5), ("track", 0.3), ("recover", 0.1), ("stop", 0.05)], "status", False, ("status", "track", "recover")),
        ([("status", 0.5), (OUT_OF_SCOPE, 0.3), ("track", 0.1)], "status", False, ("status", "track")),
        ([("status", 0.29), ("track", 0.28)], None, False, ()),
        ([(OUT_OF_SCOPE, 0.5), ("status", 0.49)], None, False, ()),
        ([("order_pizza", 0.9), ("status", 0.1)], None, False, ()),
        ([("order_pizza", 0.9)], None, False, ()),
        ([], None, False, ()),
    ],
)
def test_a_ranking_is_sure_grey_or_nothing(ranking: Ranking, intent: str | None, sure: bool, offered: tuple[str, ...]) -> None:
    reading = judge(ranking, (), AT)
    assert (reading.intent, reading.sure) == (intent, sure)
    assert tuple(name for name, _ in reading.alternatives) == offered


def test_a_refused_reading_tells_how_near_the_best_intent_came() -> None:
    assert judge([(OUT_OF_SCOPE, 0.7), ("status", 0.2)], (), AT).confidence == 0.2


def test_readings_and_entities_do_not_show_what_was_said() -> None:
    phone = Entity("phone", "+212600000042", 0, 10)
    shown = repr(Understood("status", 0.9, (phone,))) + repr(phone)
    assert "2126" not in shown
    assert "status" in shown


def test_nothing_outside_our_business_is_an_intent() -> None:
    assert OUT_OF_SCOPE not in INTENTS
    assert len(set(INTENTS)) == 13
