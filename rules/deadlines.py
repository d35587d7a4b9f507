"""When time alone next matters to an alert, so that a sweep need not look at it before."""

from collections.abc import Iterator
from datetime import datetime

from rules.alert_rules import DriftRule, Rule
from rules.alerts import AlertState, Condition
from rules.blindness import is_frozen
from rules.flapping import find_settling

MAY_SETTLE = frozenset({Condition.OK, Condition.FIRING})
"""On the way from one to the other, flapping cannot be said to be over."""


def next_due_at(state: AlertState, rule: DriftRule) -> datetime | None:
    """Return when time alone next matters to an alert, or None while only a sync can.

    At rest that is the moment at which the counts turn stale, and for `DATA_STALE` only; whoever
    stores a newer sync without a step may take it from there.
    """
    return min(_list_deadlines(state, rule), default=None)


def is_waiting(state: AlertState) -> bool:
    """Return whether the channel was told of what still fires, and nobody has answered."""
    is_told = state.is_told and not state.is_flapping
    return is_told and state.condition is Condition.FIRING and state.acked_until is None


def list_reminders(state: AlertState, rule: DriftRule) -> list[datetime]:
    """Return when the reminders are due that have not passed yet."""
    if state.aged_from is None:
        return []
    return [state.aged_from + after for after in rule.reminders[state.reminders :]]


def find_escalation(state: AlertState, rule: DriftRule) -> datetime | None:
    """Return when the workspace admins are to be told, or None if they have been."""
    if state.is_escalated or state.aged_from is None or rule.escalates_after is None:
        return None
    return state.aged_from + rule.escalates_after


def _list_deadlines(state: AlertState, rule: DriftRule) -> Iterator[datetime]:
    is_fresh = not is_frozen(state, rule)
    if rule.kind is Rule.DATA_STALE:
        yield from _list_firings(state, rule)
    elif state.is_open and is_fresh and rule.freezes and state.stale_at is not None:
        yield state.stale_at
    if state.is_open and state.silenced_until is not None:
        yield state.silenced_until
    if state.is_open and is_fresh:
        yield from _list_promises(state, rule)


def _list_firings(state: AlertState, rule: DriftRule) -> Iterator[datetime]:
    if state.condition is Condition.OK and state.stale_at is not None:
        yield state.stale_at
    if state.condition is Condition.PENDING and state.aged_from is not None:
        yield state.aged_from + rule.tuning.restart_grace


def _list_promises(state: AlertState, rule: DriftRule) -> Iterator[datetime]:
    if state.acked_until is not None:
        yield state.acked_until
    settles_at = find_settling(state, rule)
    if state.is_flapping and state.condition in MAY_SETTLE and settles_at is not None:
        yield settles_at
    if not is_waiting(state):
        return
    for at in (*list_reminders(state, rule), find_escalation(state, rule)):
        if at is not None:
            yield at if state.silenced_until is None else max(at, state.silenced_until)
