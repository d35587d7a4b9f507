"""What follows from looking at one target: pure, so that one worker and three give the same trace."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.alerts import StoredState, Target, Watch
from rules.alert_rules import DriftRule, Rule
from rules.alerts import AlertState, Event, Observation
from rules.deadlines import next_due_at
from rules.drift import is_candidate, step_all
from rules.silences import find_silence
from rules.stage_notices import StageNotice, is_stage_candidate, step_stage


@dataclass(frozen=True, slots=True)
class Check:
    """What looking at a target came to.

    Attributes:
        states: Those that changed.
        events: By rule, in the order in which they happened.
        notice: Of a new stage; None where there is none.
        is_candidate: Whether the next check has to look again even if nothing new comes.
        wakes_at: When time alone next matters; None while only a sync can.
    """

    target: Target
    states: tuple[StoredState, ...]
    events: tuple[tuple[Rule, Event], ...]
    notice: StageNotice | None
    is_candidate: bool
    wakes_at: datetime | None


def plan_check(watch: Watch, now: datetime) -> Check:
    """Judge a target by all its rules; those at rest that have nothing to say are passed over."""
    target, observation = watch.target, observe(watch)
    before = {kind: stored.state for kind, stored in watch.states.items()}
    rules = [
        rule
        for rule in watch.rules
        if is_candidate(before.get(rule.kind, AlertState()), observation, rule, now)
    ]
    steps = step_all(before, observation, rules, watch.silences, target.segment, now)
    after = {kind: state for kind, (state, _) in steps.items()}
    stage, notice = target.stage, None
    if not target.segment:
        silence = find_silence(watch.silences, "", Rule.STAGE_CHANGED, now)
        seen = replace(observation, silence=silence)
        stage, notice = step_stage(target.stage, seen, watch.rules[0].tuning, now)
    target = replace(target, stage=stage)
    looks_again = any(is_candidate(after[rule.kind], observation, rule, now) for rule in rules) or (
        not target.segment and is_stage_candidate(stage, observation)
    )
    return Check(
        target=target,
        states=tuple(
            _store(watch, kind, state)
            for kind, state in after.items()
            if _is_worth_storing(before.get(kind), state)
        ),
        events=tuple((kind, event) for kind, (_, events) in steps.items() for event in events),
        notice=notice,
        is_candidate=looks_again,
        wakes_at=_find_waking(watch, rules, after, looks_again=looks_again),
    )


def observe(watch: Watch) -> Observation:
    """Return what a check sees of a target today."""
    return replace(watch.target.observe(watch.today), outlook=watch.outlook)


def find_rule(watch: Watch, kind: Rule) -> DriftRule:
    """Return one of the rules that a target is judged by.

    Raises:
        LookupError: If it is not judged by that one.
    """
    for rule in watch.rules:
        if rule.kind is kind:
            return rule
    raise LookupError(kind)


def _store(watch: Watch, kind: Rule, state: AlertState) -> StoredState:
    known = watch.states.get(kind)
    return StoredState(None if known is None else known.id, watch.target.id, kind, state)


def _is_worth_storing(before: AlertState | None, after: AlertState) -> bool:
    """Return whether a state holds more than that somebody looked: most never leave their rest."""
    if before is None:
        return not after.is_at_rest or after.sequence > 0
    return replace(after, stepped_at=before.stepped_at) != before


def _find_waking(
    watch: Watch,
    rules: Sequence[DriftRule],
    states: Mapping[Rule, AlertState],
    *,
    looks_again: bool,
) -> datetime | None:
    moments = [next_due_at(states[rule.kind], rule) for rule in rules]
    if Rule.DATA_STALE not in states and not watch.target.segment and watch.target.is_expected:
        # What was passed over is looked at again when its counts turn stale.
        moments.append(watch.target.stale_at)
    if looks_again:
        moments.append(watch.confirms_at)
    return min((moment for moment in moments if moment is not None), default=None)
