"""Conversations: which there are, who is in them, what was said."""

from collections.abc import Iterable
from typing import Any

from bot.sandbox.api.arguments import Arguments, with_cursor
from bot.sandbox.api.places import get_channel, need_scope
from bot.sandbox.channels import Channel, ChannelKind, channel_json
from bot.sandbox.delivery.events import member_joined
from bot.sandbox.errors import SlackError
from bot.sandbox.live import Topic
from bot.sandbox.messages import Message, message_json, thread_json
from bot.sandbox.sandbox import Sandbox


def _written(sandbox: Sandbox, channel: Channel) -> dict[str, Any]:
    return channel_json(channel, sandbox.identity.team_id, sandbox.identity.bot_user)


def _get_readable(sandbox: Sandbox, arguments: Arguments, right: str) -> Channel:
    channel = get_channel(sandbox, arguments.text("channel"))
    need_scope(sandbox, channel.kind.scope(right))
    return channel


def conversation_info(sandbox: Sandbox, arguments: Arguments) -> dict[str, Any]:
    """One conversation."""
    body = _written(sandbox, _get_readable(sandbox, arguments, "read"))
    if not arguments.flag("include_num_members"):
        body.pop("num_members", None)
    return {"channel": body}


def list_conversations(sandbox: Sandbox, arguments: Arguments) -> dict[str, Any]:
    """The conversations of some kinds, page by page."""
    kinds = {kind.slack_type: kind for kind in ChannelKind}
    types = arguments.words("types") or ["public_channel"]
    if not set(types) <= kinds.keys() | {"mpim"}:
        raise SlackError("invalid_types")
    wanted = {kinds[name] for name in types if name in kinds}
    for kind in wanted:
        need_scope(sandbox, kind.scope("read"))
    found = [
        channel
        for channel in sandbox.workspace.channels.list_channels()
        if channel.kind in wanted
        and (channel.kind is ChannelKind.PUBLIC or sandbox.identity.bot_user in channel.members)
        and not (channel.is_archived and arguments.flag("exclude_archived"))
    ]
    page, cursor = arguments.page(found)
    return with_cursor({"channels": [_written(sandbox, channel) for channel in page]}, cursor)


def list_members(sandbox: Sandbox, arguments: Arguments) -> dict[str, Any]:
    """Who is in a conversation, page by page."""
    channel = _get_readable(sandbox, arguments, "read")
    members, cursor = arguments.page(sorted(channel.members))
    return with_cursor({"members": members}, cursor)


def open_conversation(sandbox: Sandbox, arguments: Arguments) -> dict[str, Any]:
    """The DM with one person."""
    if name := arguments.find_text("channel"):
        channel = get_channel(sandbox, name)
    else:
        channel = _find_im(sandbox, arguments.words("users"))
    need_scope(sandbox, "im:write")
    if arguments.flag("return_im"):
        opened = _written(sandbox, channel)
        return {"no_op": True, "already_open": True, "channel": opened}
    return {"channel": {"id": channel.id}}


def _find_im(sandbox: Sandbox, users: list[str]) -> Channel:
    if not users:
        raise SlackError("users_list_not_supplied")
    if len(users) > 1:
        # Group DMs are not played.
        raise SlackError("method_not_supported_for_channel_type")
    channel = sandbox.workspace.channels.find_im(users[0])
    if channel is None or users[0] == sandbox.identity.bot_user:
        raise SlackError("user_not_found")
    return channel


def join_conversation(sandbox: Sandbox, arguments: Arguments) -> dict[str, Any]:
    """Let the bot join a public channel."""
    channel = get_channel(sandbox, arguments.text("channel"))
    if channel.kind is not ChannelKind.PUBLIC:
        raise SlackError("method_not_supported_for_channel_type")
    if channel.is_archived:
        raise SlackError("is_archived")
    bot = sandbox.identity.bot_user
    if bot not in channel.members:
        sandbox.workspace.channels.join(channel, bot)
        sandbox.changes.mark(Topic.CHANNELS)
        ts = sandbox.clock.make_ts()
        sandbox.announce(member_joined(sandbox.identity, channel, bot, None, ts))
    return {"channel": _written(sandbox, get_channel(sandbox, channel.id))}


def list_history(sandbox: Sandbox, arguments: Arguments) -> dict[str, Any]:
    """What was said outside threads, newest first, page by page."""
    channel = _get_readable(sandbox, arguments, "history")
    if sandbox.identity.bot_user not in channel.members:
        raise SlackError("not_in_channel")
    roots = (
        message
        for message in sandbox.workspace.messages.list_messages(channel.id)
        if message.is_broadcast or not message.is_reply
    )
    messages = _within(roots, arguments)[::-1]
    page, cursor = arguments.page(messages)
    body = {"messages": _write_all(sandbox, page), "has_more": bool(cursor), "pin_count": 0}
    return with_cursor(body, cursor)


def list_replies(sandbox: Sandbox, arguments: Arguments) -> dict[str, Any]:
    """A thread, its root first, then the replies in order, page by page."""
    channel = _get_readable(sandbox, arguments, "history")
    messages = sandbox.workspace.messages
    root = messages.find(channel.id, arguments.text("ts"))
    if root is None or root.visible_to is not None:
        raise SlackError("thread_not_found")
    replies = _within(messages.list_replies(channel.id, root.ts), arguments)
    page, cursor = arguments.page([root, *replies], default_limit=1000)
    body = {"messages": _write_all(sandbox, page), "has_more": bool(cursor)}
    return with_cursor(body, cursor)


def _within(messages: Iterable[Message], arguments: Arguments) -> list[Message]:
    oldest = _read_ts(arguments, "oldest", 0.0)
    latest = _read_ts(arguments, "latest", float("inf"))
    is_inclusive = arguments.flag("inclusive")
    return [
        message
        for message in messages
        if oldest < float(message.ts) < latest
        or (is_inclusive and float(message.ts) in (oldest, latest))
    ]


def _read_ts(arguments: Arguments, name: str, default: float) -> float:
    try:
        return float(arguments.text(name) or default)
    except ValueError:
        raise SlackError(f"invalid_ts_{name}") from None


def _write_all(sandbox: Sandbox, messages: list[Message]) -> list[dict[str, Any]]:
    team, base_url = sandbox.identity.team_id, sandbox.config.base_url
    replies = sandbox.workspace.messages.list_replies
    return [
        message_json(one, team, base_url)
        | thread_json([] if one.is_reply else replies(one.channel, one.ts))
        for one in messages
    ]
