"""Events: what happened, in the envelope Slack puts round it."""

from typing import Any

from bot.sandbox.channels import Channel, ChannelKind
from bot.sandbox.delivery.answers import Payload, PayloadKind
from bot.sandbox.headcount import GroupChange
from bot.sandbox.ids import new_id
from bot.sandbox.messages import Message, message_json
from bot.sandbox.usergroups import usergroup_json
from bot.sandbox.workspace import Identity

_PLACES = {"channel": "channels", "group": "groups", "im": "im"}
_VERIFICATION = "retired-verification-value"


def wrap_event(identity: Identity, event: dict[str, Any], seconds: int) -> Payload:
    """The request that carries an event; `seconds` since 1970 say when it happened."""
    body = {
        "token": _VERIFICATION,
        "team_id": identity.team_id,
        "api_app_id": identity.app_id,
        "event": event,
        "type": "event_callback",
        "event_id": new_id("Ev"),
        "event_time": seconds,
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": identity.team_id,
                "user_id": identity.bot_user,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": False,
        "event_context": new_id("EC"),
    }
    return Payload(PayloadKind.EVENT, event["type"], body)


def subscription(event: dict[str, Any]) -> str:
    """The name under which an app subscribes to an event: `message.im` for a DM's message."""
    kind = str(event["type"])
    return f"message.{_PLACES[event['channel_type']]}" if kind == "message" else kind


def message_posted(
    identity: Identity, channel: Channel, message: Message, base_url: str
) -> dict[str, Any]:
    """Somebody wrote a message."""
    body = message_json(message, identity.team_id, base_url)
    if message.files:
        body["subtype"] = "file_share"
    place = {"channel": channel.id, "channel_type": channel.kind.event_type}
    return body | place | {"event_ts": message.ts}


def app_mentioned(
    identity: Identity, channel: Channel, message: Message, base_url: str
) -> dict[str, Any]:
    """Somebody wrote the bot's name in a channel."""
    body = message_json(message, identity.team_id, base_url)
    return body | {"type": "app_mention", "channel": channel.id, "event_ts": message.ts}


def home_opened(
    user: str, channel: str, tab: str, view: dict[str, Any] | None, ts: str
) -> dict[str, Any]:
    """Somebody opened a tab of the app; `view` is the Home as it was."""
    body = {"type": "app_home_opened", "user": user, "channel": channel, "tab": tab}
    body["event_ts"] = ts
    return body | ({"view": view} if view is not None else {})


def member_joined(
    identity: Identity, channel: Channel, user: str, inviter: str | None, ts: str
) -> dict[str, Any]:
    """Somebody, or the bot, became a member."""
    invited = {"inviter": inviter} if inviter else {}
    return _membership("member_joined_channel", identity, channel, user, ts) | invited


def member_left(identity: Identity, channel: Channel, user: str, ts: str) -> dict[str, Any]:
    """Somebody, or the bot, left."""
    return _membership("member_left_channel", identity, channel, user, ts)


def _membership(
    kind: str, identity: Identity, channel: Channel, user: str, ts: str
) -> dict[str, Any]:
    return {
        "type": kind,
        "user": user,
        "channel": channel.id,
        "channel_type": "G" if channel.kind is ChannelKind.PRIVATE else "C",
        "team": identity.team_id,
        "event_ts": ts,
    }


def channel_archived(channel: Channel, user: str, ts: str) -> dict[str, Any]:
    """Somebody archived a channel, or took it out of the archive."""
    prefix = "group" if channel.kind is ChannelKind.PRIVATE else "channel"
    kind = f"{prefix}_archive" if channel.is_archived else f"{prefix}_unarchive"
    return {"type": kind, "channel": channel.id, "user": user, "event_ts": ts}


def group_members_changed(identity: Identity, change: GroupChange, ts: str) -> dict[str, Any]:
    """People came into a user group or left it."""
    return {
        "type": "subteam_members_changed",
        "subteam_id": change.group.id,
        "team_id": identity.team_id,
        "date_previous_update": change.before,
        "date_update": change.group.updated,
        "added_users": [*change.added],
        "added_users_count": len(change.added),
        "removed_users": [*change.removed],
        "removed_users_count": len(change.removed),
        "event_ts": ts,
    }


def group_updated(identity: Identity, change: GroupChange, ts: str) -> dict[str, Any]:
    """A user group is no longer what it was."""
    group = usergroup_json(change.group, identity.team_id, has_users=True, has_count=True)
    del group["auto_type"]
    return {"type": "subteam_updated", "subteam": group, "event_ts": ts}


def session_stopped(channel: str, thread_ts: str, user: str, ts: str) -> dict[str, Any]:
    """Somebody pressed an agent's stop button."""
    return {
        "type": "agent_session_stopped",
        "channel": channel,
        "thread_ts": thread_ts,
        "user": user,
        "streaming_message_ts": [],
        "event_ts": ts,
    }


def tokens_revoked(identity: Identity, ts: str) -> dict[str, Any]:
    """The bot's token is dead."""
    tokens = {"oauth": [], "bot": [identity.bot_user]}
    return {"type": "tokens_revoked", "tokens": tokens, "event_ts": ts}


def app_uninstalled(ts: str) -> dict[str, Any]:
    """The app was removed."""
    return {"type": "app_uninstalled", "event_ts": ts}
