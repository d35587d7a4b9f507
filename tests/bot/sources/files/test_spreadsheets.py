import zipfile
from datetime import date
from decimal import Decimal

import pytest

from bot.errors import SourceError
from bot.sources.files.rows import Row
from bot.sources.files.spreadsheets import read_sheet
from bot.sources.files.tables import read_table
from rules.troubles import Incident, Trouble
from tests.bot.sources.files import hostile
from tests.bot.sources.files.readings import an_incident, read, rows_of
from tests.bot.sources.files.workbooks import (
    MAIN,
    Cell,
    Raw,
    a_workbook,
    from_sheets,
    list_parts,
    name_column,
    pack,
    wrap,
    write_sheet,
)
from tests.builders import customer_facing

HEADER = ("class", "count")


def refuse(content: bytes) -> Incident:
    with pytest.raises(SourceError) as caught:
        list(read_sheet(content))
    return caught.value.incident


def cells(*row: Cell) -> tuple[str, ...]:
    return next(read_sheet(a_workbook(row))).cells


def test_values_are_read_as_a_spreadsheet_shows_them() -> None:
    row = ("EMEA", 12, 12.0, 5.5, 0.1 + 0.2, date(2026, 3, 31), True, " x ")
    assert cells(*row) == ("EMEA", "12", "12", "5.5", "0.3", "2026-03-31", "True", " x ")


def test_blank_rows_and_columns_do_not_count_and_lines_are_the_sheets() -> None:
    sheet = write_sheet([HEADER, (), ("cf", 1, None, "", " "), ("", None), (0,)], first=3)
    rows = [row for row in read_sheet(from_sheets([("S", "visible", sheet)])) if row.cells]
    assert rows == [Row(3, HEADER), Row(5, ("cf", "1")), Row(7, ("0",))]


def test_a_table_may_begin_in_any_column() -> None:
    assert rows_of(
        read(a_workbook((), (None, None, *HEADER), (None, None, "cf", 320.0)))
    ) == rows_of(read("class,count\ncf,320\n"))


def test_texts_that_cells_share_are_read() -> None:
    sheet = wrap('<row r="1"><c r="A1" t="s"><v>1</v></c><c r="B1" t="s"><v>0</v></c></row>')
    workbook = from_sheets([("S", "visible", sheet)], shared=["count", "区分"])
    assert next(read_sheet(workbook)).cells == ("区分", "count")


def test_the_first_visible_sheet_is_read() -> None:
    sheets = [
        ("Old", "hidden", write_sheet([("e-mail",)])),
        ("Older", "veryHidden", write_sheet([("name",)])),
        ("区分 &amp; 人数", "visible", write_sheet([HEADER, ("cf", 320)])),
        ("Notes", "visible", write_sheet([("Jane",), (Raw('<c t="e"><v>#N/A</v></c>'),)])),
    ]
    assert read(from_sheets(sheets)).rows == (customer_facing(320),)


def test_a_sheet_is_found_by_its_whole_path_as_well() -> None:
    parts = list_parts([("S", "visible", write_sheet([HEADER, ("cf", 320)]))])
    relations = "xl/_rels/workbook.xml.rels"
    parts[relations] = parts[relations].replace("worksheets/", "/xl/worksheets/")
    assert read(pack(parts)).rows == (customer_facing(320),)


def test_a_workbook_that_is_not_compressed_is_read() -> None:
    parts = list_parts([("S", "visible", write_sheet([HEADER]))])
    assert next(read_sheet(pack(parts, zipfile.ZIP_STORED))).cells == HEADER


def test_a_workbook_that_unpacks_to_too_much_is_not_unpacked() -> None:
    for content in (hostile.a_bomb(), hostile.a_bomb_that_lies()):
        assert refuse(content) == an_incident(Trouble.UNPACKS_TOO_LARGE, limit="128 MB")


def test_a_roster_is_read_from_a_workbook() -> None:
    reading = read(
        a_workbook(
            ("department", "title", "start", "end", "fte"),
            ("Sales", "AE", date(2024, 4, 1), date(9999, 12, 31), 0.8),
            ("Sales", "AE", date(2024, 4, 1), None, 1.0),
        )
    )
    assert (reading.tallies[0].people, reading.tallies[0].fte) == (2, Decimal("1.8"))


def test_a_formula_gives_the_value_that_was_saved_with_it() -> None:
    row = (
        Raw("<c><f>1+1</f><v>2</v></c>"),
        Raw('<c t="str"><f>A1</f><v>cf</v></c>'),
        Raw('<c t="str"><f>IF(1,"","")</f><v></v></c>'),
        "last",
    )
    assert cells(*row) == ("2", "cf", "", "last")


