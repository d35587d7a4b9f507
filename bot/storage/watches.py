"""Gather what judging targets needs, for many at once. The caller owns the transaction."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.alerts import Target, Watch
from bot.storage.alert_models import SilenceRow
from bot.storage.alerts import read_states
from bot.storage.forecasts import read_outlooks
from bot.storage.models import WorkspaceRow
from bot.storage.silences import to_silence
from rules.alert_rules import ABOUT_COUNTS, DriftRule, Rule
from rules.ratios import Bounds
from rules.schedules import Schedule, find_next_run, parse_schedule
from rules.silences import Silence
from rules.tuning import DEFAULT_TUNING, Tuning

_DURATIONS = frozenset(
    field.name for field in fields(Tuning) if isinstance(getattr(Tuning(), field.name), timedelta)
)


@dataclass(frozen=True, slots=True)
class _House:
    """What all targets of a workspace share."""

    zone: ZoneInfo
    schedule: Schedule
    rules: tuple[DriftRule, ...]
    segment_rules: tuple[DriftRule, ...]
    silences: tuple[Silence, ...]


def gather_watches(session: Session, targets: Sequence[Target], now: datetime) -> list[Watch]:
    """Return what judging each target needs, in the same order."""
    workspace_ids = {target.workspace_id for target in targets}
    houses = _read_houses(session, workspace_ids, now)
    states = read_states(session, [target.id for target in targets])
    outlooks = read_outlooks(session, workspace_ids)
    watches = []
    for target in targets:
        house = houses[target.workspace_id]
        watches.append(
            Watch(
                target,
                house.segment_rules if target.segment else house.rules,
                states.get(target.id, {}),
                now.astimezone(house.zone).date(),
                house.silences,
                None if target.segment else outlooks.get(target.workspace_id),
                find_next_run(house.schedule, house.zone, now, target.workspace_id)
                if target.is_kept_by_hand
                else None,
            )
        )
    return watches


def build_rules_of(row: WorkspaceRow, *, is_segment: bool) -> tuple[DriftRule, ...]:
    """Return the rules that a workspace or one of its segments is judged by."""
    bounds, tuning = Bounds(row.low_bound, row.high_bound), decode_tuning(row.tuning)
    return _build_rules(bounds, row.rule_version, tuning, is_segment=is_segment)


# Nearly all workspaces have the same: building them anew would take a third of a sweep.
@lru_cache(maxsize=10_000)
def _build_rules(
    bounds: Bounds, version: int, tuning: Tuning, *, is_segment: bool
) -> tuple[DriftRule, ...]:
    kinds = ABOUT_COUNTS if is_segment else frozenset(Rule) - {Rule.STAGE_CHANGED}
    return tuple(
        DriftRule(kind, bounds, version, is_segment, tuning) for kind in Rule if kind in kinds
    )


def get_tuning(session: Session, workspace_id: str) -> Tuning:
    """Return how a workspace tuned its alerts.

    Raises:
        sqlalchemy.exc.NoResultFound: If the workspace is not known.
    """
    return decode_tuning(session.get_one(WorkspaceRow, workspace_id).tuning)


def save_tuning(session: Session, workspace_id: str, tuning: Tuning) -> None:
    """Overwrite how a workspace tuned its alerts; open ones are judged anew by it."""
    session.execute(
        update(WorkspaceRow)
        .where(WorkspaceRow.id == workspace_id)
        .values(tuning=encode_tuning(tuning), rule_version=WorkspaceRow.rule_version + 1)
    )


def decode_tuning(stored: dict[str, Any] | None) -> Tuning:
    """Return a workspace's tuning; what it did not change is the default."""
    if not stored:
        return DEFAULT_TUNING
    return Tuning(**{name: _decode_setting(name, value) for name, value in stored.items()})


def encode_tuning(tuning: Tuning) -> dict[str, Any]:
    """Return what differs from the defaults; durations in seconds."""
    default = Tuning()
    return {
        field.name: _encode_setting(getattr(tuning, field.name))
        for field in fields(Tuning)
        if getattr(tuning, field.name) != getattr(default, field.name)
    }


def _read_houses(session: Session, workspace_ids: set[str], now: datetime) -> dict[str, _House]:
    silences = _read_silences(session, workspace_ids, now)
    rows = session.scalars(select(WorkspaceRow).where(WorkspaceRow.id.in_(workspace_ids)))
    return {
        row.id: _House(
            ZoneInfo(row.time_zone),
            parse_schedule(row.sync_schedule),
            build_rules_of(row, is_segment=False),
            build_rules_of(row, is_segment=True),
            tuple(silences[row.id]),
        )
        for row in rows
    }


def _read_silences(
    session: Session, workspace_ids: set[str], now: datetime
) -> defaultdict[str, list[Silence]]:
    found: defaultdict[str, list[Silence]] = defaultdict(list)
    rows = session.scalars(
        select(SilenceRow).where(
            SilenceRow.workspace_id.in_(workspace_ids),
            SilenceRow.ends_at > now,
            SilenceRow.ended_at.is_(None),
        )
    )
    for row in rows:
        found[row.workspace_id].append(to_silence(row))
    return found


def _encode_setting(value: object) -> object:
    if isinstance(value, timedelta):
        return value.total_seconds()
    return [one.total_seconds() for one in value] if isinstance(value, tuple) else value


def _decode_setting(name: str, value: Any) -> Any:
    if name in _DURATIONS:
        return timedelta(seconds=value)
    return tuple(timedelta(seconds=one) for one in value) if isinstance(value, list) else value
