"""Reading what the page sends; anything else is refused."""

import json
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request

from bot.sandbox.channels import Channel
from bot.sandbox.errors import PersonError
from bot.sandbox.person.acting import get_channel, get_person
from bot.sandbox.sandbox import Sandbox
from bot.sandbox.users import User


@dataclass(frozen=True, slots=True)
class Fields:
    """The fields of one request."""

    sandbox: Sandbox
    raw: dict[str, Any]

    def text(self, name: str) -> str:
        """A text that has to be there.

        Raises:
            PersonError: If it is not.
        """
        value = self.raw.get(name)
        if not isinstance(value, str):
            raise PersonError("invalid_request", f"{name} must be a text")
        return value

    def find_text(self, name: str) -> str | None:
        """A text, or None if it was not given."""
        return None if self.raw.get(name) is None else self.text(name)

    def flag(self, name: str) -> bool:
        """True or false; false if it was not given.

        Raises:
            PersonError: If it is something else.
        """
        value = self.raw.get(name, False)
        if not isinstance(value, bool):
            raise PersonError("invalid_request", f"{name} must be true or false")
        return value

    def count(self, name: str) -> int:
        """A whole number, also a negative one.

        Raises:
            PersonError: If it is not there.
        """
        value = self.raw.get(name)
        if not isinstance(value, int) or isinstance(value, bool):
            raise PersonError("invalid_request", f"{name} must be a whole number")
        return value

    def part(self, name: str) -> dict[str, Any]:
        """An object; empty if it was not given.

        Raises:
            PersonError: If it is something else.
        """
        value = {} if self.raw.get(name) is None else self.raw[name]
        if not isinstance(value, dict):
            raise PersonError("invalid_request", f"{name} must be an object")
        return value

    def words(self, name: str) -> list[str]:
        """A list of texts; empty if it was not given.

        Raises:
            PersonError: If it is something else.
        """
        value = [] if self.raw.get(name) is None else self.raw[name]
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise PersonError("invalid_request", f"{name} must be a list of texts")
        return value

    def values(self) -> dict[str, Any]:
        """`state.values[block_id][action_id]`."""
        values = self.part("state").get("values", {})
        if not _is_nested(values, depth=2):
            raise PersonError("invalid_request", "state.values must have blocks and actions")
        return dict(values)

    def user(self) -> User:
        """Who acts."""
        return get_person(self.sandbox, self.text("user"))

    def channel(self, user: User) -> Channel:
        """Where they act."""
        return get_channel(self.sandbox, user, self.text("channel"))


def _is_nested(value: Any, depth: int) -> bool:
    if not isinstance(value, dict):
        return False
    return depth == 0 or all(_is_nested(inner, depth - 1) for inner in value.values())


async def read_fields(request: Request) -> Fields:
    """Read a JSON body.

    Raises:
        PersonError: For anything but JSON: a form can be sent by any web page, JSON cannot.
    """
    if not request.headers.get("content-type", "").startswith("application/json"):
        raise PersonError("invalid_request", "the body must be application/json")
    try:
        raw = json.loads(await request.body())
    except ValueError:
        raw = None
    if not isinstance(raw, dict):
        raise PersonError("invalid_request", "the body must be a JSON object")
    return Fields(request.app.state.sandbox, raw)
