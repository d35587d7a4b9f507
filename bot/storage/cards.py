"""Read alerts as their messages show them. The caller owns the transaction."""

from datetime import datetime

from sqlalchemy import ColumnElement, Row, select
from sqlalchemy.orm import Session

from bot.alerts import AlertCard, Episode
from bot.storage.alert_models import (
    AlertEventRow,
    AlertStateRow,
    EpisodeRow,
    TargetRow,
)
from bot.storage.alerts import to_stored
from bot.storage.models import WorkspaceRow
from bot.storage.silences import list_silences
from bot.storage.watches import build_rules_of
from rules.silences import Silence, find_silence

_Found = Row[EpisodeRow, AlertStateRow, TargetRow, WorkspaceRow]


def list_cards(session: Session, delivery_id: int, now: datetime) -> list[AlertCard]:
    """Return the alerts that a message is about, by segment."""
    return _read(session, EpisodeRow.delivery_id == delivery_id, now)


def list_open_cards(session: Session, workspace_id: str, now: datetime) -> list[AlertCard]:
    """Return the alerts of a workspace that are open, the workspace's own first."""
    is_open = EpisodeRow.closed_at.is_(None) & (TargetRow.workspace_id == workspace_id)
    return _read(session, is_open, now)


def find_card(
    session: Session, workspace_id: str, episode_id: int, now: datetime
) -> AlertCard | None:
    """Return one alert of a workspace, open or not; None where there is none of this id."""
    is_it = (EpisodeRow.id == episode_id) & (TargetRow.workspace_id == workspace_id)
    return next(iter(_read(session, is_it, now)), None)


def _read(session: Session, condition: ColumnElement[bool], now: datetime) -> list[AlertCard]:
    rows = session.execute(
        select(EpisodeRow, AlertStateRow, TargetRow, WorkspaceRow)
        .join(AlertStateRow, AlertStateRow.id == EpisodeRow.state_id)
        .join(TargetRow, TargetRow.id == AlertStateRow.target_id)
        .join(WorkspaceRow, WorkspaceRow.id == TargetRow.workspace_id)
        .where(condition)
        .order_by(TargetRow.segment, EpisodeRow.id)
    ).all()
    return [_to_card(session, row, now) for row in rows]


def _to_card(session: Session, found: _Found, now: datetime) -> AlertCard:
    episode, state, target, workspace = found
    event = session.scalars(
        select(AlertEventRow)
        .where(AlertEventRow.state_id == state.id, AlertEventRow.episode == episode.number)
        .order_by(AlertEventRow.sequence.desc())
        .limit(1)
    ).one()
    is_current = episode.closed_at is None
    rules = build_rules_of(workspace, is_segment=bool(target.segment))
    silence = _find_silence(session, target, state, now) if is_current else None
    return AlertCard(
        workspace_id=workspace.id,
        segment=target.segment,
        drift_rule=next(rule for rule in rules if rule.kind is state.rule),
        state=to_stored(state).state,
        episode=Episode(
            episode.id,
            episode.number,
            episode.opened_at,
            episode.closed_at,
            episode.close_reason,
            episode.acked_by,
            episode.acked_at,
        ),
        # A closed message keeps the figures it closed with, whatever comes later.
        customer_facing=target.customer_facing if is_current else event.customer_facing or 0,
        enablers=target.enablers if is_current else event.enablers,
        reason=event.reason,
        silenced_by="" if silence is None else silence.created_by,
        silenced_for="" if silence is None else silence.comment,
        seen_at=(target.checked_at or event.at) if is_current else event.at,
    )


def _find_silence(
    session: Session, target: TargetRow, state: AlertStateRow, now: datetime
) -> Silence | None:
    silences = list_silences(session, target.workspace_id, now)
    return find_silence(silences, target.segment, state.rule, now)
