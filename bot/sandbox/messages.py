"""Messages, in threads and alone, seen by all or by one."""

from dataclasses import dataclass
from typing import Any

from bot.sandbox.blockkit.violations import Violation
from bot.sandbox.files import File, file_json


@dataclass(frozen=True, slots=True)
class Message:
    """A message as it is now.

    Args:
        thread_ts: The root's `ts` for a reply, None for a message of its own.
        visible_to: The only user who sees an ephemeral message, None for all.
        edited_ts: When it was last changed, as a `ts`.
        is_broadcast: Whether a reply shows in the channel too.
        violations: What is wrong with its blocks though Slack would take them.
        client_msg_id: What a person's client calls it; None for an app's.
    """

    channel: str
    ts: str
    user: str
    text: str
    blocks: tuple[dict[str, Any], ...] = ()
    attachments: tuple[dict[str, Any], ...] = ()
    files: tuple[File, ...] = ()
    thread_ts: str | None = None
    bot_id: str | None = None
    visible_to: str | None = None
    edited_ts: str | None = None
    metadata: dict[str, Any] | None = None
    is_broadcast: bool = False
    violations: tuple[Violation, ...] = ()
    client_msg_id: str | None = None

    @property
    def is_reply(self) -> bool:
        """Whether it hangs below another message."""
        return self.thread_ts is not None and self.thread_ts != self.ts


class Messages:
    """All messages, by channel and `ts`."""

    def __init__(self) -> None:
        self._channels: dict[str, dict[str, Message]] = {}

    def find(self, channel: str, ts: str) -> Message | None:
        """The message, or None."""
        return self._channels.get(channel, {}).get(ts)

    def save(self, message: Message) -> Message:
        """Add a message, or change it where it stands."""
        self._channels.setdefault(message.channel, {})[message.ts] = message
        return message

    def delete(self, channel: str, ts: str) -> None:
        """Take a message away."""
        self._channels.get(channel, {}).pop(ts, None)

    def list_messages(self, channel: str, user: str | None = None) -> list[Message]:
        """Oldest first: those for all, and those for this user alone."""
        messages = self._channels.get(channel, {}).values()
        return [one for one in messages if one.visible_to in (None, user)]

    def list_replies(self, channel: str, root_ts: str) -> list[Message]:
        """What hangs below a message, for all to see, oldest first."""
        return [
            one for one in self.list_messages(channel) if one.is_reply and one.thread_ts == root_ts
        ]


def message_json(message: Message, team_id: str, base_url: str) -> dict[str, Any]:
    """The message object as Slack gives it, without what its thread adds."""
    body: dict[str, Any] = {
        "type": "message",
        "user": message.user,
        "text": message.text,
        "ts": message.ts,
        "team": team_id,
    }
    optional: dict[str, Any] = {
        "bot_id": message.bot_id,
        "client_msg_id": message.client_msg_id,
        "blocks": [*message.blocks],
        "attachments": [*message.attachments],
        "files": [file_json(file, team_id, base_url) for file in message.files],
        "thread_ts": message.thread_ts,
        "metadata": message.metadata,
        "edited": message.edited_ts and {"user": message.user, "ts": message.edited_ts},
        "is_ephemeral": message.visible_to is not None,
    }
    return body | {name: value for name, value in optional.items() if value}


def thread_json(replies: list[Message]) -> dict[str, Any]:
    """What a thread adds to its root: counts, people and the newest reply."""
    if not replies:
        return {}
    people = [*dict.fromkeys(reply.user for reply in replies)]
    return {
        "thread_ts": replies[0].thread_ts,
        "reply_count": len(replies),
        "reply_users": people,
        "reply_users_count": len(people),
        "latest_reply": replies[-1].ts,
    }
