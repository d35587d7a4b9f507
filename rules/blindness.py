"""Whether the counts can be trusted, and what becomes of the time in which they could not be.

That time does not count: what Prometheus does with a pending alert when it has been down.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from rules.alert_rules import ABOUT_COUNTS, NO_TIME, DriftRule
from rules.alerts import AlertState, DataState, Outcome
from rules.episodes import Scene


def judge_data(state: AlertState, scene: Scene) -> DataState:
    """Return how far the counts can be trusted."""
    seen = scene.observation
    if seen.outcome is Outcome.HELD:
        return DataState.SUSPECT
    is_unanswered = not state.is_at_rest and state.data is not DataState.FRESH
    if seen.outcome is Outcome.FAILED and is_unanswered:
        return state.data
    is_absent = seen.outcome is Outcome.ABSENT or seen.enablers is None
    if seen.stale_at is None or (is_absent and scene.rule.kind in ABOUT_COUNTS):
        return DataState.MISSING
    return DataState.STALE if scene.now >= seen.stale_at else DataState.FRESH


def is_frozen(state: AlertState, rule: DriftRule) -> bool:
    """Return whether everything about an alert stands still until counts can be trusted."""
    return rule.freezes and state.data is not DataState.FRESH


def watch(state: AlertState, scene: Scene) -> AlertState:
    """Bring a state up to this moment, ages and all."""
    data, now = judge_data(state, scene), scene.now
    blind_from = None if state.is_at_rest else _find_blind_from(state, now)
    if scene.rule.freezes and data is DataState.FRESH and blind_from is not None:
        state = _move_ages(state, now - blind_from)
    return replace(
        state,
        data=data,
        blind_from=None if data is DataState.FRESH else blind_from or now,
        stale_at=scene.observation.stale_at if scene.is_watched else None,
        stepped_at=now,
    )


def rewind(state: AlertState, now: datetime) -> AlertState:
    """Keep every age and every term as long as it was if the clock has been set back."""
    by = NO_TIME if state.stepped_at is None else now - state.stepped_at
    if by >= NO_TIME:
        return state
    return replace(
        _move_ages(state, by),
        since=None if state.since is None else min(state.since, now),
        opened_at=_move(state.opened_at, by),
        acked_until=_move(state.acked_until, by),
        blind_from=_move(state.blind_from, by),
    )


def _find_blind_from(state: AlertState, now: datetime) -> datetime | None:
    """Return since when we have been blind, were it only because nobody looked in time."""
    if state.blind_from is None and state.stale_at is not None and state.stale_at < now:
        return state.stale_at
    return state.blind_from


def _move_ages(state: AlertState, by: timedelta) -> AlertState:
    return replace(
        state,
        aged_from=_move(state.aged_from, by),
        flips=tuple(flip + by for flip in state.flips),
    )


def _move(at: datetime | None, by: timedelta) -> datetime | None:
    return None if at is None else at + by
