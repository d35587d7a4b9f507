"""Watch the ratio: judge what is due, and keep what happened with what has to be told, at once."""

import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from bot.alerts import Target, Watch
from bot.jobs.telling import want_told
from bot.jobs.watching import Check, plan_check
from bot.storage.alerts import add_events, save_states
from bot.storage.engine import Database
from bot.storage.targets import (
    Verdict,
    claim_candidate,
    claim_candidates,
    claim_workspaces,
    postpone_target,
    rest_healthy,
    save_verdicts,
    wake_stale,
)
from bot.storage.watches import gather_watches
from rules.alerts import Action

logger = logging.getLogger(__name__)

RESTED_AT_ONCE = 10_000
JUDGED_AT_ONCE = 500
PASS_MAY_TAKE = timedelta(seconds=25)


@dataclass(frozen=True, slots=True)
class CheckCounts:
    """How one pass went; `unchanged` are those that were due and to which nothing happened."""

    due: int = 0
    evaluated: int = 0
    fired: int = 0
    resolved: int = 0
    unchanged: int = 0
    errors: int = 0

    def __add__(self, other: "CheckCounts") -> "CheckCounts":
        return CheckCounts(
            self.due + other.due,
            self.evaluated + other.evaluated,
            self.fired + other.fired,
            self.resolved + other.resolved,
            self.unchanged + other.unchanged,
            self.errors + other.errors,
        )


def check_due(database: Database, now: datetime, workspace_id: str | None = None) -> CheckCounts:
    """Judge every target that is due, and return what came of it; other workers may do the same.

    With a workspace, only those of this one.
    """
    counts = CheckCounts()
    deadline = time.monotonic() + PASS_MAY_TAKE.total_seconds()
    for step in (_rest, _wake, _judge):
        while time.monotonic() < deadline:
            done = step(database, now, workspace_id)
            if done is None:
                break
            counts += done
    if counts.fired or counts.resolved or counts.errors:
        logger.info("checked, counts=%s", counts)
    return counts


def _rest(database: Database, now: datetime, workspace_id: str | None) -> CheckCounts | None:
    with database.sessions.begin() as session:
        rested = rest_healthy(session, now, RESTED_AT_ONCE, workspace_id)
    return CheckCounts(due=rested, evaluated=rested, unchanged=rested) if rested else None


def _wake(database: Database, now: datetime, workspace_id: str | None) -> CheckCounts | None:
    with database.sessions.begin() as session:
        woken = wake_stale(session, now, RESTED_AT_ONCE, workspace_id)
    return CheckCounts() if woken else None


def _judge(database: Database, now: datetime, workspace_id: str | None) -> CheckCounts | None:
    """Judge a batch; state, history and what has to be told are one transaction."""
    workspace_ids: set[str] = set()
    try:
        with database.sessions.begin() as session:
            workspace_ids = claim_workspaces(session, now, JUDGED_AT_ONCE, workspace_id)
            if not workspace_ids:
                return None
            targets = claim_candidates(session, workspace_ids, now)
            return _judge_targets(session, targets, now)
    except Exception:
        if not workspace_ids:
            raise
        # One that breaks us must not keep the others from being judged.
        logger.exception("judging one by one")
    with database.sessions.begin() as session:
        targets = claim_candidates(session, workspace_ids, now)
    counts = CheckCounts()
    for target in targets:
        counts += _judge_alone(database, target, now)
    return counts


def _judge_alone(database: Database, target: Target, now: datetime) -> CheckCounts:
    try:
        with database.sessions.begin() as session:
            claimed = claim_candidate(session, target.id, now)
            return CheckCounts() if claimed is None else _judge_targets(session, [claimed], now)
    except Exception as error:
        logger.exception("target postponed, id=%s", target.id)
        with database.sessions.begin() as session:
            postpone_target(session, target, type(error).__name__, now)
        return CheckCounts(due=1, errors=1)


def _judge_targets(session: Session, targets: Sequence[Target], now: datetime) -> CheckCounts:
    watches = gather_watches(session, targets, now)
    checks = [(watch, plan_check(watch, now)) for watch in watches]
    apply_checks(session, checks, now)
    counts = CheckCounts(due=len(targets))
    for _, check in checks:
        counts += _count(check)
    return counts


def apply_checks(session: Session, checks: Sequence[tuple[Watch, Check]], now: datetime) -> None:
    """Keep what looking at targets came to."""
    stored = save_states(session, [state for _, check in checks for state in check.states])
    ids = {(one.target_id, one.rule): one.id for one in stored if one.id is not None}
    events = [
        (ids[check.target.id, kind], event) for _, check in checks for kind, event in check.events
    ]
    add_events(session, events)
    want_told(session, checks, ids, now)
    save_verdicts(
        session,
        [Verdict(check.target, check.is_candidate, check.wakes_at) for _, check in checks],
        now,
    )


def _count(check: Check) -> CheckCounts:
    actions = [action for _, event in check.events for action in event.actions]
    return CheckCounts(
        evaluated=1,
        fired=actions.count(Action.OPEN_EPISODE),
        resolved=actions.count(Action.CLOSE_EPISODE),
        unchanged=0 if check.events else 1,
    )
