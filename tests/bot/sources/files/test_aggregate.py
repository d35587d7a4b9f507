from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from bot.errors import SourceError
from bot.sources.files.aggregate import (
    CLASS_NAMES,
    FUNCTION_NAMES,
    parse_aggregate_records,
)
from bot.sources.files.limits import LONGEST_NAME, MOST_COUNT_ROWS
from bot.sources.files.source import template_csv
from rules.facts import MOST_PEOPLE
from rules.headcounts import (
    Function,
    HeadcountClass,
    Snapshot,
    SourceKind,
    facts_from_snapshot,
)
from rules.troubles import Trouble
from tests.bot.sources.files.readings import an_incident, counts, lines, read, refuse, rows_of
from tests.builders import TODAY, customer_facing, enablement

CF, E = HeadcountClass
YESTERDAY = TODAY - timedelta(days=1)


def test_counts_become_rows() -> None:
    reading = read(
        counts(
            "customer_facing,sales,EMEA,180,", "customer_facing,support,,7,", "enablement,,,6,5.5"
        )
    )
    assert rows_of(reading) == [
        (CF, "sales", "EMEA", 180, None),
        (CF, "support", "", 7, None),
        (E, "", "", 6, Decimal("5.5")),
    ]
    assert (reading.as_of, reading.history, reading.tallies, reading.people) == (TODAY, (), (), 0)


def test_class_and_count_are_enough_in_any_order() -> None:
    assert rows_of(read("人数,区分\n12,顧客対応\n")) == [(CF, "", "", 12, None)]


def test_the_template_offered_for_download_can_be_sent_as_it_is() -> None:
    facts = facts_from_snapshot(Snapshot(TODAY, SourceKind.FILE, read(template_csv()).rows))
    assert (facts.customer_facing, facts.enablers) == (320, Decimal("5.5"))
    assert (facts.sales, facts.customer_success) == (260, 60)
    assert template_csv().startswith("as_of,class,function,segment,count,fte\n")


def test_many_dates_are_a_history() -> None:
    reading = read(
        lines(
            "as_of,class,count",
            "2026-03-01,cf,320",
            "2026/1/1,cf,280",
            "2026-02-01,cf,300",
            "2026年3月1日,enablement,6",
            "1.2.2026,enablement,5",
        )
    )
    assert (reading.as_of, reading.rows) == (
        date(2026, 3, 1),
        (customer_facing(320), enablement(6)),
    )
    assert reading.history == (
        Snapshot(date(2026, 1, 1), SourceKind.FILE, (customer_facing(280),)),
        Snapshot(date(2026, 2, 1), SourceKind.FILE, (customer_facing(300), enablement(5))),
    )


def test_a_blank_date_is_today() -> None:
    reading = read(lines("as_of,class,count", ",cf,320", f"{YESTERDAY},cf,310"))
    assert (reading.as_of, [past.as_of for past in reading.history]) == (TODAY, [YESTERDAY])
    assert read(lines("as_of,class,count", f"{TODAY},cf,1")).as_of == TODAY


def test_a_date_in_the_future_is_refused() -> None:
    tomorrow = TODAY + timedelta(days=1)
    incident = refuse(lines("Date,class,count", f"{TODAY},cf,1", f"{tomorrow},cf,1"))
    assert incident == an_incident(Trouble.DATE_AHEAD, line=3, column="Date")


def test_a_date_that_can_be_read_in_two_ways_is_refused() -> None:
    incident = refuse(lines("as_of,class,count", "03/02/2026,cf,1"))
    assert incident == an_incident(Trouble.DATE_UNCLEAR, line=2, column="as_of")


@pytest.mark.parametrize(
    ("name", "headcount_class"),
    [(n, c) for c, names in CLASS_NAMES.items() for n in (c.value, *names)]
    + [("Customer Facing", CF), ("CUSTOMER-FACING", CF), ("Ｅｎａｂｌｅｒｓ", E)],
)
def test_a_class_has_many_names(name: str, headcount_class: HeadcountClass) -> None:
    assert read(counts(f"{name},,,1,")).rows[0].headcount_class is headcount_class


def test_every_class_and_function_has_other_names() -> None:
    assert set(CLASS_NAMES) == set(HeadcountClass)
    assert set(FUNCTION_NAMES) == set(Function)


