"""What admins have to be told about a run: kept until Slack has taken it, so that nothing is lost."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import case, delete, or_, select, update
from sqlalchemy.orm import Session

from bot.connections import Run
from bot.storage.clocks import read_clock
from bot.storage.models import MemberRow, WorkspaceRow
from bot.storage.runs import get_run
from bot.storage.source_models import NoticeRow, RunRow
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
            last_error="",
        )
    )
    session.flush()


def withdraw_notices(session: Session, connection_id: int) -> None:
    """Take back what admins were not told yet about a source: it is not so any more."""
    runs = select(RunRow.id).where(RunRow.source_id == connection_id)
    session.execute(delete(NoticeRow).where(NoticeRow.run_id.in_(runs)))


def find_recipient(session: Session, workspace_id: str, connected_by: str) -> str | None:
    """Return whom to tell about a source: who connected it, else the admin seen last."""
    admins = session.get_one(WorkspaceRow, workspace_id).admins
    connected_it = MemberRow.user_id == connected_by
    return session.scalar(
        select(MemberRow.user_id)
        .where(
            MemberRow.workspace_id == workspace_id,
            ~MemberRow.is_guest,
            or_(
                connected_it,
                MemberRow.standing != Standing.MEMBER,
                MemberRow.user_id.in_(admins),
            ),
        )
        .order_by(case((connected_it, 0), else_=1), MemberRow.refreshed_at.desc())
        .limit(1)
    )


def claim_notice(session: Session, now: datetime) -> Notice | None:
    """Take the notice that is due longest and that nobody else is sending, or None."""
    clock = read_clock(session)
    row = session.scalars(
        select(NoticeRow)
        .where(
            NoticeRow.available_at <= now,
            or_(NoticeRow.lease_until.is_(None), NoticeRow.lease_until < clock),
        )
        .order_by(NoticeRow.available_at, NoticeRow.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    ).first()
    if row is None:
        return None
    row.token += 1
    row.attempts += 1
    row.lease_until = clock + LEASE
    session.flush()
    return Notice(
        row.id,
        row.workspace_id,
        row.recipient,
        get_run(session, row.workspace_id, row.run_id),
        row.attempts,
        row.created_at,
        row.token,
    )


def remove_notice(session: Session, notice: Notice) -> None:
    """Forget a notice that Slack has taken."""
    session.execute(delete(NoticeRow).where(NoticeRow.id == notice.id))


def postpone_notice(
    session: Session, notice: Notice, available_at: datetime | None, error: str
) -> None:
    """Try a notice again later; with None, never: it is then shown as dead.

    Its attempts are kept as the caller counts them.
    """
    session.execute(
        update(NoticeRow)
        .where(NoticeRow.id == notice.id, NoticeRow.token == notice.token)
        .values(
            available_at=available_at,
            attempts=notice.attempts,
            last_error=error,
            lease_until=None,
        )
    )
