"""What time alone does to an open episode: reminders, an escalation, the ends of promises."""

from dataclasses import replace

from rules.acknowledgements import ask_again
from rules.alerts import Action, AlertState, Condition, Event, Reason, Step
from rules.blindness import is_frozen
from rules.deadlines import MAY_SETTLE, find_escalation, is_waiting, list_reminders
from rules.episodes import Scene, close_episode, tell
from rules.flapping import has_settled
from rules.signals import read_signal


def note_silence(state: AlertState, scene: Scene) -> Step:
    """Show who asked for silence, and when it is over."""
    silence = scene.observation.silence if scene.is_silent else None
    until = None if silence is None else silence.ends_at
    if until == state.silenced_until:
        return state, ()
    after = replace(state, silenced_until=until)
    if not state.is_told:
        return after, ()
    if silence is None:
        return tell(state, after, scene, Reason.SILENCE_ENDED, Action.EDIT_ROOT)
    actor = silence.created_by
    return tell(state, after, scene, Reason.SILENCED, Action.EDIT_ROOT, actor=actor)


def keep_time(state: AlertState, scene: Scene) -> Step:
    """Do what is due by now: at most one new post, however long nobody looked."""
    events: tuple[Event, ...] = ()
    for do in (_end_acknowledgement, _settle, _post_untold, _remind):
        if not is_frozen(state, scene.rule):
            state, more = do(state, scene)
            events += more
    return state, events


def _end_acknowledgement(state: AlertState, scene: Scene) -> Step:
    if state.acked_until is None or scene.now < state.acked_until:
        return state, ()
    return ask_again(state, state, scene, Reason.ACK_EXPIRED)


def _settle(state: AlertState, scene: Scene) -> Step:
    """End flapping, and the episode with it if all is well."""
    is_over = state.condition in MAY_SETTLE and has_settled(state, scene.rule, scene.now)
    if not (state.is_flapping and is_over):
        return state, ()
    after = replace(state, is_flapping=False, aged_from=scene.now, reminders=0)
    if state.condition is Condition.FIRING:
        return tell(state, after, scene, Reason.FLAPPING_STOPPED, Action.EDIT_ROOT)
    reading = read_signal(state, scene.observation, scene.rule, scene.now)
    is_small = reading.reason is Reason.TOO_SMALL
    reason = Reason.TOO_SMALL if is_small else Reason.FLAPPING_STOPPED
    return close_episode(state, after, scene, reason)


def _post_untold(state: AlertState, scene: Scene) -> Step:
    """Tell of an episode that opened during a silence; nobody is late who was not told."""
    is_due = state.condition is Condition.FIRING and not state.is_flapping
    if state.is_told or scene.is_silent or not is_due:
        return state, ()
    after = replace(state, aged_from=scene.now)
    return tell(state, after, scene, Reason.SILENCE_ENDED, Action.POST_ROOT)


def _remind(state: AlertState, scene: Scene) -> Step:
    """Remind in the thread, or tell the workspace admins, whichever says more."""
    if scene.is_silent or not is_waiting(state):
        return state, ()
    due = [at for at in list_reminders(state, scene.rule) if at <= scene.now]
    escalation = find_escalation(state, scene.rule)
    escalates = escalation is not None and escalation <= scene.now
    if not (due or escalates):
        return state, ()
    after = replace(
        state,
        reminders=state.reminders + len(due),
        is_escalated=state.is_escalated or escalates,
    )
    if escalates:
        return tell(state, after, scene, Reason.UNACKNOWLEDGED, Action.REPLY_ESCALATION)
    return tell(state, after, scene, Reason.STILL_FIRING, Action.REPLY_REMINDER)
