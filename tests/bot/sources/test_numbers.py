from decimal import Decimal
from typing import Any

import pytest

from bot.errors import SourceError
from bot.sources.numbers import parse_count, parse_fte
from rules.facts import MOST_PEOPLE
from rules.troubles import Detail, Trouble

NO_NUMBERS = [
    pytest.param(None, id="nothing"),
    pytest.param("", id="an empty text"),
    pytest.param("many", id="a word"),
    pytest.param("1e3", id="an exponent in a text"),
    pytest.param("1,000", id="a thousands separator"),
    pytest.param("٣", id="digits of another script"),
    pytest.param(True, id="a truth value"),
    pytest.param(-1, id="negative"),
    pytest.param("-1", id="negative in a text"),
    pytest.param(float("nan"), id="no number by name"),
    pytest.param(float("inf"), id="endless"),
    pytest.param(Decimal("NaN"), id="no decimal by name"),
    pytest.param(Decimal("1e400"), id="beyond all measure"),
    pytest.param(MOST_PEOPLE + 1, id="more than anybody employs"),
    pytest.param(10**5000, id="more digits than Python writes out"),
    pytest.param([1], id="a list"),
    pytest.param(b"1", id="bytes"),
]


@pytest.mark.parametrize(
    ("value", "count"),
    [
        (0, 0),
        (140, 140),
        ("2", 2),
        (" 2 ", 2),
        ("2.0", 2),
        (2.0, 2),
        (Decimal("2.000"), 2),
        (Decimal("-0"), 0),
        (MOST_PEOPLE, MOST_PEOPLE),
    ],
)
def test_a_count_may_come_in_any_type(value: Any, count: int) -> None:
    parsed = parse_count(value)
    assert (parsed, type(parsed)) == (count, int)


@pytest.mark.parametrize("value", [*NO_NUMBERS, 1.5, "1.5", Decimal("0.1")])
def test_what_is_no_count_is_refused_with_its_place(value: Any) -> None:
    with pytest.raises(SourceError) as caught:
        parse_count(value, column="n", line=3)
    assert caught.value.incident.trouble is Trouble.NO_NUMBER
    assert caught.value.incident.details == {Detail.COLUMN: "n", Detail.LINE: 3}


@pytest.mark.parametrize(
    ("value", "fte"),
    [
        (0, "0.0"),
        (3, "3.0"),
        ("2.5", "2.5"),
        (2.44, "2.4"),
        (2.45, "2.5"),
        (Decimal("0.05"), "0.1"),
    ],
)
def test_full_time_equivalents_are_rounded_to_tenths(value: Any, fte: str) -> None:
    assert str(parse_fte(value)) == fte


@pytest.mark.parametrize("value", NO_NUMBERS)
def test_what_is_no_number_is_no_full_time_equivalent(value: Any) -> None:
    with pytest.raises(SourceError) as caught:
        parse_fte(value)
    assert caught.value.incident.trouble is Trouble.NO_NUMBER
