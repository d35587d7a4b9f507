"""What a button carries and gives back: an enquiry as compact JSON."""

import json
from dataclasses import fields
from datetime import date
from decimal import Decimal
from typing import Any

from bot.errors import OutdatedButtonError
from bot.workspaces import Enquiry
from rules.facts import Facts, Role
from rules.headcounts import SourceKind

_NAMES = tuple(field.name for field in fields(Facts))
_write = json.JSONEncoder(separators=(",", ":")).encode


def encode_enquiry(enquiry: Enquiry) -> str:
    """Return an enquiry as a button value; what is unknown is left out."""
    facts = {name: _encode(getattr(enquiry.facts, name)) for name in _NAMES}
    value: dict[str, Any] = {name: item for name, item in facts.items() if item not in (None, [])}
    if enquiry.as_of is not None and enquiry.source is not None:
        value |= {"as_of": enquiry.as_of.isoformat(), "source": enquiry.source.value}
    return _write(value)


def decode_enquiry(value: str) -> Enquiry:
    """Return the enquiry of a button; Slack signs what it sends back, so it is what we wrote.

    Raises:
        OutdatedButtonError: If an earlier version of us wrote it.
    """
    try:
        return _decode(json.loads(value))
    except (TypeError, ValueError, ArithmeticError) as error:
        raise OutdatedButtonError(value) from error


def _decode(stored: dict[str, Any]) -> Enquiry:
    as_of, source = stored.pop("as_of", None), stored.pop("source", None)
    stored["filled"] = frozenset(Role(role) for role in stored.get("filled", ()))
    if "enablers" in stored:
        stored["enablers"] = Decimal(stored["enablers"])
    return Enquiry(
        Facts(**stored),
        as_of=None if as_of is None else date.fromisoformat(as_of),
        source=None if source is None else SourceKind(source),
    )


def _encode(item: object) -> object:
    if isinstance(item, Decimal):
        return f"{item:f}"
    if isinstance(item, frozenset):
        return sorted(item)
    return item
