"""How a source may be reached, and how much of it one run may read."""

import socket
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from bot.sources.addresses import Resolve


@dataclass(frozen=True, slots=True)
class Caps:
    """How much one run may read; reaching one makes the run partial, never its counts smaller.

    Attributes:
        page_bytes: Of one answer, unpacked.
        page_values: In one answer. A few bytes of JSON can become a hundred bytes of memory, so
            the size alone would not bound that.
        run_time: Shorter than the lease of whoever runs the source.
    """

    pages: int = 5_000
    rows: int = 200_000
    page_bytes: int = 8 * 2**20
    run_bytes: int = 256 * 2**20
    page_values: int = 500_000
    run_time: timedelta = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Network:
    """The way from this bot to its sources.

    Attributes:
        allowed_hosts: Hosts an operator allows wherever they are, and without https.
        sleep: Waits that many seconds before another try.
        clock: Seconds that only grow.
        resolve: Asks the name service.
        read_timeout: Between two pieces of an answer.
    """

    allowed_hosts: frozenset[str] = frozenset()
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    resolve: Resolve = socket.getaddrinfo
    connect_timeout: timedelta = timedelta(seconds=10)
    read_timeout: timedelta = timedelta(seconds=60)
    caps: Caps = field(default_factory=Caps)
