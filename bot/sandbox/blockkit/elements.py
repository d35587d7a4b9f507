"""Text, options and interactive elements. Facts: docs.slack.dev, Block Kit reference."""

from collections.abc import Iterator, Mapping
from typing import Any

from bot.sandbox.blockkit.checks import (
    Check,
    Shape,
    array,
    by_type,
    exactly_one,
    flag,
    number,
    one_of,
    string,
)
from bot.sandbox.blockkit.violations import Violation

ID = string(255)
COLOR = one_of("primary", "danger")


def plain(most: int = 3000) -> Shape:
    """Text without formatting."""
    return Shape("plain_text", {"text!": string(most, 1), "emoji": flag})


def mrkdwn(most: int = 3000) -> Shape:
    """Text with Slack's formatting."""
    return Shape("mrkdwn", {"text!": string(most, 1), "verbatim": flag})


def text(most: int = 3000) -> Check:
    """Text of either kind."""
    return by_type(plain(most), mrkdwn(most))


_CONFIRM: dict[str, Check] = {
    "title": plain(100),
    "text!": text(300),
    "confirm": plain(30),
    "deny": plain(30),
    "style": COLOR,
}
CONFIRM = Shape(None, _CONFIRM)
_PLAIN_OPTION = Shape(
    None,
    {"text!": plain(75), "value": string(150), "description": plain(75), "url": string(3000)},
)
_MRKDWN_OPTION = Shape(
    None,
    {"text!": mrkdwn(75), "value": string(150), "description": text(75), "url": string(3000)},
)


def option(value: Any, path: str) -> Iterator[Violation]:
    """An option of radio buttons or checkboxes, whose text may be formatted."""
    inner = value.get("text") if isinstance(value, Mapping) else None
    is_mrkdwn = isinstance(inner, Mapping) and inner.get("type") == "mrkdwn"
    return (_MRKDWN_OPTION if is_mrkdwn else _PLAIN_OPTION)(value, path)


SLACK_FILE = Shape(None, {"url": string(), "id": string()}, exactly_one("url", "id"))
ONE_PICTURE = exactly_one("image_url", "slack_file")
IMAGE = Shape(
    "image",
    {"image_url": string(), "slack_file": SLACK_FILE, "alt_text!": string()},
    ONE_PICTURE,
)

_ACTION: dict[str, Check] = {"action_id": ID}
_ASKS = _ACTION | {"confirm": CONFIRM}
_PICKS = _ASKS | {"focus_on_load": flag, "placeholder": plain(150)}
_WRITES = _ACTION | {
    "focus_on_load": flag,
    "placeholder": plain(150),
    "dispatch_action_config": Shape(
        None,
        {"trigger_actions_on": array(one_of("on_enter_pressed", "on_character_entered"))},
    ),
}
_MANY: dict[str, Check] = {"max_selected_items": number}
_WORDS = array(string())
_OPTIONS = array(_PLAIN_OPTION, 1, 100)
_STATIC: dict[str, Check] = {
    "options": _OPTIONS,
    "option_groups": array(
        Shape(None, {"label!": plain(), "options!": array(_PLAIN_OPTION)}), 1, 100
    ),
}
_EXTERNAL: dict[str, Check] = {"min_query_length": number}
_CONVERSATIONS: dict[str, Check] = {
    "default_to_current_conversation": flag,
    "filter": Shape(
        None,
        {
            "include": array(one_of("im", "mpim", "private", "public")),
            "exclude_bot_users": flag,
            "exclude_external_shared_channels": flag,
        },
    ),
}
_LABELLED = _ASKS | {"style": COLOR, "text!": plain(75), "accessibility_label": string(75)}
_CHOICES: dict[str, Check] = {"options!": array(option, 1, 10), "focus_on_load": flag}
_WORKFLOW = Shape(
    None,
    {
        "trigger!": Shape(
            None,
            {
                "url!": string(),
                "customizable_input_parameters": array(
                    Shape(None, {"name!": string(), "value!": string()})
                ),
            },
        )
    },
)

BUTTON = Shape("button", _LABELLED | {"url": string(3000), "value": string(2000)})
WORKFLOW_BUTTON = Shape("workflow_button", _LABELLED | {"workflow!": _WORKFLOW})
OVERFLOW = Shape("overflow", _ASKS | {"options!": array(_PLAIN_OPTION, 1, 5)})
CHECKBOXES = Shape("checkboxes", _ASKS | _CHOICES | {"initial_options": array(option)})
RADIO_BUTTONS = Shape("radio_buttons", _ASKS | _CHOICES | {"initial_option": option})
DATEPICKER = Shape("datepicker", _PICKS | {"initial_date": string()})
TIMEPICKER = Shape("timepicker", _PICKS | {"initial_time": string(), "timezone": string()})
DATETIMEPICKER = Shape(
    "datetimepicker", _ASKS | {"focus_on_load": flag, "initial_date_time": number}
)
SELECTS = (
    Shape("static_select", _PICKS | _STATIC | {"initial_option": _PLAIN_OPTION}),
    Shape("external_select", _PICKS | _EXTERNAL | {"initial_option": _PLAIN_OPTION}),
    Shape("users_select", _PICKS | {"initial_user": string()}),
    Shape(
        "channels_select",
        _PICKS | {"initial_channel": string(), "response_url_enabled": flag},
    ),
    Shape(
        "conversations_select",
        _PICKS | _CONVERSATIONS | {"initial_conversation": string(), "response_url_enabled": flag},
    ),
    Shape(
        "multi_static_select",
        _PICKS | _STATIC | _MANY | {"initial_options": array(_PLAIN_OPTION)},
    ),
    Shape(
        "multi_external_select",
        _PICKS | _EXTERNAL | _MANY | {"initial_options": array(_PLAIN_OPTION)},
    ),
    Shape("multi_users_select", _PICKS | _MANY | {"initial_users": _WORDS}),
    Shape("multi_channels_select", _PICKS | _MANY | {"initial_channels": _WORDS}),
    Shape(
        "multi_conversations_select",
        _PICKS | _CONVERSATIONS | _MANY | {"initial_conversations": _WORDS},
    ),
)
TEXT_INPUTS = (
    Shape(
        "plain_text_input",
        _WRITES
        | {"initial_value": string(), "multiline": flag}
        | {"min_length": number, "max_length": number},
    ),
    Shape("email_text_input", _WRITES | {"initial_value": string()}),
    Shape("url_text_input", _WRITES | {"initial_value": string()}),
    Shape(
        "number_input",
        _WRITES
        | {"is_decimal_allowed!": flag, "initial_value": string()}
        | {"min_value": string(), "max_value": string()},
    ),
)
FILE_INPUT = Shape("file_input", _ACTION | {"filetypes": _WORDS, "max_files": number})

_FEEDBACK = Shape(
    None, {"text!": plain(75), "value!": string(2000), "accessibility_label": string(75)}
)
FEEDBACK_BUTTONS = Shape(
    "feedback_buttons", _ACTION | {"positive_button!": _FEEDBACK, "negative_button!": _FEEDBACK}
)
ICON_BUTTON = Shape(
    "icon_button",
    _ASKS
    | {"icon!": string(), "text!": plain(), "value": string(2000)}
    | {"accessibility_label": string(75), "visible_to_user_ids": _WORDS},
)


def rich_text_input(rich_text: Check) -> Shape:
    """A field for formatted text; it needs the block that it starts with."""
    return Shape(
        "rich_text_input",
        _WRITES | {"initial_value": rich_text, "min_lines": number, "max_lines": number},
    )
