"""Fields of forms beyond numbers and plain menus."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bot.views import blocks as b
from bot.views import text as limits

LONGEST_TYPED = 3_000
"""Slack takes no more in a field of text."""
MOST_OPTIONS = 100
"""In a menu, or in one of its groups."""
PLACEHOLDER_LIMIT = 150

Options = Sequence[dict[str, Any]]


def text_input(
    action_id: str, initial: str = "", *, is_long: bool = False, limit: int = LONGEST_TYPED
) -> b.Element:
    """Return a field for text."""
    element: b.Element = {
        "type": "plain_text_input",
        "action_id": action_id,
        "multiline": is_long,
        "max_length": limit,
    }
    return {**element, "initial_value": initial} if initial else element


def file_input(action_id: str, filetypes: Sequence[str]) -> b.Element:
    """Return a field for one file."""
    return {
        "type": "file_input",
        "action_id": action_id,
        "filetypes": list(filetypes),
        "max_files": 1,
    }


def checkboxes(action_id: str, options: Options, initial: Iterable[str] = ()) -> b.Element:
    """Return boxes to tick, at most ten."""
    wanted = set(initial)
    chosen = [option for option in options if option["value"] in wanted]
    element: b.Element = {"type": "checkboxes", "action_id": action_id, "options": list(options)}
    return {**element, "initial_options": chosen} if chosen else element


def radio_buttons(action_id: str, options: Options, initial: str) -> b.Element:
    """Return choices that exclude each other, at most ten, one of them made."""
    return {
        "type": "radio_buttons",
        "action_id": action_id,
        "options": list(options),
        "initial_option": next(option for option in options if option["value"] == initial),
    }


def grouped_multi_select(
    action_id: str, groups: Mapping[str, Options], initial: Iterable[str] = (), *, most: int
) -> b.Element:
    """Return a menu with several choices under headings; up to a hundred under each."""
    wanted = set(initial)
    chosen = [option for options in groups.values() for option in options]
    chosen = [option for option in chosen if option["value"] in wanted][:most]
    element: b.Element = {
        "type": "multi_static_select",
        "action_id": action_id,
        "option_groups": [
            {"label": b.plain(label, limits.OPTION_LIMIT), "options": list(options)[:MOST_OPTIONS]}
            for label, options in groups.items()
        ],
        "max_selected_items": most,
    }
    return {**element, "initial_options": chosen} if chosen else element


def described_option(label: str, value: str, description: str) -> dict[str, Any]:
    """Return one choice with a line of explanation below it."""
    option = b.option(label, value)
    return option | {"description": b.plain(description, limits.OPTION_LIMIT)}
