"""Alert tuning as text and back."""

from dataclasses import fields, replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import PreferencesError
from bot.preferences.tuning import SCALES, Knob, change_tuning, write_tuning
from bot.storage.watches import decode_tuning, encode_tuning
from rules.tuning import DEFAULT_TUNING, Tuning
from rules.wording import Phrase, say

DEFAULTS = {
    Knob.PENDING_SYNCS: "2",
    Knob.PENDING_FOR: "24",
    Knob.MINIMUM_POPULATION: "25",
    Knob.CLEAR_SYNCS: "3",
    Knob.DEAD_BAND_PERCENT: "5",
    Knob.MISSING_SYNCS: "2",
    Knob.FLAPPING_FROM: "4",
    Knob.FLAPPING_WINDOW: "14",
    Knob.SETTLED_UP_TO: "1",
    Knob.SETTLED_WINDOW: "7",
    Knob.REMINDERS: "7, 14, 28",
    Knob.ACKNOWLEDGED_FOR: "30",
    Knob.SEVERE_FACTOR: "2",
    Knob.ESCALATES_AFTER: "14",
    Knob.STALE_ESCALATES_AFTER: "7",
    Knob.RESTART_GRACE: "2",
    Knob.FORECAST_FROM_PERCENT: "60",
    Knob.FORECAST_RUNS: "2",
    Knob.FORECAST_PAUSE: "28",
    Knob.STAGE_SYNCS: "2",
}
FOLLOWING = {"early", "forecast_below_percent"}
"""What is set by a knob beside its own attribute."""


def test_every_knob_has_a_default_and_a_scale() -> None:
    assert set(DEFAULTS) == set(SCALES) == set(Knob)
    assert write_tuning(DEFAULT_TUNING) == DEFAULTS


def test_everything_about_alerts_has_a_knob_or_follows_from_one() -> None:
    assert {field.name for field in fields(Tuning)} == set(Knob) | FOLLOWING


def test_what_was_written_reads_as_the_same() -> None:
    assert change_tuning(DEFAULT_TUNING, DEFAULTS) == DEFAULT_TUNING


def test_what_is_tuned_survives_being_stored() -> None:
    tuned = change_tuning(DEFAULT_TUNING, dict.fromkeys(Knob, "20") | {Knob.SETTLED_UP_TO: "6"})
    assert encode_tuning(DEFAULT_TUNING) == {}
    assert decode_tuning(encode_tuning(tuned)) == tuned


def test_a_knob_that_nobody_turns_stays_as_it_is() -> None:
    before = replace(DEFAULT_TUNING, severe_factor=3)
    assert change_tuning(before, {Knob.PENDING_SYNCS: "2"}) == before


@pytest.mark.parametrize(
    ("knob", "text", "attribute", "value"),
    [
        (Knob.PENDING_SYNCS, "1", "pending_syncs", 1),
        (Knob.PENDING_SYNCS, " ３ ", "pending_syncs", 3),
        (Knob.DEAD_BAND_PERCENT, "0", "dead_band_percent", 0),
        (Knob.DEAD_BAND_PERCENT, "49", "dead_band_percent", 49),
        (Knob.PENDING_FOR, "0", "pending_for", timedelta()),
        (Knob.PENDING_FOR, "0", "early", timedelta()),
        (Knob.PENDING_FOR, "1", "early", timedelta(hours=1)),
        (Knob.PENDING_FOR, "720", "pending_for", timedelta(hours=720)),
        (Knob.SEVERE_FACTOR, "10", "severe_factor", 10),
        (Knob.MISSING_SYNCS, "30", "missing_syncs", 30),
        (Knob.STALE_ESCALATES_AFTER, "1", "stale_escalates_after", timedelta(days=1)),
        (Knob.FLAPPING_FROM, "2", "flapping_from", 2),
        (Knob.FLAPPING_WINDOW, "7", "flapping_window", timedelta(days=7)),
        (Knob.SETTLED_UP_TO, "0", "settled_up_to", 0),
        (Knob.SETTLED_WINDOW, "14", "settled_window", timedelta(days=14)),
        (Knob.FORECAST_RUNS, "1", "forecast_runs", 1),
        (Knob.FORECAST_PAUSE, "1", "forecast_pause", timedelta(days=1)),
        (Knob.RESTART_GRACE, "0", "restart_grace", timedelta()),
        (Knob.STAGE_SYNCS, "1", "stage_syncs", 1),
        (Knob.REMINDERS, "", "reminders", ()),
        (Knob.REMINDERS, "7、14", "reminders", (timedelta(days=7), timedelta(days=14))),
        (Knob.ACKNOWLEDGED_FOR, "365", "acknowledged_for", timedelta(days=365)),
        (Knob.FORECAST_FROM_PERCENT, "80", "forecast_below_percent", 60),
        (Knob.FORECAST_FROM_PERCENT, "10", "forecast_below_percent", 1),
    ],
)
def test_a_knob_can_be_turned(knob: Knob, text: str, attribute: str, value: object) -> None:
    tuned = change_tuning(DEFAULT_TUNING, {knob: text})
    assert getattr(tuned, attribute) == value
    assert tuned != DEFAULT_TUNING


