"""The life cycle of an alert: one step for each observation (alerts-and-delivery, 2).

Two machines run side by side. The condition goes `ok`, `pending`, `firing`, `recovering` and back,
and moves once for each fresh sync. The data are `fresh`, `stale`, `suspect` or `missing`, and while
they are not fresh an alert about the counts stands still. Time alone only reminds, escalates, ends
promises, and lets the headcount turn stale.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from types import MappingProxyType

from rules.acknowledgements import ask_again
from rules.alert_rules import ABOUT_COUNTS, DriftRule, Rule
from rules.alerts import (
    Action,
    AlertState,
    Condition,
    DataState,
    Event,
    Observation,
    Outcome,
    Reason,
    Step,
)
from rules.blindness import is_frozen, rewind, watch
from rules.episodes import Scene, drop, open_episode, recover, tell, withdraw
from rules.reminders import keep_time, note_silence
from rules.signals import GOOD, Reading, Signal, read_signal
from rules.silences import Silence, find_silence

NEWS: Mapping[DataState, Reason] = MappingProxyType(
    {
        DataState.FRESH: Reason.DATA_BACK,
        DataState.STALE: Reason.DATA_STALE,
        DataState.SUSPECT: Reason.SYNC_HELD,
        DataState.MISSING: Reason.NOT_COUNTED,
    }
)


def step(state: AlertState, observation: Observation, rule: DriftRule, now: datetime) -> Step:
    """Return where an alert stands after an observation, and what happened on the way.

    The same observation may be given any number of times: counters move once for each sync.

    Args:
        state: As the last step left it; `AlertState()` before the first.
        observation: The newest one.
        rule: Any but the notice.
        now: Aware. It may lie before the last step, if the clock was set back.

    Raises:
        ValueError: For the notice, which is no alert.
    """
    scene = Scene(observation, rule, now)
    after = rewind(state, now)
    events: tuple[Event, ...] = ()
    for phase in (_note_data, note_silence, _judge, keep_time):
        after, more = phase(after, scene)
        events += more
    has_new_figures = after.sync_id > state.sync_id and not is_frozen(after, rule)
    if has_new_figures and after.is_open and not events:
        return tell(after, after, scene, Reason.COUNTED_AGAIN, Action.EDIT_ROOT)
    return after, events


def step_all(
    states: Mapping[Rule, AlertState],
    observation: Observation,
    rules: Iterable[DriftRule],
    silences: Sequence[Silence],
    segment: str,
    now: datetime,
) -> dict[Rule, Step]:
    """Take one step for each rule of a target; alerts about the counts come before forecasts.

    Args:
        states: Of all rules, also of the ones that need no step now.
        observation: Without the silence, which is found for each rule.
        rules: Those to take a step for.
        silences: Of the workspace.
        segment: The target's; empty for the workspace as a whole.
        now: As for `step`.
    """
    steps: dict[Rule, Step] = {}
    current = dict(states)
    for rule in sorted(rules, key=lambda one: one.kind is Rule.FORECAST):
        has_ratio_alert = any(
            current[kind].condition is not Condition.OK for kind in ABOUT_COUNTS & current.keys()
        )
        silence = find_silence(silences, segment, rule.kind, now)
        seen = replace(observation, silence=silence, has_ratio_alert=has_ratio_alert)
        steps[rule.kind] = step(current.get(rule.kind, AlertState()), seen, rule, now)
        current[rule.kind] = steps[rule.kind][0]
    return steps


def is_candidate(
    state: AlertState, observation: Observation, rule: DriftRule, now: datetime
) -> bool:
    """Return whether a step could come to anything; where not, a sweep need not take it."""
    signal = read_signal(state, observation, rule, now).signal
    return signal is Signal.BREACH or not state.is_at_rest


def _note_data(state: AlertState, scene: Scene) -> Step:
    """Say in the message of an open episode whether its figures can be trusted."""
    after = watch(state, scene)
    if after.data is state.data or not (scene.rule.freezes and state.is_open):
        return after, ()
    return tell(state, after, scene, NEWS[after.data], Action.EDIT_ROOT)


def _judge(state: AlertState, scene: Scene) -> Step:
    """Move the condition, if there is anything new to move it by."""
    rule = scene.rule
    if state.data is DataState.MISSING and rule.freezes:
        return _count_absence(state, scene)
    if is_frozen(state, rule):
        return state, ()
    reading = read_signal(state, scene.observation, rule, scene.now)
    if reading.signal is Signal.VOID:
        return withdraw(state, scene, reading.reason)
    evidence = _find_evidence(scene.observation, rule)
    # A run that reads clear although it opened an alert was made anew, for other enablers.
    is_remade = rule.kind is Rule.FORECAST and reading.signal is Signal.CLEAR
    is_new = evidence > state.sync_id or is_remade
    is_edited = rule.version != state.rule_version
    state = replace(
        state, sync_id=max(evidence, state.sync_id), rule_version=rule.version, absences=0
    )
    if not rule.freezes:
        return _move(state, scene, reading)
    if is_edited and not state.is_at_rest:
        return _reassess(state, scene, reading)
    return _move(state, scene, reading) if is_new or is_edited else (state, ())


def _find_evidence(observation: Observation, rule: DriftRule) -> int:
    """Return the id of the sync or run that an observation has to show, or 0."""
    if rule.kind is Rule.FORECAST:
        return 0 if observation.outlook is None else observation.outlook.run_id
    telling = {Rule.SYNC_HELD: {Outcome.HELD}, Rule.DATA_STALE: GOOD}
    counts = observation.outcome in telling.get(rule.kind, {Outcome.COUNTED})
    return observation.sync_id if counts else 0


def _count_absence(state: AlertState, scene: Scene) -> Step:
    """Give a target that a good sync leaves out one more chance."""
    observation, rule = scene.observation, scene.rule
    if observation.outcome not in GOOD or observation.sync_id <= state.sync_id:
        return state, ()
    state = replace(state, sync_id=observation.sync_id, absences=state.absences + 1)
    if state.absences < rule.tuning.missing_syncs:
        return state, ()
    reason = Reason.SEGMENT_REMOVED if rule.is_segment else Reason.NOT_COUNTED
    return withdraw(state, scene, reason)


def _reassess(state: AlertState, scene: Scene, reading: Reading) -> Step:
    """Judge anew by an edited rule: what it no longer calls a breach is not said to be over."""
    is_firing = state.condition in {Condition.FIRING, Condition.RECOVERING}
    if is_firing and reading.signal is Signal.BREACH and scene.rule.kind is not Rule.FORECAST:
        after = replace(state, condition=Condition.FIRING, clears=0, is_flapping=False, flips=())
        return tell(state, after, scene, Reason.RULE_CHANGED, Action.EDIT_ROOT)
    state, events = withdraw(state, scene, Reason.RULE_CHANGED)
    if scene.rule.kind is Rule.FORECAST:
        return state, events  # what was forecast was the passage of another bound
    state, more = _move(state, scene, reading)
    return state, events + more


def _move(state: AlertState, scene: Scene, reading: Reading) -> Step:
    match state.condition, reading.signal:
        case ((Condition.OK | Condition.PENDING), Signal.BREACH):
            return _count_breach(state, scene, reading.reason)
        case Condition.PENDING, _:
            return drop(state, scene)
        case ((Condition.FIRING | Condition.RECOVERING), Signal.CLEAR):
            return _count_clear(state, scene, reading.reason)
        case ((Condition.FIRING | Condition.RECOVERING), _):
            return _go_on_firing(state, scene)
        case _:
            return state, ()


def _count_breach(state: AlertState, scene: Scene, reason: Reason) -> Step:
    rule, now = scene.rule, scene.now
    starts = state.condition is Condition.OK
    aged_from = now if starts or state.aged_from is None else state.aged_from
    counted = replace(
        state,
        breaches=min(state.breaches + 1, rule.fires_after),
        since=state.since or now,
        aged_from=aged_from,
    )
    is_old = now >= aged_from + _find_patience(scene)
    is_paused = state.opened_at is not None and now < state.opened_at + rule.pause
    if counted.breaches == rule.fires_after and is_old and not is_paused:
        return open_episode(counted, scene, reason)
    if not starts:
        return counted, ()
    pending = replace(counted, condition=Condition.PENDING)
    return tell(counted, pending, scene, Reason.BREACHED, Action.EDIT_ROOT)


def _find_patience(scene: Scene) -> timedelta:
    """Return how long a breach must last before anybody hears of it."""
    rule, stale_at = scene.rule, scene.observation.stale_at
    grace = rule.tuning.restart_grace
    if rule.kind is Rule.DATA_STALE and stale_at is not None and scene.now >= stale_at + grace:
        return grace  # nobody looked for so long: it is stale because we were away ourselves
    return rule.pending_for


def _count_clear(state: AlertState, scene: Scene, reason: Reason) -> Step:
    counted = replace(state, clears=state.clears + 1)
    if counted.clears >= scene.rule.clears_after:
        return recover(counted, scene, reason)
    if state.condition is Condition.RECOVERING:
        return counted, ()
    recovering = replace(counted, condition=Condition.RECOVERING)
    reason = reason if reason is Reason.TOO_SMALL else Reason.IN_THE_CLEAR
    return tell(state, recovering, scene, reason, Action.EDIT_ROOT)


def _go_on_firing(state: AlertState, scene: Scene) -> Step:
    """Go back to firing, or on with it; an acknowledgement does not cover what is far worse."""
    after = replace(state, condition=Condition.FIRING, clears=0)
    if scene.is_severe and not state.is_severe:
        after = replace(after, is_severe=True)
        if state.acked_until is not None:
            return ask_again(state, after, scene, Reason.WORSENED)
        return tell(state, after, scene, Reason.WORSENED, Action.EDIT_ROOT)
    if state.condition is Condition.RECOVERING:
        return tell(state, after, scene, Reason.RELAPSED, Action.EDIT_ROOT)
    return after, ()
