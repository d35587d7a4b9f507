"""What a delivery says, read from the database in the moment in which it is sent."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bot.alerts import AlertCard, Delivery, DeliveryKind, DeliveryStatus
from bot.errors import RunNotFoundError
from bot.jobs.decisions import find_decision
from bot.jobs.digest import write_digest
from bot.jobs.letters import NOTHING_TO_SAY, Composed, Desk, Messages
from bot.jobs.replies import compose_reply
from bot.storage.forecasts import list_kept_forecasts
from bot.storage.notices import ASKS
from bot.storage.revivals import is_closed
from bot.storage.runs import get_run
from bot.storage.snapshots import list_history
from bot.storage.workspaces import get_preferences, get_workspace
from bot.views.alerts import (
    alert_group,
    alert_root,
    channel_trouble,
    stage_notice,
)
from bot.views.blocks import plain_text
from bot.views.charts import RatioPoint, list_ratio_points, without_charts
from bot.views.language import translator
from bot.views.runs import run_notice
from rules.alert_rules import Rule
from rules.forecasts import BOUND_TARGETS, Forecast, is_current
from rules.stages import Stage

IS_NEWS_FOR = timedelta(days=1)
"""What was over for longer before anybody could be told is left untold."""
SHOWN_HISTORY = timedelta(weeks=26)
SILENCE_MAY_END = timedelta(minutes=10)
"""Before its time: an admin may take it back."""
NEWS = frozenset({DeliveryKind.ROOT, DeliveryKind.GROUP, DeliveryKind.STAGE})
IN_THREADS = frozenset({DeliveryKind.RESOLVED, DeliveryKind.REMINDER, DeliveryKind.ESCALATION})


def compose(session: Session, delivery: Delivery, now: datetime) -> Composed:
    """Return what a delivery says now, and where."""
    desk = Desk(
        session,
        delivery,
        get_workspace(session, delivery.workspace_id),
        get_preferences(session, delivery.workspace_id),
        now,
    )
    if delivery.ts is None and (wait := _find_quiet_end(desk)) is not None:
        return Composed(later=wait, why="quiet_hours")
    if delivery.kind in IN_THREADS:
        return compose_reply(desk)
    channel = delivery.recipient or delivery.channel or desk.preferences.alert_channel
    if channel is None:
        return Composed(status=DeliveryStatus.NO_CHANNEL, why="no_channel")
    if delivery.kind in NEWS and delivery.ts is None and _waits_for_silence(desk):
        return Composed(later=now + SILENCE_MAY_END, why="silenced")
    messages = WRITERS[delivery.kind](desk)
    return Composed(channel, messages) if messages else NOTHING_TO_SAY


def _waits_for_silence(desk: Desk) -> bool:
    """Return whether a message is about nothing but what was silenced before it could be posted."""
    if desk.is_all_silenced():
        return True
    if desk.delivery.kind is DeliveryKind.STAGE:
        return False
    return all(desk.is_silenced(card) for card in desk.cards)


def _is_history(desk: Desk) -> bool:
    """Return whether a message that was never posted is about what has long been over."""
    oldest = desk.now - IS_NEWS_FOR
    ends = [card.episode.closed_at for card in desk.cards]
    return desk.delivery.ts is None and all(end is not None and end < oldest for end in ends)


def _write_root(desk: Desk) -> Messages:
    if _is_history(desk):
        return ()
    tr, card = translator(desk.workspace.language), desk.cards[0]
    points = [] if card.segment else _list_points(desk)
    message = alert_root(tr, card, points, _list_forecasts(desk, card))
    table = message | {"blocks": without_charts(tr, message["blocks"], points)}
    return (message, table, plain_text(message))


def _write_group(desk: Desk) -> Messages:
    if _is_history(desk):
        return ()
    message = alert_group(translator(desk.workspace.language), desk.cards)
    return (message, plain_text(message))


def _write_stage(desk: Desk) -> Messages:
    payload = desk.delivery.payload
    if desk.delivery.ts is None and desk.delivery.created_at < desk.now - IS_NEWS_FOR:
        return ()
    message = stage_notice(
        translator(desk.workspace.language),
        Stage(payload["before"]),
        Stage(payload["after"]),
        int(payload["customer_facing"]),
    )
    return (message, plain_text(message))


def _write_trouble(desk: Desk) -> Messages:
    payload = desk.delivery.payload
    if not is_closed(desk.session, desk.workspace.id, payload["channel"]):
        return ()
    tr = desk.speak_to(desk.delivery.recipient or "")
    message = channel_trouble(tr, payload["channel"], payload["code"])
    return (message, plain_text(message))


def _write_run(desk: Desk) -> Messages:
    try:
        run = get_run(desk.session, desk.workspace.id, int(desk.delivery.payload["run"]))
    except RunNotFoundError:
        return ()
    run = find_decision(desk.session, run)
    is_over = not desk.delivery.payload.get(ASKS)
    message = run_notice(desk.speak_to(desk.delivery.recipient or ""), run, is_over=is_over)
    return (message, plain_text(message))


def _list_forecasts(desk: Desk, card: AlertCard) -> list[Forecast]:
    """Return the newest forecasts of a bound, for the alert that warns of one."""
    kept = list_kept_forecasts(desk.session, desk.workspace.id)
    if card.rule is not Rule.FORECAST or not kept:
        return []
    return [
        one
        for one in kept[-1].forecasts
        if isinstance(one, Forecast)
        and one.target in BOUND_TARGETS
        and one.chance_soon
        and is_current(one, card.customer_facing, card.enablers, desk.workspace.bounds)
    ]


def _list_points(desk: Desk) -> list[RatioPoint]:
    since = (desk.now - SHOWN_HISTORY).date()
    history = list_history(desk.session, desk.workspace.id, since)
    points = [(point.as_of, point.customer_facing, point.enablers) for point in history]
    return list_ratio_points(points, desk.workspace.bounds)


def _find_quiet_end(desk: Desk) -> datetime | None:
    """Return when quiet hours end, or None where it is not quiet; a DM to an admin may ring."""
    quiet = desk.preferences.quiet_hours
    if quiet is None or desk.delivery.recipient is not None:
        return None
    local = desk.now.astimezone(ZoneInfo(desk.workspace.time_zone))
    if not quiet.covers(local.time()):
        return None
    end = local.replace(hour=quiet.until.hour, minute=quiet.until.minute, second=0, microsecond=0)
    if end <= local:
        end += timedelta(days=1)
    return end.astimezone(UTC)


def _write_digest(desk: Desk) -> Messages:
    message = write_digest(desk.session, desk.workspace, desk.delivery.payload, desk.now)
    return () if message is None else (message, plain_text(message))


WRITERS: Mapping[DeliveryKind, Callable[[Desk], Messages]] = MappingProxyType(
    {
        DeliveryKind.ROOT: _write_root,
        DeliveryKind.GROUP: _write_group,
        DeliveryKind.STAGE: _write_stage,
        DeliveryKind.DIGEST: _write_digest,
        DeliveryKind.TROUBLE: _write_trouble,
        DeliveryKind.RUN: _write_run,
    }
)
