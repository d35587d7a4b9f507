"""Joining and leaving channels, the bot's own membership, the archive."""

from collections.abc import Callable
from dataclasses import replace

from bot.sandbox.channels import Channel, ChannelKind
from bot.sandbox.delivery.events import channel_archived, member_joined, member_left
from bot.sandbox.errors import PersonError
from bot.sandbox.live import Topic
from bot.sandbox.person.acting import need_app
from bot.sandbox.sandbox import Sandbox
from bot.sandbox.users import User


def invite_bot(sandbox: Sandbox, user: User, channel: Channel) -> None:
    """Invite the bot to a channel.

    Raises:
        PersonError: If the app is not installed, or the person may not invite.
    """
    need_app(sandbox)
    _check_may_change(user, channel)
    _add(sandbox, channel, sandbox.identity.bot_user, user.id)


def remove_bot(sandbox: Sandbox, user: User, channel: Channel) -> None:
    """Remove the bot from a channel.

    Raises:
        PersonError: If the person may not.
    """
    _check_may_change(user, channel)
    bot = sandbox.identity.bot_user
    _drop(sandbox, channel, bot)
    kind = "group_left" if channel.kind is ChannelKind.PRIVATE else "channel_left"
    ts = sandbox.clock.make_ts()
    sandbox.announce({"type": kind, "channel": channel.id, "actor_id": user.id, "event_ts": ts})


def join(sandbox: Sandbox, user: User, channel: Channel) -> None:
    """Join a public channel.

    Raises:
        PersonError: If it is not one, or archived.
    """
    if channel.kind is not ChannelKind.PUBLIC or channel.is_archived:
        raise PersonError("cant_join", "only public channels that are in use can be joined")
    _add(sandbox, channel, user.id, None)


def leave(sandbox: Sandbox, user: User, channel: Channel) -> None:
    """Leave a channel.

    Raises:
        PersonError: For a DM.
    """
    if channel.kind is ChannelKind.IM:
        raise PersonError("cant_leave", "a direct message cannot be left")
    _drop(sandbox, channel, user.id)


CHANGES: dict[str, Callable[[Sandbox, User, Channel], None]] = {
    "invite_bot": invite_bot,
    "remove_bot": remove_bot,
    "join": join,
    "leave": leave,
}


def archive(sandbox: Sandbox, user: User, channel: Channel, *, is_archived: bool) -> None:
    """Put a channel into the archive, or take it out.

    Raises:
        PersonError: If the person may not.
    """
    if channel.kind is ChannelKind.IM or user.id not in channel.members:
        raise PersonError("cant_archive", "only members can archive a channel")
    changed = replace(channel, is_archived=is_archived)
    sandbox.workspace.channels.save(changed)
    sandbox.changes.mark(Topic.CHANNELS)
    sandbox.announce(channel_archived(changed, user.id, sandbox.clock.make_ts()))


def _check_may_change(user: User, channel: Channel) -> None:
    if channel.kind is ChannelKind.IM or user.id not in channel.members or channel.is_archived:
        raise PersonError("cant_invite", "only members of a channel in use can do that")


def _add(sandbox: Sandbox, channel: Channel, member: str, inviter: str | None) -> None:
    if member in channel.members:
        return
    sandbox.workspace.channels.join(channel, member)
    sandbox.changes.mark(Topic.CHANNELS)
    ts = sandbox.clock.make_ts()
    sandbox.announce(member_joined(sandbox.identity, channel, member, inviter, ts))


def _drop(sandbox: Sandbox, channel: Channel, member: str) -> None:
    sandbox.workspace.channels.leave(channel, member)
    sandbox.changes.mark(Topic.CHANNELS)
    ts = sandbox.clock.make_ts()
    sandbox.announce(member_left(sandbox.identity, channel, member, ts))
