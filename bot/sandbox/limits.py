"""Slack's rate limits, while they are switched on."""

from collections import defaultdict, deque
from collections.abc import Callable
from enum import IntEnum
from math import ceil

from bot.sandbox.errors import SlackError

_MINUTE = 60.0


class Tier(IntEnum):
    """Calls a minute that Slack grants a method; each value is the least it promises."""

    T1 = 1
    T2 = 20
    T3 = 50
    T4 = 100
    SPECIAL = 600


class RateLimits:
    """Counts calls per method, and messages per channel.

    Args:
        is_on: Whether calls beyond the limit are refused.
        monotonic: A clock in seconds that never jumps.
    """

    def __init__(self, *, is_on: bool, monotonic: Callable[[], float]) -> None:
        self.is_on = is_on
        self._monotonic = monotonic
        self._calls: defaultdict[str, deque[float]] = defaultdict(deque)

    def count_call(self, method: str, tier: Tier) -> None:
        """Count a call of a method.

        Raises:
            SlackError: `ratelimited`, with the seconds to wait.
        """
        self._count(method, int(tier), _MINUTE)

    def count_message(self, channel: str) -> None:
        """Count a message to a channel: one a second.

        Raises:
            SlackError: `ratelimited`, with the seconds to wait.
        """
        self._count(f"message to {channel}", 1, 1.0)

    def _count(self, key: str, most: int, window: float) -> None:
        if not self.is_on:
            return
        now, calls = self._monotonic(), self._calls[key]
        while calls and calls[0] <= now - window:
            calls.popleft()
        if len(calls) >= most:
            raise SlackError("ratelimited", retry_after=max(1, ceil(calls[0] + window - now)))
        calls.append(now)
