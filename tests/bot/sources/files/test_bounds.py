"""No file takes more memory or time than it may, whatever it holds: measured in processes of their own."""

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import pytest

from bot.errors import SourceError
from bot.sources.files.limits import LARGEST_FILE, LONGEST_RECORD, MOST_COMBINATIONS, MOST_LINES
from bot.sources.files.source import FileSource
from rules.troubles import Trouble
from tests.bot.sources.files import hostile
from tests.bot.sources.files.hostile import WrittenAsRead
from tests.bot.sources.files.memory import TEN_MILLION_ROWS
from tests.bot.sources.files.readings import an_incident
from tests.bot.sources.files.workbooks import from_sheets, wrap
from tests.builders import TODAY

ROOT = Path(__file__).parents[4]
MOST_MEGABYTES = 200
PATIENCE = timedelta(minutes=2)
UNPACKED, MEMORY = {"limit": "128 MB"}, {"limit": "128 MB"}
UNPACKED_TOO_LARGE = Trouble.UNPACKS_TOO_LARGE
TOO_LARGE, NOT_READABLE = Trouble.FILE_TOO_LARGE, Trouble.FILE_NOT_READABLE


def measure(name: str) -> dict[str, Any]:
    process = subprocess.run(  # noqa: S603 - our own module
        [sys.executable, "-m", "tests.bot.sources.files.memory", name],
        capture_output=True,
        check=True,
        cwd=ROOT,
        timeout=PATIENCE.total_seconds(),
    )
    told: dict[str, Any] = json.loads(process.stdout)
    assert told["megabytes"] + told["reader"] < MOST_MEGABYTES
    return told


@pytest.mark.parametrize(
    ("build", "trouble", "details"),
    [
        (hostile.two_letters_in_every_cell, Trouble.CELL_NOT_READABLE, {"line": 2, "limit": LONGEST_RECORD}),
        (
            hostile.titles_that_are_all_different,
            Trouble.FILE_TOO_LONG,
            {"line": MOST_COMBINATIONS + 2, "column": "title", "limit": MOST_COMBINATIONS},
        ),
        (hostile.a_bomb, UNPACKED_TOO_LARGE, UNPACKED),
        (hostile.a_bomb_that_lies, UNPACKED_TOO_LARGE, UNPACKED),
        (hostile.a_thousand_names_for_the_same_megabytes, UNPACKED_TOO_LARGE, UNPACKED),
        (hostile.a_directory_as_long_as_a_file_may_be, Trouble.FILE_EMPTY, {}),
        (hostile.a_list_of_sheets_without_end, UNPACKED_TOO_LARGE, MEMORY),
        (hostile.cells_in_opposite_corners, UNPACKED_TOO_LARGE, MEMORY),
        (hostile.a_long_text_in_a_million_cells, UNPACKED_TOO_LARGE, MEMORY),
        (hostile.four_million_texts, UNPACKED_TOO_LARGE, MEMORY),
        (hostile.a_billion_laughs, NOT_READABLE, {}),
        (hostile.elements_in_elements, NOT_READABLE, {}),
        (hostile.an_attribute_without_end, NOT_READABLE, {}),
    ],
)  # fmt: skip
def test_a_hostile_file_is_refused_within_its_bounds(
    build: Callable[[], bytes], trouble: Trouble, details: dict[str, Any], tmp_path: Path
) -> None:
    path = tmp_path / "file"
    path.write_bytes(build())
    told = measure(str(path))
    assert (told["trouble"], told["details"]) == (trouble, details)


def test_ten_million_rows_are_refused_within_the_bounds() -> None:
    told = measure(TEN_MILLION_ROWS)
    assert (told["trouble"], told["details"]) == (TOO_LARGE, {"limit": "10 MB"})


def test_a_stream_is_read_no_further_than_a_file_may_be_long() -> None:
    stream = WrittenAsRead(b"title\n", b"Manager\n", 10_000_000)
    with pytest.raises(SourceError) as caught:
        FileSource(cast("Any", stream)).read(TODAY)
    assert caught.value.incident == an_incident(TOO_LARGE, limit="10 MB")
    assert stream.given < LARGEST_FILE + 10_000


def test_the_largest_roster_is_read_within_the_bounds(tmp_path: Path) -> None:
    head = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>'
    row = '<row r="{0}"><c r="A{0}" t="s"><v>2</v></c><c r="B{0}"><f>1+1</f><v>2</v></c></row>'
    rows = head + "".join(row.format(n) for n in range(2, 100_002))
    path = tmp_path / "roster.xlsx"
    shared = ["department", "title", "Sales"]
    path.write_bytes(from_sheets([("S", "visible", wrap(rows))], shared))
    assert measure(str(path))["people"] == 100_000


def test_a_file_of_the_largest_size_is_read_and_one_byte_more_is_not() -> None:
    content = (b"class,count\ncf,320\n" + (b" " * 999 + b"\n") * 11_000)[:LARGEST_FILE]
    assert FileSource(content).read(TODAY).rows[0].people == 320
    with pytest.raises(SourceError) as caught:
        FileSource(content + b"\n").read(TODAY)
    assert caught.value.incident == an_incident(TOO_LARGE, limit="10 MB")


def test_as_many_lines_as_a_sheet_has_are_read() -> None:
    content = b"class,count\ncf,320\n" + b"\n" * (MOST_LINES - 2)
    assert FileSource(content).read(TODAY).rows[0].people == 320
    with pytest.raises(SourceError) as caught:
        FileSource(content + b"\n").read(TODAY)
    assert caught.value.incident == an_incident(Trouble.FILE_TOO_LONG, limit=MOST_LINES)
