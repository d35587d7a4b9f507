"""Hand the newest counts of a workspace to the check. The caller owns the transaction."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bot.alerts import Target
from bot.storage.forecasts import schedule_forecast
from bot.storage.models import HeadcountRow, WorkspaceRow
from bot.storage.runs import find_newest_count
from bot.storage.snapshots import read_current_snapshot
from bot.storage.sources import list_connections
from bot.storage.targets import add_target, list_targets, save_counts
from bot.storage.watches import build_rules_of
from bot.storage.workspaces import get_preferences
from rules.alerts import AlertState, Outcome
from rules.drift import is_candidate
from rules.freshness import KEPT_BY_HAND
from rules.headcounts import list_segments
from rules.stage_notices import is_stage_candidate


def note_sync(session: Session, workspace_id: str, outcome: Outcome, now: datetime) -> None:
    """Have the next check look at a workspace and its segments after a sync.

    A workspace in which some source is held is held, whichever of its sources came in last.
    """
    known = _list_known(session, workspace_id)
    on = _find_date(session, workspace_id, now)
    if outcome is Outcome.COUNTED and _has_open_run(session, workspace_id):
        outcome = Outcome.HELD
    _note(session, workspace_id, known, outcome, on, now)


def note_change(session: Session, workspace_id: str, now: datetime) -> None:
    """Have the next check look at a workspace after a change that is no sync, such as new bounds.

    Nothing is confirmed by it; but what was held is not any more once somebody has decided.
    """
    known = _list_known(session, workspace_id)
    whole = known.get("")
    outcome = Outcome.COUNTED if whole is None else whole.outcome
    if outcome is Outcome.HELD and not _has_open_run(session, workspace_id):
        outcome = Outcome.COUNTED
    on = _find_date(session, workspace_id, now) if whole is None else whole.synced_on
    _note(session, workspace_id, known, outcome, on, now)


def _list_known(session: Session, workspace_id: str) -> dict[str, Target]:
    return {target.segment: target for target in list_targets(session, workspace_id)}


def _note(
    session: Session,
    workspace_id: str,
    known: dict[str, Target],
    outcome: Outcome,
    on: date,
    now: datetime,
) -> None:
    headcount = session.get(HeadcountRow, workspace_id, populate_existing=True)
    if headcount is None and not known:
        return
    counts = {} if headcount is None else dict(_list_counts(session, headcount))
    seen = replace(_observe(session, workspace_id, headcount), outcome=outcome, synced_on=on)
    for segment in sorted(known.keys() | counts.keys()):
        target = replace(seen, segment=segment)
        if segment in counts:
            count, enablers = counts[segment]
            target = replace(target, customer_facing=count, enablers=enablers)
        elif outcome is Outcome.COUNTED:
            target = replace(target, outcome=Outcome.ABSENT)
        _save(session, known.get(segment), target, now)


def _save(session: Session, known: Target | None, target: Target, now: datetime) -> None:
    if known is None:
        add_target(session, target, now)
        return
    is_gone = target.outcome is Outcome.ABSENT
    target = replace(
        target,
        id=known.id,
        stage=known.stage,
        customer_facing=known.customer_facing if is_gone else target.customer_facing,
        enablers=known.enablers if is_gone else target.enablers,
    )
    if not target.segment and target.enablers != known.enablers:
        # What was forecast was the passage of a team of another size.
        schedule_forecast(session, target.workspace_id, now)
    save_counts(session, target, now, needs_judging=is_gone or _needs_judging(session, target, now))


def _needs_judging(session: Session, target: Target, now: datetime) -> bool:
    """Return whether counts could open anything; what is open already is judged all the same."""
    row = session.get_one(WorkspaceRow, target.workspace_id)
    observation = target.observe(target.synced_on)
    if not target.segment and is_stage_candidate(target.stage, observation):
        return True
    return any(
        is_candidate(AlertState(), observation, rule, now)
        for rule in build_rules_of(row, is_segment=bool(target.segment))
    )


def _observe(session: Session, workspace_id: str, headcount: HeadcountRow | None) -> Target:
    connections = list_connections(session, workspace_id)
    sources = (
        set()
        if headcount is None
        else {headcount.source, headcount.enablers_source or headcount.source}
    )
    return Target(
        id=0,
        workspace_id=workspace_id,
        segment="",
        customer_facing=0,
        enablers=None,
        synced_on=date.min,
        outcome=Outcome.COUNTED,
        stale_at=None if headcount is None else headcount.stale_at,
        is_expected=any(one.is_confirmed and not one.is_paused for one in connections),
        is_kept_by_hand=bool(sources) and sources <= KEPT_BY_HAND,
    )


def _list_counts(
    session: Session, headcount: HeadcountRow
) -> Iterator[tuple[str, tuple[int, Decimal | None]]]:
    """Yield the counts of the workspace and of the segments that it chose to look at."""
    yield "", (headcount.customer_facing, headcount.enablers)
    snapshot = read_current_snapshot(session, headcount.workspace_id)
    wanted = get_preferences(session, headcount.workspace_id).segments
    for segment in () if snapshot is None else list_segments(snapshot):
        if wanted is None or segment.name in wanted:
            yield segment.name, (segment.customer_facing, segment.enablers)


def _has_open_run(session: Session, workspace_id: str) -> bool:
    newest = [
        find_newest_count(session, one.id)
        for one in list_connections(session, workspace_id)
        if one.is_confirmed
    ]
    return any(run is not None and run.is_open for run in newest)


def _find_date(session: Session, workspace_id: str, now: datetime) -> date:
    zone = ZoneInfo(session.get_one(WorkspaceRow, workspace_id).time_zone)
    return now.astimezone(zone).date()
