"""Text on its way to Slack: escaped, marked up and inside the limits."""

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


def escape(text: str) -> str:
    """Return text that Slack shows as it is: nothing in it can mention, link or ping."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def isolate(text: str) -> str:
    """Return foreign text inside Unicode's isolates, so that its direction stays its own."""
    return f"\u2068{text}\u2069"


def clip(text: str, limit: int) -> str:
    """Return text of at most `limit` characters, its last one an ellipsis where it was cut."""
    return text if len(text) <= limit else f"{text[: limit - 1]}…"
