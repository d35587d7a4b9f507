"""The settings about alerts that a workspace may tune, as text and back."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from bot.errors import PreferencesError, UnreadableError
from rules.facts import shorten
from rules.tuning import (
    EARLY_MINUTES,
    FORECAST_BELOW_PERCENT,
    FORECAST_FROM_PERCENT,
    TOLD_FROM,
    Tuning,
    TuningError,
)
from rules.wording import Phrase, say

LONGEST_DAYS = 365
LONGEST_HOURS = 720
MOST_REMINDERS = 10
FORECAST_GAP = FORECAST_FROM_PERCENT.value - FORECAST_BELOW_PERCENT.value
"""An announced passage is taken back only when its chance has fallen by as much."""

_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)
_EARLY = timedelta(minutes=EARLY_MINUTES.value)
_SEPARATORS = re.compile(r"[\s,;、，]+")


class Knob(StrEnum):
    """What may be tuned, by the attribute of `Tuning`."""

    PENDING_SYNCS = "pending_syncs"
    PENDING_FOR = "pending_for"
    MINIMUM_POPULATION = "minimum_population"
    CLEAR_SYNCS = "clear_syncs"
    DEAD_BAND_PERCENT = "dead_band_percent"
    MISSING_SYNCS = "missing_syncs"
    FLAPPING_FROM = "flapping_from"
    FLAPPING_WINDOW = "flapping_window"
    SETTLED_UP_TO = "settled_up_to"
    SETTLED_WINDOW = "settled_window"
    REMINDERS = "reminders"
    ACKNOWLEDGED_FOR = "acknowledged_for"
    SEVERE_FACTOR = "severe_factor"
    ESCALATES_AFTER = "escalates_after"
    STALE_ESCALATES_AFTER = "stale_escalates_after"
    RESTART_GRACE = "restart_grace"
    FORECAST_FROM_PERCENT = "forecast_from_percent"
    FORECAST_RUNS = "forecast_runs"
    FORECAST_PAUSE = "forecast_pause"
    STAGE_SYNCS = "stage_syncs"


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
    try:
        return replace(before, **changes)
    except TuningError as error:
        read = {knob: changes.get(knob, getattr(before, knob)) for knob in Knob}
        raise PreferencesError({name: CLASHES[Knob(name)](read) for name in error.names}) from None


def _read_whole(text: str, least: int, most: int) -> int:
    digits = text.strip()
    if not digits:
        raise UnreadableError(
            say("Give a whole number from {least} to {most}.", least=least, most=most)
        )
    if not (digits.isdecimal() and len(digits) <= len(str(most)) and least <= int(digits) <= most):
        raise UnreadableError(
            say(
                "I read “{text}”; a whole number from {least} to {most} works.",
                text=shorten(digits),
                least=least,
                most=most,
            )
        )
    return int(digits)


def _whole(knob: Knob, least: int, most: int) -> _Scale:
    return _Scale(str, lambda text: {knob: _read_whole(text, least, most)})


def _days(knob: Knob) -> _Scale:
    return _Scale(
        lambda length: str(length // _DAY),
        lambda text: {knob: _read_whole(text, 1, LONGEST_DAYS) * _DAY},
    )


def _hours(read: Callable[[timedelta], dict[str, Any]]) -> _Scale:
    return _Scale(
        lambda length: str(length // _HOUR),
        lambda text: read(_read_whole(text, 0, LONGEST_HOURS) * _HOUR),
    )


def _wait(length: timedelta) -> dict[str, Any]:
    # No sync can come earlier than planned by more than the wait for it.
    return {Knob.PENDING_FOR: length, "early": min(_EARLY, length)}


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


def _explain_flapping(read: Mapping[Knob, Any]) -> Phrase:
    settled = read[Knob.SETTLED_UP_TO]
    return say(
        "A restless alert needs more changes than one that has settled, which may have {settled}."
        " I read {read}; {works} works.",
        read=read[Knob.FLAPPING_FROM],
        settled=settled,
        works=settled + 1,
    )


def _explain_settling(read: Mapping[Knob, Any]) -> Phrase:
    return say(
        "This cannot be longer than the {window} days within which changes count. I read {read};"
        " {window} works.",
        read=read[Knob.SETTLED_WINDOW] // _DAY,
        window=read[Knob.FLAPPING_WINDOW] // _DAY,
    )


CLASHES: Mapping[Knob, Callable[[Mapping[Knob, Any]], Phrase]] = MappingProxyType(
    {Knob.FLAPPING_FROM: _explain_flapping, Knob.SETTLED_WINDOW: _explain_settling}
)
"""Where to say that two knobs contradict each other; the others cannot, each in its own range."""
SCALES: Mapping[Knob, _Scale] = MappingProxyType(
    {
        Knob.PENDING_SYNCS: _whole(Knob.PENDING_SYNCS, 1, 30),
        Knob.PENDING_FOR: _hours(_wait),
        Knob.MINIMUM_POPULATION: _whole(Knob.MINIMUM_POPULATION, TOLD_FROM.value, 10_000),
        Knob.CLEAR_SYNCS: _whole(Knob.CLEAR_SYNCS, 1, 30),
        Knob.DEAD_BAND_PERCENT: _whole(Knob.DEAD_BAND_PERCENT, 0, 49),
        Knob.MISSING_SYNCS: _whole(Knob.MISSING_SYNCS, 1, 30),
        Knob.FLAPPING_FROM: _whole(Knob.FLAPPING_FROM, 1, 100),
        Knob.FLAPPING_WINDOW: _days(Knob.FLAPPING_WINDOW),
        Knob.SETTLED_UP_TO: _whole(Knob.SETTLED_UP_TO, 0, 99),
        Knob.SETTLED_WINDOW: _days(Knob.SETTLED_WINDOW),
        Knob.REMINDERS: _Scale(
            lambda times: ", ".join(str(time // _DAY) for time in times), _read_reminders
        ),
        Knob.ACKNOWLEDGED_FOR: _days(Knob.ACKNOWLEDGED_FOR),
        Knob.SEVERE_FACTOR: _whole(Knob.SEVERE_FACTOR, 2, 100),
        Knob.ESCALATES_AFTER: _days(Knob.ESCALATES_AFTER),
        Knob.STALE_ESCALATES_AFTER: _days(Knob.STALE_ESCALATES_AFTER),
        Knob.RESTART_GRACE: _hours(lambda length: {Knob.RESTART_GRACE: length}),
        Knob.FORECAST_FROM_PERCENT: _Scale(str, _read_chance),
        Knob.FORECAST_RUNS: _whole(Knob.FORECAST_RUNS, 1, 26),
        Knob.FORECAST_PAUSE: _days(Knob.FORECAST_PAUSE),
        Knob.STAGE_SYNCS: _whole(Knob.STAGE_SYNCS, 1, 30),
    }
)
