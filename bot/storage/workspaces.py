"""Read and write workspaces, their preferences and members. The caller owns the transaction."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, or_, select, update
from sqlalchemy.orm import Session

from bot.storage.engine import ADMIN_USERS
from bot.storage.models import MemberRow, WorkspaceRow
from bot.storage.upserts import insert_into
from bot.workspaces import Language, Member, Preferences, Standing, Workspace
from rules.ratios import Bounds
from rules.schedules import parse_quiet_hours, parse_schedule


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
            admins=sorted(workspace.admins),
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


def get_workspace(session: Session, workspace_id: str) -> Workspace:
    """Return a workspace.

    Raises:
        sqlalchemy.exc.NoResultFound: If it is not known.
    """
    row = session.get_one(WorkspaceRow, workspace_id)
    return Workspace(
        row.id,
        row.language,
        row.time_zone,
        Bounds(row.low_bound, row.high_bound),
        frozenset(row.admins),
    )


def lock_workspace(session: Session, workspace_id: str) -> None:
    """Keep others from changing a workspace's settings and sources until this transaction ends.

    It comes first: what a transaction read before may have been changed while it waited, and who
    holds a source already must not wait for those who hold its workspace.
    """
    # Rows that only belong to the workspace, such as a member's, may be added meanwhile.
    weakly = {"key_share": True}
    session.get(WorkspaceRow, workspace_id, with_for_update=weakly, populate_existing=True)


def list_workspace_ids(session: Session) -> list[str]:
    """Return every workspace, the oldest first."""
    return list(session.scalars(select(WorkspaceRow.id).order_by(WorkspaceRow.created_at)))


def get_preferences(session: Session, workspace_id: str) -> Preferences:
    """Return what a workspace chose for the jobs.

    Raises:
        sqlalchemy.exc.NoResultFound: If the workspace is not known.
    """
    row = session.get_one(WorkspaceRow, workspace_id)
    return Preferences(
        alert_channel=row.alert_channel,
        schedule=parse_schedule(row.sync_schedule),
        digest=row.digest,
        quiet_hours=None if row.quiet_hours is None else parse_quiet_hours(row.quiet_hours),
        segments=None if row.segments is None else tuple(row.segments),
    )


def save_workspace(session: Session, workspace: Workspace, preferences: Preferences) -> None:
    """Overwrite the settings of a workspace that is stored already."""
    quiet = preferences.quiet_hours
    _change(
        session,
        workspace.id,
        {
            "language": workspace.language,
            "time_zone": workspace.time_zone,
            "low_bound": workspace.bounds.low,
            "high_bound": workspace.bounds.high,
            "rule_version": case(
                (_has_bounds(workspace.bounds), WorkspaceRow.rule_version),
                else_=WorkspaceRow.rule_version + 1,
            ),
            "admins": sorted(workspace.admins),
            "alert_channel": preferences.alert_channel,
            "sync_schedule": preferences.schedule.write(),
            "digest": preferences.digest,
            "quiet_hours": None if quiet is None else quiet.write(),
            "segments": None if preferences.segments is None else list(preferences.segments),
        },
    )


def list_admins(session: Session, workspace_id: str, limit: int = 10) -> list[str]:
    """Return the user ids of those known to administer a workspace, the last seen first."""
    rows = session.scalars(
        select(MemberRow.user_id)
        .where(
            MemberRow.workspace_id == workspace_id,
            ~MemberRow.is_guest,
            _is_admin(session, workspace_id),
        )
        .order_by(MemberRow.refreshed_at.desc())
        .limit(limit)
    )
    return list(rows)


def find_recipient(session: Session, workspace_id: str, connected_by: str) -> str | None:
    """Return whom to tell about a source: who connected it, else the admin seen last."""
    connected_it = MemberRow.user_id == connected_by
    return session.scalar(
        select(MemberRow.user_id)
        .where(
            MemberRow.workspace_id == workspace_id,
            ~MemberRow.is_guest,
            or_(connected_it, _is_admin(session, workspace_id)),
        )
        .order_by(case((connected_it, 0), else_=1), MemberRow.refreshed_at.desc())
        .limit(1)
    )


def _is_admin(session: Session, workspace_id: str) -> ColumnElement[bool]:
    """Return whether a member administers, by Slack, by the workspace or by the operator."""
    named = {
        *session.get_one(WorkspaceRow, workspace_id).admins,
        *session.info.get(ADMIN_USERS, ()),
    }
    return or_(MemberRow.standing != Standing.MEMBER, MemberRow.user_id.in_(named))


def find_member_language(session: Session, workspace_id: str, user_id: str) -> Language:
    """Return a member's language, or that of the workspace where the member is not known.

    Raises:
        sqlalchemy.exc.NoResultFound: If the workspace is not known.
    """
    member = session.get(MemberRow, (workspace_id, user_id))
    return (member or session.get_one(WorkspaceRow, workspace_id)).language


def _has_bounds(bounds: Bounds) -> ColumnElement[bool]:
    return and_(WorkspaceRow.low_bound == bounds.low, WorkspaceRow.high_bound == bounds.high)


def save_push_token(session: Session, workspace_id: str, digest: str | None) -> None:
    """Keep the digest of a workspace's push token; None revokes it."""
    _change(session, workspace_id, {"push_token_digest": digest})


def has_push_token(session: Session, workspace_id: str) -> bool:
    """Return whether a workspace has a push token that was not revoked."""
    return session.get_one(WorkspaceRow, workspace_id).push_token_digest is not None


def find_pusher(session: Session, digest: str) -> str | None:
    """Return the workspace whose push token has this digest, or None."""
    return session.scalar(select(WorkspaceRow.id).where(WorkspaceRow.push_token_digest == digest))


def _change(session: Session, workspace_id: str, values: Mapping[str, Any]) -> None:
    session.execute(update(WorkspaceRow).where(WorkspaceRow.id == workspace_id).values(**values))
