"""Tables of headcount sources: what is connected, how its runs went, what people decided."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, false
from sqlalchemy.orm import Mapped, mapped_column

from bot.connections import Cause, Decision
from bot.storage.columns import Base, SlackId
from rules.headcounts import HeadcountClass, SourceKind
from rules.troubles import RunStatus


class SourceRow(Base):
    """One connected source with what it last counted; `bot.connections.Connection` explains it."""

    __tablename__ = "sources"

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace_id: Mapped[str] = mapped_column(
        ForeignKey("workspaces.id", ondelete="CASCADE"), index=True
    )
    kind: Mapped[SourceKind]
    name: Mapped[str] = mapped_column(String(80))
    config: Mapped[dict[str, Any]]
    secret: Mapped[str | None] = mapped_column(Text)
    supplies: Mapped[list[Any]]
    mapping: Mapped[dict[str, Any]]
    draft: Mapped[dict[str, Any] | None]
    counts: Mapped[list[Any]]
    is_confirmed: Mapped[bool]
    is_paused: Mapped[bool] = mapped_column(server_default=false())
    connected_by: Mapped[str] = mapped_column(SlackId)
    connected_at: Mapped[datetime]
    as_of: Mapped[date | None]
    due_at: Mapped[datetime | None] = mapped_column(index=True)
    checked_at: Mapped[datetime | None]
    changed_at: Mapped[datetime | None]
    errors: Mapped[int] = mapped_column(server_default="0")
    kept: Mapped[str] = mapped_column(String(64))
    unclassified: Mapped[int] = mapped_column(server_default="0")
    classified: Mapped[int] = mapped_column(server_default="0")
    told: Mapped[str] = mapped_column(String(64))
    lease_until: Mapped[datetime | None]
    token: Mapped[int] = mapped_column(server_default="0")


class RunRow(Base):
    """One attempt to read a source; `bot.connections.Run` explains it."""

    __tablename__ = "runs"
    __table_args__ = (Index("ix_runs_newest", "workspace_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace_id: Mapped[str] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"))
    source_id: Mapped[int | None] = mapped_column(
        ForeignKey("sources.id", ondelete="SET NULL"), index=True
    )
    kind: Mapped[SourceKind]
    source: Mapped[str] = mapped_column(String(80))
    status: Mapped[RunStatus]
    cause: Mapped[Cause]
    by: Mapped[str | None] = mapped_column(SlackId)
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime] = mapped_column(index=True)
    as_of: Mapped[date]
    rows: Mapped[list[Any] | None]
    history: Mapped[list[Any]]
    people: Mapped[int]
    pages: Mapped[int]
    classified: Mapped[int]
    unclassified: Mapped[int]
    contractors: Mapped[int]
    arriving: Mapped[int]
    mapping: Mapped[str] = mapped_column(String(64))
    unmapped: Mapped[list[Any]]
    incident: Mapped[dict[str, Any] | None]
    holds: Mapped[list[Any]]
    decision: Mapped[Decision | None]
    decided_by: Mapped[str | None] = mapped_column(SlackId)
    decided_at: Mapped[datetime | None]


class OverrideRow(Base):
    """A number that an admin set by hand for a class."""

    __tablename__ = "overrides"

    workspace_id: Mapped[str] = mapped_column(
        ForeignKey("workspaces.id", ondelete="CASCADE"), primary_key=True
    )
    headcount_class: Mapped[HeadcountClass] = mapped_column(primary_key=True)
    people: Mapped[int]
    fte: Mapped[Decimal | None]
    set_by: Mapped[str] = mapped_column(SlackId)
    set_at: Mapped[datetime]


class PushRow(Base):
    """A push that was taken, so that its repetition changes nothing."""

    __tablename__ = "pushes"

    workspace_id: Mapped[str] = mapped_column(
        ForeignKey("workspaces.id", ondelete="CASCADE"), primary_key=True
    )
    key: Mapped[str] = mapped_column(String(255), primary_key=True)
    body_digest: Mapped[str] = mapped_column(String(64))
    answer: Mapped[dict[str, Any]]
    pushed_at: Mapped[datetime] = mapped_column(index=True)