@pytest.mark.parametrize(
    "cell", ["<c><f>1+1</f></c>", "<c><f>1+1</f><v></v></c>", "<c><f/><v/></c>"]
)
def test_a_formula_that_nobody_computed_is_not_blank(cell: str) -> None:
    incident = refuse(a_workbook(HEADER, ("cf", 1, Raw(cell))))
    assert incident == an_incident(Trouble.FORMULA, line=2, column="C")


@pytest.mark.parametrize(
    "cell", ['<c t="e"><v>#N/A</v></c>', '<c t="e"><f>A1/0</f><v>#DIV/0!</v></c>']
)
def test_an_error_in_a_cell_is_not_blank(cell: str) -> None:
    incident = refuse(a_workbook(HEADER, *[()] * 27, (*["x"] * 27, Raw(cell))))
    assert incident == an_incident(Trouble.CELL_NOT_READABLE, line=29, column="AB")


def test_a_cell_that_does_not_say_where_it_is_is_still_refused() -> None:
    sheet = wrap('<row><c t="e"><v>#N/A</v></c></row>')
    assert refuse(from_sheets([("S", "visible", sheet)])) == an_incident(Trouble.CELL_NOT_READABLE)


def test_prefixes_in_the_xml_make_no_difference() -> None:
    sheet = (
        f'<x:worksheet xmlns:x="{MAIN[7:-1]}"><x:sheetData><x:row r="1">'
        '<x:c r="A1" t="e"><x:v>#N/A</x:v></x:c></x:row></x:sheetData></x:worksheet>'
    )
    incident = refuse(from_sheets([("S", "visible", sheet)]))
    assert incident == an_incident(Trouble.CELL_NOT_READABLE, line=1, column="A")


def test_text_that_begins_like_a_formula_is_refused_where_it_stands() -> None:
    with pytest.raises(SourceError) as caught:
        read(a_workbook((*HEADER, "segment"), ("cf", 1, "=1+1")))
    assert caught.value.incident == an_incident(Trouble.FORMULA, line=2, column="segment")


def test_an_empty_sheet_holds_no_rows() -> None:
    assert list(read_table(a_workbook())) == []
    assert list(read_table(a_workbook((" ", "")))) == []


def test_a_row_of_too_many_cells_is_refused() -> None:
    assert len(cells(*["x"] * 100)) == 100
    incident = refuse(a_workbook(HEADER, ["x"] * 101))
    assert incident == an_incident(Trouble.CELL_NOT_READABLE, line=2, limit=100)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(a_workbook(HEADER)[:-40], id="cut off"),
        pytest.param(a_workbook(HEADER)[:400], id="cut in half"),
        pytest.param(b"PK\x03\x04" + b"x" * 500, id="rubbish behind a good beginning"),
        pytest.param(b"PK\x03\x04", id="nothing behind a good beginning"),
        pytest.param(pack({"word/document.xml": "<x/>"}), id="a text document"),
        pytest.param(pack({"content.xml": "<x/>", "mimetype": "x"}), id="another format"),
        pytest.param(from_sheets([("S", "hidden", wrap(""))]), id="nothing visible"),
        pytest.param(from_sheets([]), id="no sheet"),
        pytest.param(from_sheets([("S", "visible", "<worksheet><sheetData>")]), id="broken XML"),
        pytest.param(from_sheets([("S", "visible", wrap("<row r='x'/>"))]), id="no such row"),
        pytest.param(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, id="the old format"),
        pytest.param(b"<html><table><tr><td>class", id="a web page"),
    ],
)
def test_a_file_that_is_no_workbook_is_refused(content: bytes) -> None:
    with pytest.raises(SourceError) as caught:
        list(read_table(content))
    assert caught.value.incident == an_incident(Trouble.FILE_NOT_READABLE)


def test_a_workbook_with_a_flipped_bit_is_refused_or_read_but_never_worse() -> None:
    whole = a_workbook(HEADER, ("cf", 320))
    for at in range(0, len(whole), 301):
        content = whole[:at] + bytes([whole[at] ^ 0x10]) + whole[at + 1 :]
        try:
            list(read_table(content))
        except SourceError:
            continue


def test_a_password_is_named() -> None:
    content = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")
    with pytest.raises(SourceError) as caught:
        list(read_table(content))
    assert caught.value.incident == an_incident(Trouble.FILE_LOCKED)


def test_columns_are_named_as_spreadsheets_do() -> None:
    assert [name_column(n) for n in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
