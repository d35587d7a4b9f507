"""One call to Slack for one message, and what its answer means for the row."""

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from http import HTTPStatus
from http.client import HTTPException
from socket import gaierror
from types import MappingProxyType
from typing import Any
from urllib.error import URLError

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.refusals import NOT_READABLE, read_code

logger = logging.getLogger(__name__)

Message = dict[str, Any]
METADATA_TYPE = "enablement_delivery"
USER_PREFIXES = ("U", "W")
HISTORY_PAGE = 100
HISTORY_PAGES = 5
"""A channel in which more is said within minutes is not searched to the end."""


class Fate(StrEnum):
    """What became of a call; while Slack is away it has not even looked at it."""

    SENT = "sent"
    RATE_LIMITED = "rate_limited"
    NOT_SENT = "not_sent"
    AWAY = "away"
    AMBIGUOUS = "ambiguous"
    CHANNEL_CLOSED = "channel_closed"
    UNREADABLE = "unreadable"
    MESSAGE_GONE = "message_gone"


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a call.

    Attributes:
        error: Slack's code, or the name of what broke; empty where it was sent.
        wait: How long Slack asks us to leave it alone.
    """

    fate: Fate
    channel: str = ""
    ts: str = ""
    error: str = ""
    wait: timedelta = timedelta()


FATES: Mapping[str, Fate] = MappingProxyType(
    {
        "ratelimited": Fate.RATE_LIMITED,
        # Slack may have done it all the same.
        "internal_error": Fate.AMBIGUOUS,
        "fatal_error": Fate.AMBIGUOUS,
        "channel_not_found": Fate.CHANNEL_CLOSED,
        "is_archived": Fate.CHANNEL_CLOSED,
        "not_in_channel": Fate.CHANNEL_CLOSED,
        "user_not_found": Fate.CHANNEL_CLOSED,
        "messages_tab_disabled": Fate.CHANNEL_CLOSED,
        "token_revoked": Fate.CHANNEL_CLOSED,
        "account_inactive": Fate.CHANNEL_CLOSED,
        "invalid_auth": Fate.CHANNEL_CLOSED,
        "missing_scope": Fate.CHANNEL_CLOSED,
        "invalid_blocks": Fate.UNREADABLE,
        "msg_too_long": Fate.UNREADABLE,
        "msg_blocks_too_long": Fate.UNREADABLE,
        "no_text": Fate.UNREADABLE,
        # The channel is open all the same.
        "restricted_action_thread_locked": Fate.UNREADABLE,
        "restricted_action_non_threadable_channel": Fate.UNREADABLE,
        "message_not_found": Fate.MESSAGE_GONE,
        "cant_update_message": Fate.MESSAGE_GONE,
        "edit_window_closed": Fate.MESSAGE_GONE,
        "thread_not_found": Fate.MESSAGE_GONE,
    }
)
NEVER_SENT = (ConnectionRefusedError, gaierror)


def post(
    client: WebClient, channel: str, message: Message, delivery_id: int, thread_ts: str | None
) -> Result:
    """Post a message; its metadata says no more than which of our rows it is."""
    metadata = {"event_type": METADATA_TYPE, "event_payload": {"delivery_id": str(delivery_id)}}
    try:
        answer = client.chat_postMessage(
            channel=channel, thread_ts=thread_ts, metadata=metadata, **message
        )
    except (SlackApiError, OSError, HTTPException) as error:
        return judge_failure(error)
    place, ts = answer.get("channel"), answer.get("ts")
    if not (place and ts):
        return Result(Fate.AMBIGUOUS, error=NOT_READABLE)
    return Result(Fate.SENT, str(place), str(ts))


def edit(client: WebClient, channel: str, ts: str, message: Message) -> Result:
    """Bring a message up to date; doing it twice does no harm, so nothing is ambiguous."""
    try:
        client.chat_update(channel=channel, ts=ts, **message)
    except (SlackApiError, OSError, HTTPException) as error:
        result = judge_failure(error)
        is_open = result.fate is Fate.AMBIGUOUS
        return Result(Fate.AWAY, error=result.error) if is_open else result
    return Result(Fate.SENT, channel, ts)


def retract(client: WebClient, channel: str, ts: str) -> None:
    """Take back a message that somebody else has posted as well; it stays if Slack will not."""
    try:
        client.chat_delete(channel=channel, ts=ts)
    except (SlackApiError, OSError, HTTPException) as error:
        logger.warning("doubled message not deleted, error=%s", judge_failure(error).error)


def find_posted(
    client: WebClient, channel: str, delivery_id: int, since: float, thread_ts: str | None
) -> Result | None:
    """Look whether a post whose answer was lost is there; None where it is not, or is not to be told.

    While Slack answers no such question it is away: that says nothing about what is posted. Without the scope for a channel's history nobody can tell, and the message is posted again: told
    twice is better than never.
    """
    try:
        place = _find_place(client, channel)
        for found in _read_messages(client, place, since, thread_ts):
            metadata: dict[str, Any] = found.get("metadata") or {}
            payload = metadata.get("event_payload") or {}
            is_ours = metadata.get("event_type") == METADATA_TYPE
            if is_ours and payload.get("delivery_id") == str(delivery_id):
                return Result(Fate.SENT, place, str(found["ts"]))
    except SlackApiError as error:
        result = judge_failure(error)
        is_down = error.response.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR
        is_for_now = is_down or result.fate in {Fate.RATE_LIMITED, Fate.AMBIGUOUS}
        away = Result(Fate.AWAY, error=f"history: {result.error}", wait=result.wait)
        return away if is_for_now else None
    except (OSError, HTTPException) as error:
        return Result(Fate.AWAY, error=type(error).__name__)
    return None


def _find_place(client: WebClient, channel: str) -> str:
    """Return where history is read: posting takes a user id, reading wants their DM's own."""
    if not channel.startswith(USER_PREFIXES):
        return channel
    return str(client.conversations_open(users=channel)["channel"]["id"])


