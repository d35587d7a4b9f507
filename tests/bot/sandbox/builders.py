"""Apps, companies and blocks that name only what matters."""

from dataclasses import replace
from datetime import timedelta
from functools import cache
from typing import Any

from bot.sandbox.company import Company
from bot.sandbox.company_file import read_company
from bot.sandbox.config import SandboxConfig
from bot.sandbox.manifest import AppManifest, parse_manifest

BOT_TOKEN = "xoxb-sandbox-bot"
APP_TOKEN = "xapp-sandbox-app"
SIGNING_SECRET = "sandbox-signing-secret"

SCOPES = [
    "app_mentions:read",
    "assistant:write",
    "channels:history",
    "channels:join",
    "channels:read",
    "chat:write",
    "commands",
    "files:read",
    "groups:history",
    "groups:read",
    "im:history",
    "im:read",
    "im:write",
    "team:read",
    "usergroups:read",
    "users:read",
]
EVENTS = [
    "agent_session_stopped",
    "app_home_opened",
    "app_mention",
    "app_uninstalled",
    "channel_archive",
    "channel_left",
    "member_joined_channel",
    "member_left_channel",
    "message.channels",
    "message.im",
    "subteam_members_changed",
    "subteam_updated",
    "tokens_revoked",
]


def a_manifest(**more: Any) -> AppManifest:
    """An app that asks for everything; fields of the value can be replaced."""
    raw = {
        "display_information": {"name": "Tester", "description": "Tests the sandbox"},
        "features": {
            "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True},
            "bot_user": {"display_name": "Test Bot"},
            "slash_commands": [{"command": "/plan", "description": "Plan", "usage_hint": "[N]"}],
            "shortcuts": [
                {"type": "global", "callback_id": "start", "name": "Start", "description": "x"},
                {"type": "message", "callback_id": "ask", "name": "Ask", "description": "x"},
            ],
            "agent_view": {
                "agent_description": "Answers",
                "suggested_prompts": [{"title": "Size", "message": "How large?"}],
            },
        },
        "oauth_config": {
            "scopes": {"bot": SCOPES, "bot_optional": ["files:write", "canvases:write"]}
        },
        "settings": {"event_subscriptions": {"bot_events": EVENTS}},
    }
    return replace(parse_manifest(raw), **more)


@cache
def a_company() -> Company:
    """The shipped company, read once."""
    return read_company()


def a_config(**more: Any) -> SandboxConfig:
    """A sandbox that nothing is known of yet; `port` is wherever the test listens."""
    values: dict[str, Any] = {
        "manifest": a_manifest(),
        "company": a_company(),
        "signing_secret": SIGNING_SECRET,
        "bot_token": BOT_TOKEN,
        "app_token": APP_TOKEN,
        "retry_delays": (timedelta(),) * 3,
    }
    return SandboxConfig(**(values | more))


def a_section(text: str = "Hello", **more: Any) -> dict[str, Any]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}, **more}


def a_button(action_id: str = "go", **more: Any) -> dict[str, Any]:
    text = {"type": "plain_text", "text": "Go"}
    return {"type": "button", "action_id": action_id, "text": text, "value": "1", **more}


def some_actions(*elements: dict[str, Any], block_id: str = "row") -> dict[str, Any]:
    return {"type": "actions", "block_id": block_id, "elements": [*elements]}


def an_input(block_id: str = "name", **element: Any) -> dict[str, Any]:
    """An input block; its element's fields can be given."""
    label = {"type": "plain_text", "text": block_id}
    inner = {"type": "plain_text_input", "action_id": "typed", **element}
    return {"type": "input", "block_id": block_id, "label": label, "element": inner}


def a_modal(*blocks: dict[str, Any], **more: Any) -> dict[str, Any]:
    words = {"type": "plain_text", "text": "Form"}
    return {"type": "modal", "title": words, "submit": words, "blocks": [*blocks], **more}


class FakeMonotonic:
    """A monotonic clock that a test moves."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds
