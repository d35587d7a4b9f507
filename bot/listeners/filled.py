"""What somebody filled into a form, at `state.values[block_id][action_id]` of Slack's view."""

from typing import Any

from bot.errors import SourceConfigError
from bot.views.ids import Field
from rules.headcounts import HeadcountClass
from rules.wording import say

NEEDED = say("Nothing works without it.")
View = dict[str, Any]


def read_text(view: View, block: str) -> str:
    """Return what was typed, without the blanks around it; empty where nothing was."""
    return str(_find(view, block).get("value") or "").strip()


def read_choice(view: View, block: str) -> str | None:
    """Return the value chosen in a menu or among radio buttons, or None."""
    option = _find(view, block).get("selected_option")
    return None if option is None else str(option["value"])


def read_options(view: View, block: str) -> list[dict[str, Any]]:
    """Return the options chosen in a menu with several choices, or ticked."""
    options: list[dict[str, Any]] = _find(view, block).get("selected_options") or []
    return options


def read_choices(view: View, block: str) -> list[str]:
    """Return the values chosen in a menu with several choices, or ticked."""
    return [str(option["value"]) for option in read_options(view, block)]


def read_files(view: View, block: str) -> list[dict[str, Any]]:
    """Return Slack's file objects, as uploaded in this form."""
    files: list[dict[str, Any]] = _find(view, block).get("files") or []
    return files


def read_supplies(view: View) -> frozenset[HeadcountClass]:
    """Return the classes that a source shall supply.

    Raises:
        SourceConfigError: If there is none.
    """
    supplies = frozenset(HeadcountClass(one) for one in read_choices(view, Field.SUPPLIES))
    if not supplies:
        raise SourceConfigError(Field.SUPPLIES, NEEDED)
    return supplies


def _find(view: View, block: str) -> dict[str, Any]:
    values = view.get("state", {}).get("values", {})
    answers: dict[str, Any] = next(iter(values.get(block, {}).values()), {})
    return answers
