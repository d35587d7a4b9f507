"""What Slack sends when a person does something: values in, payloads out."""

from typing import Any

from bot.sandbox.channels import Channel
from bot.sandbox.delivery.answers import Payload, PayloadKind
from bot.sandbox.messages import Message, message_json, thread_json
from bot.sandbox.users import User
from bot.sandbox.views import View, view_json
from bot.sandbox.workspace import Identity, Workspace

# The payload's old password; signatures took its place long ago, apps should not look at it.
_VERIFICATION = "retired-verification-value"


def slash_command(
    identity: Identity,
    user: User,
    channel: Channel,
    command: str,
    text: str,
    trigger_id: str,
    response_url: str,
) -> Payload:
    """A slash command: flat fields, names beside ids, nothing of roles or languages."""
    body = {
        "token": _VERIFICATION,
        "team_id": identity.team_id,
        "team_domain": identity.domain,
        "channel_id": channel.id,
        "channel_name": channel.payload_name,
        "user_id": user.id,
        "user_name": user.name,
        "command": command,
        "text": text,
        "api_app_id": identity.app_id,
        "is_enterprise_install": "false",
        "response_url": response_url,
        "trigger_id": trigger_id,
    }
    return Payload(PayloadKind.COMMAND, command, body)


def _interaction(identity: Identity, kind: PayloadKind, user: User) -> dict[str, Any]:
    return {
        "type": kind.value,
        "team": {"id": identity.team_id, "domain": identity.domain},
        "user": {
            "id": user.id,
            "username": user.name,
            "name": user.name,
            "team_id": identity.team_id,
        },
        "api_app_id": identity.app_id,
        "token": _VERIFICATION,
        "enterprise": None,
        "is_enterprise_install": False,
    }


def _without_app(body: dict[str, Any]) -> dict[str, Any]:
    # Shortcuts alone do not say which app they are for.
    return {name: value for name, value in body.items() if name != "api_app_id"}


def written_view(identity: Identity, view: View) -> dict[str, Any]:
    """A view as payloads carry it."""
    return view_json(view, identity.team_id, identity.app_id, identity.bot_id)


def written_message(workspace: Workspace, message: Message, base_url: str) -> dict[str, Any]:
    """A message as payloads carry it, with what its thread adds."""
    replies = workspace.messages.list_replies(message.channel, message.ts)
    body = message_json(message, workspace.identity.team_id, base_url)
    return body | {"app_id": workspace.identity.app_id} | thread_json(replies)


def _of_message(channel: Channel, message: Message, written: dict[str, Any]) -> dict[str, Any]:
    container: dict[str, Any] = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": channel.id,
        "is_ephemeral": message.visible_to is not None,
    }
    if message.thread_ts is not None:
        container["thread_ts"] = message.thread_ts
    place = {"container": container, "channel": {"id": channel.id, "name": channel.payload_name}}
    # Slack does not send what an ephemeral message said.
    return place if message.visible_to is not None else place | {"message": written}


def message_actions(
    identity: Identity,
    user: User,
    channel: Channel,
    message: Message,
    written: dict[str, Any],
    action: dict[str, Any],
    values: dict[str, Any],
    trigger_id: str,
    response_url: str,
) -> Payload:
    """Somebody acted on an element of a message."""
    body = _interaction(identity, PayloadKind.BLOCK_ACTIONS, user)
    body |= _of_message(channel, message, written)
    body |= {"trigger_id": trigger_id, "response_url": response_url}
    body |= {"state": {"values": values}, "actions": [action]}
    return Payload(PayloadKind.BLOCK_ACTIONS, action["action_id"], body)


def view_actions(
    identity: Identity, user: User, view: View, action: dict[str, Any], trigger_id: str
) -> Payload:
    """Somebody acted on an element of a modal or a Home."""
    body = _interaction(identity, PayloadKind.BLOCK_ACTIONS, user)
    body |= {
        "container": {"type": "view", "view_id": view.id},
        "trigger_id": trigger_id,
        "view": written_view(identity, view),
        "actions": [action],
    }
    return Payload(PayloadKind.BLOCK_ACTIONS, action["action_id"], body)


def block_suggestion(
    identity: Identity,
    user: User,
    place: dict[str, Any],
    block_id: str,
    action_id: str,
    value: str,
) -> Payload:
    """Somebody types into an external select; `place` holds the container, and view or message."""
    body = _interaction(identity, PayloadKind.BLOCK_SUGGESTION, user) | place
    body |= {"block_id": block_id, "action_id": action_id, "value": value}
    return Payload(PayloadKind.BLOCK_SUGGESTION, action_id, body)


def view_place(identity: Identity, view: View) -> dict[str, Any]:
    """Where an external select of a view is."""
    container = {"type": "view", "view_id": view.id}
    return {"container": container, "view": written_view(identity, view)}


def message_place(channel: Channel, message: Message, written: dict[str, Any]) -> dict[str, Any]:
    """Where an external select of a message is."""
    return _of_message(channel, message, written)


def view_submission(
    identity: Identity,
    user: User,
    view: View,
    trigger_id: str,
    response_urls: list[dict[str, str]],
) -> Payload:
    """Somebody submitted a modal."""
    body = _interaction(identity, PayloadKind.VIEW_SUBMISSION, user)
    body |= {"trigger_id": trigger_id, "view": written_view(identity, view)}
    body |= {"response_urls": response_urls}
    name = str(view.content.get("callback_id", ""))
    return Payload(PayloadKind.VIEW_SUBMISSION, name, body)


def view_closed(identity: Identity, user: User, view: View, *, is_cleared: bool) -> Payload:
    """Somebody closed a modal whose app wants to know."""
    body = _interaction(identity, PayloadKind.VIEW_CLOSED, user)
    body |= {"view": written_view(identity, view), "is_cleared": is_cleared}
    return Payload(PayloadKind.VIEW_CLOSED, str(view.content.get("callback_id", "")), body)


def global_shortcut(
    identity: Identity, user: User, callback_id: str, trigger_id: str, ts: str
) -> Payload:
    """Somebody used a global shortcut."""
    body = _without_app(_interaction(identity, PayloadKind.SHORTCUT, user))
    del body["user"]["name"]
    body |= {"callback_id": callback_id, "trigger_id": trigger_id, "action_ts": ts}
    return Payload(PayloadKind.SHORTCUT, callback_id, body)


def message_shortcut(
    identity: Identity,
    user: User,
    channel: Channel,
    written: dict[str, Any],
    callback_id: str,
    trigger_id: str,
    response_url: str,
    ts: str,
) -> Payload:
    """Somebody used a shortcut on a message."""
    body = _without_app(_interaction(identity, PayloadKind.MESSAGE_ACTION, user))
    body |= {
        "callback_id": callback_id,
        "trigger_id": trigger_id,
        "response_url": response_url,
        "action_ts": ts,
        "channel": {"id": channel.id, "name": channel.payload_name},
        "message_ts": written["ts"],
        "message": written,
    }
    return Payload(PayloadKind.MESSAGE_ACTION, callback_id, body)
