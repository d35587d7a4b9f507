from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from bot.errors import SourceConfigError, SourceError
from bot.sources.google.sheets import read_sheet
from bot.sources.google.source import GoogleConfig, Product, parse_google_config
from bot.sources.readings import Reading
from rules.headcounts import HeadcountClass, HeadcountRow, SourceKind
from rules.tallies import Tally, Traits
from rules.troubles import Detail, Incident, Trouble
from tests.bot.sources.google.workspace import SHEET, Workspace, read
from tests.bot.sources.rest.readings import DAY
from tests.bot.sources.rest.servers import Stub

Serve = Callable[[Any], Stub]
FACING, ENABLING = HeadcountClass
HEADER = ["as_of", "class", "function", "segment", "count", "fte"]


def cells(*rows: list[Any]) -> dict[str, Any]:
    return {"range": "Head count!A1:F9", "values": list(rows)}


def incident_of(body: Any) -> Incident:
    with pytest.raises(SourceError) as caught:
        read_sheet(body, DAY)
    return caught.value.incident


def test_a_sheet_of_counts_is_read_with_one_call(serve: Serve) -> None:
    sheet = cells(
        HEADER, ["", "customer_facing", "sales", "EMEA", 180], ["", "enablement", "", "", 6, 5.5]
    )
    stub = serve(Workspace(sheet=sheet))
    reading = read(stub.url, SHEET, subject="")
    assert reading == Reading(
        DAY,
        (
            HeadcountRow(FACING, 180, "sales", "EMEA"),
            HeadcountRow(ENABLING, 6, fte=Decimal("5.5")),
        ),
        pages=2,
    )
    [_, asked] = stub.asked
    assert asked.path.endswith("/values/Head%20count%21A%3AF")
    assert asked.params == {
        "valueRenderOption": ["UNFORMATTED_VALUE"],
        "dateTimeRenderOption": ["SERIAL_NUMBER"],
        "fields": ["range,values"],
    }


def test_dates_are_numbers_and_make_a_history() -> None:
    # 46082 is 1 March 2026 in a sheet, and 46054 the first of February.
    body = cells(
        HEADER,
        [46082, "cf", "", "", 46082],
        [46054.25, "cf", "", "", 9],
        ["2026-01-01", "cf", "", "", 8],
    )
    reading = read_sheet(body, DAY)
    assert (reading.as_of, reading.rows) == (date(2026, 3, 1), (HeadcountRow(FACING, 46082),))
    assert [(one.as_of, one.source, one.customer_facing) for one in reading.history] == [
        (date(2026, 1, 1), SourceKind.GOOGLE, 8),
        (date(2026, 2, 1), SourceKind.GOOGLE, 9),
    ]


def test_a_roster_is_counted() -> None:
    body = cells(
        ["department", "title", "start", "end"],
        ["Sales", "AE", 45000, ""],
        ["Sales", "AE", 45000],
        ["Sales", "AE", 45000, 46000],
        [],
        ["Sales", "AE", 46200],
    )
    reading = read_sheet(body, DAY)
    assert reading.tallies == (Tally(Traits("Sales", "AE"), 2),)
    assert (reading.people, reading.arriving) == (4, 1)


def test_blank_rows_above_and_between_do_not_matter() -> None:
    body = cells([], ["", None], ["class", "count"], [""], ["enablement", "6"], [])
    assert read_sheet(body, DAY).rows == (HeadcountRow(ENABLING, 6),)


@pytest.mark.parametrize(
    "body", [{"range": "A1:B2"}, cells(), cells([], [""]), cells(["class", "count"])]
)
def test_a_blank_range_is_not_a_count_of_nobody(body: dict[str, Any]) -> None:
    assert incident_of(body) == Incident(Trouble.FILE_EMPTY)


@pytest.mark.parametrize("body", [{}, {"values": []}, [], None, "text"])
def test_what_is_no_range_is_told(body: Any) -> None:
    assert incident_of(body) == Incident(Trouble.NOTHING_AT_PATH, {Detail.COLUMN: "values"})


