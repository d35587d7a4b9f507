"""Where a preset finds something in an answer, and how what it finds is read."""

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import jmespath
from jmespath.exceptions import JMESPathError, JMESPathTypeError
from jmespath.parser import ParsedResult

from bot.errors import SourceError
from bot.sources.characters import is_text
from rules.troubles import Trouble

LONGEST_ID = 100
LONGEST_TRAIT = 200
LONGEST_EXPRESSION = 500
# Before and after these years a date means that there is none, as 0001-01-01 and 9999-12-31 do.
FIRST_YEAR, LAST_YEAR = 1901, 2199
_AMOUNT = re.compile(r"[0-9]{1,7}(?:\.[0-9]{1,20})?")
_DAY = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?![0-9])")


@dataclass(frozen=True, slots=True)
class Selector:
    """A JMESPath expression; what matches nothing is None, as JMESPath has it.

    Attributes:
        keys: The names along the way where the expression is nothing but a way; most are, and
            walking it takes a fifth of the time.
    """

    text: str
    compiled: ParsedResult
    keys: tuple[str, ...] = ()

    def find(self, value: Any) -> Any:
        """Return what the expression selects.

        Raises:
            SourceError: If a function in it does not fit what is there.
        """
        if self.keys:
            for key in self.keys:
                value = value.get(key) if isinstance(value, dict) else None
            return value
        try:
            return self.compiled.search(value)
        except (JMESPathError, TypeError, RecursionError):
            # Not chained: the cause quotes the value.
            raise SourceError(Trouble.NOT_READABLE, column=self.text) from None


def parse_selector(text: str) -> Selector:
    """Return an expression, ready to be used many times.

    Raises:
        ValueError: If it is not JMESPath, or calls a function that does not exist.
    """
    if len(text) > LONGEST_EXPRESSION:
        raise ValueError("too long for an expression")
    try:
        compiled = jmespath.compile(text)
        # Compiling looks no function up; that an empty answer fits none of them says nothing.
        with suppress(JMESPathTypeError):
            compiled.search({})
    except RecursionError:
        raise ValueError("nested too deep for an expression") from None
    return Selector(text, compiled, _list_keys(compiled.parsed))


def _list_keys(node: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the names of a plain way such as `a.b.c`; none for anything else."""
    nodes = node["children"] if node["type"] == "subexpression" else [node]
    is_plain = all(part["type"] == "field" for part in nodes)
    return tuple(part["value"] for part in nodes) if is_plain else ()


def parse_id(found: Any) -> str | None:
    """Return what tells one row from another, or None where nothing does."""
    if isinstance(found, bool) or not isinstance(found, int | str):
        return None
    text = str(found).strip()
    return text if 0 < len(text) <= LONGEST_ID else None


def parse_trait(found: Any, name: str) -> str:
    """Return a department, title or the like; empty where there is none.

    Raises:
        SourceError: If it is no short text.
    """
    if found is None:
        return ""
    if isinstance(found, bool) or not isinstance(found, int | str):
        raise SourceError(Trouble.NOT_READABLE, column=name)
    text = str(found).strip()
    if len(text) > LONGEST_TRAIT or not is_text(text):
        raise SourceError(Trouble.NOT_READABLE, column=name)
    return text


def parse_day(found: Any, name: str) -> date | None:
    """Return the day of a date, as it is written there; None where there is none.

    >>> parse_day("2014-11-09T00:00:00+01:00", "start")
    datetime.date(2014, 11, 9)
    >>> parse_day("9999-12-31", "end")

    Raises:
        SourceError: If it is no date.
    """
    if found is None or found == "":
        return None
    match = _DAY.match(found) if isinstance(found, str) else None
    if match is None:
        raise SourceError(Trouble.NOT_READABLE, column=name)
    if not FIRST_YEAR <= int(match[1][:4]) <= LAST_YEAR:
        return None
    try:
        return date.fromisoformat(match[1])
    except ValueError:
        raise SourceError(Trouble.NOT_READABLE, column=name) from None


def parse_amount(found: Any, name: str) -> Decimal | None:
    """Return a number that may have decimals, such as weekly hours; None where there is none.

    >>> parse_amount("38.5", "fte")
    Decimal('38.5')

    Raises:
        SourceError: If it is no number, or less than nothing.
    """
    if found is None or found == "":
        return None
    match = _AMOUNT.fullmatch(str(found).strip())
    if match is None:
        raise SourceError(Trouble.NOT_READABLE, column=name)
    return Decimal(match[0])
