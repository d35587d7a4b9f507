"""When to announce that a company has grown, or shrunk, into another stage (domain.md 3)."""

from dataclasses import dataclass, replace
from datetime import datetime

from rules.alerts import Observation, Outcome
from rules.stages import Stage, find_stage
from rules.tuning import Tuning


@dataclass(frozen=True, slots=True)
class StageState:
    """Which stage the channel knows of, and which one may be next.

    Attributes:
        stage: The one last agreed on; None before the first.
        candidate: Another one, seen by the last syncs; None where they agree with `stage`.
        agreements: Syncs in a row that saw the candidate.
        sync_id: The newest sync that was counted.
        sequence: Of the last notice.
    """

    stage: Stage | None = None
    candidate: Stage | None = None
    agreements: int = 0
    sync_id: int = 0
    sequence: int = 0

    @property
    def is_at_rest(self) -> bool:
        """Return whether no other stage is on its way."""
        return self.candidate is None


@dataclass(frozen=True, slots=True)
class StageNotice:
    """A new stage.

    Attributes:
        may_post: False in a silence: then only the history hears of it.
    """

    sequence: int
    at: datetime
    before: Stage
    after: Stage
    sync_id: int
    customer_facing: int
    may_post: bool


def step_stage(
    state: StageState, observation: Observation, tuning: Tuning, now: datetime
) -> tuple[StageState, StageNotice | None]:
    """Return which stage is agreed on after an observation, and the notice if it is a new one.

    The first stage is no news, and nobody to support is no stage.
    """
    if not _is_evidence(state, observation, now):
        return state, None
    stage = find_stage(observation.customer_facing)
    state = replace(state, sync_id=observation.sync_id)
    if stage is None or stage is state.stage:
        return replace(state, candidate=None, agreements=0), None
    agreements = state.agreements + 1 if stage is state.candidate else 1
    if agreements < tuning.stage_syncs:
        return replace(state, candidate=stage, agreements=agreements), None
    agreed = replace(state, stage=stage, candidate=None, agreements=0)
    if state.stage is None:
        return agreed, None
    notice = StageNotice(
        sequence=state.sequence + 1,
        at=now,
        before=state.stage,
        after=stage,
        sync_id=observation.sync_id,
        customer_facing=observation.customer_facing,
        may_post=not observation.is_silent(now),
    )
    return replace(agreed, sequence=notice.sequence), notice


def is_stage_candidate(state: StageState, observation: Observation) -> bool:
    """Return whether a step could come to anything; where not, a sweep need not take it."""
    is_other = find_stage(observation.customer_facing) not in {None, state.stage}
    return is_other or not state.is_at_rest


def _is_evidence(state: StageState, observation: Observation, now: datetime) -> bool:
    is_fresh = observation.stale_at is not None and now < observation.stale_at
    is_new = observation.sync_id > state.sync_id
    return observation.outcome is Outcome.COUNTED and is_fresh and is_new
