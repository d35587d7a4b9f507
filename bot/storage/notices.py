"""What admins have to be told about runs of their sources. The caller owns the transaction."""

from datetime import datetime

from sqlalchemy import ColumnElement, ScalarSelect, and_, delete, or_, select
from sqlalchemy.orm import Session

from bot.alerts import DeliveryKind
from bot.connections import Run
from bot.storage.alert_models import DeliveryRow
from bot.storage.deliveries import renew_delivery, want_delivery
from bot.storage.source_models import SourceRow

ASKS = "asks"
"""In a payload: whether the message still asks for a decision about the counts of its run."""
_IS_QUESTION = DeliveryRow.payload[ASKS].as_boolean()
_IS_ON_ITS_WAY = or_(DeliveryRow.lease_until.is_not(None), DeliveryRow.ambiguous_since.is_not(None))


def add_notice(session: Session, run: Run, recipient: str, now: datetime) -> None:
    """Have an admin told about a stored run."""
    key = f"{_name_source(run.connection_id)}{run.id}"
    payload = {"run": run.id, ASKS: run.is_open}
    want_delivery(
        session, run.workspace_id, key, DeliveryKind.RUN, payload, now, recipient=recipient
    )


def withdraw_notices(session: Session, connection_id: int) -> int:
    """Take back what admins were not told yet about a source, and return how much that was."""
    # A question that may be in Slack already has to be found there, to be brought up to date.
    is_unseen = or_(_IS_QUESTION.is_not(True), ~_IS_ON_ITS_WAY)
    gone = session.execute(
        delete(DeliveryRow)
        .where(_is_about(connection_id), DeliveryRow.ts.is_(None), is_unseen)
        .returning(DeliveryRow.id)
    )
    return len(gone.all())


def settle_questions(session: Session, connection_id: int, now: datetime) -> int:
    """Ask nobody any more about a source's counts; what was asked in Slack says so from now on.

    What admins were not told yet is withdrawn; how much that was is returned.
    """
    withdrawn = withdraw_notices(session, connection_id)
    asked = select(DeliveryRow).where(_is_about(connection_id), _IS_QUESTION.is_(True))
    for row in session.scalars(asked).all():
        row.payload = row.payload | {ASKS: False}
        renew_delivery(session, row.id, now)
    return withdrawn


def _is_about(connection_id: int) -> ColumnElement[bool]:
    return and_(
        DeliveryRow.workspace_id == _find_workspace(connection_id),
        DeliveryRow.key.startswith(_name_source(connection_id)),
    )


def _find_workspace(connection_id: int) -> ScalarSelect[str]:
    # Without it the index over keys would be of no use.
    source = select(SourceRow.workspace_id).where(SourceRow.id == connection_id)
    return source.scalar_subquery()


def _name_source(connection_id: int | None) -> str:
    return f"run:{connection_id or 0}:"
