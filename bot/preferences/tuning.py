"""The handful of settings about alerts that a workspace may tune, as text and back."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from bot.errors import PreferencesError, UnreadableError
from rules.tuning import FORECAST_BELOW_PERCENT, FORECAST_FROM_PERCENT, TOLD_FROM, Tuning
from rules.wording import Phrase, say

LONGEST_DAYS = 365
MOST_REMINDERS = 10
FORECAST_GAP = FORECAST_FROM_PERCENT.value - FORECAST_BELOW_PERCENT.value
"""An announced passage is taken back only when its chance has fallen by as much."""

_SEPARATORS = re.compile(r"[\s,;、，]+")


class Knob(StrEnum):
    """What may be tuned, by the attribute of `Tuning`."""

    PENDING_SYNCS = "pending_syncs"
    CLEAR_SYNCS = "clear_syncs"
    DEAD_BAND_PERCENT = "dead_band_percent"
    MINIMUM_POPULATION = "minimum_population"
    REMINDERS = "reminders"
    ACKNOWLEDGED_FOR = "acknowledged_for"
    ESCALATES_AFTER = "escalates_after"
    FORECAST_FROM_PERCENT = "forecast_from_percent"


@dataclass(frozen=True, slots=True)
class _Scale:
    """How a knob is written and read.

    Attributes:
        read: Returns the attributes of `Tuning` that follow; raises UnreadableError.
    """

    write: Callable[[Any], str]
    read: Callable[[str], dict[str, Any]]


def write_tuning(tuning: Tuning) -> dict[Knob, str]:
    """Return every knob as text."""
    return {knob: scale.write(getattr(tuning, knob)) for knob, scale in SCALES.items()}


def change_tuning(before: Tuning, texts: Mapping[Knob, str]) -> Tuning:
    """Return a tuning with some knobs turned.

    Raises:
        PreferencesError: Naming every knob at fault.
    """
    changes: dict[str, Any] = {}
    faults: dict[str, Phrase] = {}
    for knob, text in texts.items():
        try:
            changes |= SCALES[knob].read(text)
        except UnreadableError as error:
            faults[knob] = error.phrase
    if faults:
        raise PreferencesError(faults)
    return replace(before, **changes)


def _read_whole(text: str, least: int, most: int) -> int:
    digits = text.strip()
    if not (digits.isdecimal() and len(digits) <= len(str(most)) and least <= int(digits) <= most):
        raise UnreadableError(
            say("Give a whole number from {least} to {most}.", least=least, most=most)
        )
    return int(digits)


def _whole(knob: Knob, least: int, most: int) -> _Scale:
    return _Scale(str, lambda text: {knob: _read_whole(text, least, most)})


def _days(knob: Knob) -> _Scale:
    return _Scale(
        lambda length: str(length.days),
        lambda text: {knob: timedelta(days=_read_whole(text, 1, LONGEST_DAYS))},
    )


def _read_reminders(text: str) -> dict[str, Any]:
    try:
        days = [_read_whole(part, 1, LONGEST_DAYS) for part in _SEPARATORS.split(text) if part]
    except UnreadableError:
        days = []
    if len(days) > MOST_REMINDERS or days != sorted(set(days)) or bool(days) != bool(text.strip()):
        raise UnreadableError(
            say(
                "Give up to {most} days, each later than the one before, such as 7, 14, 28.",
                most=MOST_REMINDERS,
            )
        )
    return {Knob.REMINDERS: tuple(timedelta(days=day) for day in days)}


def _read_chance(text: str) -> dict[str, Any]:
    percent = _read_whole(text, 1, 100)
    return {
        Knob.FORECAST_FROM_PERCENT: percent,
        "forecast_below_percent": max(1, percent - FORECAST_GAP),
    }


SCALES: Mapping[Knob, _Scale] = MappingProxyType(
    {
        Knob.PENDING_SYNCS: _whole(Knob.PENDING_SYNCS, 1, 30),
        Knob.CLEAR_SYNCS: _whole(Knob.CLEAR_SYNCS, 1, 30),
        Knob.DEAD_BAND_PERCENT: _whole(Knob.DEAD_BAND_PERCENT, 0, 49),
        Knob.MINIMUM_POPULATION: _whole(Knob.MINIMUM_POPULATION, TOLD_FROM.value, 10_000),
        Knob.REMINDERS: _Scale(
            lambda times: ", ".join(str(time.days) for time in times), _read_reminders
        ),
        Knob.ACKNOWLEDGED_FOR: _days(Knob.ACKNOWLEDGED_FOR),
        Knob.ESCALATES_AFTER: _days(Knob.ESCALATES_AFTER),
        Knob.FORECAST_FROM_PERCENT: _Scale(str, _read_chance),
    }
)
