"""Conversations: channels, and each person's DM with the bot."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any


class ChannelKind(StrEnum):
    """A kind of conversation; `slack_type` is its name in Slack's arguments."""

    PUBLIC = "public"
    PRIVATE = "private"
    IM = "im"

    @property
    def slack_type(self) -> str:
        """Its name in the `types` argument of `conversations.list`."""
        return {"public": "public_channel", "private": "private_channel", "im": "im"}[self]

    @property
    def event_type(self) -> str:
        """Its name in a message event's `channel_type`."""
        return {"public": "channel", "private": "group", "im": "im"}[self]

    def scope(self, right: str) -> str:
        """The scope that gives a right here: `scope("history")` of a DM is `im:history`."""
        return {"public": "channels", "private": "groups", "im": "im"}[self] + f":{right}"


@dataclass(frozen=True, slots=True)
class Channel:
    """A conversation.

    Args:
        name: Without `#`; empty for a DM.
        is_read_only: Whether posting is restricted to admins.
        created: Seconds since 1970.
    """

    id: str
    name: str
    kind: ChannelKind
    members: frozenset[str]
    topic: str = ""
    purpose: str = ""
    is_archived: bool = False
    is_read_only: bool = False
    created: int = 0

    @property
    def payload_name(self) -> str:
        """The name Slack puts into payloads."""
        return {ChannelKind.IM: "directmessage", ChannelKind.PRIVATE: "privategroup"}.get(
            self.kind, self.name
        )


class Channels:
    """All conversations by id."""

    def __init__(self, channels: Iterable[Channel]) -> None:
        self._channels = {channel.id: channel for channel in channels}

    def find(self, channel_id: str) -> Channel | None:
        """The conversation of this id, or None."""
        return self._channels.get(channel_id)

    def find_named(self, name: str) -> Channel | None:
        """The channel of this name, with or without `#`, or None."""
        wanted = name.removeprefix("#")
        return next((one for one in self.list_channels() if one.name == wanted and one.name), None)

    def find_im(self, user_id: str) -> Channel | None:
        """The person's DM with the bot, or None."""
        return next(
            (
                one
                for one in self.list_channels()
                if one.kind is ChannelKind.IM and user_id in one.members
            ),
            None,
        )

    def list_channels(self) -> list[Channel]:
        """All of them, in the order they came."""
        return [*self._channels.values()]

    def save(self, channel: Channel) -> None:
        """Add a conversation, or change it."""
        self._channels[channel.id] = channel

    def join(self, channel: Channel, user_id: str) -> None:
        """Make somebody a member."""
        self.save(replace(channel, members=channel.members | {user_id}))

    def leave(self, channel: Channel, user_id: str) -> None:
        """End somebody's membership."""
        self.save(replace(channel, members=channel.members - {user_id}))


def channel_json(channel: Channel, team_id: str, bot_user: str) -> dict[str, Any]:
    """The channel object of `conversations.info`, as the bot sees it."""
    if channel.kind is ChannelKind.IM:
        [person] = channel.members - {bot_user}
        return {
            "id": channel.id,
            "created": channel.created,
            "is_im": True,
            "is_org_shared": False,
            "user": person,
            "is_archived": False,
            "is_open": True,
        }
    return {
        "id": channel.id,
        "name": channel.name,
        "name_normalized": channel.name,
        "is_channel": channel.kind is ChannelKind.PUBLIC,
        "is_group": channel.kind is ChannelKind.PRIVATE,
        "is_im": False,
        "is_mpim": False,
        "is_private": channel.kind is ChannelKind.PRIVATE,
        "is_archived": channel.is_archived,
        "is_general": channel.name == "general",
        "is_shared": False,
        "is_ext_shared": False,
        "is_org_shared": False,
        "is_member": bot_user in channel.members,
        "context_team_id": team_id,
        "created": channel.created,
        "topic": {"value": channel.topic, "creator": "", "last_set": 0},
        "purpose": {"value": channel.purpose, "creator": "", "last_set": 0},
        "num_members": len(channel.members),
    }
