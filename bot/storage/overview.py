"""How all workspaces stand together, for operators: what is late, what failed, what nobody was told."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, and_, case, func, or_, select
from sqlalchemy.orm import Session

from bot.alerts import DeliveryStatus
from bot.storage.alert_models import AlertEventRow, DeliveryRow, EpisodeRow, TargetRow
from bot.storage.deliveries import RATE_LIMITED, STOPPED
from bot.storage.source_models import RunRow, SourceRow


@dataclass(frozen=True, slots=True)
class Overview:
    """Sources as counts.

    Attributes:
        read_at: When a source was last read well; None before the first time.
        due_since: Since when the longest waiting source is due; None where none is.
        troubled: Sources whose last readings failed.
        untold: Admins whom Slack would not let us tell.
    """

    connected: int
    troubled: int
    untold: int
    read_at: datetime | None
    due_since: datetime | None


@dataclass(frozen=True, slots=True)
class Backlog:
    """What monitoring looks at.

    Attributes:
        due_since: By job, since when the longest waiting one is due; None where none is.
        undelivered_since: When the longest waiting message was due or first tried; None where none
            waits. Quiet hours put it off, and what has stopped is none of them.
        stopped: Messages that are not tried before somebody has done something, by status.
        runs: Of sources, by status.
        events: Of alerts, by reason.
    """

    due_since: dict[str, datetime | None]
    undelivered_since: datetime | None
    stopped: dict[str, int]
    open_alerts: int
    runs: dict[str, int]
    events: dict[str, int]

    @property
    def dead(self) -> int:
        """Return how many messages were given up."""
        return self.stopped[DeliveryStatus.DEAD]


def read_backlog(session: Session, now: datetime, since: datetime) -> Backlog:
    """Return what is late at a moment, and what happened since another."""
    due_since = {
        "sync": session.scalar(_sync_due(now)),
        "check": _find_check_due(session, now),
        "deliver": session.scalar(
            select(func.min(DeliveryRow.available_at)).where(
                DeliveryRow.available_at.is_not(None), DeliveryRow.available_at <= now
            )
        ),
    }
    runs = session.execute(
        select(RunRow.status, func.count())
        .where(RunRow.finished_at > since)
        .group_by(RunRow.status)
    )
    events = session.execute(
        select(AlertEventRow.reason, func.count())
        .where(AlertEventRow.at > since)
        .group_by(AlertEventRow.reason)
    )
    return Backlog(
        due_since,
        undelivered_since=session.scalar(_undelivered(now)),
        stopped=_count_stopped(session),
        open_alerts=_count(session, select(func.count()).where(EpisodeRow.closed_at.is_(None))),
        runs={status.value: count for status, count in runs},
        events={reason.value: count for reason, count in events},
    )


def _sync_due(now: datetime) -> Select[datetime | None]:
    return select(func.min(SourceRow.due_at)).where(SourceRow.due_at <= now, ~SourceRow.is_paused)


def _undelivered(now: datetime) -> Select[datetime | None]:
    # Each failure puts off when it is due; a series of them keeps when it began.
    has_failed = or_(DeliveryRow.attempts > 0, DeliveryRow.last_error == RATE_LIMITED)
    since = case((has_failed, DeliveryRow.tried_since), else_=DeliveryRow.available_at)
    return select(func.min(since)).where(DeliveryRow.available_at.is_not(None), since <= now)


def _count_stopped(session: Session) -> dict[str, int]:
    counted = session.execute(
        select(DeliveryRow.status, func.count())
        .where(DeliveryRow.status.in_(STOPPED))
        .group_by(DeliveryRow.status)
    )
    none = dict.fromkeys((status.value for status in STOPPED), 0)
    return none | {status.value: count for status, count in counted}


def _find_check_due(session: Session, now: datetime) -> datetime | None:
    # Two questions, because candidates and the others have an index each. Counts that never turn
    # stale are not looked at before newer ones come.
    is_resting = and_(~TargetRow.is_candidate, TargetRow.stale_at.is_not(None))
    due = select(func.min(TargetRow.wakes_at)).where(TargetRow.wakes_at <= now)
    waiting = (
        session.scalar(due.where(TargetRow.is_candidate)),
        session.scalar(due.where(is_resting)),
    )
    return min(filter(None, waiting), default=None)


def _count(session: Session, query: Select[int]) -> int:
    return session.scalar(query) or 0


def read_overview(session: Session, now: datetime) -> Overview:
    """Return how all sources stand."""
    connected, troubled, read_at = session.execute(
        select(
            func.count(),
            func.count().filter(SourceRow.errors > 0),
            func.max(SourceRow.checked_at),
        )
    ).one()
    due_since = session.scalar(_sync_due(now))
    is_untold = DeliveryRow.recipient.is_not(None) & DeliveryRow.status.in_(STOPPED)
    untold = _count(session, select(func.count()).where(is_untold))
    return Overview(connected, troubled, untold, read_at, due_since)
