"""Take settings apart key by key, and refuse what does not fit or is left over."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Any, NoReturn, TypeVar

from bot.errors import SourceConfigError
from bot.sources.rest.selectors import Selector, parse_selector
from bot.sources.rest.urls import parse_address
from rules.facts import shorten
from rules.wording import Phrase, say

LONGEST_TEXT = 2_000
IS_MISSING = say("“{key}” is missing.")
A_TEXT = say("a text")
AN_AMOUNT = say("a number above 0 and below 1,000")
YES_OR_NO = say("true or false")
AN_ADDRESS = say("an address such as https://hr.example.com")
A_PATH = say("a path that begins with /")
A_LIST = say("a list")
SETTINGS = say("settings with names of their own")
AN_EXPRESSION = say("a JMESPath expression")

Choice = TypeVar("Choice", bound=StrEnum)
Part = TypeVar("Part")


class Reader:
    """One level of settings; whoever has taken all it knows calls `finish`.

    Args:
        tree: The settings.
        field: What an error is shown beside; empty to name the setting itself.
        path: Where these settings stand among all, as `paging.`.
    """

    def __init__(self, tree: Mapping[str, Any], field: str = "", path: str = "") -> None:
        self._tree = tree
        self._field = field
        self._path = path
        self._taken: list[str] = []

    def has(self, key: str) -> bool:
        """Return whether something is given."""
        return self._take(key) is not None

    def text(self, key: str, default: str | None = None) -> str:
        """Return a text; required unless there is a default."""
        found = self._take(key, default)
        if not isinstance(found, str) or not found.strip() or len(found) > LONGEST_TEXT:
            self.refuse_value(key, A_TEXT)
        return found

    def long_text(self, key: str) -> str:
        """Return a text of any length; whoever reads it knows how long it may be."""
        found = self._take(key)
        if not isinstance(found, str):
            self.refuse_value(key, A_TEXT)
        return found

    def address(self, key: str) -> str:
        """Return the address of a server."""
        try:
            return parse_address(self.text(key))
        except ValueError:
            self.refuse_value(key, AN_ADDRESS)

    def path(self, key: str) -> str:
        """Return a path of a URL."""
        found = self.text(key)
        if not found.startswith("/") or not found.isprintable():
            self.refuse_value(key, A_PATH)
        return found

    def number(self, key: str, at_least: int = 0) -> int:
        """Return a whole number."""
        found = self._take(key)
        if isinstance(found, bool) or not isinstance(found, int) or found < at_least:
            self.refuse_value(key, say("a whole number, {least} or more", least=at_least))
        return found

    def value(self, key: str) -> Any:
        """Return whatever is given."""
        return self._take(key)

    def amount(self, key: str) -> Decimal:
        """Return a number that may have decimals."""
        found = self._take(key)
        if isinstance(found, bool) or not isinstance(found, int | float) or not 0 < found < 1_000:
            self.refuse_value(key, AN_AMOUNT)
        return Decimal(str(found))

    def flag(self, key: str, *, default: bool) -> bool:
        """Return true or false."""
        found = self._take(key, default)
        if not isinstance(found, bool):
            self.refuse_value(key, YES_OR_NO)
        return found

    def choice(self, key: str, kind: type[Choice], default: Choice | None = None) -> Choice:
        """Return one of a closed set."""
        found = self._take(key, default)
        if not isinstance(found, str) or found not in list(kind):
            self.refuse_value(key, say("one of: {choices}", choices=", ".join(kind)))
        return kind(found)

    def selector(self, key: str) -> Selector:
        """Return a JMESPath expression."""
        try:
            return parse_selector(self.text(key))
        except ValueError:
            self.refuse_value(key, AN_EXPRESSION)

    def mapping(self, key: str) -> dict[str, Any]:
        """Return settings whose names are not ours; empty where there are none."""
        found = self._take(key, {})
        if not isinstance(found, Mapping) or not all(isinstance(name, str) for name in found):
            self.refuse_value(key, SETTINGS)
        return dict(found)

    def items(self, key: str) -> list[Any]:
        """Return a list; empty where there is none."""
        found = self._take(key, [])
        if not isinstance(found, list):
            self.refuse_value(key, A_LIST)
        return found

    def level(self, key: str) -> "Reader":
        """Return a reader of the settings below."""
        found = self._take(key)
        if not isinstance(found, Mapping):
            self.refuse_value(key, SETTINGS)
        return Reader(found, self._field, f"{self._path}{key}.")

    def levels(self, key: str) -> list["Reader"]:
        """Return a reader for each entry of a list of settings; one alone needs no list."""
        if isinstance(self._take(key), Mapping):
            return [self.level(key)]
        readers = []
        for place, found in enumerate(self.items(key), start=1):
            name = f"{key}.{place}"
            if not isinstance(found, Mapping):
                self.refuse_value(name, SETTINGS)
            readers.append(Reader(found, self._field, f"{self._path}{name}."))
        return readers

    def optional(self, key: str, read: Callable[[str], Part]) -> Part | None:
        """Return what `read` makes of a setting, or None where it is not given."""
        return read(key) if self.has(key) else None

    def finish(self) -> None:
        """Refuse what nobody has taken."""
        for key in self._tree:
            if key not in self._taken:
                known = ", ".join(dict.fromkeys(self._taken))
                name = shorten(str(key))
                self.refuse(name, say("“{key}” is unknown. Known here: {known}.", known=known))

    def refuse_value(self, key: str, expected: Phrase) -> NoReturn:
        """Say what a setting, or one inside it, has to be; or that it is missing."""
        if self._take(key.split(".")[0]) is None:
            self.refuse(key, IS_MISSING)
        self.refuse(key, say("“{key}” has to be {expected}.", expected=expected))

    def refuse(self, key: str, phrase: Phrase) -> NoReturn:
        """Refuse a setting; `{key}` in the phrase is its full name.

        Raises:
            SourceConfigError: Always.
        """
        name = f"{self._path}{key}"
        raise SourceConfigError(
            self._field or name, Phrase(phrase.text, {"key": name, **phrase.values})
        )

    def _take(self, key: str, default: Any = None) -> Any:
        self._taken.append(key)
        found = self._tree.get(key)
        return default if found is None else found
