"""Tables of alerts: what is watched, where each rule stands, what happened, what has to be told."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.alerts import DeliveryKind, DeliveryStatus
from bot.storage.columns import Base, SlackId
from rules.alert_rules import Rule
from rules.alerts import Condition, DataState, Outcome, Reason
from rules.stages import Stage


class TargetRow(Base):
    """A workspace, or one segment of it, with its newest counts: what a sweep reads.

    `wakes_at` is when it next has to be looked at. The index over candidates keeps the cost of a
    sweep that of what is wrong, not of what is stored.
    """

    __tablename__ = "targets"
    __table_args__ = (
        UniqueConstraint("workspace_id", "segment", name="uq_targets_workspace_id"),
        Index(
            "ix_targets_candidates",
            "wakes_at",
            postgresql_where=text("is_candidate"),
            sqlite_where=text("is_candidate = 1"),
        ),
        Index(
            "ix_targets_resting",
            "wakes_at",
            postgresql_where=text("NOT is_candidate"),
            sqlite_where=text("is_candidate = 0"),
        ),
        Index(
            "ix_targets_forecasts",
            "forecasts_at",
            postgresql_where=text("forecasts_at IS NOT NULL"),
            sqlite_where=text("forecasts_at IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace_id: Mapped[str] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"))
    segment: Mapped[str] = mapped_column(String(80))
    customer_facing: Mapped[int]
    enablers: Mapped[Decimal | None]
    synced_on: Mapped[date]
    outcome: Mapped[Outcome]
    stale_at: Mapped[datetime | None]
    is_expected: Mapped[bool]
    is_kept_by_hand: Mapped[bool]
    is_candidate: Mapped[bool]
    wakes_at: Mapped[datetime | None]
    forecasts_at: Mapped[datetime | None]
    stage: Mapped[Stage | None]
    stage_candidate: Mapped[Stage | None]
    stage_agreements: Mapped[int] = mapped_column(server_default="0")
    stage_sync_id: Mapped[int] = mapped_column(server_default="0")
    stage_sequence: Mapped[int] = mapped_column(server_default="0")
    errors: Mapped[int] = mapped_column(server_default="0")
    last_error: Mapped[str] = mapped_column(String(80), default="")
    checked_at: Mapped[datetime | None]


class AlertStateRow(Base):
    """Where one rule of one target stands; `rules.alerts.AlertState` explains each column."""

    __tablename__ = "alert_states"
    __table_args__ = (UniqueConstraint("target_id", "rule", name="uq_alert_states_target_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    target_id: Mapped[int] = mapped_column(ForeignKey("targets.id", ondelete="CASCADE"))
    rule: Mapped[Rule]
    condition: Mapped[Condition]
    data: Mapped[DataState]
    since: Mapped[datetime | None]
    aged_from: Mapped[datetime | None]
    breaches: Mapped[int]
    clears: Mapped[int]
    absences: Mapped[int]
    sync_id: Mapped[int]
    rule_version: Mapped[int]
    episode: Mapped[int]
    opened_at: Mapped[datetime | None]
    is_told: Mapped[bool]
    is_severe: Mapped[bool]
    acked_until: Mapped[datetime | None]
    reminders: Mapped[int]
    is_escalated: Mapped[bool]
    silenced_until: Mapped[datetime | None]
    is_flapping: Mapped[bool]
    flips: Mapped[list[Any]]
    blind_from: Mapped[datetime | None]
    stale_at: Mapped[datetime | None]
    stepped_at: Mapped[datetime | None]
    sequence: Mapped[int]


class AlertEventRow(Base):
    """One thing that happened to an alert; only ever added to."""

    __tablename__ = "alert_events"
    __table_args__ = (UniqueConstraint("state_id", "sequence", name="uq_alert_events_state_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    state_id: Mapped[int] = mapped_column(ForeignKey("alert_states.id", ondelete="CASCADE"))
    sequence: Mapped[int]
    at: Mapped[datetime] = mapped_column(index=True)
    episode: Mapped[int]
    before: Mapped[Condition]
    after: Mapped[Condition]
    data: Mapped[DataState]
    reason: Mapped[Reason]
    actions: Mapped[list[Any]]
    sync_id: Mapped[int]
    customer_facing: Mapped[int | None]
    enablers: Mapped[Decimal | None]
    bound: Mapped[int | None]
    is_flapping: Mapped[bool]
    actor: Mapped[str] = mapped_column(SlackId)


class EpisodeRow(Base):
    """From the opening of an alert to its end: one message each."""

    __tablename__ = "episodes"
    __table_args__ = (
        UniqueConstraint("state_id", "number", name="uq_episodes_state_id"),
        Index(
            "ix_episodes_open",
            "state_id",
            unique=True,
            postgresql_where=text("closed_at IS NULL"),
            sqlite_where=text("closed_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    state_id: Mapped[int] = mapped_column(ForeignKey("alert_states.id", ondelete="CASCADE"))
    number: Mapped[int]
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    close_reason: Mapped[Reason | None]
    acked_by: Mapped[str | None] = mapped_column(SlackId)
    acked_at: Mapped[datetime | None]
    delivery_id: Mapped[int | None] = mapped_column(
        ForeignKey("deliveries.id", ondelete="SET NULL"), index=True
    )


class SilenceRow(Base):
    """A time without pings and new posts; `rules.silences.Silence` explains it."""

    __tablename__ = "silences"

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace_id: Mapped[str] = mapped_column(
        ForeignKey("workspaces.id", ondelete="CASCADE"), index=True
    )
    segment: Mapped[str | None] = mapped_column(String(80))
    rule: Mapped[Rule | None]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(SlackId)
    comment: Mapped[str] = mapped_column(Text)
    ended_by: Mapped[str | None] = mapped_column(SlackId)
    ended_at: Mapped[datetime | None]


class DeliveryRow(Base):
    """One Slack message that has to be as the database is: posted once, then edited in place.

    It is due while `desired_rev` is ahead of `delivered_rev`, or `is_dirty`.
    """

    __tablename__ = "deliveries"
    __table_args__ = (
        UniqueConstraint("workspace_id", "key", name="uq_deliveries_workspace_id"),
        Index(
            "ix_deliveries_due",
            "available_at",
            postgresql_where=text("available_at IS NOT NULL"),
            sqlite_where=text("available_at IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace_id: Mapped[str] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(String(120))
    kind: Mapped[DeliveryKind]
    payload: Mapped[dict[str, Any]]
    desired_rev: Mapped[int]
    delivered_rev: Mapped[int] = mapped_column(server_default="0")
    is_dirty: Mapped[bool] = mapped_column(server_default=false())
    recipient: Mapped[str | None] = mapped_column(SlackId)
    channel: Mapped[str | None] = mapped_column(SlackId)
    ts: Mapped[str | None] = mapped_column(String(30))
    status: Mapped[DeliveryStatus]
    created_at: Mapped[datetime]
    posted_at: Mapped[datetime | None]
    available_at: Mapped[datetime | None]
    tried_since: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(server_default="0")
    lease_until: Mapped[datetime | None]
    token: Mapped[int] = mapped_column(server_default="0")
    ambiguous_since: Mapped[datetime | None]
    last_error: Mapped[str] = mapped_column(String(80), default="")


class ForecastRow(Base):
    """What was forecast for a workspace on a day, and how it did once that could be told."""

    __tablename__ = "forecasts"
    __table_args__ = (
        UniqueConstraint("workspace_id", "made_on", name="uq_forecasts_workspace_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace_id: Mapped[str] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"))
    made_on: Mapped[date]
    forecasts: Mapped[list[Any]]
    count: Mapped[dict[str, Any] | None]
    score: Mapped[dict[str, Any] | None]
