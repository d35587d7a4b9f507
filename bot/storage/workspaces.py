"""Write workspaces and members. The caller owns the transaction."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.storage.models import MemberRow, WorkspaceRow
from bot.storage.upserts import insert_into
from bot.workspaces import Member, Workspace


def ensure_workspace(session: Session, workspace: Workspace, now: datetime) -> None:
    """Insert the workspace unless it is stored already; its settings are then kept."""
    session.execute(
        insert_into(session, WorkspaceRow)
        .values(
            id=workspace.id,
            language=workspace.language,
            time_zone=workspace.time_zone,
            low_bound=workspace.bounds.low,
            high_bound=workspace.bounds.high,
            created_at=now,
        )
        .on_conflict_do_nothing()
    )


def save_member(session: Session, member: Member) -> None:
    """Insert the member, or overwrite what is stored."""
    known = {
        "language": member.language,
        "standing": member.standing,
        "is_guest": member.is_guest,
        "refreshed_at": member.refreshed_at,
    }
    session.execute(
        insert_into(session, MemberRow)
        .values(workspace_id=member.workspace_id, user_id=member.user_id, **known)
        .on_conflict_do_update(
            index_elements=[MemberRow.workspace_id, MemberRow.user_id], set_=known
        )
    )
