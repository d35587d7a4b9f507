"""Load what answering one member needs: one statement, one round trip."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, bindparam, select

from bot.storage.engine import Database
from bot.storage.models import CountRow, MemberRow, SnapshotRow, WorkspaceRow
from bot.workspaces import Briefing, Member, Workspace
from rules.headcounts import HeadcountRow, Snapshot
from rules.ratios import Bounds

_W, _M, _S, _C = (row.__table__.c for row in (WorkspaceRow, MemberRow, SnapshotRow, CountRow))
_NEWEST = (
    select(_S.id)
    .where(_S.workspace_id == bindparam("workspace_id"))
    .order_by(_S.as_of.desc(), _S.id.desc())
    .limit(1)
    .scalar_subquery()
)
_BRIEFING = (
    select(
        _W.language,
        _W.time_zone,
        _W.low_bound,
        _W.high_bound,
        _M.language.label("member_language"),
        _M.standing,
        _M.is_guest,
        _M.refreshed_at,
        _S.as_of,
        _S.source,
        _C.headcount_class,
        _C.function,
        _C.segment,
        _C.people,
        _C.fte,
    )
    .select_from(WorkspaceRow.__table__)
    .join(MemberRow.__table__, _M.workspace_id == _W.id)
    .outerjoin(SnapshotRow.__table__, _S.id == _NEWEST)
    .outerjoin(CountRow.__table__, _C.snapshot_id == _S.id)
    .where(_W.id == bindparam("workspace_id"), _M.user_id == bindparam("user_id"))
    .order_by(_C.id)
)


def find_briefing(database: Database, workspace_id: str, user_id: str) -> Briefing | None:
    """Return what answering this member needs, or None where the member is not known yet."""
    with database.reader.connect() as connection:
        rows = connection.execute(
            _BRIEFING, {"workspace_id": workspace_id, "user_id": user_id}
        ).all()
    if not rows:
        return None
    first = rows[0]
    return Briefing(
        workspace=Workspace(
            workspace_id,
            first.language,
            first.time_zone,
            Bounds(first.low_bound, first.high_bound),
        ),
        member=Member(
            workspace_id,
            user_id,
            first.member_language,
            first.standing,
            first.is_guest,
            first.refreshed_at,
        ),
        snapshot=_to_snapshot(rows),
    )


def _to_snapshot(rows: Sequence[Row[*tuple[Any, ...]]]) -> Snapshot | None:
    if rows[0].as_of is None:
        return None
    return Snapshot(
        as_of=rows[0].as_of,
        source=rows[0].source,
        rows=tuple(
            HeadcountRow(row.headcount_class, row.people, row.function, row.segment, row.fte)
            for row in rows
            if row.people is not None
        ),
    )
