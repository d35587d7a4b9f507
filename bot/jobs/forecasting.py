"""Forecast each workspace's headcount once a week, and score what was forecast before.

Other bounds or enablers ask another question, which is answered at once. That is no second forecast
of the week: the count that is scored stays the first one's, because ranges drawn a day apart would
be right or wrong together, and an alert that waits for two weekly forecasts goes on waiting.
"""

import logging
import time
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from sqlalchemy.orm import Session

from bot.jobs.runs import get_calendar
from bot.storage.deliveries import renew_delivery
from bot.storage.engine import Database
from bot.storage.episodes import find_open_message
from bot.storage.forecasts import (
    KeptForecast,
    claim_forecasts,
    list_kept_forecasts,
    save_forecast,
    schedule_forecast,
    show_forecasts,
)
from bot.storage.runs import find_reorganisation
from bot.storage.snapshots import list_history
from bot.storage.workspaces import get_workspace
from rules.alert_rules import Rule
from rules.forecast_scores import build_record, find_score, forecast_count
from rules.forecasts import list_forecasts
from rules.trends import DatedCount, build_history

logger = logging.getLogger(__name__)

EVERY = timedelta(weeks=1)
LOOKS_BACK = timedelta(weeks=53)
AT_ONCE = 20
PASS_MAY_TAKE = timedelta(seconds=20)


def forecast_due(database: Database, now: datetime, workspace_id: str | None = None) -> int:
    """Forecast every workspace that is due, and return how many; other workers may do the same.

    With a workspace, only this one.
    """
    done, deadline = 0, time.monotonic() + PASS_MAY_TAKE.total_seconds()
    while time.monotonic() < deadline:
        with database.sessions.begin() as session:
            claimed = claim_forecasts(session, now, now + EVERY, AT_ONCE, workspace_id)
            for claimed_id, enablers in claimed:
                _forecast(session, claimed_id, enablers, now)
        done += len(claimed)
        if not claimed:
            break
    if done:
        logger.info("forecast, workspaces=%s", done)
    return done


def _forecast(session: Session, workspace_id: str, enablers: Decimal | None, now: datetime) -> None:
    today = get_calendar(session, workspace_id).find_date(now)
    points = [
        DatedCount(on=point.as_of, people=point.customer_facing)
        for point in list_history(session, workspace_id, today - LOOKS_BACK)
    ]
    reorganised_on = find_reorganisation(session, workspace_id)
    scored = _score(session, workspace_id, points, today, reorganised_on)
    record = build_record(one.score for one in scored if one.score is not None)
    history = build_history(points, today, reorganised_on)
    bounds = get_workspace(session, workspace_id).bounds
    forecasts = tuple(list_forecasts(history, enablers, bounds, record.widening))
    kept = _find_of_week(scored, today)
    if kept is None:
        kept = KeptForecast(today, forecasts, forecast_count(history, record.widening))
    else:
        _renew_alert(session, workspace_id, now)
    save_forecast(session, workspace_id, replace(kept, forecasts=forecasts))
    show_forecasts(session, workspace_id, forecasts)
    schedule_forecast(session, workspace_id, now + (kept.made_on + EVERY - today))


def _renew_alert(session: Session, workspace_id: str, now: datetime) -> None:
    """Have the alert about a passage tell what is forecast now; no check does within a week."""
    message = find_open_message(session, workspace_id, Rule.FORECAST)
    if message is not None:
        renew_delivery(session, message, now)


def _find_of_week(kept: Iterable[KeptForecast], today: date) -> KeptForecast | None:
    """Return what was forecast less than a week ago, or None where another week has begun."""
    return next((one for one in kept if one.made_on <= today < one.made_on + EVERY), None)


def _score(
    session: Session,
    workspace_id: str,
    points: list[DatedCount],
    today: date,
    reorganised_on: date | None,
) -> list[KeptForecast]:
    """Score what has fallen due, and return everything kept."""
    kept = list_kept_forecasts(session, workspace_id)
    for place, one in enumerate(kept):
        if one.count is None or one.score is not None:
            continue
        score = find_score(one.count, points, today, reorganised_on)
        if score is not None:
            kept[place] = replace(one, score=score)
            save_forecast(session, workspace_id, kept[place])
    return kept
