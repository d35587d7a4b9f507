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
    return min((at for at in _list_deadlines(state, rule) if at is not None), default=None)


def is_waiting(state: AlertState) -> bool:
    """Return whether something fires that nobody has answered."""
    is_firing = state.condition is Condition.FIRING and not state.is_flapping
    return is_firing and state.acked_until is None


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


def _list_deadlines(state: AlertState, rule: DriftRule) -> Iterator[datetime | None]:
    if rule.kind is Rule.DATA_STALE:
        yield _find_firing(state, rule)
    if state.is_open:
        yield state.silenced_until
    if is_frozen(state, rule):
        return
    if state.is_open and rule.freezes:
        yield state.stale_at
    yield state.acked_until
    if state.is_flapping and state.condition in MAY_SETTLE:
        yield find_settling(state, rule)
    if is_waiting(state):
        yield from _list_replies(state, rule)


def _find_firing(state: AlertState, rule: DriftRule) -> datetime | None:
    """Return when a headcount turns stale, or a check that came late loses its patience."""
    if state.condition is Condition.PENDING and state.aged_from is not None:
        return state.aged_from + rule.tuning.restart_grace
    return state.stale_at if state.condition is Condition.OK else None


def _list_replies(state: AlertState, rule: DriftRule) -> Iterator[datetime | None]:
    for at in (*list_reminders(state, rule), find_escalation(state, rule)):
        yield max(at, state.silenced_until) if at and state.silenced_until else at