@pytest.mark.parametrize(
    ("knob", "text"),
    [
        (Knob.PENDING_SYNCS, "0"),
        (Knob.PENDING_SYNCS, "31"),
        (Knob.CLEAR_SYNCS, ""),
        (Knob.CLEAR_SYNCS, "-1"),
        (Knob.CLEAR_SYNCS, "1.5"),
        (Knob.CLEAR_SYNCS, "²"),
        (Knob.DEAD_BAND_PERCENT, "50"),
        (Knob.MINIMUM_POPULATION, "99999999999999999999"),
        (Knob.MINIMUM_POPULATION, "4"),
        (Knob.PENDING_FOR, "721"),
        (Knob.SEVERE_FACTOR, "1"),
        (Knob.MISSING_SYNCS, "0"),
        (Knob.STALE_ESCALATES_AFTER, "0"),
        (Knob.FLAPPING_FROM, "0"),
        (Knob.FLAPPING_FROM, "1"),
        (Knob.FLAPPING_WINDOW, "0"),
        (Knob.SETTLED_UP_TO, "-1"),
        (Knob.SETTLED_WINDOW, "0"),
        (Knob.SETTLED_WINDOW, "15"),
        (Knob.FORECAST_RUNS, "0"),
        (Knob.FORECAST_PAUSE, "0"),
        (Knob.RESTART_GRACE, "1.5"),
        (Knob.STAGE_SYNCS, "0"),
        (Knob.REMINDERS, "14, 7"),
        (Knob.REMINDERS, "7, 7"),
        (Knob.REMINDERS, "0"),
        (Knob.REMINDERS, "soon"),
        (Knob.REMINDERS, ", "),
        (Knob.REMINDERS, " ".join(str(day) for day in range(1, 12))),
        (Knob.ACKNOWLEDGED_FOR, "0"),
        (Knob.ESCALATES_AFTER, "366"),
        (Knob.FORECAST_FROM_PERCENT, "101"),
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_else_is_lost(knob: Knob, text: str) -> None:
    with pytest.raises(PreferencesError) as refused:
        change_tuning(DEFAULT_TUNING, DEFAULTS | {knob: text})
    assert list(refused.value.faults) == [knob]


def test_what_was_read_is_said_with_what_would_work() -> None:
    with pytest.raises(PreferencesError) as refused:
        change_tuning(DEFAULT_TUNING, {Knob.CLEAR_SYNCS: " 1.5", Knob.STAGE_SYNCS: ""})
    assert refused.value.faults == {
        Knob.CLEAR_SYNCS: say(
            "I read “{text}”; a whole number from {least} to {most} works.",
            text="1.5",
            least=1,
            most=30,
        ),
        Knob.STAGE_SYNCS: say("Give a whole number from {least} to {most}.", least=1, most=30),
    }


def test_numbers_that_contradict_each_other_are_each_told_with_what_would_work() -> None:
    texts = {Knob.FLAPPING_FROM: "3", Knob.SETTLED_UP_TO: "3", Knob.SETTLED_WINDOW: "20"}
    with pytest.raises(PreferencesError) as refused:
        change_tuning(DEFAULT_TUNING, texts)
    assert list(refused.value.faults) == [Knob.FLAPPING_FROM, Knob.SETTLED_WINDOW]
    many, long = refused.value.faults.values()
    assert many.values == {"read": 3, "settled": 3, "works": 4}
    assert long.values == {"read": 20, "window": 14}


NUMBERS = st.sampled_from(["0", "1", "2", "5", "30", "365"])


@given(st.dictionaries(st.sampled_from(Knob), NUMBERS))
def test_what_is_typed_makes_sense_or_is_refused_beside_a_field(texts: dict[Knob, str]) -> None:
    tuned, faults = DEFAULT_TUNING, dict[str, Phrase]()
    try:
        tuned = change_tuning(DEFAULT_TUNING, texts)
    except PreferencesError as error:
        faults = error.faults
    read = write_tuning(tuned)
    assert faults.keys() <= set(Knob)
    assert faults or {knob: read[knob] for knob in texts} == texts
