"""Fields of forms with which people choose channels, people, times, and what we look up for them."""

from collections.abc import Sequence
from typing import Any

from bot.views import blocks as b
from bot.views import text as limits
from bot.views.inputs import MOST_OPTIONS

PLACEHOLDER_LIMIT = 150


def channel_picker(action_id: str, initial: str | None) -> b.Element:
    """Return a menu of the channels that the reader sees, save for those shared with strangers."""
    element: b.Element = {
        "type": "conversations_select",
        "action_id": action_id,
        "filter": {"include": ["public", "private"], "exclude_external_shared_channels": True},
    }
    return element if initial is None else {**element, "initial_conversation": initial}


def people_picker(action_id: str, initial: Sequence[str]) -> b.Element:
    """Return a menu of the workspace's people, several of whom may be chosen."""
    element: b.Element = {"type": "multi_users_select", "action_id": action_id}
    return {**element, "initial_users": list(initial)} if initial else element


def time_picker(action_id: str, initial: str | None) -> b.Element:
    """Return a field for a time of day, as `06:00`."""
    element: b.Element = {"type": "timepicker", "action_id": action_id}
    return element if initial is None else {**element, "initial_time": initial}


def lookup(action_id: str, initial: dict[str, Any], placeholder: str) -> b.Element:
    """Return a menu whose options we are asked for once something is typed."""
    return {
        "type": "external_select",
        "action_id": action_id,
        "initial_option": initial,
        "min_query_length": 1,
        "placeholder": b.plain(placeholder, PLACEHOLDER_LIMIT),
    }


def multi_lookup(action_id: str, initial: Sequence[dict[str, Any]], placeholder: str) -> b.Element:
    """Return a menu whose options we are asked for, several of which may be chosen."""
    element: b.Element = {
        "type": "multi_external_select",
        "action_id": action_id,
        "min_query_length": 0,
        "placeholder": b.plain(placeholder, PLACEHOLDER_LIMIT),
    }
    return {**element, "initial_options": list(initial)} if initial else element


def within_limits(options: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return as many options as a menu takes, without those that Slack could not send back."""
    fitting = [one for one in options if len(one["value"]) <= limits.OPTION_VALUE_LIMIT]
    return fitting[:MOST_OPTIONS]
