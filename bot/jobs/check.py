"""Watch the ratio: judge what is due, and keep what happened with what has to be told, at once."""

import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from bot.alerts import Watch
from bot.jobs.telling import want_told
from bot.jobs.watching import Check, plan_check
from bot.storage.alerts import add_events, save_states
from bot.storage.engine import Database
from bot.storage.targets import (
    Verdict,
    claim_candidates,
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
            with database.sessions.begin() as session:
                done = step(session, now, workspace_id)
            if done is None:
                break
            counts += done
    if counts.fired or counts.resolved or counts.errors:
        logger.info("checked, counts=%s", counts)
    return counts


def _rest(session: Session, now: datetime, workspace_id: str | None) -> CheckCounts | None:
    rested = rest_healthy(session, now, RESTED_AT_ONCE, workspace_id)
    return CheckCounts(due=rested, evaluated=rested, unchanged=rested) if rested else None


def _wake(session: Session, now: datetime, workspace_id: str | None) -> CheckCounts | None:
    woken = wake_stale(session, now, RESTED_AT_ONCE, workspace_id)
    return CheckCounts() if woken else None


def _judge(session: Session, now: datetime, workspace_id: str | None) -> CheckCounts | None:
    """Judge a batch; state, history and what has to be told are one transaction."""
    targets = claim_candidates(session, now, JUDGED_AT_ONCE, workspace_id)
    if not targets:
        return None
    watches = gather_watches(session, targets, now)
    counts = CheckCounts(due=len(targets))
    checks: list[tuple[Watch, Check]] = []
    for watch in watches:
        check = _plan(session, watch, now)
        if check is None:
            counts += CheckCounts(errors=1)
        else:
            checks.append((watch, check))
            counts += _count(check)
    apply_checks(session, checks, now)
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


def _plan(session: Session, watch: Watch, now: datetime) -> Check | None:
    """Judge one target; one that breaks us must not keep others from being judged."""
    try:
        return plan_check(watch, now)
    except Exception:
        logger.exception("target postponed, id=%s", watch.target.id)
        postpone_target(session, watch.target, "unforeseen", now)
        return None


def _count(check: Check) -> CheckCounts:
    actions = [action for _, event in check.events for action in event.actions]
    return CheckCounts(
        evaluated=1,
        fired=actions.count(Action.OPEN_EPISODE),
        resolved=actions.count(Action.CLOSE_EPISODE),
        unchanged=0 if check.events else 1,
    )
