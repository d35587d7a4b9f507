"""What an observation means to a rule: a breach, in the clear, in between, or nothing to judge."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from rules.alert_rules import DriftRule, Rule
from rules.alerts import AlertState, Observation, Outcome, Reason
from rules.breaches import has_no_owner, is_breach, is_clear

GOOD = frozenset({Outcome.COUNTED, Outcome.ABSENT})
"""Syncs that brought counts, if perhaps not of this target."""


class Signal(StrEnum):
    """What an observation means to a rule; `VOID` where its question no longer stands."""

    BREACH = "breach"
    CLEAR = "clear"
    BETWEEN = "between"
    VOID = "void"


@dataclass(frozen=True, slots=True)
class Reading:
    """A signal, and the reason to give for what comes of it."""

    signal: Signal
    reason: Reason


BETWEEN = Reading(Signal.BETWEEN, Reason.RELAPSED)


def read_signal(
    state: AlertState, observation: Observation, rule: DriftRule, now: datetime
) -> Reading:
    """Return what an observation means to a rule.

    Raises:
        ValueError: For the notice, which is no alert.
    """
    match rule.kind:
        case Rule.DATA_STALE:
            return _read_age(state, observation, now)
        case Rule.SYNC_HELD:
            return _read_outcome(observation.outcome)
        case Rule.FORECAST:
            return _read_outlook(observation, rule)
        case Rule.STAGE_CHANGED:
            raise ValueError("a change of stage is a notice; see rules.stage_notices")
        case _:
            return _read_counts(observation, rule)


def _read_age(state: AlertState, observation: Observation, now: datetime) -> Reading:
    if not observation.is_expected:
        return Reading(Signal.VOID, Reason.SOURCE_REMOVED)
    if observation.stale_at is not None and now >= observation.stale_at:
        return Reading(Signal.BREACH, Reason.DATA_STALE)
    # A clock that was set back makes nothing fresh; only another sync does.
    is_back = observation.outcome in GOOD and observation.sync_id > state.sync_id
    return Reading(Signal.CLEAR, Reason.DATA_BACK) if is_back else BETWEEN


def _read_outcome(outcome: Outcome) -> Reading:
    if outcome is Outcome.HELD:
        return Reading(Signal.BREACH, Reason.SYNC_HELD)
    return Reading(Signal.CLEAR, Reason.DATA_BACK) if outcome in GOOD else BETWEEN


def _read_outlook(observation: Observation, rule: DriftRule) -> Reading:
    if observation.customer_facing == 0:
        return Reading(Signal.VOID, Reason.NOBODY_TO_SUPPORT)
    if observation.has_ratio_alert:
        return Reading(Signal.VOID, Reason.OVERTAKEN)
    if observation.outlook is None:
        return Reading(Signal.VOID, Reason.NO_OUTLOOK)
    percent = 100 * observation.outlook.chance
    if percent >= rule.tuning.forecast_from_percent:
        return Reading(Signal.BREACH, Reason.CROSSING_LIKELY)
    if percent < rule.tuning.forecast_below_percent:
        return Reading(Signal.CLEAR, Reason.CROSSING_UNLIKELY)
    return BETWEEN


def _read_counts(observation: Observation, rule: DriftRule) -> Reading:
    count, enablers = observation.customer_facing, observation.enablers
    if count == 0:
        return Reading(Signal.VOID, Reason.NOBODY_TO_SUPPORT)
    if enablers is None:
        return BETWEEN
    if rule.is_segment and count < rule.tuning.minimum_population:
        return Reading(Signal.CLEAR, Reason.TOO_SMALL)
    if rule.kind is not Rule.NO_ENABLER and has_no_owner(count, enablers):
        return Reading(Signal.VOID, Reason.NO_ENABLER)
    if is_breach(count, enablers, rule):
        return Reading(Signal.BREACH, Reason.BREACH_CONFIRMED)
    return Reading(Signal.CLEAR, Reason.RECOVERED) if is_clear(count, enablers, rule) else BETWEEN