@pytest.mark.parametrize("values", [None, {}, ["class"], [["class"], "enablement"]])
def test_values_that_are_no_rows_are_told(values: Any) -> None:
    expected = Incident(Trouble.NOT_READABLE, {Detail.COLUMN: "values"})
    assert incident_of({"range": "A1:B2", "values": values}) == expected


@pytest.mark.parametrize(
    ("body", "incident"),
    [
        pytest.param(
            cells(["class", "count", "E-Mail"], ["cf", 1, "a@example.com"]),
            Incident(Trouble.PERSONAL_COLUMN, {Detail.COLUMN: "E-Mail"}),
            id="a personal column",
        ),
        pytest.param(
            cells(["class", "count"], [], ["cf", -1]),
            Incident(Trouble.COUNT_NOT_READABLE, {Detail.LINE: 3, Detail.COLUMN: "count"}),
            id="a negative count",
        ),
        pytest.param(
            cells(["class", "count"], ["cf", True]),
            Incident(Trouble.COUNT_NOT_READABLE, {Detail.LINE: 2, Detail.COLUMN: "count"}),
            id="a tick box",
        ),
        pytest.param(
            cells(["class", "count"], ["cf", {"a": 1}]),
            Incident(Trouble.CELL_NOT_READABLE, {Detail.LINE: 2}),
            id="no cell",
        ),
        pytest.param(
            cells(["class", "count"], ["cf", 1, "stray"]),
            Incident(Trouble.CELL_STRAY, {Detail.LINE: 2}),
            id="a cell beside the columns",
        ),
        pytest.param(
            cells(["as_of", "class", "count"], [200_000, "cf", 1]),
            Incident(Trouble.DATE_NOT_READABLE, {Detail.LINE: 2, Detail.COLUMN: "as_of"}),
            id="a number that is no date",
        ),
        pytest.param(
            cells(["as_of", "class", "count"], [True, "cf", 1]),
            Incident(Trouble.DATE_NOT_READABLE, {Detail.LINE: 2, Detail.COLUMN: "as_of"}),
            id="a tick box for a date",
        ),
    ],
)
def test_a_cell_that_cannot_be_read_is_pointed_at(body: Any, incident: Incident) -> None:
    assert incident_of(body) == incident


class TestConfig:
    @pytest.mark.parametrize(
        "spreadsheet",
        [
            "1AbCdEfGhIjKlMnOpQrStUvWxYz",
            "https://docs.google.com/spreadsheets/d/1AbCdEfGhIjKlMnOpQrStUvWxYz/edit?gid=0#gid=0",
            " docs.google.com/a/kestrel.example/spreadsheets/d/1AbCdEfGhIjKlMnOpQrStUvWxYz ",
        ],
    )
    def test_a_sheet_may_be_given_by_its_address(self, spreadsheet: str) -> None:
        config = parse_google_config({**SHEET, "spreadsheet": spreadsheet, "range": " A:F\n"})
        assert config == GoogleConfig(Product.SHEET, "1AbCdEfGhIjKlMnOpQrStUvWxYz", "A:F")

    def test_the_directory_needs_no_more(self) -> None:
        assert parse_google_config({"product": "directory"}) == GoogleConfig(Product.DIRECTORY)

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"product": ""}, "product"),
            ({"product": "drive"}, "product"),
            ({"spreadsheet": ""}, "spreadsheet"),
            ({"spreadsheet": "1AbC"}, "spreadsheet"),
            (
                {"spreadsheet": "https://elsewhere.example/../../1AbCdEfGhIjKlMnOpQrSt"},
                "spreadsheet",
            ),
            ({"range": ""}, "range"),
            ({"range": ".."}, "range"),
            ({"range": "A\nF"}, "range"),
            ({"range": "A" * 201}, "range"),
        ],
    )
    def test_what_cannot_be_found_is_refused(self, changes: dict[str, str], field: str) -> None:
        with pytest.raises(SourceConfigError) as caught:
            parse_google_config({**SHEET, **changes})
        assert caught.value.field == field
