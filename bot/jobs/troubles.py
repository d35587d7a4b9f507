"""A channel that takes no message any more: who chose it is told, each time that it closes."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.alerts import Delivery, DeliveryKind
from bot.storage.deliveries import want_delivery
from bot.storage.revivals import is_closed
from bot.storage.workspaces import find_recipient


def report_closed_channel(
    session: Session, delivery: Delivery, channel: str, code: str, now: datetime
) -> None:
    """Have an admin told that a channel is closed to us; nothing of what waits is lost.

    Where the admin's own DM is closed, App Home is left to tell.
    """
    if delivery.recipient is not None or is_closed(session, delivery.workspace_id, channel):
        return
    recipient = find_recipient(session, delivery.workspace_id, "")
    if recipient is None:
        return
    want_delivery(
        session,
        delivery.workspace_id,
        f"trouble:{delivery.id}:{delivery.token}",
        DeliveryKind.TROUBLE,
        {"channel": channel, "code": code},
        now,
        recipient=recipient,
    )
