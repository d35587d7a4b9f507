"""What a sandbox is told before it starts."""

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from bot.sandbox.clock import wall_clock
from bot.sandbox.company import Company
from bot.sandbox.manifest import AppManifest

TimeMoved = Callable[[datetime], Awaitable[None]]
BUILT_PAGE = Path(__file__).with_name("static")
SLACKS_RETRIES = (timedelta(), timedelta(minutes=1), timedelta(minutes=5))


@dataclass(frozen=True, slots=True, kw_only=True)
class SandboxConfig:
    """Everything a sandbox depends on.

    Args:
        manifest: What the app asked for.
        company: What the workspace starts with.
        signing_secret: Signs what goes to `bot_url`.
        bot_token: The bot's, `xoxb-…`.
        app_token: The app's for Socket Mode, `xapp-…`.
        bot_url: Where the bot takes Slack's requests, `http://127.0.0.1:3001/slack/events`;
            None for a bot that connects by Socket Mode.
        host: A loopback address: the sandbox lets anybody in.
        port: Where the page and the Web API are.
        static: The folder of the built page.
        on_time_moved: Runs the bot's jobs at the sandbox's new time, an aware UTC moment. They
            call the sandbox, so they belong into a thread: `await asyncio.to_thread(…)`.
        has_rate_limits: Whether Slack's rate limits hold from the start.
        ack_within: How long the bot may take to answer.
        trigger_lives: How long a trigger id can be exchanged.
        retry_delays: The wait before each retry of an event.
        monotonic: A clock in seconds that never jumps.
        wall: The wall clock, in UTC.

    Raises:
        ValueError: If the host is not a loopback address.
    """

    manifest: AppManifest
    company: Company
    signing_secret: str = field(repr=False)
    bot_token: str = field(repr=False)
    app_token: str = field(repr=False)
    bot_url: str | None = None
    host: str = "127.0.0.1"
    port: int = 3000
    static: Path = BUILT_PAGE
    on_time_moved: TimeMoved | None = None
    has_rate_limits: bool = False
    ack_within: timedelta = timedelta(seconds=3)
    trigger_lives: timedelta = timedelta(seconds=3)
    retry_delays: tuple[timedelta, ...] = SLACKS_RETRIES
    monotonic: Callable[[], float] = time.monotonic
    wall: Callable[[], datetime] = wall_clock

    def __post_init__(self) -> None:
        """Refuse to be reachable from elsewhere."""
        if not is_loopback(self.host):
            raise ValueError(
                f"the sandbox only listens on this machine, so not on {self.host}: "
                "it has no login; use 127.0.0.1"
            )

    @property
    def base_url(self) -> str:
        """Where the sandbox is, without a slash at the end."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}"


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach the host.

    >>> is_loopback("localhost"), is_loopback("127.0.0.1"), is_loopback("0.0.0.0")
    (True, True, False)
    """
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
