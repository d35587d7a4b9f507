"""How an episode opens, ends and is told: one message each, kept current in place."""

from dataclasses import dataclass, replace
from datetime import datetime

from rules.alert_rules import DriftRule, Rule
from rules.alerts import (
    REPLIES,
    Action,
    AlertState,
    Condition,
    Event,
    Observation,
    Reason,
    Step,
)
from rules.breaches import is_severe
from rules.flapping import add_flip

NOTHING_TO_RESOLVE = frozenset({Reason.TOO_SMALL, Reason.CROSSING_UNLIKELY})
"""Ends that say what is true now, but claim no recovery."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What one step is about."""

    observation: Observation
    rule: DriftRule
    now: datetime

    @property
    def is_silent(self) -> bool:
        """Return whether somebody asked for silence."""
        return self.observation.is_silent(self.now)

    @property
    def is_watched(self) -> bool:
        """Return whether it matters that counts turn stale: not if nobody expects any."""
        return self.observation.is_expected or self.rule.kind is not Rule.DATA_STALE

    @property
    def is_severe(self) -> bool:
        """Return whether the counts are so far off that an acknowledgement ends."""
        observation = self.observation
        if observation.enablers is None:
            return False
        return is_severe(observation.customer_facing, observation.enablers, self.rule)


def tell(
    before: AlertState,
    after: AlertState,
    scene: Scene,
    reason: Reason,
    *actions: Action,
    actor: str = "",
) -> Step:
    """Return a new state with the one event that led to it.

    Of the actions those remain that the channel is to see: nothing is edited or answered that was
    never posted, and nothing new is posted into a silence or while the alert keeps flapping.
    """
    is_spared = scene.is_silent or (before.is_flapping and after.is_flapping)
    remaining = tuple(a for a in actions if _is_due(a, before, is_spared=is_spared))
    after = replace(
        after,
        is_told=after.is_told or Action.POST_ROOT in remaining,
        sequence=before.sequence + 1,
    )
    return after, (_write_event(before, after, scene, reason, remaining, actor),)


def _is_due(action: Action, before: AlertState, *, is_spared: bool) -> bool:
    if action is Action.POST_ROOT:
        return not is_spared
    if action is Action.EDIT_ROOT:
        return before.is_told
    return action not in REPLIES or (before.is_told and not is_spared)


def _write_event(
    before: AlertState,
    after: AlertState,
    scene: Scene,
    reason: Reason,
    actions: tuple[Action, ...],
    actor: str,
) -> Event:
    bounds = scene.rule.bounds
    return Event(
        sequence=after.sequence,
        at=scene.now,
        rule=scene.rule.kind,
        episode=after.episode,
        before=before.condition,
        after=after.condition,
        data=after.data,
        reason=reason,
        actions=actions,
        sync_id=scene.observation.sync_id,
        customer_facing=scene.observation.customer_facing,
        enablers=scene.observation.enablers,
        bound={Rule.RATIO_ABOVE: bounds.high, Rule.RATIO_BELOW: bounds.low}.get(scene.rule.kind),
        is_flapping=after.is_flapping,
        actor=actor,
    )


def open_episode(state: AlertState, scene: Scene, reason: Reason) -> Step:
    """Let an alert fire; while it flaps, inside the episode that is open already."""
    after = replace(
        add_flip(state, scene.rule, scene.now),
        condition=Condition.FIRING,
        breaches=0,
        aged_from=scene.now,
        is_severe=state.is_severe or scene.is_severe,
    )
    if state.is_flapping:
        return tell(state, after, scene, reason, Action.EDIT_ROOT)
    after = replace(after, episode=state.episode + 1, opened_at=scene.now)
    return tell(state, after, scene, reason, Action.OPEN_EPISODE, Action.POST_ROOT)


def recover(state: AlertState, scene: Scene, reason: Reason) -> Step:
    """Let what was wrong be over; an alert that flaps keeps its episode open."""
    after = add_flip(state, scene.rule, scene.now)
    if after.is_flapping:
        reason = reason if state.is_flapping else Reason.FLAPPING_STARTED
        return tell(state, _calm(after), scene, reason, Action.EDIT_ROOT)
    return close_episode(state, after, scene, reason)


def close_episode(before: AlertState, after: AlertState, scene: Scene, reason: Reason) -> Step:
    """End an episode because what was wrong is over."""
    actions = [Action.CLOSE_EPISODE, Action.EDIT_ROOT]
    if reason not in NOTHING_TO_RESOLVE:
        actions.append(Action.REPLY_RESOLVED)
    return tell(before, _rest(after), scene, reason, *actions)


def withdraw(state: AlertState, scene: Scene, reason: Reason) -> Step:
    """End whatever goes on because its question no longer stands; nothing is said to be resolved.

    What comes later is another matter, so what flapped before does not count against it.
    """
    if state.is_at_rest:
        return state, ()
    after = replace(_rest(state), flips=())
    if not state.is_open:
        return tell(state, after, scene, reason)
    return tell(state, after, scene, reason, Action.CLOSE_EPISODE, Action.EDIT_ROOT)


def drop(state: AlertState, scene: Scene) -> Step:
    """Forget a breach that was not confirmed; only what flaps has a message to show it in."""
    return tell(state, _calm(state), scene, Reason.DROPPED, Action.EDIT_ROOT)


def _calm(state: AlertState) -> AlertState:
    return replace(state, condition=Condition.OK, since=None, aged_from=None, breaches=0, clears=0)


def _rest(state: AlertState) -> AlertState:
    return replace(
        _calm(state),
        is_told=False,
        is_severe=False,
        acked_until=None,
        reminders=0,
        is_escalated=False,
        is_flapping=False,
    )
