"""Values as JSON columns hold them, and back."""

import json
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from hashlib import sha256
from operator import itemgetter
from typing import Any

from rules.guards import Hold, HoldReason
from rules.headcounts import HeadcountClass, HeadcountRow, Snapshot, SourceKind
from rules.mappings import Mapping, MappingRule, Placement, SegmentBy
from rules.tallies import Tally, Traits
from rules.troubles import Detail, Incident, Trouble

_RULE = itemgetter("class", "function", "segment", "department", "title", "group")


def encode_rows(rows: Iterable[HeadcountRow]) -> list[Any]:
    """Return counts as lists of class, people, function, segment and FTE."""
    return [
        [row.headcount_class.value, row.people, row.function, row.segment, _write_fte(row.fte)]
        for row in rows
    ]


def decode_rows(stored: Sequence[Sequence[Any]]) -> tuple[HeadcountRow, ...]:
    """Return the counts that `encode_rows` wrote."""
    return tuple(
        HeadcountRow(HeadcountClass(headcount_class), people, function, segment, _read_fte(fte))
        for headcount_class, people, function, segment, fte in stored
    )


def encode_history(history: Iterable[Snapshot]) -> list[Any]:
    """Return snapshots as lists of date, source and counts."""
    return [
        [snapshot.as_of.isoformat(), snapshot.source.value, encode_rows(snapshot.rows)]
        for snapshot in history
    ]


def decode_history(stored: Sequence[Sequence[Any]]) -> tuple[Snapshot, ...]:
    """Return the snapshots that `encode_history` wrote."""
    return tuple(
        Snapshot(date.fromisoformat(as_of), SourceKind(source), decode_rows(rows))
        for as_of, source, rows in stored
    )


def encode_tallies(tallies: Iterable[Tally]) -> list[Any]:
    """Return tallies as lists of department, title, region, group and people."""
    return [
        [
            tally.traits.department,
            tally.traits.title,
            tally.traits.region,
            tally.traits.group,
            tally.people,
        ]
        for tally in tallies
    ]


def decode_tallies(stored: Sequence[Sequence[Any]]) -> tuple[Tally, ...]:
    """Return the tallies that `encode_tallies` wrote; their FTE is not kept."""
    return tuple(Tally(Traits(*traits), people) for *traits, people in stored)


def encode_mapping(mapping: Mapping) -> dict[str, Any]:
    """Return a mapping; the inverse of `decode_mapping`."""
    return {
        "segment_by": mapping.segment_by.value,
        "rules": [
            {
                "department": rule.department,
                "title": rule.title,
                "group": rule.group,
                "class": rule.placement.headcount_class,
                "function": rule.placement.function,
                "segment": rule.placement.segment,
            }
            for rule in mapping.rules
        ],
    }


def decode_mapping(stored: dict[str, Any]) -> Mapping:
    """Return the mapping that `encode_mapping` wrote; an empty object is one without rules."""
    rules = tuple(_RULE(rule) for rule in stored.get("rules", ()))
    return _build_mapping(rules, SegmentBy(stored.get("segment_by", SegmentBy.NOTHING)))


@lru_cache(maxsize=32)
def _build_mapping(rules: tuple[tuple[Any, ...], ...], segment_by: SegmentBy) -> Mapping:
    # Most workspaces keep to the starter mapping: building its hundreds of rules anew each time
    # was a third of what reading a source cost.
    return Mapping(
        tuple(
            MappingRule(
                Placement(None if name is None else HeadcountClass(name), function, segment),
                department,
                title,
                group,
            )
            for name, function, segment, department, title, group in rules
        ),
        segment_by,
    )


def fingerprint_mapping(mapping: Mapping) -> str:
    """Return a digest that tells a mapping from others."""
    return sha256(json.dumps(encode_mapping(mapping)).encode()).hexdigest()


def encode_incident(incident: Incident | None) -> dict[str, Any] | None:
    """Return what went wrong; the inverse of `decode_incident`."""
    if incident is None:
        return None
    return {"trouble": incident.trouble.value, "details": dict(incident.details)}


def decode_incident(stored: dict[str, Any] | None) -> Incident | None:
    """Return the incident that `encode_incident` wrote."""
    if stored is None:
        return None
    details = {Detail(name): value for name, value in stored["details"].items()}
    return Incident(Trouble(stored["trouble"]), details)


def encode_holds(holds: Iterable[Hold]) -> list[Any]:
    """Return why counts were held, as lists of reason, class and the numbers on both sides."""
    return [[hold.reason.value, hold.headcount_class, hold.before, hold.after] for hold in holds]


def decode_holds(stored: Sequence[Sequence[Any]]) -> tuple[Hold, ...]:
    """Return the holds that `encode_holds` wrote."""
    return tuple(
        Hold(
            HoldReason(reason),
            None if headcount_class is None else HeadcountClass(headcount_class),
            before,
            after,
        )
        for reason, headcount_class, before, after in stored
    )


def _write_fte(fte: Decimal | None) -> str | None:
    return None if fte is None else f"{fte:f}"


def _read_fte(fte: str | None) -> Decimal | None:
    return None if fte is None else Decimal(fte)
