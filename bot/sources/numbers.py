"""Numbers as sources write them: some put a count into a string, some a fraction into an integer."""

import math
import re
from decimal import ROUND_HALF_UP, Decimal

from bot.errors import SourceError
from rules.facts import MOST_PEOPLE
from rules.troubles import Trouble

PLAIN = re.compile(r"\d+(\.\d+)?", re.ASCII)


def parse_count(value: object, **where: int | str) -> int:
    """Return a number of people.

    Args:
        value: A whole number, or a string that holds one.
        where: What to tell about its place if it is none.

    Raises:
        SourceError: If it is no count that a company can have.
    """
    number = _find_number(value)
    if number is None or number % 1:
        raise SourceError(Trouble.NO_NUMBER, **where)
    return int(number)


def parse_fte(value: object, **where: int | str) -> Decimal:
    """Return a number of full-time equivalents, rounded to tenths; the same as `parse_count`."""
    number = _find_number(value)
    if number is None:
        raise SourceError(Trouble.NO_NUMBER, **where)
    return number.quantize(Decimal("0.1"), ROUND_HALF_UP)


def _find_number(value: object) -> Decimal | None:
    if isinstance(value, str) and PLAIN.fullmatch(value.strip()):
        number = Decimal(value.strip())
    elif isinstance(value, float) and math.isfinite(value):
        number = Decimal(str(value))
    elif isinstance(value, int | Decimal) and not isinstance(value, bool):
        number = Decimal(value)
    else:
        return None
    return number if number.is_finite() and 0 <= number <= MOST_PEOPLE else None
