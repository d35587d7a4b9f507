"""Block Kit blocks and elements as plain dicts, each inside Slack's limits."""

from collections.abc import Iterable, Sequence
from typing import Any

from bot.views import text as limits
from bot.views.text import clip

Block = dict[str, Any]
Element = dict[str, Any]
BULLET = "•  "
MESSAGE_BLOCKS = 50
VIEW_BLOCKS = 100


def plain(text: str, limit: int) -> dict[str, Any]:
    """Return a plain text object."""
    return {"type": "plain_text", "text": clip(text, limit)}


def mrkdwn(text: str, limit: int) -> dict[str, Any]:
    """Return a mrkdwn text object; the caller has escaped what is not ours."""
    # Verbatim: what people type may hold an address or @here, which Slack would turn into links.
    return {"type": "mrkdwn", "text": clip(text, limit), "verbatim": True}


def header(text: str) -> Block:
    """Return a heading, plain text."""
    return {"type": "header", "text": plain(text, limits.HEADER_LIMIT)}


def section(text: str, accessory: Element | None = None) -> Block:
    """Return a paragraph of mrkdwn."""
    block: Block = {"type": "section", "text": mrkdwn(text, limits.SECTION_LIMIT)}
    return block if accessory is None else {**block, "accessory": accessory}


def fields(*texts: str) -> Block:
    """Return short texts side by side, two in a row, mrkdwn."""
    return {"type": "section", "fields": [mrkdwn(text, limits.FIELD_LIMIT) for text in texts]}


def context(*texts: str) -> Block:
    """Return small print, mrkdwn."""
    return {
        "type": "context",
        "elements": [mrkdwn(text, limits.CONTEXT_LIMIT) for text in texts],
    }


def divider() -> Block:
    """Return a line across."""
    return {"type": "divider"}


def titled(title: str, *lines: str) -> str:
    """Return mrkdwn lines under a bold title."""
    return "\n".join((f"*{title}*", *lines))


def actions(*elements: Element) -> Block:
    """Return a row of buttons."""
    return {"type": "actions", "elements": list(elements)}


def bullets(lines: Iterable[str]) -> str:
    """Return mrkdwn lines as a list."""
    return "\n".join(f"{BULLET}{line}" for line in lines)


def button(
    label: str,
    action_id: str,
    value: str,
    *,
    is_primary: bool = False,
    confirm: dict[str, Any] | None = None,
) -> Element:
    """Return a button; its label is a verb in title case.

    Raises:
        ValueError: If the value is longer than Slack sends back; cut, it would not parse.
    """
    if len(value) > limits.BUTTON_VALUE_LIMIT:
        raise ValueError(f"button value of {len(value)} characters")
    element: Element = {
        "type": "button",
        "action_id": action_id,
        "text": plain(label, limits.BUTTON_LIMIT),
        "value": value,
    }
    if is_primary:
        element["style"] = "primary"
    return element if confirm is None else {**element, "confirm": confirm}


def confirm(title: str, text: str, yes: str, no: str) -> dict[str, Any]:
    """Return the dialog that asks before a button acts."""
    return {
        "title": plain(title, limits.CONFIRM_TITLE_LIMIT),
        "text": plain(text, limits.CONFIRM_TEXT_LIMIT),
        "confirm": plain(yes, limits.CONFIRM_BUTTON_LIMIT),
        "deny": plain(no, limits.CONFIRM_BUTTON_LIMIT),
    }


def option(label: str, value: str) -> dict[str, Any]:
    """Return one choice of a select."""
    return {"text": plain(label, limits.OPTION_LIMIT), "value": value}


def number_input(
    action_id: str, initial: str | None, *, may_be_fractional: bool = False
) -> Element:
    """Return a field for a headcount."""
    element: Element = {
        "type": "number_input",
        "action_id": action_id,
        "is_decimal_allowed": may_be_fractional,
        "min_value": "0",
        "max_value": "10000000",
    }
    return element if initial is None else {**element, "initial_value": initial}


def select(action_id: str, options: Sequence[dict[str, Any]], initial: str | None) -> Element:
    """Return a menu with one choice."""
    chosen = [choice for choice in options if choice["value"] == initial]
    element: Element = {
        "type": "static_select",
        "action_id": action_id,
        "options": list(options),
    }
    return {**element, "initial_option": chosen[0]} if chosen else element


def multi_select(
    action_id: str, options: Sequence[dict[str, Any]], initial: Iterable[str]
) -> Element:
    """Return a menu with several choices."""
    wanted = set(initial)
    chosen = [choice for choice in options if choice["value"] in wanted]
    element: Element = {
        "type": "multi_static_select",
        "action_id": action_id,
        "options": list(options),
    }
    return {**element, "initial_options": chosen} if chosen else element


def field(
    block_id: str,
    label: str,
    element: Element,
    *,
    hint: str | None = None,
    is_optional: bool = False,
    recomputes: bool = False,
) -> Block:
    """Return an input of a modal.

    `recomputes` sends each change as a block action instead of waiting for the submit button.
    """
    block: Block = {
        "type": "input",
        "block_id": block_id,
        "label": plain(label, limits.FIELD_LIMIT),
        "element": element,
        "optional": is_optional,
    }
    if recomputes:
        block["dispatch_action"] = True
        if element["type"] == "number_input":
            triggers = ["on_enter_pressed", "on_character_entered"]
            element["dispatch_action_config"] = {"trigger_actions_on": triggers}
    return block if hint is None else {**block, "hint": plain(hint, limits.FIELD_LIMIT)}


def modal(
    callback_id: str,
    title: str,
    blocks: Sequence[Block],
    *,
    close: str,
    submit: str | None = None,
    metadata: str = "",
) -> dict[str, Any]:
    """Return a modal view."""
    view: dict[str, Any] = {
        "type": "modal",
        "callback_id": callback_id,
        "title": plain(title, limits.TITLE_LIMIT),
        "close": plain(close, limits.TITLE_LIMIT),
        "blocks": list(blocks)[:VIEW_BLOCKS],
        "private_metadata": metadata,
    }
    return view if submit is None else {**view, "submit": plain(submit, limits.TITLE_LIMIT)}


def plain_text(message: dict[str, Any]) -> dict[str, Any]:
    """Return a message as text alone, for where its blocks are refused."""
    return {"text": message["text"], "blocks": []}


def home(blocks: Sequence[Block]) -> dict[str, Any]:
    """Return an App Home view."""
    return {"type": "home", "blocks": list(blocks)[:VIEW_BLOCKS]}


def message(text: str, blocks: Sequence[Block]) -> dict[str, Any]:
    """Return a message; `text` is what screen readers and notifications read, escaped mrkdwn."""
    return {
        "text": clip(text, limits.FALLBACK_LIMIT),
        "blocks": list(blocks)[:MESSAGE_BLOCKS],
    }
