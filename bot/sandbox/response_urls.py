"""The addresses under which an app can answer an interaction for a while."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass

from bot.sandbox.errors import SlackError

MOST_USES = 5
LIVES_SECONDS = 30 * 60


@dataclass(slots=True)
class ResponseUrl:
    """Where answers go.

    Args:
        message_ts: The message the person acted on; None after a command.
        thread_ts: The thread it stands in, or None.
        uses: How often it has been used.
    """

    channel: str
    user: str
    made_at: float
    message_ts: str | None = None
    thread_ts: str | None = None
    uses: int = 0


class ResponseUrls:
    """Hands out response URLs and counts their uses.

    Args:
        base_url: Where the sandbox is, without a slash at the end.
        monotonic: A clock in seconds that never jumps.
    """

    def __init__(self, base_url: str, monotonic: Callable[[], float]) -> None:
        self._base_url = base_url
        self._monotonic = monotonic
        self._urls: dict[str, ResponseUrl] = {}

    def make(
        self,
        channel: str,
        user: str,
        message_ts: str | None = None,
        thread_ts: str | None = None,
    ) -> str:
        """A new address for answers to what this person has just done."""
        secret = secrets.token_urlsafe(18)
        made_at = self._monotonic()
        self._urls[secret] = ResponseUrl(channel, user, made_at, message_ts, thread_ts)
        return f"{self._base_url}/hooks/{secret}"

    def use(self, secret: str) -> ResponseUrl:
        """Count a use and return where the answer goes.

        Raises:
            SlackError: If there is no such address, or it is used up or too old.
        """
        url = self._urls.get(secret)
        if url is None:
            raise SlackError("invalid_url")
        if self._monotonic() - url.made_at > LIVES_SECONDS:
            raise SlackError("expired_url")
        if url.uses >= MOST_USES:
            raise SlackError("used_url")
        url.uses += 1
        return url
