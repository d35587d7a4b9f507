"""The operator's wish that a process should end."""

import signal
import threading
import time

LOOKS_EVERY_SECONDS = 0.5


def catch_signals(stopped: threading.Event) -> None:
    """Have the operator's wish to end set an event; call it before saying that anything is up."""
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stopped.set())


def await_end(stopped: threading.Event) -> None:
    """Return once the operator wishes to end.

    A signal that comes after Python's last look for one, and before the wait, wakes nobody: so there
    are looks again and again. The event is not waited for, as its lock would be held when a signal's
    handler wants it.
    """
    while not stopped.is_set():
        time.sleep(LOOKS_EVERY_SECONDS)
