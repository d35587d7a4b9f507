"""A running sandbox: its parts, and the few things all of them do."""

from collections import deque
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from bot.sandbox.blockkit.violations import Violation
from bot.sandbox.channels import Channel
from bot.sandbox.clock import SandboxClock
from bot.sandbox.config import SandboxConfig
from bot.sandbox.delivery.dispatcher import Dispatcher
from bot.sandbox.delivery.events import subscription, wrap_event
from bot.sandbox.headcount import Headcount
from bot.sandbox.installation import Installations
from bot.sandbox.limits import RateLimits
from bot.sandbox.live import Changes, Topic
from bot.sandbox.log import PayloadLog
from bot.sandbox.messages import Message
from bot.sandbox.response_urls import ResponseUrls
from bot.sandbox.tour import Tour
from bot.sandbox.triggers import Triggers
from bot.sandbox.users import SLACKBOT
from bot.sandbox.workspace import Identity, Workspace

_MOST_REJECTIONS = 20


@dataclass(frozen=True, slots=True)
class Rejection:
    """Something the bot sent which Slack would have refused.

    Args:
        channel: Where it would have stood; None for a view.
        user: Who would have seen it; None for all.
    """

    id: int
    at: datetime
    method: str
    channel: str | None
    user: str | None
    error: str
    violations: tuple[Violation, ...]
    blocks: tuple[Any, ...]

    def to_json(self) -> dict[str, Any]:
        """For the page."""
        return asdict(self) | {"at": self.at.isoformat()}


@dataclass(slots=True)
class TimeBar:
    """How far time was moved, and how the bot's jobs took it."""

    weeks_moved: int = 0
    is_moving: bool = False
    trouble: str | None = None


@dataclass(frozen=True, slots=True)
class Sandbox:
    """The parts, each of which knows nothing of the others."""

    config: SandboxConfig
    clock: SandboxClock
    changes: Changes
    log: PayloadLog
    workspace: Workspace
    installations: Installations
    triggers: Triggers
    response_urls: ResponseUrls
    dispatcher: Dispatcher
    limits: RateLimits
    headcount: Headcount
    tour: Tour
    time_bar: TimeBar
    rejections: deque[Rejection]

    @property
    def identity(self) -> Identity:
        """The team's and the app's ids."""
        return self.workspace.identity

    def seconds(self) -> int:
        """The sandbox's time in seconds since 1970."""
        return int(self.clock.now().timestamp())

    def announce(self, event: dict[str, Any]) -> None:
        """Send an event if the app is installed and subscribes to it."""
        is_installed = self.installations.current.is_installed
        if is_installed and subscription(event) in self.config.manifest.events:
            self.dispatcher.announce(wrap_event(self.identity, event, self.seconds()))

    def say_as_slackbot(
        self, channel: Channel, user: str, text: str, thread_ts: str | None = None
    ) -> None:
        """Tell one person what Slack itself has to say."""
        ts = self.clock.make_ts()
        message = Message(channel.id, ts, SLACKBOT, text, thread_ts=thread_ts, visible_to=user)
        self.workspace.messages.save(message)
        self.changes.mark(Topic.MESSAGES)

    def reject(
        self,
        method: str,
        error: str,
        violations: Sequence[Violation],
        blocks: Sequence[Any],
        *,
        channel: str | None = None,
        user: str | None = None,
    ) -> None:
        """Keep what was refused, so that the page can show it."""
        number = self.rejections[0].id + 1 if self.rejections else 1
        self.rejections.appendleft(
            Rejection(
                number,
                self.clock.now(),
                method,
                channel,
                user,
                error,
                tuple(violations),
                tuple(blocks),
            )
        )
        self.changes.mark(Topic.REJECTIONS)

    def see(self, happening: str) -> None:
        """Let the tour know what a person did."""
        if self.tour.see(happening):
            self.changes.mark(Topic.TOUR)


def empty_rejections() -> deque[Rejection]:
    """Room for the newest rejections."""
    return deque(maxlen=_MOST_REJECTIONS)
