"""Every payload and call, both ways, without the secrets in them."""

import re
from collections import deque
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from bot.sandbox.live import Changes, Topic

_LONGEST_LOG = 1000
_SECRET_FIELDS = {"token", "authorization", "x-slack-signature", "bot_access_token"}
_TOKENS = re.compile(r"\bx(?:ox[a-z]|app)-[\w-]+")
_HIDDEN = "[redacted]"


class Direction(StrEnum):
    """Who asked whom."""

    TO_BOT = "to_bot"
    FROM_BOT = "from_bot"


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request and what came back.

    Args:
        status: The HTTP status; None where there was none.
        duration_ms: Until the answer, in milliseconds.
        error: A short code, None if all went well.
        attempt: 0, or the number of the retry.
    """

    direction: Direction
    kind: str
    name: str
    request: Any
    response: Any
    status: int | None
    duration_ms: float
    error: str | None = None
    attempt: int = 0


@dataclass(frozen=True, slots=True)
class Entry:
    """An exchange in the log."""

    id: int
    at: datetime
    exchange: Exchange

    def to_json(self) -> dict[str, Any]:
        """For the developer panel."""
        return {"id": self.id, "at": self.at.isoformat(), **asdict(self.exchange)}


class PayloadLog:
    """The newest exchanges; older ones are forgotten."""

    def __init__(self, changes: Changes) -> None:
        self._changes = changes
        self._entries: deque[Entry] = deque(maxlen=_LONGEST_LOG)
        self._made = 0

    def add(self, exchange: Exchange, at: datetime) -> None:
        """Keep an exchange, its secrets taken out."""
        self._made += 1
        clean = Exchange(**{name: redact(value) for name, value in _fields(exchange).items()})
        self._entries.appendleft(Entry(self._made, at, clean))
        self._changes.mark(Topic.LOG)

    def list_newest(self, limit: int, before: int | None = None) -> list[Entry]:
        """The newest first; with `before`, those older than that entry."""
        entries = (one for one in self._entries if before is None or one.id < before)
        return [entry for entry, _ in zip(entries, range(limit), strict=False)]


def _fields(exchange: Exchange) -> dict[str, Any]:
    return {name: getattr(exchange, name) for name in Exchange.__slots__}


def redact(value: Any) -> Any:
    """The same value without tokens and signatures.

    >>> redact({"token": "abc", "text": "use xoxb-1-2"})
    {'token': '[redacted]', 'text': 'use [redacted]'}
    """
    if isinstance(value, StrEnum):
        return value
    if isinstance(value, str):
        return _TOKENS.sub(_HIDDEN, value)
    if isinstance(value, Mapping):
        return {
            name: _HIDDEN if str(name).lower() in _SECRET_FIELDS else redact(inner)
            for name, inner in value.items()
        }
    return [redact(inner) for inner in value] if isinstance(value, list | tuple) else value
