"""Whatever a table of counts holds, and however it is saved, it is read back as it was."""

import csv
import io
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import SourceError
from bot.sources.files.aggregate import parse_aggregate_records
from bot.sources.files.records import MOST_SHARE
from bot.sources.files.source import FileSource
from bot.sources.readings import Reading
from rules.headcounts import HeadcountClass, HeadcountRow, Snapshot, SourceKind
from tests.bot.sources.files.readings import read
from tests.bot.sources.files.workbooks import Cell, a_workbook
from tests.builders import TODAY

HEADER = ("as_of", "class", "function", "segment", "count", "fte")
WORDS = {
    "utf-8": ("EMEA", "Süd, Ost", "東日本", "“quoted”", "emoji 🎉", "a;b\tc", 'say "hi"', "Ελλάδα"),
    "utf-8-sig": ("EMEA", "Süd; Ost", "西日本", "Полька"),
    "utf-16": ("EMEA", "Süd, Ost", "東日本", "한국"),
    "cp932": ("EMEA", "東日本", "カスタマー, サクセス", "ＡＰＡＣ", "a;b"),
    "cp1252": ("EMEA", "Süd, Ost", "Île-de-France", "São Paulo", "€uro", "a;b\tc"),
}
Counts = dict[tuple[date, HeadcountClass, str, str], tuple[int, Decimal | None]]


def tables(words: tuple[str, ...]) -> st.SearchStrategy[Counts]:
    days = st.integers(0, 4).map(lambda weeks: TODAY - timedelta(weeks=weeks))
    functions = st.sampled_from(("", "sales", "cs", "support"))
    keys = st.tuples(
        days, st.sampled_from(HeadcountClass), functions, st.sampled_from(("", *words))
    )
    tenths = st.integers(0, 10_000).map(lambda tenth: Decimal(tenth) / 10)
    values = st.tuples(st.integers(0, 50_000), st.none() | tenths).filter(
        lambda value: value[1] is None or value[1] <= MOST_SHARE * value[0]
    )
    return st.dictionaries(keys, values, min_size=1, max_size=12)


def expected(counts: Counts, kind: SourceKind) -> Reading:
    by_day: dict[date, list[HeadcountRow]] = {}
    for (day, headcount_class, function, segment), (people, fte) in counts.items():
        tidied = segment.replace("\t", " ").replace("ＡＰＡＣ", "APAC")
        row = HeadcountRow(headcount_class, people, function, tidied, fte)
        by_day.setdefault(day, []).append(row)
    *earlier, newest = sorted(by_day)
    history = tuple(Snapshot(day, kind, tuple(by_day[day])) for day in earlier)
    return Reading(newest, tuple(by_day[newest]), history=history)


def write_csv(counts: Counts, delimiter: str, encoding: str) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter)
    writer.writerow(HEADER)
    for (day, *names), (people, fte) in counts.items():
        writer.writerow([day, *names, people, "" if fte is None else fte])
    return text.getvalue().encode(encoding)


@pytest.mark.parametrize("encoding", WORDS)
@given(data=st.data(), delimiter=st.sampled_from(",;\t"))
def test_csv_in_any_encoding_gives_the_counts_back(
    encoding: str, data: st.DataObject, delimiter: str
) -> None:
    counts = data.draw(tables(WORDS[encoding]))
    assert read(write_csv(counts, delimiter, encoding)) == expected(counts, SourceKind.FILE)


@given(counts=tables(WORDS["utf-8"]))
@settings(max_examples=12)  # each starts a process
def test_a_workbook_gives_the_counts_back(counts: Counts) -> None:
    rows: list[tuple[Cell, ...]] = [
        (day, *names, people, None if fte is None else float(fte))
        for (day, *names), (people, fte) in counts.items()
    ]
    assert read(a_workbook(HEADER, *rows, (), (None, ""))) == expected(counts, SourceKind.FILE)


@given(counts=tables(WORDS["utf-8"]))
def test_json_gives_the_counts_back(counts: Counts) -> None:
    records = [
        dict(
            zip(
                HEADER, (str(day), *names, people, None if fte is None else float(fte)), strict=True
            )
        )
        for (day, *names), (people, fte) in counts.items()
    ]
    reading = parse_aggregate_records(records, TODAY, SourceKind.PUSH)
    assert reading == expected(counts, SourceKind.PUSH)


@given(content=st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_rubbish_never_ends_in_anything_but_an_answer(content: bytes) -> None:
    with pytest.raises(SourceError):
        FileSource(content).read(TODAY)
