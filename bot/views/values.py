"""What a button carries and gives back: an enquiry as compact JSON."""

import json
from dataclasses import fields
from datetime import date
from decimal import Decimal
from typing import Any

from bot.errors import OutdatedButtonError
from bot.workspaces import Enquiry, Origin
from rules.facts import Facts, Role
from rules.freshness import Freshness
from rules.headcounts import SourceKind

_NAMES = tuple(field.name for field in fields(Facts))
_write = json.JSONEncoder(separators=(",", ":")).encode


def encode_enquiry(enquiry: Enquiry) -> str:
    """Return an enquiry as a button value; what is unknown is left out."""
    facts = {name: _encode(getattr(enquiry.facts, name)) for name in _NAMES}
    value: dict[str, Any] = {name: item for name, item in facts.items() if item not in (None, [])}
    if enquiry.origin is not None:
        value["origin"] = _encode_origin(enquiry.origin)
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
    origin = stored.pop("origin", None)
    stored["filled"] = frozenset(Role(role) for role in stored.get("filled", ()))
    if "enablers" in stored:
        stored["enablers"] = Decimal(stored["enablers"])
    return Enquiry(Facts(**stored), None if origin is None else _decode_origin(origin))


def _encode_origin(origin: Origin) -> list[Any]:
    """Return an origin as a list, which takes half the room of an object in a button."""
    return [
        origin.as_of.isoformat(),
        origin.source.value,
        origin.name,
        origin.enablers_source,
        origin.enablers_name,
        int(origin.is_overridden),
        int(origin.is_weekly),
        origin.freshness.value,
    ]


def _decode_origin(stored: list[Any]) -> Origin:
    as_of, source, name, enablers, enablers_name, is_overridden, is_weekly, freshness = stored
    return Origin(
        date.fromisoformat(as_of),
        SourceKind(source),
        name,
        None if enablers is None else SourceKind(enablers),
        enablers_name,
        bool(is_overridden),
        bool(is_weekly),
        Freshness(freshness),
    )


def _encode(item: object) -> object:
    if isinstance(item, Decimal):
        return f"{item:f}"
    if isinstance(item, frozenset):
        return sorted(item)
    return item
