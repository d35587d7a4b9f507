"""What a delivery says, read from the database in the moment in which it is sent."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.alerts import Delivery, DeliveryStatus


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
    messages: tuple[dict[str, Any], ...] = ()
    thread_ts: str | None = None
    status: DeliveryStatus | None = None
    later: datetime | None = None
    why: str = ""


def compose(session: Session, delivery: Delivery, now: datetime) -> Composed:
    """Return what a delivery says now."""
    raise NotImplementedError
