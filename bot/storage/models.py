"""Tables, as SQLAlchemy 2 typed mapped classes."""

from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import (
    DateTime,
    Dialect,
    Enum,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

from bot.workspaces import Language, Standing
from rules.headcounts import HeadcountClass, SourceKind


class UtcDateTime(TypeDecorator[datetime]):
    """An aware datetime stored as UTC.

    SQLite drops the timezone, so it is put back on the way out. A naive value is refused on the
    way in: guessing its timezone is how a reminder fires an hour late.
    """

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - the base's signature
        """Convert to naive UTC for the driver."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"naive datetime: {value!r}")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - the base's signature
        """Mark what the driver returns as UTC."""
        return None if value is None else value.replace(tzinfo=UTC)


class Tenths(TypeDecorator[Decimal]):
    """A number with one decimal, stored as a whole number of tenths: SQLite has no decimals."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:  # noqa: ARG002 - the base's signature
        """Convert to tenths, refusing what would be lost."""
        if value is None:
            return None
        if value * 10 % 1:
            raise ValueError(f"more than one decimal: {value}")
        return int(value * 10)

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:  # noqa: ARG002 - the base's signature
        """Convert from tenths."""
        return None if value is None else Decimal(value) / 10


def _enum(members: type[StrEnum]) -> Enum:
    # Stored as text without a check: a new member needs no migration.
    return Enum(
        members,
        native_enum=False,
        length=20,
        values_callable=lambda enum: [member.value for member in enum],
    )


SlackId = String(30)


class Base(DeclarativeBase):
    """Base of all tables, with predictable constraint names for later migrations."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: UtcDateTime,
        Decimal: Tenths,
        Language: _enum(Language),
        Standing: _enum(Standing),
        SourceKind: _enum(SourceKind),
        HeadcountClass: _enum(HeadcountClass),
    }


class WorkspaceRow(Base):
    """One Slack workspace and its settings."""

    __tablename__ = "workspaces"

    id: Mapped[str] = mapped_column(SlackId, primary_key=True)
    language: Mapped[Language]
    time_zone: Mapped[str] = mapped_column(String(64))
    low_bound: Mapped[int]
    high_bound: Mapped[int]
    created_at: Mapped[datetime]


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
    entered_by: Mapped[str | None] = mapped_column(SlackId)
    created_at: Mapped[datetime]


class CountRow(Base):
    """One count of a snapshot."""

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


class ClaimRow(Base):
    """A delivery from Slack that has been acted on, so that its double is not."""

    __tablename__ = "claims"

    key: Mapped[str] = mapped_column(String(255), primary_key=True)
    claimed_at: Mapped[datetime] = mapped_column(index=True)
