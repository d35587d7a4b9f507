"""Tables, as SQLAlchemy 2 typed mapped classes."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ForeignKey, Index, String, false, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.columns import Base, SlackId
from bot.workspaces import Digest, Language, Standing
from rules.headcounts import HeadcountClass, SourceKind


class WorkspaceRow(Base):
    """One Slack workspace and its settings."""

    __tablename__ = "workspaces"
    __table_args__ = (
        Index(
            "ix_workspaces_digests",
            "digest_at",
            postgresql_where=text("digest_at IS NOT NULL"),
            sqlite_where=text("digest_at IS NOT NULL"),
        ),
    )

    id: Mapped[str] = mapped_column(SlackId, primary_key=True)
    language: Mapped[Language]
    time_zone: Mapped[str] = mapped_column(String(64))
    low_bound: Mapped[int]
    high_bound: Mapped[int]
    created_at: Mapped[datetime]
    admins: Mapped[list[Any]]
    alert_channel: Mapped[str | None] = mapped_column(SlackId)
    sync_schedule: Mapped[str] = mapped_column(String(10), server_default="06:00")
    digest: Mapped[Digest] = mapped_column(server_default=Digest.OFF.value)
    quiet_hours: Mapped[str | None] = mapped_column(String(11))
    segments: Mapped[list[Any] | None]
    push_token_digest: Mapped[str | None] = mapped_column(String(64), unique=True)
    rule_version: Mapped[int] = mapped_column(server_default="1")
    tuning: Mapped[dict[str, Any] | None]
    digest_at: Mapped[datetime | None]


class MemberRow(Base):
    """What Slack last said about one user; kept for a day."""

    __tablename__ = "members"

    workspace_id: Mapped[str] = mapped_column(
        ForeignKey("workspaces.id", ondelete="CASCADE"), primary_key=True
    )
    user_id: Mapped[str] = mapped_column(SlackId, primary_key=True)
    language: Mapped[Language]
    standing: Mapped[Standing]
    is_guest: Mapped[bool]
    refreshed_at: Mapped[datetime]


class SnapshotRow(Base):
    """A headcount at one date; written once, so its totals can stand beside its counts."""

    __tablename__ = "snapshots"
    __table_args__ = (Index("ix_snapshots_newest", "workspace_id", "as_of", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace_id: Mapped[str] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"))
    as_of: Mapped[date]
    source: Mapped[SourceKind]
    customer_facing: Mapped[int]
    enablers: Mapped[Decimal | None]
    sales: Mapped[int | None]
    customer_success: Mapped[int | None]
    created_at: Mapped[datetime]


class HeadcountRow(Base):
    """The headcount that counts today: one row a workspace, so that answering reads just one."""

    __tablename__ = "headcounts"

    workspace_id: Mapped[str] = mapped_column(
        ForeignKey("workspaces.id", ondelete="CASCADE"), primary_key=True
    )
    snapshot_id: Mapped[int] = mapped_column(ForeignKey("snapshots.id", ondelete="CASCADE"))
    as_of: Mapped[date]
    source: Mapped[SourceKind]
    source_name: Mapped[str] = mapped_column(String(80))
    customer_facing: Mapped[int]
    enablers: Mapped[Decimal | None]
    sales: Mapped[int | None]
    customer_success: Mapped[int | None]
    enablers_source: Mapped[SourceKind | None]
    enablers_source_name: Mapped[str] = mapped_column(String(80))
    is_overridden: Mapped[bool] = mapped_column(server_default=false())
    is_weekly: Mapped[bool] = mapped_column(server_default=false())
    checked_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    stale_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    forecasts: Mapped[list[Any] | None]


class CountRow(Base):
    """One count of a snapshot, with the source it came from while that is connected.

    None for numbers set by hand over a source. Without a foreign key, because finding what a source
    supplied would then need an index over every count there is.
    """

    __tablename__ = "counts"

    id: Mapped[int] = mapped_column(primary_key=True)
    snapshot_id: Mapped[int] = mapped_column(
        ForeignKey("snapshots.id", ondelete="CASCADE"), index=True
    )
    headcount_class: Mapped[HeadcountClass]
    function: Mapped[str] = mapped_column(String(80))
    segment: Mapped[str] = mapped_column(String(80))
    people: Mapped[int]
    fte: Mapped[Decimal | None]
    source_id: Mapped[int | None]


class ClaimRow(Base):
    """A delivery from Slack that has been acted on, so that its double is not."""

    __tablename__ = "claims"

    key: Mapped[str] = mapped_column(String(255), primary_key=True)
    claimed_at: Mapped[datetime] = mapped_column(index=True)
