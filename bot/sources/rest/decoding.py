"""Read an answer's bytes as JSON, whoever wrote them."""

import json
from typing import Any, NoReturn

from bot.errors import SourceError
from rules.troubles import Trouble

_BEFORE_VALUES = (b",", b"[", b"{")


def decode_json(content: bytes | bytearray, most_values: int) -> Any:
    """Return what the bytes hold; a bare number is JSON too.

    Raises:
        SourceError: If they are no JSON, or hold more values than we have memory for.
    """
    # Every value but the first follows one of these, so there cannot be more values than that.
    if sum(content.count(mark) for mark in _BEFORE_VALUES) > most_values:
        raise SourceError(Trouble.TOO_MANY_BYTES, limit=len(content))
    try:
        return json.loads(content.decode("utf-8-sig"), parse_constant=_refuse)
    except (ValueError, RecursionError):
        # The parser itself ends what is nested too deep.
        raise SourceError(Trouble.NOT_READABLE) from None


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)
