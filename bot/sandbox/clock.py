"""The sandbox's own time: it runs with the wall clock and can be moved ahead of it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta


def wall_clock() -> datetime:
    """Now, in UTC."""
    return datetime.now(UTC)


class SandboxClock:
    """Tells the sandbox's time and hands out message timestamps.

    Args:
        wall: Reads the wall clock, in UTC.
    """

    def __init__(self, wall: Callable[[], datetime] = wall_clock) -> None:
        self._wall = wall
        self._ahead = timedelta()
        self._last_microseconds = 0

    def now(self) -> datetime:
        """The sandbox's time."""
        return self._wall() + self._ahead

    def move(self, by: timedelta) -> None:
        """Move ahead of the wall clock.

        Raises:
            ValueError: If time would run backwards: ids and deliveries rely on its order.
        """
        if by < timedelta():
            raise ValueError("time only moves forward")
        self._ahead += by

    def make_ts(self) -> str:
        """A message timestamp, later than each one before: it is the message's id.

        Returns:
            Seconds since 1970 with six decimals, such as `"1760000000.000100"`.
        """
        microseconds = int(self.now().timestamp() * 1_000_000)
        self._last_microseconds = max(microseconds, self._last_microseconds + 1)
        seconds, rest = divmod(self._last_microseconds, 1_000_000)
        return f"{seconds}.{rest:06d}"
