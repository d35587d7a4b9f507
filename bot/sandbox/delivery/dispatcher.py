"""Sends to the bot: asks and waits, or announces and repeats."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta

from bot.sandbox.delivery.answers import Answer, AnswerStatus, Payload, Retry, Transport
from bot.sandbox.live import Changes, Topic
from bot.sandbox.log import Direction, Exchange, PayloadLog


class Dispatcher:
    """The one place from which requests go to the bot.

    Args:
        transport: The way there.
        log: Keeps every attempt.
        changes: Learns when the bot comes or goes.
        retry_delays: The wait before each retry of an event.
        now: The sandbox's time, for the log.
        monotonic: A clock in seconds that never jumps.
    """

    def __init__(
        self,
        transport: Transport,
        log: PayloadLog,
        changes: Changes,
        retry_delays: tuple[timedelta, ...],
        now: Callable[[], datetime],
        monotonic: Callable[[], float],
    ) -> None:
        self.transport = transport
        self._log = log
        self._changes = changes
        self._retry_delays = retry_delays
        self._now = now
        self._monotonic = monotonic
        self._running: set[asyncio.Task[None]] = set()

    async def ask(self, payload: Payload, retry: Retry | None = None) -> Answer:
        """Send a request and wait for the answer, as long as Slack waits."""
        was_connected = self.transport.is_connected
        started = self._monotonic()
        answer = await self.transport.send(payload, retry)
        duration_ms = (self._monotonic() - started) * 1000
        self._log.add(_exchange(payload, answer, duration_ms, retry), self._now())
        if self.transport.is_connected != was_connected:
            self._changes.mark(Topic.BOT)
        return answer

    def announce(self, payload: Payload) -> None:
        """Send an event in the background, again and again if the bot does not take it."""
        task = asyncio.get_running_loop().create_task(self._repeat(payload))
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def _repeat(self, payload: Payload) -> None:
        answer = await self.ask(payload)
        for attempt, delay in enumerate(self._retry_delays, start=1):
            if answer.status is AnswerStatus.ACKED or not answer.may_retry:
                return
            await asyncio.sleep(delay.total_seconds())
            answer = await self.ask(payload, Retry(attempt, answer.retry_reason))

    async def close(self) -> None:
        """Give up what is still to be repeated."""
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)


def _exchange(
    payload: Payload, answer: Answer, duration_ms: float, retry: Retry | None
) -> Exchange:
    return Exchange(
        direction=Direction.TO_BOT,
        kind=payload.kind,
        name=payload.name,
        request=payload.body,
        response=answer.body,
        status=answer.http_status,
        duration_ms=round(duration_ms, 1),
        error=answer.error,
        attempt=retry.attempt if retry else 0,
    )
