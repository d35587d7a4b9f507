"""A connection that outlives its time is hung up, whatever the other side does."""

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from threading import Timer
from time import monotonic


class Deadline:
    """The moment until which a database may keep us."""

    def __init__(self, allowed: timedelta) -> None:
        self._ends = monotonic() + allowed.total_seconds()

    @property
    def remaining(self) -> timedelta:
        """Return how long there is still; nothing once it has passed."""
        return timedelta(seconds=max(0.0, self._ends - monotonic()))

    def has_passed(self) -> bool:
        """Return whether it is over."""
        return monotonic() >= self._ends

    @contextmanager
    def hang_up(self, descriptor: int) -> Iterator[None]:
        """Hang up once it passes: a server's own time limit binds only honest servers.

        Args:
            descriptor: Of the connection's socket.
        """
        # A duplicate is ours: by then the number could stand for somebody else's connection.
        with socket.socket(fileno=os.dup(descriptor)) as line:
            timer = Timer(self.remaining.total_seconds(), _shut, (line,))
            timer.start()
            try:
                yield
            finally:
                timer.cancel()


def _shut(line: socket.socket) -> None:
    # It may have ended a moment before.
    with suppress(OSError):
        line.shutdown(socket.SHUT_RDWR)
