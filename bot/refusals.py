"""Slack's own word for what it refuses."""

import re

from slack_sdk.errors import SlackApiError

NOT_READABLE = "not_readable"
_CODE = re.compile(r"[a-z_]{1,60}")
"""Slack's longest has 52 characters."""


def read_code(error: SlackApiError) -> str:
    """Return Slack's code, or `NOT_READABLE`.

    Whatever stands between Slack and us may have answered: its page is not to be kept, logged or told.
    """
    code = str(error.response.get("error"))
    return code if _CODE.fullmatch(code) else NOT_READABLE
