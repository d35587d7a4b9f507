from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from bot.errors import SourceError
from bot.sources.readings import Reading
from bot.sources.sql.rows import build_reading
from rules.facts import MOST_PEOPLE
from rules.headcounts import HeadcountClass, HeadcountRow
from rules.tallies import Tally, Traits
from rules.troubles import Detail, Incident, Trouble

TODAY = date(2026, 3, 2)
FACING, ENABLING = HeadcountClass


def reading_of(columns: str, *rows: tuple[Any, ...]) -> Reading:
    return build_reading(columns.split(), rows, TODAY)


def incident_of(columns: str, *rows: tuple[Any, ...]) -> Incident:
    with pytest.raises(SourceError) as caught:
        reading_of(columns, *rows)
    return caught.value.incident


def refused(column: str) -> Incident:
    return Incident(Trouble.QUERY_REFUSED, {Detail.COLUMN: column})


@pytest.mark.parametrize("word", ["enablement", " ENABLEMENT ", "ｅnablement", "イネーブルメント"])
def test_a_class_may_be_called_as_in_a_file(word: str) -> None:
    assert reading_of("n class", (2, word)).rows == (HeadcountRow(ENABLING, 2),)


@pytest.mark.parametrize(
    ("word", "function"),
    [("Sales", "sales"), ("営業", "sales"), ("Customer Success", "cs"), ("Field Ops", "Field Ops")],
)
def test_a_function_that_the_advice_knows_may_be_too(word: str, function: str) -> None:
    [row] = reading_of("n class function", (1, "cf", word)).rows
    assert row.function == function


def test_rows_of_the_same_class_function_and_segment_become_one() -> None:
    reading = reading_of(
        "SEGMENT FUNCTION CLASS FTE N",
        ("EMEA", "sales", "customer_facing", 1.5, 2),
        ("EMEA ", " sales", "Customer_Facing", Decimal("2.25"), Decimal(3)),
        (None, None, "customer_facing", None, 0),
    )
    assert reading.rows == (
        HeadcountRow(FACING, 0),
        HeadcountRow(FACING, 5, "sales", "EMEA", Decimal("3.8")),
    )
    assert (reading.as_of, reading.tallies, reading.people) == (TODAY, (), 0)


def test_people_by_any_traits_become_tallies() -> None:
    reading = reading_of(
        "n department title region group fte",
        (3, "Sales", "AE", "EMEA", "G1", "2.5"),
        (1, None, 42, "", "  ", None),
    )
    assert reading.tallies == (
        Tally(Traits("Sales", "AE", "EMEA", "G1"), 3, Decimal("2.5")),
        Tally(Traits("", "42"), 1),
    )


def test_nobody_makes_no_tally() -> None:
    assert reading_of("n title", (0, "AE"), (1, "CSM")).tallies == (Tally(Traits(title="CSM"), 1),)


def test_no_rows_are_a_count_of_nobody() -> None:
    assert reading_of("n title") == Reading(TODAY)
    assert reading_of("n class") == Reading(TODAY)


@pytest.mark.parametrize(
    ("columns", "column"),
    [
        pytest.param("title", "n", id="no count"),
        pytest.param("count title", "count", id="a count of another name"),
        pytest.param("n", "class", id="nothing to tell people apart"),
        pytest.param("n fte", "class", id="only counts"),
        pytest.param("n class title", "title", id="a class and a title"),
        pytest.param("n class group", "group", id="a class and a group"),
        pytest.param("n title function", "function", id="a title and a function"),
        pytest.param("n title segment", "segment", id="a title and a segment"),
        pytest.param("n title Title", "title", id="a column given twice"),
        pytest.param("n title grade", "grade", id="a column we do not know"),
        pytest.param("n title " + "x" * 50, "x" * 40, id="a column with a long name"),
    ],
)
def test_columns_that_make_no_sense_are_refused(columns: str, column: str) -> None:
    assert incident_of(columns) == refused(column)


@pytest.mark.parametrize("column", ["salary", "E-Mail", "employee_id", "氏名", "LastName", "name"])
def test_a_column_about_single_persons_is_refused_unread(column: str) -> None:
    incident = incident_of(f"n title {column}", (1, "AE", "secret"))
    assert incident == Incident(Trouble.PERSONAL_COLUMN, {Detail.COLUMN: column.casefold()})


@pytest.mark.parametrize("value", [None, -1, 1.5, Decimal("0.5"), "many"])
def test_a_count_that_is_none_is_named(value: Any) -> None:
    incident = incident_of("n title", (1, "AE"), (value, "CSM"))
    assert incident == Incident(Trouble.NO_NUMBER, {Detail.COLUMN: "n", Detail.LINE: 2})


@pytest.mark.parametrize("column", ["title", "class"])
@pytest.mark.parametrize("counts", [(MOST_PEOPLE, 1), (1, MOST_PEOPLE)])
def test_a_total_beyond_belief_is_refused(column: str, counts: tuple[int, int]) -> None:
    people, fte = counts
    once, again = (people, "cf", fte), (1, "cf", 1)
    assert incident_of(f"n {column} fte", once, again) == Incident(
        Trouble.NO_NUMBER, {Detail.COLUMN: "n", Detail.LIMIT: MOST_PEOPLE}
    )
    reading = reading_of(f"n {column} fte", once)
    assert len(reading.rows + reading.tallies) == 1


def test_full_time_equivalents_that_are_none_are_named() -> None:
    incident = incident_of("n class fte", (1, "enablement", "half"))
    assert incident == Incident(Trouble.NO_NUMBER, {Detail.COLUMN: "fte", Detail.LINE: 1})


@pytest.mark.parametrize("value", ["sales", "", None, 1, "customer_facing!"])
def test_a_class_that_is_none_is_named_and_not_repeated(value: Any) -> None:
    incident = incident_of("n class", (1, value))
    assert incident == Incident(Trouble.NOT_READABLE, {Detail.COLUMN: "class", Detail.LINE: 1})


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("department", "x" * 81),
        ("title", "x" * 201),
        ("title", b"AE"),
        ("title", ["AE"]),
        ("title", 1.5),
        ("region", TODAY),
        ("group", "Sales\0"),
    ],
)
def test_a_value_that_is_no_name_is_refused(column: str, value: Any) -> None:
    incident = incident_of(f"n {column}", (1, value))
    assert incident == Incident(Trouble.NOT_READABLE, {Detail.COLUMN: column, Detail.LINE: 1})


@pytest.mark.parametrize(("column", "longest"), [("title", 200), ("department", 80)])
def test_a_name_has_a_longest_length(column: str, longest: int) -> None:
    [tally] = reading_of(f"n {column}", (1, "x" * longest)).tallies
    assert getattr(tally.traits, column) == "x" * longest
