"""Read and write forecasts. The caller owns the transaction."""

from collections.abc import Iterable
from dataclasses import fields
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.storage.alert_models import ForecastRow
from rules.alerts import Outlook
from rules.forecasts import Forecast, NoForecast, Reason, Target


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


def _encode(value: object) -> object:
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value.isoformat() if isinstance(value, date) else value


def _decode(stored: dict[str, Any]) -> Forecast | NoForecast:
    values = dict(stored, target=Target(stored["target"]))
    if "reason" in values:
        return NoForecast(**dict(values, reason=Reason(values["reason"])))
    for name in ("chance", "chance_soon", "slope", "enablers"):
        values[name] = None if values[name] is None else Decimal(values[name])
    for name in ("as_of", "reorganised_on"):
        values[name] = None if values[name] is None else date.fromisoformat(values[name])
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
