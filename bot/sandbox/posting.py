"""Messages from the bot, whichever way they come: judged, named, kept."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.sandbox.blockkit.judge import judge_message, list_errors
from bot.sandbox.blockkit.violations import Violation
from bot.sandbox.blockkit.walk import name_blocks
from bot.sandbox.channels import Channel
from bot.sandbox.delivery.events import message_posted
from bot.sandbox.errors import SlackError
from bot.sandbox.files import File
from bot.sandbox.live import Topic
from bot.sandbox.messages import Message
from bot.sandbox.sandbox import Sandbox
from bot.sandbox.sessions import Place

LONGEST_TEXT = 40_000
LONGEST_MARKDOWN = 12_000
MOST_ATTACHMENTS = 100


@dataclass(frozen=True, slots=True)
class Content:
    """What a message says; None is a field that was not given, so that an update keeps the old."""

    text: str | None = None
    blocks: tuple[Any, ...] | None = None
    attachments: tuple[Any, ...] | None = None
    metadata: dict[str, Any] | None = None

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to see."""
        return not (self.text or self.blocks or self.attachments)


@dataclass(frozen=True, slots=True)
class Judged:
    """Content that Slack takes, with ids, and what is still wrong with it."""

    text: str
    blocks: tuple[dict[str, Any], ...]
    attachments: tuple[dict[str, Any], ...]
    violations: tuple[Violation, ...]


def parse_content(raw: Mapping[str, Any]) -> Content:
    """Read the fields of a message; lists may be written as JSON.

    Raises:
        SlackError: If a field cannot be read, or fields exclude each other.
    """
    markdown = raw.get("markdown_text")
    text, blocks = raw.get("text"), _read_list(raw, "blocks", "invalid_blocks_format")
    if markdown is not None:
        if text or blocks:
            raise SlackError("markdown_text_conflict")
        text, blocks = markdown, ({"type": "markdown", "text": markdown},)
    attachments = _read_list(raw, "attachments", "invalid_attachments")
    if attachments and len(attachments) > MOST_ATTACHMENTS:
        raise SlackError("too_many_attachments")
    metadata = _read_json(raw.get("metadata"), "invalid_metadata_format")
    if metadata is not None and not isinstance(metadata, dict):
        raise SlackError("invalid_metadata_format")
    text = None if text is None else str(text)[:LONGEST_TEXT]
    return Content(text, blocks, attachments, metadata)


def _read_list(raw: Mapping[str, Any], name: str, error: str) -> tuple[Any, ...] | None:
    value = _read_json(raw.get(name), error)
    if value is not None and not isinstance(value, list):
        raise SlackError(error)
    return None if value is None else tuple(value)


def _read_json(value: Any, error: str) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value) if value else None
    except ValueError:
        raise SlackError(error) from None


def judge_content(
    sandbox: Sandbox, content: Content, method: str, channel: str, user: str | None = None
) -> Judged:
    """Refuse what Slack refuses, and keep the refusal for the page.

    Raises:
        SlackError: `no_text`, or `invalid_blocks` with a line for each fault.
    """
    if content.is_empty:
        raise SlackError("no_text")
    text, blocks = content.text or "", content.blocks or ()
    violations = judge_message(text, blocks)
    attachments = content.attachments or ()
    for place, attachment in enumerate(attachments):
        inner = (attachment.get("blocks") if isinstance(attachment, dict) else None) or []
        violations += judge_message("attached", inner, f"/attachments/{place}/blocks")
    if errors := list_errors(violations):
        sandbox.reject(method, "invalid_blocks", errors, blocks, channel=channel, user=user)
        lines = [error.to_slack() for error in errors]
        raise SlackError("invalid_blocks", messages=lines, errors=lines)
    return Judged(text, name_blocks(blocks), attachments, tuple(violations))


def post(
    sandbox: Sandbox,
    channel: Channel,
    judged: Judged,
    *,
    metadata: dict[str, Any] | None = None,
    thread_ts: str | None = None,
    visible_to: str | None = None,
    is_broadcast: bool = False,
    files: tuple[File, ...] = (),
) -> Message:
    """Put a message of the bot's into a channel."""
    identity = sandbox.identity
    message = Message(
        channel=channel.id,
        ts=sandbox.clock.make_ts(),
        user=identity.bot_user,
        bot_id=identity.bot_id,
        text=judged.text,
        blocks=judged.blocks,
        attachments=judged.attachments,
        files=files,
        thread_ts=thread_ts,
        visible_to=visible_to,
        metadata=metadata or None,
        is_broadcast=is_broadcast,
        violations=judged.violations,
    )
    sandbox.workspace.messages.save(message)
    # An agent's "is thinking" ends with its answer.
    sandbox.workspace.sessions.statuses.pop(Place(channel.id, thread_ts), None)
    sandbox.changes.mark(Topic.MESSAGES, Topic.AGENT)
    if visible_to is None:
        base_url = sandbox.config.base_url
        # Slack tells apps of their own messages too; a good bot does not answer itself.
        sandbox.announce(message_posted(identity, channel, message, base_url))
    return message


def rewrite(sandbox: Sandbox, message: Message, content: Content, method: str) -> Message:
    """Change a message where it stands.

    What is not given stays, but for blocks: a new text without blocks takes their place. A
    message with blocks is not marked as edited.

    Raises:
        SlackError: As `judge_content`.
    """
    kept_blocks = message.blocks if content.text is None else ()
    whole = Content(
        text=message.text if content.text is None else content.text,
        blocks=kept_blocks if content.blocks is None else content.blocks,
        attachments=message.attachments if content.attachments is None else content.attachments,
    )
    judged = judge_content(sandbox, whole, method, message.channel, message.visible_to)
    changed = replace(
        message,
        text=judged.text,
        blocks=judged.blocks,
        attachments=judged.attachments,
        violations=judged.violations,
        metadata=message.metadata if content.metadata is None else content.metadata or None,
        edited_ts=message.edited_ts if judged.blocks else sandbox.clock.make_ts(),
    )
    sandbox.changes.mark(Topic.MESSAGES)
    return sandbox.workspace.messages.save(changed)
