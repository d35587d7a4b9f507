"""When an alert opens and ends so often that telling it every time would be noise."""

from dataclasses import replace
from datetime import datetime

from rules.alert_rules import DriftRule
from rules.alerts import AlertState


def add_flip(state: AlertState, rule: DriftRule, now: datetime) -> AlertState:
    """Return the state with one more opening or ending, flapping if it is one too many."""
    if not rule.may_flap:
        return state
    tuning = rule.tuning
    flips = (*(flip for flip in state.flips if now - flip < tuning.flapping_window), now)
    state = replace(state, flips=flips)
    starts = len(flips) >= tuning.flapping_from and not has_settled(state, rule, now)
    return replace(state, is_flapping=state.is_flapping or starts)


def has_settled(state: AlertState, rule: DriftRule, now: datetime) -> bool:
    """Return whether an alert has flipped so little of late that it flaps no more."""
    settles_at = find_settling(state, rule)
    return settles_at is None or now >= settles_at


def find_settling(state: AlertState, rule: DriftRule) -> datetime | None:
    """Return when an alert flaps no more if nothing happens until then; None for at any time."""
    kept = rule.tuning.settled_up_to + 1
    return state.flips[-kept] + rule.tuning.settled_window if len(state.flips) >= kept else None
