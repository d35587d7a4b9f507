"""The app's manifest, made from what the code listens to and needs."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from bot.views.ids import Command, Event
from bot.views.notices import BOT_NAME
from bot.wsgi import SLACK_PATH

COMMANDS: Mapping[Command, tuple[str, str]] = MappingProxyType(
    {
        Command.PLAN: ("Plan your sales-enablement team", "[320 6 | roadmap 650 | help]"),
        Command.RATIO: ("Check the ratio of teammates to enablers", "[320 6]"),
        Command.REPORTING: ("Weigh where enablement should report", ""),
    }
)
EVENTS: Mapping[Event, str] = MappingProxyType(
    {
        Event.HOME_OPENED: "draw App Home",
        Event.GROUP_MEMBERS_CHANGED: "count a user group again soon after somebody joined or left",
        Event.GROUP_UPDATED: "notice that a user group was disabled",
    }
)
SCOPES: Mapping[str, str] = MappingProxyType(
    {
        "commands": "answer the slash commands",
        "chat:write": "post alerts and the plans that somebody shares, and tell people what failed",
        "users:read": "read a member's language and standing; refreshed once a day",
        "usergroups:read": "count the people of the user groups that an admin chose",
        "files:read": "read a headcount file that an admin uploads in a form",
        "im:write": "find the direct message with an admin who was told something",
        "im:history": "look there whether a post whose answer was lost arrived",
    }
)
OPTIONAL_SCOPES: Mapping[str, str] = MappingProxyType(
    {
        "channels:history": "look in a public alert channel whether a post whose answer was lost"
        " arrived, so that it is not posted twice",
        "groups:history": "the same in a private alert channel",
    }
)
"""Without them such a post is sent again: told twice is better than never."""


def build_manifest(url: str | None = None) -> dict[str, Any]:
    """Return the manifest as Slack takes it.

    Args:
        url: Where Slack reaches the bot over HTTP; None for Socket Mode.
    """
    endpoint = None if url is None else f"{url.rstrip('/')}{SLACK_PATH}"
    return {
        "display_information": {
            "name": BOT_NAME,
            "description": "How many enablers, which roles next and why, for your stage of growth",
            "background_color": "#1d3557",
        },
        "features": {
            # Failures that have no other place are told in a DM.
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": True,
            },
            "bot_user": {"display_name": BOT_NAME, "always_online": True},
            "slash_commands": [
                {"command": command.value, "description": description}
                | ({"usage_hint": hint} if hint else {})
                | ({"url": endpoint} if endpoint else {})
                for command, (description, hint) in COMMANDS.items()
            ],
        },
        "oauth_config": {
            "scopes": {"bot": list(SCOPES), "bot_optional": list(OPTIONAL_SCOPES)},
        },
        "settings": _build_settings(endpoint),
    }


def _build_settings(endpoint: str | None) -> dict[str, Any]:
    """Return where Slack sends what happens; one address for all of it."""
    address = {"request_url": endpoint} if endpoint else {}
    # Menus whose options are looked up ask at an address of their own.
    lookups = {"message_menu_options_url": endpoint} if endpoint else {}
    return {
        "event_subscriptions": address | {"bot_events": [event.value for event in EVENTS]},
        "interactivity": {"is_enabled": True} | address | lookups,
        "org_deploy_enabled": False,
        "socket_mode_enabled": endpoint is None,
        "token_rotation_enabled": False,
    }
