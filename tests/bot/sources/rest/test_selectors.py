from datetime import date
from decimal import Decimal
from typing import Any

import jmespath
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import SourceError
from bot.sources.rest.selectors import (
    LONGEST_EXPRESSION,
    parse_amount,
    parse_day,
    parse_id,
    parse_selector,
    parse_trait,
)
from rules.troubles import Detail, Incident, Trouble

NAMES = st.sampled_from(["a", "b", '"@c"', '"urn:d.e:2.0"'])
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(st.sampled_from(["a", "b", "@c", "urn:d.e:2.0"]), inner, max_size=3)
    ),
)


@given(st.lists(NAMES, min_size=1, max_size=4).map(".".join), VALUES)
def test_a_plain_way_leads_where_jmespath_says(way: str, value: Any) -> None:
    selector = parse_selector(way)
    assert selector.keys
    assert selector.find(value) == jmespath.search(way, value)


@pytest.mark.parametrize(
    ("expression", "value", "found"),
    [
        ("people", {"people": []}, []),
        ("people", {"persons": []}, None),
        ("people", [], None),
        ("@", [1], [1]),
        ('"@odata.nextLink"', {"@odata.nextLink": "x"}, "x"),
        ("groups[?type=='DEPARTMENT'].name | [0]", {"groups": [{"type": "TEAM"}]}, None),
        ("[0].size", [{"size": 3}], 3),
        ("people[*].id", {"people": [{"id": 1}, {}]}, [1]),
        ("not_null(a, b)", {"b": 0}, 0),
    ],
)
def test_any_other_expression_is_left_to_jmespath(expression: str, value: Any, found: Any) -> None:
    assert parse_selector(expression).find(value) == found


def test_a_function_that_does_not_fit_is_not_readable() -> None:
    with pytest.raises(SourceError) as caught:
        parse_selector("sum(people)").find({"people": ["somebody"]})
    assert caught.value.incident.trouble is Trouble.NOT_READABLE
    assert caught.value.incident.details == {Detail.COLUMN: "sum(people)"}
    assert "somebody" not in repr(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a.",
        "a[",
        "nobody(a)",
        "length(a, b)",
        "a" * (LONGEST_EXPRESSION + 1),
        "!" * 498 + "a",
    ],
)
def test_what_is_no_expression_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"\S"):
        parse_selector(text)


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (7, "7"),
        ("7", "7"),
        (" 7 ", "7"),
        (0, "0"),
        (None, None),
        ("", None),
        (7.0, None),
        (True, None),
        ("x" * 100, "x" * 100),
        ("x" * 101, None),
    ],
)
def test_an_id_is_a_short_text_or_a_whole_number(found: Any, expected: str | None) -> None:
    assert parse_id(found) == expected


@pytest.mark.parametrize(
    ("found", "expected"), [(None, ""), ("", ""), (" Sales ", "Sales"), (40, "40")]
)
def test_a_trait_is_a_text_or_nothing(found: Any, expected: str) -> None:
    assert parse_trait(found, "title") == expected


@pytest.mark.parametrize("found", [["Sales"], True, "x" * 201, "Sales\0", "\ud800"])
def test_a_trait_that_is_no_short_text_is_refused(found: Any) -> None:
    with pytest.raises(SourceError) as caught:
        parse_trait(found, "title")
    assert caught.value.incident == Incident(Trouble.NOT_READABLE, {Detail.COLUMN: "title"})


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (None, None),
        ("", None),
        ("2026-03-03", date(2026, 3, 3)),
        ("2026-03-03T23:59:59.123+09:00", date(2026, 3, 3)),
        ("2026-03-03 00:00:00", date(2026, 3, 3)),
        ("2026-03-03-08:00", date(2026, 3, 3)),
        ("2024-02-29", date(2024, 2, 29)),
        ("1900-12-31", None),
        ("1901-01-01", date(1901, 1, 1)),
        ("2199-12-31", date(2199, 12, 31)),
        ("2200-01-01", None),
        ("9999-99-99", None),
    ],
)
def test_a_day_is_what_a_date_begins_with(found: Any, expected: date | None) -> None:
    assert parse_day(found, "start") == expected


@pytest.mark.parametrize(
    ("found", "expected"),
    [(None, None), ("", None), (40, Decimal(40)), ("38.50", Decimal("38.50")), (0, Decimal(0)), (" 7 ", Decimal(7))],
)  # fmt: skip
def test_an_amount_may_have_decimals(found: Any, expected: Decimal | None) -> None:
    assert parse_amount(found, "fte") == expected
