import io
import logging
import traceback
from collections.abc import Iterator

import pytest

from bot.errors import SourceError
from bot.sources.files.columns import parse_header
from bot.sources.files.records import build_records
from bot.sources.files.rows import Row
from bot.sources.files.source import FileSource
from bot.sources.readings import Source
from rules.troubles import Detail, Trouble
from tests.bot.sources.files.readings import an_incident, counts, lines, people
from tests.bot.sources.files.workbooks import a_workbook
from tests.builders import TODAY, customer_facing

MARK = "Zaphod"
HEADER = ("department", "title", "status", "start", "fte")
BAD_ROWS = (
    (f"={MARK}", "AE", "", "", ""), ("Sales", f"{MARK * 40}", "", "", ""), ("Sales", "AE", MARK, "", ""),
    ("Sales", "AE", "", MARK, ""), ("Sales", "AE", "", "", MARK), ("Sales", "AE", "", "", "", MARK),
    ("Sales", "AE", "", "", "", *[MARK] * 200),
)  # fmt: skip


def test_a_file_is_a_source() -> None:
    source: Source = FileSource(counts("cf,,,320,").encode())
    assert source.read(TODAY).rows == (customer_facing(320),)


def test_a_stream_is_read_as_bytes_are() -> None:
    stream = io.BytesIO(counts("cf,,,320,").encode())
    assert FileSource(stream).read(TODAY).rows == (customer_facing(320),)


@pytest.mark.parametrize(
    ("rows", "told"),
    [(1, [1]), (999, [999]), (1_000, [1_000, 1_000]), (2_500, [1_000, 2_000, 2_500])],
)
def test_progress_is_told_now_and_then_and_at_the_end(rows: int, told: list[int]) -> None:
    heard: list[int] = []
    content = people(*["Sales,AE,,,,,,"] * rows).encode()
    assert FileSource(content, heard.append).read(TODAY).people == rows
    assert heard == told


def test_a_personal_column_is_refused_before_another_row_is_read() -> None:
    read: list[int] = []

    def rows() -> Iterator[Row]:
        for line in (2, 3):
            read.append(line)
            yield Row(line, (MARK, "1"))

    with pytest.raises(SourceError) as caught:
        list(build_records(rows(), parse_header(["E-mail", "count"])))
    assert caught.value.incident == an_incident(Trouble.PERSONAL_COLUMN, column="E-mail")
    assert read == []


@pytest.mark.parametrize("row", BAD_ROWS)
@pytest.mark.parametrize("kind", ["csv", "cp932", "xlsx"])
def test_no_text_of_a_cell_is_told_or_logged(
    row: tuple[str, ...], kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    table = (HEADER, ("Sales", "AE", "", "", ""), row)
    content = (
        a_workbook(*table)
        if kind == "xlsx"
        else lines(*[",".join(cells) for cells in table], "営業").encode(
            "cp932" if kind == "cp932" else "utf-8"
        )
    )
    with caplog.at_level(logging.DEBUG), pytest.raises(SourceError) as caught:
        FileSource(content).read(TODAY)
    error: BaseException | None = caught.value
    told = "".join(traceback.format_exception(caught.value)) + caplog.text
    while error is not None:
        told += repr(error) + repr(vars(error)) + str(error.args)
        error = error.__context__
    assert MARK not in told
    assert caught.value.incident.details[Detail.LINE] == 3
