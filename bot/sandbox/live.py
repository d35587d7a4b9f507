"""What changed, for everybody who watches."""

import asyncio
from collections.abc import AsyncGenerator
from enum import StrEnum


class Topic(StrEnum):
    """The parts of the picture that change by themselves."""

    MESSAGES = "messages"
    CHANNELS = "channels"
    VIEWS = "views"
    HOME = "home"
    AGENT = "agent"
    BOT = "bot"
    CANVASES = "canvases"
    REJECTIONS = "rejections"
    CLOCK = "clock"
    COMPANY = "company"
    SOURCE = "source"
    LIMITS = "limits"
    TOUR = "tour"
    LOG = "log"


class Changes:
    """Counts changes and wakes the watchers; a burst reaches each of them as one."""

    def __init__(self) -> None:
        self.revision = 0
        self._watchers: list[tuple[asyncio.Event, set[Topic]]] = []

    def mark(self, *topics: Topic) -> None:
        """Say that these parts of the picture are no longer what they were."""
        self.revision += 1
        for event, seen in self._watchers:
            seen.update(topics)
            event.set()

    async def watch(self, pause: float, idle_after: float) -> AsyncGenerator[set[Topic]]:
        """Yield everything at once, then what changed, burst by burst.

        Args:
            pause: How long a burst is collected, in seconds.
            idle_after: After so many seconds without a change an empty set comes.
        """
        event, seen = watcher = (asyncio.Event(), set(Topic))
        self._watchers.append(watcher)
        try:
            while True:
                topics = set(seen)
                seen.clear()
                event.clear()
                yield topics
                try:
                    await asyncio.wait_for(event.wait(), idle_after)
                except TimeoutError:
                    continue
                await asyncio.sleep(pause)
        finally:
            # By identity: two tabs that wait for the same topics are equal.
            self._watchers = [one for one in self._watchers if one is not watcher]
