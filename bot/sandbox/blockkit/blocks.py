"""Every block and its fields. Facts: docs.slack.dev, Block Kit reference."""

from bot.sandbox.blockkit.charts import DATA_TABLE, DATA_VISUALIZATION, TABLE
from bot.sandbox.blockkit.checks import Check, Shape, array, by_type, flag, one_of, string
from bot.sandbox.blockkit.elements import (
    BUTTON,
    CHECKBOXES,
    DATEPICKER,
    DATETIMEPICKER,
    FEEDBACK_BUTTONS,
    FILE_INPUT,
    ICON_BUTTON,
    ID,
    IMAGE,
    ONE_PICTURE,
    OVERFLOW,
    RADIO_BUTTONS,
    SELECTS,
    SLACK_FILE,
    TEXT_INPUTS,
    TIMEPICKER,
    WORKFLOW_BUTTON,
    mrkdwn,
    plain,
    rich_text_input,
    text,
)
from bot.sandbox.blockkit.richtext import RICH_TEXT

_BLOCK: dict[str, Check] = {"block_id": ID}
_RICH_TEXT_INPUT = rich_text_input(RICH_TEXT)
_ANYWHERE = (CHECKBOXES, DATEPICKER, RADIO_BUTTONS, TIMEPICKER, *SELECTS)
_IN_INPUT = by_type(*_ANYWHERE, *TEXT_INPUTS, DATETIMEPICKER, FILE_INPUT, _RICH_TEXT_INPUT)
_IN_ACTIONS = by_type(
    *_ANYWHERE, BUTTON, WORKFLOW_BUTTON, OVERFLOW, DATETIMEPICKER, _RICH_TEXT_INPUT
)
_IN_SECTION = by_type(*_ANYWHERE, BUTTON, WORKFLOW_BUTTON, OVERFLOW, IMAGE)

_CARD = Shape(
    "card",
    _BLOCK
    | {"title": mrkdwn(150), "subtitle": mrkdwn(150), "body": mrkdwn(200)}
    | {"hero_image": IMAGE, "icon": IMAGE, "actions": array(BUTTON)},
)
_TASK_CARD = Shape(
    "task_card",
    _BLOCK
    | {"task_id!": string(), "title!": string(), "details": RICH_TEXT, "output": RICH_TEXT}
    | {"status!": one_of("pending", "in_progress", "complete", "error")}
    | {"sources": array(Shape("url", {"url!": string(), "text!": string()}))},
)
_NESTABLE = (
    Shape("actions", _BLOCK | {"elements!": array(_IN_ACTIONS, 1, 25)}),
    Shape("context", _BLOCK | {"elements!": array(by_type(IMAGE, plain(), mrkdwn()), 1, 10)}),
    Shape("divider", _BLOCK),
    Shape("file", _BLOCK | {"external_id!": string(), "source!": string()}),
    Shape("header", _BLOCK | {"text!": plain(150)}),
    Shape(
        "image",
        _BLOCK
        | {"image_url": string(), "slack_file": SLACK_FILE}
        | {"alt_text!": string(2000), "title": plain(2000)},
        ONE_PICTURE,
    ),
    Shape(
        "input",
        _BLOCK
        | {"label!": plain(2000), "hint": plain(2000), "element!": _IN_INPUT}
        | {"optional": flag, "dispatch_action": flag},
    ),
    RICH_TEXT,
    Shape(
        "section",
        _BLOCK
        | {"text": text(3000), "fields": array(text(2000), 1, 10), "expand": flag}
        | {"accessory": _IN_SECTION},
    ),
    TABLE,
    Shape(
        "video",
        _BLOCK
        | {"title!": plain(), "title_url": string(), "description": plain()}
        | {"video_url!": string(), "thumbnail_url!": string(), "alt_text!": string()}
        | {"author_name": string(), "provider_name": string(), "provider_icon_url": string()},
    ),
)
_CONTAINER: dict[str, Check] = {
    "child_blocks!": array(by_type(*_NESTABLE), 0, 10),
    "title": plain(150),
    "rich_text_title": RICH_TEXT,
    "subtitle": text(150),
    "icon": IMAGE,
    "width": one_of("narrow", "standard", "wide", "full"),
    **dict.fromkeys(("default_collapsed", "has_header_divider", "is_collapsible"), flag),
}
_TOP = (
    Shape(
        "alert",
        _BLOCK
        | {"text!": text(), "level": one_of("default", "info", "warning", "error", "success")},
    ),
    _CARD,
    Shape("carousel", _BLOCK | {"elements!": array(_CARD, 1, 10)}),
    Shape("container", _BLOCK | _CONTAINER),
    Shape(
        "context_actions",
        _BLOCK | {"elements!": array(by_type(FEEDBACK_BUTTONS, ICON_BUTTON), 1, 5)},
    ),
    DATA_TABLE,
    DATA_VISUALIZATION,
    Shape("markdown", _BLOCK | {"text!": string()}),
    Shape("plan", _BLOCK | {"title!": string(), "tasks": array(_TASK_CARD)}),
    _TASK_CARD,
)

BLOCK_TYPES = frozenset(str(shape.type) for shape in (*_NESTABLE, *_TOP))
BLOCK: Check = by_type(*_NESTABLE, *_TOP)

_TITLED = plain(24)
_VIEW: dict[str, Check] = {
    "blocks!": array(BLOCK, 0, 100),
    "callback_id": string(255),
    "private_metadata": string(3000),
    "external_id": string(),
}
VIEW = by_type(
    Shape("home", _VIEW),
    Shape(
        "modal",
        _VIEW
        | {"title!": _TITLED, "submit": _TITLED, "close": _TITLED}
        | {"clear_on_close": flag, "notify_on_close": flag},
    ),
)
