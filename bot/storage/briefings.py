"""Load what answering one member needs: one statement, one row."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, select
from sqlalchemy.orm import Session

from bot.storage.engine import Database
from bot.storage.forecasts import decode_forecasts
from bot.storage.models import HeadcountRow, MemberRow, WorkspaceRow
from bot.workspaces import Briefing, Enquiry, Member, Origin, Workspace
from rules.facts import Facts
from rules.forecasts import Forecast, NoForecast, is_current
from rules.freshness import Lifespan
from rules.ratios import Bounds

# Core and not the ORM: a command's whole answer takes less time than loading four objects would.
_W, _M, _H = (row.__table__.c for row in (WorkspaceRow, MemberRow, HeadcountRow))
_BRIEFING = (
    select(
        _W.language,
        _W.time_zone,
        _W.low_bound,
        _W.high_bound,
        _W.admins,
        _M.language.label("member_language"),
        _M.standing,
        _M.is_guest,
        _M.refreshed_at,
        *(column for column in _H if column.name not in {"workspace_id", "snapshot_id"}),
    )
    .select_from(WorkspaceRow.__table__)
    .join(MemberRow.__table__, _M.workspace_id == _W.id)
    .outerjoin(HeadcountRow.__table__, _H.workspace_id == _W.id)
    .where(_W.id == bindparam("workspace_id"), _M.user_id == bindparam("user_id"))
)


def find_briefing(
    database: Database, workspace_id: str, user_id: str, now: datetime
) -> Briefing | None:
    """Return what answering this member needs, or None where the member is not known yet."""
    row = database.read_row(_BRIEFING, {"workspace_id": workspace_id, "user_id": user_id})
    if row is None:
        return None
    bounds = Bounds(row.low_bound, row.high_bound)
    return Briefing(
        workspace=Workspace(
            workspace_id,
            row.language,
            row.time_zone,
            bounds,
            frozenset(row.admins),
        ),
        member=Member(
            workspace_id,
            user_id,
            row.member_language,
            row.standing,
            row.is_guest,
            row.refreshed_at,
        ),
        headcount=None if row.as_of is None else _read_enquiry(row, bounds, now),
    )


def find_headcount(session: Session, workspace_id: str, now: datetime) -> Enquiry | None:
    """Return the headcount that counts today, for what no member asks for; None before the first."""
    row = session.get(HeadcountRow, workspace_id)
    if row is None:
        return None
    workspace = session.get_one(WorkspaceRow, workspace_id)
    return _read_enquiry(row, Bounds(workspace.low_bound, workspace.high_bound), now)


def _read_enquiry(row: Row[Any] | HeadcountRow, bounds: Bounds, now: datetime) -> Enquiry:
    facts = Facts(
        row.customer_facing, row.enablers, sales=row.sales, customer_success=row.customer_success
    )
    is_split = row.enablers_source is not None and (
        (row.enablers_source, row.enablers_source_name) != (row.source, row.source_name)
    )
    return Enquiry(
        facts,
        Origin(
            as_of=row.as_of,
            source=row.source,
            name=row.source_name,
            enablers_source=row.enablers_source if is_split else None,
            enablers_name=row.enablers_source_name if is_split else "",
            is_overridden=row.is_overridden,
            is_weekly=row.is_weekly,
            freshness=Lifespan(row.stale_at, row.expires_at).judge(now),
        ),
        tuple(_list_current(row, facts, bounds)),
    )


def _list_current(
    row: Row[Any] | HeadcountRow, facts: Facts, bounds: Bounds
) -> Iterator[Forecast | NoForecast]:
    """Yield what was last forecast, but for answers to what nobody would ask any more."""
    for outlook in decode_forecasts(row.forecasts or ()):
        if is_current(outlook, facts.customer_facing, facts.enablers, bounds):
            yield outlook
