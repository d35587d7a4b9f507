"""Where a call wants to go, and whether the bot may."""

from bot.sandbox.channels import Channel, ChannelKind
from bot.sandbox.errors import SlackError
from bot.sandbox.messages import Message
from bot.sandbox.sandbox import Sandbox


def get_channel(sandbox: Sandbox, channel_id: str) -> Channel:
    """A conversation the bot can know of.

    Raises:
        SlackError: `channel_not_found`, also for a private channel without the bot.
    """
    channel = sandbox.workspace.channels.find(channel_id)
    if channel is None or not _is_visible(sandbox, channel):
        raise SlackError("channel_not_found")
    return channel


def _is_visible(sandbox: Sandbox, channel: Channel) -> bool:
    is_member = sandbox.identity.bot_user in channel.members
    return is_member or channel.kind is ChannelKind.PUBLIC


def find_target(sandbox: Sandbox, name: str) -> Channel:
    """Where a message goes: a conversation's id, a channel's name, or a person's id.

    Raises:
        SlackError: `channel_not_found`.
    """
    channels = sandbox.workspace.channels
    named = channels.find_named(name)
    if channels.find(name) is None and named is not None:
        return get_channel(sandbox, named.id)
    person = channels.find_im(name)
    return person if person is not None else get_channel(sandbox, name)


def check_may_post(sandbox: Sandbox, channel: Channel, restricted: str) -> None:
    """Refuse a place where the bot may not write; `restricted` is the method's word for it.

    Raises:
        SlackError: `is_archived`, `not_in_channel`, `messages_tab_disabled` or `restricted`.
    """
    if channel.is_archived:
        raise SlackError("is_archived")
    if sandbox.identity.bot_user not in channel.members:
        raise SlackError("not_in_channel")
    if channel.kind is ChannelKind.IM and not sandbox.config.manifest.has_messages_tab:
        raise SlackError("messages_tab_disabled")
    if channel.is_read_only:
        raise SlackError(restricted)


def find_thread(sandbox: Sandbox, channel: Channel, thread_ts: str | None) -> str | None:
    """The root of the thread to answer in; a reply's own `ts` leads to its root.

    Raises:
        SlackError: `cannot_reply_to_message` if there is nothing to answer.
    """
    if thread_ts is None:
        return None
    root = sandbox.workspace.messages.find(channel.id, thread_ts)
    if root is None or root.visible_to is not None:
        raise SlackError("cannot_reply_to_message")
    return root.thread_ts or root.ts


def get_message(sandbox: Sandbox, channel: Channel, ts: str) -> Message:
    """A message that is there for all to see.

    Raises:
        SlackError: `message_not_found`, also for an ephemeral one.
    """
    message = sandbox.workspace.messages.find(channel.id, ts)
    if message is None or message.visible_to is not None:
        raise SlackError("message_not_found")
    return message


def need_scope(sandbox: Sandbox, *scopes: str) -> None:
    """Refuse a call for which none of these scopes was granted.

    Raises:
        SlackError: `missing_scope`, with what is needed and what is there.
    """
    granted = sandbox.installations.current.scopes
    if scopes and not granted & set(scopes):
        provided = ",".join(sorted(granted))
        raise SlackError("missing_scope", needed=",".join(scopes), provided=provided)
