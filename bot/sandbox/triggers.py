"""The short-lived permission to open a modal that each interaction brings."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from bot.sandbox.errors import SlackError


@dataclass(slots=True)
class _Trigger:
    user: str
    made_at: float
    is_exchanged: bool = False


class Triggers:
    """Hands out trigger ids and takes each of them back once.

    Args:
        lives: How long one can be exchanged; Slack gives three seconds.
        monotonic: A clock in seconds that never jumps.
    """

    def __init__(self, lives: timedelta, monotonic: Callable[[], float]) -> None:
        self._lives = lives
        self._monotonic = monotonic
        self._triggers: dict[str, _Trigger] = {}

    def make(self, user: str) -> str:
        """A new trigger id for what this person has just done."""
        digits = (secrets.randbelow(10**13), secrets.randbelow(10**12))
        trigger_id = f"{digits[0]}.{digits[1]}.{secrets.token_hex(16)}"
        self._triggers[trigger_id] = _Trigger(user, self._monotonic())
        return trigger_id

    def exchange(self, trigger_id: str) -> str:
        """Use a trigger up and return whose it was.

        Raises:
            SlackError: If it is unknown, was used before, or is too old.
        """
        trigger = self._triggers.get(trigger_id)
        if trigger is None:
            raise SlackError("invalid_trigger_id")
        if trigger.is_exchanged:
            raise SlackError("exchanged_trigger_id")
        if self._monotonic() - trigger.made_at > self._lives.total_seconds():
            raise SlackError("expired_trigger_id")
        trigger.is_exchanged = True
        return trigger.user
