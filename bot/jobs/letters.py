"""What a courier is handed: a message and where it goes, or why there is none now."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy.orm import Session

from bot.alerts import AlertCard, Delivery, DeliveryStatus
from bot.storage.cards import list_cards
from bot.storage.silences import find_wide_silence
from bot.storage.workspaces import find_member_language
from bot.views.language import Translator, translator
from bot.workspaces import Preferences, Workspace

Messages = tuple[dict[str, Any], ...]


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
    messages: Messages = ()
    thread_ts: str | None = None
    status: DeliveryStatus | None = None
    later: datetime | None = None
    why: str = ""


NOTHING_TO_SAY = Composed(status=DeliveryStatus.DELIVERED, why="nothing_to_say")


@dataclass(frozen=True)  # without slots, which leave no room for the alerts once they are read
class Desk:
    """What composing one delivery needs."""

    session: Session
    delivery: Delivery
    workspace: Workspace
    preferences: Preferences
    now: datetime

    @cached_property
    def cards(self) -> list[AlertCard]:
        """Return the alerts that the message, or the one it answers, is about."""
        message = int(self.delivery.payload.get("root", self.delivery.id))
        return list_cards(self.session, message, self.now)

    def speak_to(self, user_id: str) -> Translator:
        """Return the language of a member."""
        return translator(find_member_language(self.session, self.workspace.id, user_id))

    def is_ahead(self, moment: datetime | None) -> bool:
        """Return whether a moment is still to come."""
        return moment is not None and moment > self.now

    def is_all_silenced(self) -> bool:
        """Return whether nobody is to hear of anything now, be it over or not."""
        return find_wide_silence(self.session, self.workspace.id, self.now) is not None

    def is_silenced(self, card: AlertCard) -> bool:
        """Return whether nobody is to hear of an alert now."""
        return self.is_ahead(card.state.silenced_until)
