from dataclasses import fields
from datetime import timedelta
from typing import Any

import pytest

from rules.alert_rules import ABOUT_COUNTS, DriftRule, Rule
from rules.tuning import DEFAULT_TUNING, Tuning, TuningError

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def test_the_defaults_are_those_we_promise() -> None:
    assert {field.name: getattr(DEFAULT_TUNING, field.name) for field in fields(Tuning)} == {
        "pending_syncs": 2,
        "pending_for": DAY,
        "early": 1.5 * HOUR,
        "clear_syncs": 3,
        "dead_band_percent": 5,
        "severe_factor": 2,
        "minimum_population": 25,
        "missing_syncs": 2,
        "reminders": (7 * DAY, 14 * DAY, 28 * DAY),
        "acknowledged_for": 30 * DAY,
        "escalates_after": 14 * DAY,
        "stale_escalates_after": 7 * DAY,
        "flapping_from": 4,
        "flapping_window": 14 * DAY,
        "settled_up_to": 1,
        "settled_window": 7 * DAY,
        "forecast_from_percent": 60,
        "forecast_below_percent": 40,
        "forecast_runs": 2,
        "forecast_pause": 28 * DAY,
        "restart_grace": 2 * HOUR,
        "stage_syncs": 2,
    }


NONE = timedelta()
BARELY = timedelta(microseconds=1)
EDGES: dict[str, tuple[Any, Any]] = {
    "pending_syncs": (1, 0),
    "pending_for": (1.5 * HOUR, 1.5 * HOUR - BARELY),
    "early": (NONE, -BARELY),
    "clear_syncs": (1, 0),
    "dead_band_percent": (0, -1),
    "severe_factor": (2, 1),
    "minimum_population": (5, 4),
    "missing_syncs": (1, 0),
    "reminders": ((), (2 * DAY, DAY)),
    "acknowledged_for": (BARELY, NONE),
    "escalates_after": (BARELY, NONE),
    "stale_escalates_after": (BARELY, NONE),
    "flapping_from": (2, 1),
    "flapping_window": (7 * DAY, 7 * DAY - BARELY),
    "settled_up_to": (0, -1),
    "settled_window": (BARELY, NONE),
    "forecast_from_percent": (100, 101),
    "forecast_below_percent": (60, 61),
    "forecast_runs": (1, 0),
    "forecast_pause": (1.5 * HOUR, 1.5 * HOUR - BARELY),
    "restart_grace": (NONE, -BARELY),
    "stage_syncs": (1, 0),
}


@pytest.mark.parametrize("name", [field.name for field in fields(Tuning)])
def test_every_number_has_a_limit(name: str) -> None:
    sound, unsound = EDGES[name]
    assert getattr(Tuning(**{name: sound}), name) == sound
    with pytest.raises(ValueError, match="unsound tuning of"):
        Tuning(**{name: unsound})


@pytest.mark.parametrize(
    ("name", "value", "is_sound"),
    [
        ("early", DAY, True),
        ("early", DAY + BARELY, False),
        ("dead_band_percent", 49, True),
        ("dead_band_percent", 50, False),
        ("reminders", (NONE, DAY), False),
        ("reminders", (DAY, DAY), False),
        ("reminders", (DAY,), True),
        ("settled_window", 14 * DAY, True),
        ("settled_window", 14 * DAY + BARELY, False),
        ("settled_up_to", 3, True),
        ("settled_up_to", 4, False),
        ("forecast_below_percent", 1, True),
        ("forecast_below_percent", 0, False),
        ("forecast_from_percent", 40, True),
        ("forecast_from_percent", 39, False),
    ],
)
def test_numbers_must_not_contradict_each_other(name: str, value: Any, is_sound: bool) -> None:
    if is_sound:
        assert getattr(Tuning(**{name: value}), name) == value
    else:
        with pytest.raises(ValueError, match="unsound tuning of"):
            Tuning(**{name: value})


def test_all_that_is_unsound_is_named_at_once() -> None:
    with pytest.raises(TuningError) as refused:
        Tuning(settled_up_to=4, settled_window=15 * DAY, stage_syncs=0)
    assert refused.value.names == ("flapping_from", "settled_window", "stage_syncs")


@pytest.mark.parametrize("kind", Rule)
def test_a_segment_has_rules_about_counts_only(kind: Rule) -> None:
    if kind in ABOUT_COUNTS:
        assert DriftRule(kind, is_segment=True).is_segment
    else:
        with pytest.raises(ValueError, match=f"no rule {kind}"):
            DriftRule(kind, is_segment=True)


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (Rule.RATIO_ABOVE, (2, 22.5 * HOUR, NONE, 3, 3, 14 * DAY, True, True)),
        (Rule.RATIO_BELOW, (2, 22.5 * HOUR, NONE, 3, 3, 14 * DAY, True, True)),
        (Rule.NO_ENABLER, (2, 22.5 * HOUR, NONE, 3, 3, 14 * DAY, True, True)),
        (Rule.DATA_STALE, (1, NONE, NONE, 1, 3, 7 * DAY, False, True)),
        (Rule.SYNC_HELD, (1, NONE, NONE, 1, 3, 14 * DAY, False, False)),
        (Rule.FORECAST, (2, NONE, 28 * DAY - 1.5 * HOUR, 1, 0, None, True, True)),
    ],
)
def test_each_rule_has_thresholds_of_its_own(kind: Rule, expected: tuple[object, ...]) -> None:
    rule = DriftRule(kind)
    assert expected == (
        rule.fires_after,
        rule.pending_for,
        rule.pause,
        rule.clears_after,
        len(rule.reminders),
        rule.escalates_after,
        rule.freezes,
        rule.may_flap,
    )
