"""Acknowledgements: somebody has taken an alert on, for a while."""

from dataclasses import replace
from datetime import datetime

from rules.alert_rules import DriftRule
from rules.alerts import Action, AlertState, Condition, Observation, Reason, Step
from rules.episodes import Scene, tell


def acknowledge(
    state: AlertState, observation: Observation, rule: DriftRule, now: datetime, actor: str
) -> Step:
    """Let somebody, by user id, take an open alert on; the first to do so holds it."""
    if not state.is_open or state.acked_until is not None:
        return state, ()
    after = replace(state, acked_until=now + rule.tuning.acknowledged_for)
    scene = Scene(observation, rule, now)
    return tell(state, after, scene, Reason.ACKNOWLEDGED, Action.EDIT_ROOT, actor=actor)


def ask_again(before: AlertState, after: AlertState, scene: Scene, reason: Reason) -> Step:
    """Take an acknowledgement back; time unacknowledged counts from here."""
    after = replace(after, acked_until=None, aged_from=scene.now, reminders=0)
    replies = [Action.REPLY_REMINDER] if after.condition is Condition.FIRING else []
    return tell(before, after, scene, reason, Action.EDIT_ROOT, *replies)
