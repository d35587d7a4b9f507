"""Read and write forecasts. The caller owns the transaction."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select, true, update
from sqlalchemy.orm import Session

from bot.storage.alert_models import ForecastRow, TargetRow
from bot.storage.models import HeadcountRow, WorkspaceRow
from bot.storage.upserts import insert_into
from rules.alerts import Outlook
from rules.forecast_scores import CountForecast, Score
from rules.forecasts import Forecast, NoForecast, Reason, Target


@dataclass(frozen=True, slots=True)
class KeptForecast:
    """What was forecast for a workspace on a day.

    Attributes:
        count: The range for a later count; None where the history was too short.
        score: How that range did; None before it can be told.
    """

    made_on: date
    forecasts: tuple[Forecast | NoForecast, ...]
    count: CountForecast | None
    score: Score | None = None


def claim_forecasts(
    session: Session,
    now: datetime,
    next_at: datetime,
    limit: int,
    workspace_id: str | None = None,
) -> list[tuple[str, Decimal | None]]:
    """Take workspaces whose next forecast is due, with their enablers; others may do the rest."""
    rows = session.scalars(
        select(TargetRow)
        .join(WorkspaceRow, WorkspaceRow.id == TargetRow.workspace_id)
        .where(
            TargetRow.forecasts_at.is_not(None),
            TargetRow.forecasts_at <= now,
            true() if workspace_id is None else TargetRow.workspace_id == workspace_id,
        )
        .order_by(TargetRow.forecasts_at)
        .limit(limit)
        # Publishing locks the headcount before the target, and we the target first: without the
        # workspace each would wait for the other.
        .with_for_update(of=(WorkspaceRow, TargetRow), key_share=True, skip_locked=True)
    ).all()
    for row in rows:
        row.forecasts_at = next_at
        if row.stale_at is not None and now < row.stale_at:
            # The rule about forecasts has something new to judge by.
            row.is_candidate, row.wakes_at = True, now
    session.flush()
    return [(row.workspace_id, row.enablers) for row in rows]


def schedule_forecast(session: Session, workspace_id: str, at: datetime) -> None:
    """Have a workspace forecast at a moment; nothing where it is not watched."""
    session.execute(
        update(TargetRow)
        .where(TargetRow.workspace_id == workspace_id, TargetRow.forecasts_at.is_not(None))
        .values(forecasts_at=at)
    )


def save_forecast(session: Session, workspace_id: str, kept: KeptForecast) -> None:
    """Keep what was forecast on a day, in place of what was forecast on that day before."""
    values = {
        "forecasts": encode_forecasts(kept.forecasts),
        "count": _encode_fields(kept.count),
        "score": _encode_fields(kept.score),
    }
    session.execute(
        insert_into(session, ForecastRow)
        .values(workspace_id=workspace_id, made_on=kept.made_on, **values)
        .on_conflict_do_update(
            index_elements=[ForecastRow.workspace_id, ForecastRow.made_on], set_=values
        )
    )


def show_forecasts(
    session: Session, workspace_id: str, forecasts: Iterable[Forecast | NoForecast]
) -> None:
    """Put what was forecast beside the headcount, so that answering still reads one row."""
    session.execute(
        update(HeadcountRow)
        .where(HeadcountRow.workspace_id == workspace_id)
        .values(forecasts=encode_forecasts(forecasts))
    )


def list_kept_forecasts(session: Session, workspace_id: str) -> list[KeptForecast]:
    """Return what was forecast for a workspace, the oldest first."""
    rows = session.scalars(
        select(ForecastRow)
        .where(ForecastRow.workspace_id == workspace_id)
        .order_by(ForecastRow.made_on)
    )
    return [
        KeptForecast(
            row.made_on,
            tuple(decode_forecasts(row.forecasts)),
            None
            if row.count is None
            else CountForecast(**dict(row.count, as_of=date.fromisoformat(row.count["as_of"]))),
            None if row.score is None else Score(**row.score),
        )
        for row in rows
    ]


def read_outlooks(session: Session, workspace_ids: Iterable[str]) -> dict[str, Outlook]:
    """Return the newest chance of passing a bound soon, by workspace."""
    newest = (
        select(ForecastRow.workspace_id, func.max(ForecastRow.made_on).label("made_on"))
        .where(ForecastRow.workspace_id.in_(list(workspace_ids)))
        .group_by(ForecastRow.workspace_id)
    ).subquery()
    rows = session.scalars(
        select(ForecastRow).join(
            newest,
            (ForecastRow.workspace_id == newest.c.workspace_id)
            & (ForecastRow.made_on == newest.c.made_on),
        )
    )
    return {
        row.workspace_id: outlook
        for row in rows
        if (outlook := _find_outlook(row.made_on, decode_forecasts(row.forecasts))) is not None
    }


def encode_forecasts(forecasts: Iterable[Forecast | NoForecast]) -> list[Any]:
    """Return forecasts as objects; the inverse of `decode_forecasts`."""
    return [
        {field.name: _encode(getattr(one, field.name)) for field in fields(one)}
        for one in forecasts
    ]


def decode_forecasts(stored: Iterable[dict[str, Any]]) -> list[Forecast | NoForecast]:
    """Return the forecasts that `encode_forecasts` wrote."""
    return [_decode(one) for one in stored]


def _encode_fields(value: CountForecast | Score | None) -> dict[str, Any] | None:
    if value is None:
        return None
    return {field.name: _encode(getattr(value, field.name)) for field in fields(value)}


def _encode(value: object) -> object:
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value.isoformat() if isinstance(value, date) else value


def _decode(stored: dict[str, Any]) -> Forecast | NoForecast:
    values = dict(stored, target=Target(stored["target"]))
    for name in {"as_of", "reorganised_on"} & values.keys():
        values[name] = None if values[name] is None else date.fromisoformat(values[name])
    if "reason" in values:
        return NoForecast(**dict(values, reason=Reason(values["reason"])))
    for name in ("chance", "chance_soon", "slope", "enablers"):
        values[name] = None if values[name] is None else Decimal(values[name])
    return Forecast(**values)


def _find_outlook(made_on: date, forecasts: list[Forecast | NoForecast]) -> Outlook | None:
    chances = [
        one.chance_soon
        for one in forecasts
        if isinstance(one, Forecast)
        and one.target in {Target.BOUND_ABOVE, Target.BOUND_BELOW}
        and one.chance_soon is not None
    ]
    return Outlook(made_on.toordinal(), max(chances)) if chances else None
