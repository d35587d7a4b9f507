"""Whatever is kept in a JSON column comes back as it was."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.storage.encoding import (
    decode_history,
    decode_holds,
    decode_incident,
    decode_mapping,
    decode_rows,
    decode_tallies,
    encode_history,
    encode_holds,
    encode_incident,
    encode_mapping,
    encode_rows,
    encode_tallies,
    fingerprint_mapping,
)
from rules.guards import Hold, HoldReason
from rules.headcounts import HeadcountClass, HeadcountRow, Snapshot, SourceKind
from rules.mappings import Mapping, MappingRule, Placement, SegmentBy
from rules.tallies import Tally, Traits
from rules.troubles import Detail, Incident, Trouble

names = st.text(max_size=20)
counts = st.integers(0, 10_000_000)
classes = st.sampled_from(HeadcountClass)
tenths = st.integers(0, 10**8).map(lambda number: Decimal(number) / 10)
rows = st.builds(HeadcountRow, classes, counts, names, names, st.none() | tenths)
row_tuples = st.lists(rows, max_size=4).map(tuple)
snapshots = st.builds(Snapshot, st.dates(), st.sampled_from(SourceKind), row_tuples)
tallies = st.builds(Tally, st.builds(Traits, names, names, names, names), st.integers(1, 10_000))
placements = st.builds(Placement, st.none() | classes, names, names)
rules = st.builds(MappingRule, placements, names, st.just("*sales*") | st.just("Seller"), names)
mappings = st.builds(Mapping, st.lists(rules, max_size=4).map(tuple), st.sampled_from(SegmentBy))
details = st.dictionaries(st.sampled_from(Detail), st.integers(0, 10**9) | names)
incidents = st.none() | st.builds(Incident, st.sampled_from(Trouble), details)
holds = st.builds(Hold, st.sampled_from(HoldReason), st.none() | classes, counts, counts)


def through_json(stored: Any) -> Any:
    """Return what a database gives back."""
    return json.loads(json.dumps(stored))


@given(row_tuples)
def test_counts_come_back(counted: tuple[HeadcountRow, ...]) -> None:
    assert decode_rows(through_json(encode_rows(counted))) == counted


@given(st.lists(snapshots, max_size=3).map(tuple))
def test_a_history_comes_back(history: tuple[Snapshot, ...]) -> None:
    assert decode_history(through_json(encode_history(history))) == history


@given(st.lists(tallies, max_size=4).map(tuple))
def test_tallies_come_back(listed: tuple[Tally, ...]) -> None:
    assert decode_tallies(through_json(encode_tallies(listed))) == listed


@given(mappings)
def test_a_mapping_comes_back(mapping: Mapping) -> None:
    again = decode_mapping(through_json(encode_mapping(mapping)))
    assert again == mapping
    assert fingerprint_mapping(again) == fingerprint_mapping(mapping)


@given(mappings, mappings)
def test_mappings_that_differ_have_fingerprints_that_differ(one: Mapping, other: Mapping) -> None:
    assert (fingerprint_mapping(one) == fingerprint_mapping(other)) is (one == other)


def test_the_order_of_rules_is_part_of_a_mapping() -> None:
    first = MappingRule(Placement(None), title="*sales*")
    second = MappingRule(Placement(HeadcountClass.ENABLEMENT), title="*enable*")
    assert fingerprint_mapping(Mapping((first, second))) != fingerprint_mapping(
        Mapping((second, first))
    )


def test_nothing_stored_is_a_mapping_without_rules() -> None:
    assert decode_mapping({}) == Mapping()


@given(incidents)
def test_an_incident_comes_back(incident: Incident | None) -> None:
    assert decode_incident(through_json(encode_incident(incident))) == incident


@given(st.lists(holds, max_size=3).map(tuple))
def test_holds_come_back(found: tuple[Hold, ...]) -> None:
    assert decode_holds(through_json(encode_holds(found))) == found


def test_a_date_is_written_as_iso() -> None:
    history = [Snapshot(date(2026, 3, 2), SourceKind.FILE, ())]
    assert encode_history(history) == [["2026-03-02", "file", []]]
