"""The block of formatted text and its parts. Facts: docs.slack.dev, rich text block."""

from bot.sandbox.blockkit.checks import Check, Shape, array, by_type, flag, number, one_of, string
from bot.sandbox.blockkit.elements import ID

_STYLE: dict[str, Check] = {
    "style": Shape(None, dict.fromkeys(("bold", "code", "italic", "strike", "underline"), flag))
}
_BORDER: dict[str, Check] = {"border": one_of(0, 1)}
_TEXT = Shape("text", _STYLE | {"text!": string()})
_LINK = Shape("link", _STYLE | {"url!": string(), "text": string(), "unsafe": flag})
_DATE: dict[str, Check] = {
    "timestamp!": number,
    "format!": string(),
    "fallback": string(),
    "url": string(),
}
_PART = by_type(
    _TEXT,
    _LINK,
    Shape("broadcast", _STYLE | {"range!": one_of("here", "channel", "everyone")}),
    Shape("color", _STYLE | {"value!": string()}),
    Shape("channel", _STYLE | {"channel_id!": string()}),
    Shape("date", _STYLE | _DATE),
    Shape("emoji", _STYLE | {"name!": string(), "unicode": string(), "url": string()}),
    Shape("team", _STYLE | {"team_id!": string()}),
    Shape("user", _STYLE | {"user_id!": string()}),
    Shape("usergroup", _STYLE | {"usergroup_id!": string()}),
)
_SECTION = Shape("rich_text_section", {"elements!": array(_PART, 1)})
_LIST: dict[str, Check] = {
    "elements!": array(_SECTION, 1),
    "style!": one_of("bullet", "ordered"),
    "indent": number,
}

RICH_TEXT = Shape(
    "rich_text",
    {
        "block_id": ID,
        "elements!": array(
            by_type(
                _SECTION,
                Shape("rich_text_list", _BORDER | _LIST),
                Shape("rich_text_quote", _BORDER | {"elements!": array(_PART, 1)}),
                Shape(
                    "rich_text_preformatted",
                    _BORDER | {"elements!": array(by_type(_TEXT, _LINK), 1)},
                ),
            ),
            1,
        ),
    },
)