@pytest.mark.parametrize(
    ("name", "function"),
    [(n, f) for f, names in FUNCTION_NAMES.items() for n in (f.value, *names)]
    + [("Sales", "sales"), ("Customer-Success", "cs"), ("Support", "Support"), ("", "")],
)
def test_functions_that_the_advice_knows_have_many_names(name: str, function: str) -> None:
    assert read(counts(f"cf,{name},,1,")).rows[0].function == function


@pytest.mark.parametrize(
    ("row", "trouble", "details"),
    [
        ("sellers,,,1,", Trouble.CLASS_UNKNOWN, {"column": "class"}),
        (",,,1,", Trouble.CLASS_UNKNOWN, {"column": "class"}),
        ("Total,,,1,", Trouble.CLASS_UNKNOWN, {"column": "class"}),
        ("cf,,,,", Trouble.COUNT_NOT_READABLE, {"column": "count"}),
        ("cf,,,1.5,", Trouble.COUNT_NOT_READABLE, {"column": "count"}),
        ("cf,,,-1,", Trouble.COUNT_NOT_READABLE, {"column": "count"}),
        ("cf,,,many,", Trouble.COUNT_NOT_READABLE, {"column": "count"}),
        ("cf,,,#N/A,", Trouble.COUNT_NOT_READABLE, {"column": "count"}),
        (f"cf,,,{MOST_PEOPLE + 1},", Trouble.COUNT_NOT_READABLE, {"column": "count", "limit": MOST_PEOPLE}),
        ("cf,,,1,0.55", Trouble.FTE_NOT_READABLE, {"column": "fte"}),
        (f"cf,,,1,{MOST_PEOPLE}.1", Trouble.FTE_NOT_READABLE, {"column": "fte", "limit": MOST_PEOPLE}),
        (f"cf,,{'x' * 81},1,", Trouble.TEXT_TOO_LONG, {"column": "segment", "limit": LONGEST_NAME}),
        ("cf,,,1,2.1", Trouble.FTE_BEYOND_PEOPLE, {"column": "fte", "people": 1, "fte": "2.1"}),
        ("cf,,,1,200,", Trouble.FTE_BEYOND_PEOPLE, {"column": "fte", "people": 1, "fte": "200"}),
        ("cf,,,0,0.1", Trouble.FTE_BEYOND_PEOPLE, {"column": "fte", "people": 0, "fte": "0.1"}),
        ("cf,,,1,000,", Trouble.FTE_NOT_READABLE, {"column": "fte"}),
        ("cf,,,1,002,", Trouble.FTE_NOT_READABLE, {"column": "fte"}),
        ("=cf,,,1,", Trouble.FORMULA, {"column": "class"}),
        ("cf,@x,,1,", Trouble.FORMULA, {"column": "function"}),
        ("cf,,=1+1,1,", Trouble.FORMULA, {"column": "segment"}),
        ("cf,,\tx,1,", Trouble.FORMULA, {"column": "segment"}),
        ("cf,,1,200,1.0,9", Trouble.CELL_STRAY, {}),
    ],
)  # fmt: skip
def test_a_cell_that_cannot_be_read_is_pointed_at(
    row: str, trouble: Trouble, details: dict[str, Any]
) -> None:
    assert refuse(counts("enablement,,,6,", "", row)) == an_incident(trouble, line=4, **details)


def test_the_longest_names_and_the_largest_counts_are_taken() -> None:
    reading = read(counts(f"cf,,{'x' * LONGEST_NAME},{MOST_PEOPLE},"))
    assert (len(reading.rows[0].segment), reading.rows[0].people) == (LONGEST_NAME, MOST_PEOPLE)


@pytest.mark.parametrize(
    ("row", "column"),
    [("cf,,B,1,", "count"), ("enablement,,B,1,", "count"), ("enablement,,B,1,0.1", "count")],
)
def test_a_total_beyond_belief_is_refused(row: str, column: str) -> None:
    full = [f"cf,,A,{MOST_PEOPLE},", f"enablement,,A,{MOST_PEOPLE // 2},{MOST_PEOPLE}"]
    assert facts_from_snapshot(Snapshot(TODAY, SourceKind.FILE, read(counts(*full)).rows))
    incident = refuse(counts(*full, row))
    assert incident == an_incident(
        Trouble.COUNT_NOT_READABLE, line=4, column=column, limit=MOST_PEOPLE
    )


