"""Text on its way to Slack: escaped, marked up and inside the limits."""

import re

SECTION_LIMIT = 3_000
CONTEXT_LIMIT = 2_000
FIELD_LIMIT = 2_000
HEADER_LIMIT = 150
BUTTON_LIMIT = 75
BUTTON_VALUE_LIMIT = 2_000
OPTION_LIMIT = 75
OPTION_VALUE_LIMIT = 150
TITLE_LIMIT = 24
CHART_TITLE_LIMIT = 50
CHART_LABEL_LIMIT = 20
FALLBACK_LIMIT = 3_000
CONFIRM_TITLE_LIMIT = 100
CONFIRM_TEXT_LIMIT = 300
CONFIRM_BUTTON_LIMIT = 30
QUOTE_LIMIT = 150
"""Of ours: beside an alert, more would be read by nobody."""


# Slack knows no escape for them, but between two letters only a backtick marks anything up.
_MARKS = re.compile(r"(?<![^\W_])[*_~]|[*_~](?![^\W_])|`")
_PLAIN_MARKS = str.maketrans("*_~`", "∗＿∼ˋ")


def escape(text: str) -> str:
    """Return text that Slack shows as it is: nothing in it can mention, link, ping or mark up."""
    safe = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _MARKS.sub(lambda mark: mark[0].translate(_PLAIN_MARKS), safe)


def quote(text: str) -> str:
    """Return what somebody typed in one line of mrkdwn, cut where it is long."""
    return isolate(escape(clip(" ".join(text.split()), QUOTE_LIMIT)))


def isolate(text: str) -> str:
    """Return foreign text inside Unicode's isolates, so that its direction stays its own."""
    return f"\u2068{text}\u2069"


def clip(text: str, limit: int) -> str:
    """Return text of at most `limit` characters, its last one an ellipsis where it was cut."""
    return text if len(text) <= limit else f"{text[: limit - 1]}…"
