"""The arguments of a call, whether they came as a form, as JSON or in the address."""

import base64
import json
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar
from urllib.parse import parse_qsl

from bot.sandbox.errors import SlackError

Item = TypeVar("Item")
_YES = ("true", "1")


def parse_body(body: bytes, content_type: str) -> dict[str, Any]:
    """Read a body by its content type; an empty one has no arguments.

    Raises:
        SlackError: `invalid_form_data` for a body that is not what it says.
    """
    try:
        if content_type.startswith("application/json"):
            raw = json.loads(body or b"{}")
            if not isinstance(raw, dict):
                raise SlackError("invalid_form_data")
            return raw
        return dict(parse_qsl(body.decode(), keep_blank_values=True))
    except ValueError:
        raise SlackError("invalid_form_data") from None


class Arguments:
    """Reads one argument at a time, in the form the method needs it."""

    def __init__(self, raw: Mapping[str, Any]) -> None:
        # A JSON null is an argument that was not given.
        self.raw = {name: value for name, value in raw.items() if value is not None}

    def text(self, name: str) -> str:
        """A text; empty if it was not given."""
        return str(self.raw.get(name, ""))

    def find_text(self, name: str) -> str | None:
        """A text, or None if it is empty or was not given."""
        return self.text(name) or None

    def flag(self, name: str) -> bool:
        """Whether it was given as true or 1."""
        return str(self.raw.get(name, "")).lower() in _YES

    def count(self, name: str, default: int) -> int:
        """A whole number of 0 or more.

        Raises:
            SlackError: If it is no such number.
        """
        text = str(self.raw.get(name, default))
        if not text.isdecimal():
            raise fault(f"{name} must be a whole number", name)
        return int(text)

    def words(self, name: str) -> list[str]:
        """A list, given as such or with commas.

        Raises:
            SlackError: If it is neither.
        """
        value = self.raw.get(name, [])
        items = value.split(",") if isinstance(value, str) else value
        if not isinstance(items, list):
            raise fault(f"{name} must be a list", name)
        return [str(item).strip() for item in items if str(item).strip()]

    def parsed(self, name: str) -> Any:
        """A value that may be written as JSON; None if it was not given.

        Raises:
            SlackError: If it is not JSON.
        """
        value = self.raw.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value)
        except ValueError:
            raise fault(f"{name} is not JSON", name) from None

    def page(self, items: Sequence[Item], default_limit: int = 100) -> tuple[list[Item], str]:
        """The part of a list that `cursor` and `limit` ask for, and the next cursor.

        Raises:
            SlackError: `invalid_cursor` for one that we did not make.
        """
        start = _read_cursor(self.text("cursor"))
        # Slack takes a limit of 0 for none.
        limit = self.count("limit", default_limit) or default_limit
        end = start + min(limit, 1000)
        return [*items[start:end]], _make_cursor(end) if end < len(items) else ""


def fault(message: str, name: str) -> SlackError:
    """An argument that makes no sense."""
    return SlackError("invalid_arguments", messages=[f"[ERROR] {message} [json-pointer:/{name}]"])


def _make_cursor(start: int) -> str:
    return base64.urlsafe_b64encode(f"from:{start}".encode()).decode()


def _read_cursor(cursor: str) -> int:
    if not cursor:
        return 0
    try:
        text = base64.urlsafe_b64decode(cursor.encode()).decode()
    except ValueError:
        raise SlackError("invalid_cursor") from None
    start = text.removeprefix("from:")
    if start == text or not start.isdecimal():
        raise SlackError("invalid_cursor")
    return int(start)


def with_cursor(body: dict[str, Any], cursor: str) -> dict[str, Any]:
    """An answer that says where the next page begins."""
    return body | {"response_metadata": {"next_cursor": cursor}}