@pytest.mark.parametrize(
    "again", ["cf,sales,EMEA,9,", "customer_facing,営業,emea,9,", "CF, Sales ,ＥＭＥＡ,9,"]
)
def test_a_row_that_counts_the_same_again_is_refused(again: str) -> None:
    rows = ("cf,sales,EMEA,1,", "enablement,sales,EMEA,1,", "cf,cs,EMEA,1,", "cf,sales,APAC,1,")
    assert refuse(counts(*rows, again)) == an_incident(Trouble.ROW_REPEATED, line=6)


def test_another_case_is_not_another_segment() -> None:
    reading = read(counts("cf,,EMEA,60,", "enablement,,emea,1,"))
    assert {row.segment for row in reading.rows} == {"EMEA"}


def test_a_number_that_stands_under_no_header_is_refused() -> None:
    assert refuse("class,,count\ncf,9,1\n") == an_incident(Trouble.CELL_STRAY, line=2)
    assert rows_of(read("class,,count\ncf,,1\n")) == [(CF, "", "", 1, None)]


def test_so_many_rows_and_no_more() -> None:
    rows = [f"cf,,s{n},1," for n in range(MOST_COUNT_ROWS)]
    assert len(read(counts(*rows)).rows) == MOST_COUNT_ROWS
    incident = refuse(counts(*rows, "cf,,last,1,"))
    assert incident == an_incident(Trouble.FILE_TOO_LONG, limit=MOST_COUNT_ROWS)


@pytest.mark.parametrize("content", ["", "\n\n", ",,\n,,\n", "class,count\n", "class,count\n,\n\n"])
def test_a_file_without_rows_is_empty(content: str) -> None:
    assert refuse(content) == an_incident(Trouble.FILE_EMPTY)


def parse(*values: dict[str, object]) -> Any:
    return parse_aggregate_records(values, TODAY, SourceKind.PUSH)


def test_records_say_what_a_file_says() -> None:
    reading = parse(
        {"class": "customer_facing", "function": "sales", "count": 320, "fte": None},
        {"count": 6.0, "class": "enablement", "fte": 5.5, "as_of": None},
        {"class": "cf", "count": "1,200", "as_of": "2026-02-01"},
    )
    assert rows_of(reading) == [(CF, "sales", "", 320, None), (E, "", "", 6, Decimal("5.5"))]
    assert reading.history == (
        Snapshot(date(2026, 2, 1), SourceKind.PUSH, (customer_facing(1200),)),
    )


@pytest.mark.parametrize(
    ("value", "trouble", "details"),
    [
        ({"class": "cf"}, Trouble.COLUMN_MISSING, {"column": "count"}),
        ({"department": "Sales", "title": "AE"}, Trouble.COLUMN_MISSING, {"column": "class, count"}),
        ({"class": "cf", "count": 1, "E-Mail": "x"}, Trouble.PERSONAL_COLUMN, {"column": "E-Mail"}),
        ({"class": "cf", "count": 1, "note": "x"}, Trouble.COLUMN_UNKNOWN, {"column": "note"}),
        ({"class": "cf", "count": [1]}, Trouble.CELL_NOT_READABLE, {"line": 2, "column": "count"}),
        ({"class": {}, "count": 1}, Trouble.CELL_NOT_READABLE, {"line": 2, "column": "class"}),
        ({"class": "cf", "count": True}, Trouble.COUNT_NOT_READABLE, {"line": 2, "column": "count"}),
        ({"class": "cf", "count": 0.5}, Trouble.COUNT_NOT_READABLE, {"line": 2, "column": "count"}),
        ({"class": "cf", "count": float("nan")}, Trouble.COUNT_NOT_READABLE, {"line": 2, "column": "count"}),
        ({"class": "cf", "count": 1, "segment": "\0"}, Trouble.CELL_NOT_READABLE, {"line": 2, "column": "segment"}),
        ({"class": "cf", "count": 1, "segment": "=1"}, Trouble.FORMULA, {"line": 2, "column": "segment"}),
    ],
)  # fmt: skip
def test_a_record_that_cannot_be_read_is_pointed_at(
    value: dict[str, object], trouble: Trouble, details: dict[str, Any]
) -> None:
    with pytest.raises(SourceError) as caught:
        parse({"class": "enablement", "count": 6}, value)
    assert caught.value.incident == an_incident(trouble, **details)


def test_no_records_are_no_zero() -> None:
    with pytest.raises(SourceError) as caught:
        parse()
    assert caught.value.incident == an_incident(Trouble.FILE_EMPTY)
