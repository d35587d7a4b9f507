"""What columns hold, and the base of all tables."""

from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import (
    JSON,
    DateTime,
    Dialect,
    Enum,
    Integer,
    MetaData,
    String,
)
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

from bot.alerts import DeliveryKind, DeliveryStatus
from bot.connections import Cause, Decision
from bot.workspaces import Digest, Language, Standing
from rules.alert_rules import Rule
from rules.alerts import Condition, DataState, Outcome, Reason
from rules.headcounts import HeadcountClass, SourceKind
from rules.stages import Stage
from rules.troubles import RunStatus, Trouble


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


_CLOSED_SETS: tuple[type[StrEnum], ...] = (
    Language,
    Standing,
    Digest,
    SourceKind,
    HeadcountClass,
    Cause,
    Decision,
    RunStatus,
    Trouble,
    Rule,
    Condition,
    DataState,
    Outcome,
    Reason,
    Stage,
    DeliveryKind,
    DeliveryStatus,
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
        dict[str, Any]: JSON(none_as_null=True),
        list[Any]: JSON(none_as_null=True),
        **{members: _enum(members) for members in _CLOSED_SETS},
    }
