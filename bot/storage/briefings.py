"""Load what answering one member needs: one statement, one row."""

from sqlalchemy import bindparam, select

from bot.storage.engine import Database
from bot.storage.models import MemberRow, SnapshotRow, WorkspaceRow
from bot.workspaces import Briefing, Enquiry, Member, Workspace
from rules.facts import Facts
from rules.ratios import Bounds

# Core and not the ORM: a command's whole answer takes less time than loading four objects would.
_W, _M, _S = (row.__table__.c for row in (WorkspaceRow, MemberRow, SnapshotRow))
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
        _S.customer_facing,
        _S.enablers,
        _S.sales,
        _S.customer_success,
    )
    .select_from(WorkspaceRow.__table__)
    .join(MemberRow.__table__, _M.workspace_id == _W.id)
    .outerjoin(SnapshotRow.__table__, _S.id == _NEWEST)
    .where(_W.id == bindparam("workspace_id"), _M.user_id == bindparam("user_id"))
)


def find_briefing(database: Database, workspace_id: str, user_id: str) -> Briefing | None:
    """Return what answering this member needs, or None where the member is not known yet."""
    row = database.read_row(_BRIEFING, {"workspace_id": workspace_id, "user_id": user_id})
    if row is None:
        return None
    facts = (
        None
        if row.as_of is None
        else Facts(
            row.customer_facing,
            row.enablers,
            sales=row.sales,
            customer_success=row.customer_success,
        )
    )
    return Briefing(
        workspace=Workspace(
            workspace_id, row.language, row.time_zone, Bounds(row.low_bound, row.high_bound)
        ),
        member=Member(
            workspace_id,
            user_id,
            row.member_language,
            row.standing,
            row.is_guest,
            row.refreshed_at,
        ),
        headcount=None if facts is None else Enquiry(facts, row.as_of, row.source),
    )
