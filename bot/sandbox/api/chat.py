"""Messages: posting, changing, deleting them."""

from typing import Any

from bot.sandbox.api.arguments import Arguments
from bot.sandbox.api.places import (
    check_may_post,
    find_target,
    find_thread,
    get_channel,
    get_message,
)
from bot.sandbox.channels import Channel
from bot.sandbox.errors import SlackError
from bot.sandbox.live import Topic
from bot.sandbox.messages import Message, message_json
from bot.sandbox.posting import judge_content, parse_content, post, rewrite
from bot.sandbox.sandbox import Sandbox

LONGEST_UPDATE = 4_000


def _written(sandbox: Sandbox, message: Message) -> dict[str, Any]:
    body = message_json(message, sandbox.identity.team_id, sandbox.config.base_url)
    return body | {"app_id": sandbox.identity.app_id}


def post_message(sandbox: Sandbox, arguments: Arguments) -> dict[str, Any]:
    """Say something for all to see."""
    channel = find_target(sandbox, arguments.text("channel"))
    check_may_post(sandbox, channel, "restricted_action_read_only_channel")
    thread_ts = find_thread(sandbox, channel, arguments.find_text("thread_ts"))
    content = parse_content(arguments.raw)
    judged = judge_content(sandbox, content, "chat.postMessage", channel.id)
    sandbox.limits.count_message(channel.id)
    message = post(
        sandbox,
        channel,
        judged,
        metadata=content.metadata,
        thread_ts=thread_ts,
        is_broadcast=arguments.flag("reply_broadcast"),
    )
    return {"channel": channel.id, "ts": message.ts, "message": _written(sandbox, message)}


def post_ephemeral(sandbox: Sandbox, arguments: Arguments) -> dict[str, Any]:
    """Say something that one person sees."""
    channel, user = find_target(sandbox, arguments.text("channel")), arguments.text("user")
    check_may_post(sandbox, channel, "restricted_action")
    if user not in channel.members:
        raise SlackError("user_not_in_channel")
    thread_ts = find_thread(sandbox, channel, arguments.find_text("thread_ts"))
    content = parse_content(arguments.raw)
    judged = judge_content(sandbox, content, "chat.postEphemeral", channel.id, user)
    message = post(sandbox, channel, judged, thread_ts=thread_ts, visible_to=user)
    return {"message_ts": message.ts}


def update_message(sandbox: Sandbox, arguments: Arguments) -> dict[str, Any]:
    """Change one of the bot's messages."""
    channel = get_channel(sandbox, arguments.text("channel"))
    message = get_message(sandbox, channel, arguments.text("ts"))
    if message.user != sandbox.identity.bot_user:
        raise SlackError("cant_update_message")
    if channel.is_archived:
        raise SlackError("is_inactive")
    if len(arguments.text("text")) > LONGEST_UPDATE:
        raise SlackError("msg_too_long")
    changed = rewrite(sandbox, message, parse_content(arguments.raw), "chat.update")
    written = _written(sandbox, changed)
    return {"channel": channel.id, "ts": changed.ts, "text": changed.text, "message": written}


def delete_message(sandbox: Sandbox, arguments: Arguments) -> dict[str, Any]:
    """Take one of the bot's messages away."""
    channel = get_channel(sandbox, arguments.text("channel"))
    message = get_message(sandbox, channel, arguments.text("ts"))
    if message.user != sandbox.identity.bot_user:
        raise SlackError("cant_delete_message")
    sandbox.workspace.messages.delete(channel.id, message.ts)
    sandbox.changes.mark(Topic.MESSAGES)
    return {"channel": channel.id, "ts": message.ts}


def get_permalink(sandbox: Sandbox, arguments: Arguments) -> dict[str, Any]:
    """A message's address."""
    channel = get_channel(sandbox, arguments.text("channel"))
    message = get_message(sandbox, channel, arguments.text("message_ts"))
    return {"channel": channel.id, "permalink": _permalink(sandbox, channel, message)}


def _permalink(sandbox: Sandbox, channel: Channel, message: Message) -> str:
    place = f"{sandbox.config.base_url}/archives/{channel.id}/p{message.ts.replace('.', '')}"
    return f"{place}?thread_ts={message.thread_ts}&cid={channel.id}" if message.is_reply else place