def _read_messages(
    client: WebClient, channel: str, since: float, thread_ts: str | None
) -> Iterator[dict[str, Any]]:
    """Yield what was said in a channel or a thread since a moment."""
    cursor: str | None = None
    for _ in range(HISTORY_PAGES):
        asked: dict[str, Any] = {
            "channel": channel,
            "oldest": str(since),
            "include_all_metadata": True,
            "limit": HISTORY_PAGE,
            "cursor": cursor,
        }
        answer = (
            client.conversations_history(**asked)
            if thread_ts is None
            else client.conversations_replies(ts=thread_ts, **asked)
        )
        yield from answer.get("messages") or []
        cursor = (answer.get("response_metadata") or {}).get("next_cursor")
        if not cursor:
            return


def judge_failure(error: Exception) -> Result:
    """Return what a failed call means."""
    if isinstance(error, SlackApiError):
        return _judge_refusal(error)
    reason = error.reason if isinstance(error, URLError) else error
    name = type(reason).__name__
    fate = Fate.AWAY if isinstance(reason, NEVER_SENT) else Fate.AMBIGUOUS
    return Result(fate, error=name)


def _judge_refusal(error: SlackApiError) -> Result:
    status = error.response.status_code
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return Result(Fate.RATE_LIMITED, error="ratelimited", wait=_read_wait(error))
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        return Result(Fate.AWAY, error=f"http_{status}")
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return Result(Fate.AMBIGUOUS, error=f"http_{status}")
    code = read_code(error)
    if code == NOT_READABLE:
        return Result(Fate.AMBIGUOUS, error=code)
    if code.startswith("restricted_action") and code not in FATES:
        return Result(Fate.CHANNEL_CLOSED, error=code)
    if code == "ratelimited":
        return Result(Fate.RATE_LIMITED, error=code, wait=_read_wait(error))
    return Result(FATES.get(code, Fate.NOT_SENT), error=code)


def _read_wait(error: SlackApiError) -> timedelta:
    try:
        seconds = int(error.response.headers.get("Retry-After", "1"))
    except ValueError:
        seconds = 1
    return timedelta(seconds=max(1, seconds))
