"""Fetch a file that somebody uploaded to Slack: from Slack alone, and not a byte too many."""

import time
from collections.abc import Mapping
from datetime import timedelta
from http import HTTPStatus
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from bot.errors import SourceError
from bot.sources.files.limits import LARGEST_FILE, write_size
from rules.troubles import Trouble

SLACK_DOMAINS = (".slack.com", ".slack-files.com", ".slack-gov.com")
AT_ONCE = 65_536
SILENCE_SECONDS = 10
MAY_TAKE = timedelta(seconds=60)
REFUSALS: Mapping[int, Trouble] = {
    HTTPStatus.UNAUTHORIZED: Trouble.APP_REFUSED,
    HTTPStatus.FORBIDDEN: Trouble.APP_REFUSED,
    HTTPStatus.NOT_FOUND: Trouble.FILE_GONE,
    HTTPStatus.TOO_MANY_REQUESTS: Trouble.RATE_LIMITED,
}


class _StayHere(HTTPRedirectHandler):
    """Follows nothing: the token would go along, and Slack redirects only to its login page."""

    def redirect_request(self, *_: Any) -> None:
        """Return no request, which makes the redirect an error."""


def fetch_file(file: Mapping[str, Any], token: str, api_url: str) -> bytes:
    """Return what a file holds.

    Args:
        file: Slack's file object.
        token: The bot's; it goes to Slack only.
        api_url: Where Slack's Web API is; in the sandbox, files are at the same address.

    Raises:
        SourceError: If it is too large, elsewhere than in Slack, or not to be had.
    """
    url = str(file.get("url_private_download") or file.get("url_private") or "")
    if not _is_slacks(url, api_url):
        raise SourceError(Trouble.ADDRESS_REFUSED, name=urlsplit(url).hostname or "")
    if int(file.get("size") or 0) > LARGEST_FILE:
        raise _too_large()
    request = Request(url, headers={"Authorization": f"Bearer {token}"})  # noqa: S310 - checked
    deadline = time.monotonic() + MAY_TAKE.total_seconds()
    try:
        with build_opener(_StayHere).open(request, timeout=SILENCE_SECONDS) as answer:
            return _read(answer, deadline)
    except HTTPError as error:
        # It is also the answer, and holds the connection.
        error.close()
        # Not chained, here and below: the cause knows the address and the token.
        raise _describe(error.code) from None
    except TimeoutError:
        raise SourceError(Trouble.TIMED_OUT) from None
    except (URLError, OSError) as error:
        reason = getattr(error, "reason", error)
        is_late = isinstance(reason, TimeoutError)
        raise SourceError(Trouble.TIMED_OUT if is_late else Trouble.UNREACHABLE) from None


def _is_slacks(url: str, api_url: str) -> bool:
    wanted, api = urlsplit(url), urlsplit(api_url)
    if (wanted.scheme, wanted.netloc) == (api.scheme, api.netloc):
        return True
    host = wanted.hostname or ""
    is_plain = wanted.netloc == host
    return wanted.scheme == "https" and is_plain and host.endswith(SLACK_DOMAINS)


def _read(answer: Any, deadline: float) -> bytes:
    content = bytearray()
    while chunk := answer.read1(AT_ONCE):
        content += chunk
        if len(content) > LARGEST_FILE:
            raise _too_large()
        if time.monotonic() > deadline:
            raise SourceError(Trouble.TIMED_OUT)
    return bytes(content)


def _describe(status: int) -> SourceError:
    if status in REFUSALS:
        return SourceError(REFUSALS[status])
    if HTTPStatus.MULTIPLE_CHOICES <= status < HTTPStatus.BAD_REQUEST:
        # That is how Slack says that the token may not read files.
        return SourceError(Trouble.SCOPE_MISSING, name="files:read")
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return SourceError(Trouble.SERVER_ERROR, code=status)
    return SourceError(Trouble.REFUSED_REQUEST, code=status)


def _too_large() -> SourceError:
    return SourceError(Trouble.FILE_TOO_LARGE, limit=write_size(LARGEST_FILE))
