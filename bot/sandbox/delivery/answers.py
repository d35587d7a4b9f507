"""What goes to the bot, and what the bot makes of it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol


class PayloadKind(StrEnum):
    """The kinds of requests Slack sends."""

    COMMAND = "command"
    BLOCK_ACTIONS = "block_actions"
    BLOCK_SUGGESTION = "block_suggestion"
    VIEW_SUBMISSION = "view_submission"
    VIEW_CLOSED = "view_closed"
    MESSAGE_ACTION = "message_action"
    SHORTCUT = "shortcut"
    EVENT = "event"


@dataclass(frozen=True, slots=True)
class Payload:
    """A request to the bot; `name` is what people call it, such as `/plan` or `app_mention`."""

    kind: PayloadKind
    name: str
    body: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Retry:
    """A repeated request; `reason` is what went wrong before, such as `http_timeout`."""

    attempt: int
    reason: str


class AnswerStatus(StrEnum):
    """Whether the bot took the request."""

    ACKED = "acked"
    TIMED_OUT = "timed_out"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back.

    Args:
        body: An object, a text, or None for nothing.
        http_status: None through Socket Mode, or where nothing came back.
        error: Slack's word for what went wrong, such as `dispatch_failed`.
        retry_reason: The same as retries name it.
        may_retry: False if the bot asked for no retries.
    """

    status: AnswerStatus
    body: dict[str, Any] | str | None = None
    http_status: int | None = None
    error: str | None = None
    retry_reason: str = ""
    may_retry: bool = True

    @property
    def fields(self) -> dict[str, Any]:
        """The body if it is an object, else nothing."""
        return self.body if isinstance(self.body, dict) else {}


TIMED_OUT = Answer(AnswerStatus.TIMED_OUT, error="operation_timeout", retry_reason="http_timeout")
UNREACHABLE = Answer(AnswerStatus.FAILED, error="dispatch_failed", retry_reason="connection_failed")


class Transport(Protocol):
    """A way to the bot."""

    @property
    def name(self) -> str:
        """`http` or `socket`."""
        ...

    @property
    def is_connected(self) -> bool:
        """Whether the bot was there when it was last tried."""
        ...

    async def send(self, payload: Payload, retry: Retry | None = None) -> Answer:
        """Send a request and wait for the answer, as long as Slack waits."""
        ...

    async def refresh(self) -> None:
        """Ask the bot's connections, if it has any, to connect anew."""
        ...
