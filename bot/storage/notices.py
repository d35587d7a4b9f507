"""What admins have to be told about runs of their sources. The caller owns the transaction."""

from datetime import datetime

from sqlalchemy import ScalarSelect, delete, select
from sqlalchemy.orm import Session

from bot.alerts import DeliveryKind
from bot.connections import Run
from bot.storage.alert_models import DeliveryRow
from bot.storage.deliveries import want_delivery
from bot.storage.source_models import SourceRow


def add_notice(session: Session, run: Run, recipient: str, now: datetime) -> None:
    """Have an admin told about a stored run."""
    key = f"{_name_source(run.connection_id)}{run.id}"
    payload = {"run": run.id}
    want_delivery(
        session, run.workspace_id, key, DeliveryKind.RUN, payload, now, recipient=recipient
    )


def withdraw_notices(session: Session, connection_id: int) -> None:
    """Take back what admins were not told yet about a source: it is not so any more."""
    session.execute(
        delete(DeliveryRow).where(
            DeliveryRow.workspace_id == _find_workspace(connection_id),
            DeliveryRow.key.startswith(_name_source(connection_id)),
            DeliveryRow.ts.is_(None),
        )
    )


def _find_workspace(connection_id: int) -> ScalarSelect[str]:
    # Without it the index over keys would be of no use.
    source = select(SourceRow.workspace_id).where(SourceRow.id == connection_id)
    return source.scalar_subquery()


def _name_source(connection_id: int | None) -> str:
    return f"run:{connection_id or 0}:"
