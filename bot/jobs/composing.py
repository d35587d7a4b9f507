"""What a delivery says, read from the database in the moment in which it is sent."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bot.alerts import AlertCard, Delivery, DeliveryKind, DeliveryStatus
from bot.errors import RunNotFoundError
from bot.jobs.decisions import find_decision
from bot.jobs.digest import write_digest
from bot.storage.cards import find_card, list_cards
from bot.storage.deliveries import STOPPED, find_place
from bot.storage.forecasts import list_kept_forecasts
from bot.storage.notices import ASKS
from bot.storage.runs import get_run
from bot.storage.snapshots import list_history
from bot.storage.workspaces import find_member_language, get_preferences, get_workspace
from bot.views.alerts import (
    alert_group,
    alert_reply,
    alert_root,
    channel_trouble,
    escalation_notice,
    stage_notice,
)
from bot.views.blocks import plain_text
from bot.views.charts import RatioPoint, list_ratio_points, without_charts
from bot.views.forecasts import BOUND_TARGETS
from bot.views.language import Translator, translator
from bot.views.runs import run_notice
from bot.workspaces import Preferences, Workspace
from rules.alert_rules import Rule
from rules.forecasts import Forecast
from rules.stages import Stage

ROOT_IS_COMING = timedelta(seconds=5)
IS_NEWS_FOR = timedelta(days=1)
"""What was over for longer before anybody could be told is left untold."""
SHOWN_HISTORY = timedelta(weeks=26)
IN_THREADS = frozenset({DeliveryKind.RESOLVED, DeliveryKind.REMINDER, DeliveryKind.ESCALATION})


Messages = tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Composed:
    """What to send and where, or why not now.

    Attributes:
        channel: Where it goes; a user id means their DM.
        messages: The same in several ways, the richest first: Slack may refuse a chart.
        thread_ts: The message it answers; None for one of its own.
        status: Where it has to stop; None where it may go.
        later: When to try again, without it counting as an attempt; None for now.
        why: Of stopping or waiting, in a word for logs.
    """

    channel: str = ""
    messages: Messages = ()
    thread_ts: str | None = None
    status: DeliveryStatus | None = None
    later: datetime | None = None
    why: str = ""


NOTHING_TO_SAY = Composed(status=DeliveryStatus.DELIVERED, why="nothing_to_say")


@dataclass(frozen=True, slots=True)
class _Desk:
    """What composing one delivery needs."""

    session: Session
    delivery: Delivery
    workspace: Workspace
    preferences: Preferences
    now: datetime


def compose(session: Session, delivery: Delivery, now: datetime) -> Composed:
    """Return what a delivery says now, and where."""
    desk = _Desk(
        session,
        delivery,
        get_workspace(session, delivery.workspace_id),
        get_preferences(session, delivery.workspace_id),
        now,
    )
    if delivery.ts is None and (wait := _find_quiet_end(desk)) is not None:
        return Composed(later=wait, why="quiet_hours")
    if delivery.kind in IN_THREADS:
        return _compose_reply(desk)
    channel = delivery.recipient or delivery.channel or desk.preferences.alert_channel
    if channel is None:
        return Composed(status=DeliveryStatus.NO_CHANNEL, why="no_channel")
    messages = WRITERS[delivery.kind](desk)
    return Composed(channel, messages) if messages else NOTHING_TO_SAY


def _compose_reply(desk: _Desk) -> Composed:
    """Return what is said in a thread, or to an admin alone where the row names one."""
    card = _find_card(desk)
    root = find_place(desk.session, int(desk.delivery.payload["root"]))
    if card is None or root is None or _is_pointless(desk.delivery, card):
        return NOTHING_TO_SAY
    if root.status in STOPPED:
        # It is revived together with the message it answers.
        return Composed(status=root.status, why="root_stopped")
    if root.status is DeliveryStatus.DELIVERED and root.ts is None:
        return NOTHING_TO_SAY
    if root.channel is None or root.ts is None:
        return Composed(later=desk.now + ROOT_IS_COMING, why="root_is_coming")
    recipient = desk.delivery.recipient
    if recipient is not None:
        told = escalation_notice(_speak_to(desk, recipient), card, root.channel)
        return Composed(recipient, (told,))
    said = alert_reply(translator(desk.workspace.language), desk.delivery.kind, card)
    return Composed(root.channel, (said,), root.ts)


def _find_card(desk: _Desk) -> AlertCard | None:
    episode_id = int(desk.delivery.payload["episode"])
    return find_card(desk.session, desk.workspace.id, episode_id, desk.now)


def _is_pointless(delivery: Delivery, card: AlertCard) -> bool:
    """Return whether a reply comes too late: nobody need be urged on about what is over."""
    return card.episode.closed_at is not None and delivery.kind is not DeliveryKind.RESOLVED


def _is_history(desk: _Desk, cards: Sequence[AlertCard]) -> bool:
    """Return whether a message that was never posted is about what has long been over."""
    oldest = desk.now - IS_NEWS_FOR
    ends = [card.episode.closed_at for card in cards]
    return desk.delivery.ts is None and all(end is not None and end < oldest for end in ends)


def _speak_to(desk: _Desk, user_id: str) -> Translator:
    return translator(find_member_language(desk.session, desk.workspace.id, user_id))


def _write_root(desk: _Desk) -> Messages:
    tr = translator(desk.workspace.language)
    cards = list_cards(desk.session, desk.delivery.id, desk.now)
    if _is_history(desk, cards):
        return ()
    points = [] if cards[0].segment else _list_points(desk)
    message = alert_root(tr, cards[0], points, _list_forecasts(desk, cards[0]))
    table = message | {"blocks": without_charts(tr, message["blocks"], points)}
    return (message, table, plain_text(message))


def _write_group(desk: _Desk) -> Messages:
    cards = list_cards(desk.session, desk.delivery.id, desk.now)
    if _is_history(desk, cards):
        return ()
    message = alert_group(translator(desk.workspace.language), cards)
    return (message, plain_text(message))


def _write_stage(desk: _Desk) -> Messages:
    payload = desk.delivery.payload
    message = stage_notice(
        translator(desk.workspace.language),
        Stage(payload["before"]),
        Stage(payload["after"]),
        int(payload["customer_facing"]),
    )
    return (message, plain_text(message))


def _write_trouble(desk: _Desk) -> Messages:
    payload = desk.delivery.payload
    tr = _speak_to(desk, desk.delivery.recipient or "")
    message = channel_trouble(tr, payload["channel"], payload["code"])
    return (message, plain_text(message))


def _write_run(desk: _Desk) -> Messages:
    try:
        run = get_run(desk.session, desk.workspace.id, int(desk.delivery.payload["run"]))
    except RunNotFoundError:
        return ()
    run = find_decision(desk.session, run)
    is_over = not desk.delivery.payload.get(ASKS)
    message = run_notice(_speak_to(desk, desk.delivery.recipient or ""), run, is_over=is_over)
    return (message, plain_text(message))


def _list_forecasts(desk: _Desk, card: AlertCard) -> list[Forecast]:
    """Return the newest forecasts of a bound, for the alert that warns of one."""
    kept = list_kept_forecasts(desk.session, desk.workspace.id)
    if card.rule is not Rule.FORECAST or not kept:
        return []
    return [
        one
        for one in kept[-1].forecasts
        if isinstance(one, Forecast) and one.target in BOUND_TARGETS and one.chance_soon
    ]


def _list_points(desk: _Desk) -> list[RatioPoint]:
    since = (desk.now - SHOWN_HISTORY).date()
    history = list_history(desk.session, desk.workspace.id, since)
    points = [(point.as_of, point.customer_facing, point.enablers) for point in history]
    return list_ratio_points(points, desk.workspace.bounds)


def _find_quiet_end(desk: _Desk) -> datetime | None:
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


def _write_digest(desk: _Desk) -> Messages:
    message = write_digest(desk.session, desk.workspace, desk.delivery.payload, desk.now)
    return () if message is None else (message, plain_text(message))


WRITERS: Mapping[DeliveryKind, Callable[[_Desk], Messages]] = MappingProxyType(
    {
        DeliveryKind.ROOT: _write_root,
        DeliveryKind.GROUP: _write_group,
        DeliveryKind.STAGE: _write_stage,
        DeliveryKind.DIGEST: _write_digest,
        DeliveryKind.TROUBLE: _write_trouble,
        DeliveryKind.RUN: _write_run,
    }
)
