"""Alert tuning as text and back."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.errors import PreferencesError
from bot.preferences.tuning import SCALES, Knob, change_tuning, write_tuning
from bot.storage.watches import decode_tuning, encode_tuning
from rules.tuning import DEFAULT_TUNING

DEFAULTS = {
    Knob.PENDING_SYNCS: "2",
    Knob.CLEAR_SYNCS: "3",
    Knob.DEAD_BAND_PERCENT: "5",
    Knob.MINIMUM_POPULATION: "25",
    Knob.REMINDERS: "7, 14, 28",
    Knob.ACKNOWLEDGED_FOR: "30",
    Knob.ESCALATES_AFTER: "14",
    Knob.FORECAST_FROM_PERCENT: "60",
}


def test_every_knob_has_a_default_and_a_scale() -> None:
    assert set(DEFAULTS) == set(SCALES) == set(Knob)
    assert write_tuning(DEFAULT_TUNING) == DEFAULTS


def test_what_was_written_reads_as_the_same() -> None:
    assert change_tuning(DEFAULT_TUNING, DEFAULTS) == DEFAULT_TUNING


def test_what_is_tuned_survives_being_stored() -> None:
    tuned = change_tuning(DEFAULT_TUNING, {Knob.REMINDERS: "3 9", Knob.ESCALATES_AFTER: "5"})
    assert encode_tuning(DEFAULT_TUNING) == {}
    assert decode_tuning(encode_tuning(tuned)) == tuned


def test_what_has_no_knob_stays_as_it_is() -> None:
    before = replace(DEFAULT_TUNING, severe_factor=3)
    assert change_tuning(before, DEFAULTS) == before


@pytest.mark.parametrize(
    ("knob", "text", "attribute", "value"),
    [
        (Knob.PENDING_SYNCS, "1", "pending_syncs", 1),
        (Knob.PENDING_SYNCS, " ３ ", "pending_syncs", 3),
        (Knob.DEAD_BAND_PERCENT, "0", "dead_band_percent", 0),
        (Knob.DEAD_BAND_PERCENT, "49", "dead_band_percent", 49),
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


@pytest.mark.parametrize("text", ["5", "30"])
@pytest.mark.parametrize("chance", ["1", "21", "100"])
def test_what_is_accepted_never_contradicts_itself(text: str, chance: str) -> None:
    everything = dict.fromkeys(Knob, text) | {Knob.FORECAST_FROM_PERCENT: chance}
    tuned = change_tuning(DEFAULT_TUNING, everything)
    assert tuned.forecast_below_percent <= tuned.forecast_from_percent
