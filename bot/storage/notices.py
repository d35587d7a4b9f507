"""What admins have to be told about a run: kept until Slack has taken it, so that nothing is lost."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from bot.connections import Run
from bot.storage.clocks import read_clock
from bot.storage.models import MemberRow
from bot.storage.runs import get_run
from bot.storage.source_models import NoticeRow
from bot.workspaces import Standing

LEASE = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Notice:
    """One admin to be told about one run, taken by one worker for a while.

    Attributes:
        token: Given back with the result; a later claim makes it void.
    """

    id: int
    workspace_id: str
    recipient: str
    run: Run
    attempts: int
    created_at: datetime
    token: int


def add_notice(session: Session, run: Run, recipient: str, now: datetime) -> None:
    """Have an admin told about a stored run."""
    session.add(
        NoticeRow(
            workspace_id=run.workspace_id,
            run_id=run.id,
            recipient=recipient,
            created_at=now,
            available_at=now,
        )
    )
    session.flush()


def find_recipient(session: Session, workspace_id: str, connected_by: str) -> str | None:
    """Return whom to tell about a source: who connected it, else the admin seen last."""
    members = session.scalars(
        select(MemberRow)
        .where(MemberRow.workspace_id == workspace_id)
        .order_by(MemberRow.refreshed_at.desc())
    ).all()
    connecting = [member for member in members if member.user_id == connected_by]
    admins = [member for member in members if member.standing is not Standing.MEMBER]
    return next((member.user_id for member in (*connecting, *admins)), None)


def claim_notices(session: Session, now: datetime, limit: int) -> list[Notice]:
    """Take notices that are due and that nobody else is sending, the oldest first."""
    clock = read_clock(session)
    rows = session.scalars(
        select(NoticeRow)
        .where(
            NoticeRow.available_at <= now,
            or_(NoticeRow.lease_until.is_(None), NoticeRow.lease_until < clock),
        )
        .order_by(NoticeRow.available_at, NoticeRow.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()
    for row in rows:
        row.token += 1
        row.attempts += 1
        row.lease_until = clock + LEASE
    session.flush()
    return [
        Notice(
            row.id,
            row.workspace_id,
            row.recipient,
            get_run(session, row.workspace_id, row.run_id),
            row.attempts,
            row.created_at,
            row.token,
        )
        for row in rows
    ]


def remove_notice(session: Session, notice: Notice) -> None:
    """Forget a notice that Slack has taken."""
    session.execute(delete(NoticeRow).where(NoticeRow.id == notice.id))


def postpone_notice(
    session: Session, notice: Notice, available_at: datetime | None, error: str
) -> None:
    """Try a notice again later; with None, never: it is then shown as dead."""
    session.execute(
        update(NoticeRow)
        .where(NoticeRow.id == notice.id, NoticeRow.token == notice.token)
        .values(available_at=available_at, last_error=error, lease_until=None)
    )
