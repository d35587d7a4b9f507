import codecs

import pytest

from bot.errors import SourceError
from bot.sources.files.limits import LONGEST_RECORD
from bot.sources.files.rows import Row
from bot.sources.files.texts import find_encoding, read_text
from rules.troubles import Incident, Trouble
from tests.bot.sources.files.readings import an_incident

WESTERN = (
    "Vertrieb Süd", "Köln", "Österreich", "Größe", "ÄÖÜ", "Nürnberg", "Région Île-de-France", "Télévente",
    "Préférence", "España", "São Paulo", "Ação", "Malmö", "Århus", "Ålesund", "Zürich – Genève", "„Große“ Kunden",
    "Men’s Wear", "“Key” Accounts", "Café’s", "CÔTE D’AZUR", "Señor", "Œuvres", "Škoda",
)  # fmt: skip
JAPANESE = (
    "営業", "東", "顧客対応", "カスタマーサクセス", "東京", "ｲﾈｰﾌﾞﾙﾒﾝﾄ", "区分,人数", "北海道", "大阪支社",
    "ＥＭＥＡ", "さくら", "齋藤商事", "法人営業・東日本", "関西（大阪）",
)  # fmt: skip


def read(content: bytes) -> list[tuple[str, ...]]:
    return [row.cells for row in read_text(content)]


def refuse(content: bytes) -> Incident:
    with pytest.raises(SourceError) as caught:
        list(read_text(content))
    return caught.value.incident


@pytest.mark.parametrize("text", WESTERN)
def test_western_words_are_read_from_a_western_code_page(text: str) -> None:
    content = f"class,segment\n{text},1\n".encode("cp1252")
    assert content.isascii() or find_encoding(content) == "cp1252"
    assert read(content)[1][0] == text


@pytest.mark.parametrize("text", JAPANESE)
def test_japanese_words_are_read_from_a_japanese_code_page(text: str) -> None:
    content = f"class,segment\n{text},1\n".encode("cp932")
    assert find_encoding(content) == "cp932"
    assert ",".join(read(content)[1]) == f"{text},1"


def test_a_curly_quote_before_a_letter_is_not_japanese() -> None:
    assert find_encoding("Rock’n’Roll’s".encode("cp1252")) == "cp1252"


def test_a_text_that_only_one_code_page_has_is_read_with_it() -> None:
    assert find_encoding("a 西 b".encode("cp932")) == "cp932"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_unicode_is_told_before_any_code_page(encoding: str) -> None:
    assert read("区分;größe\nx;1\n".encode(encoding)) == [("区分", "größe"), ("x", "1")]


def test_a_byte_order_mark_of_either_end_is_read() -> None:
    for mark, encoding in ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
        assert read(mark + "区分\tn\n".encode(encoding)) == [("区分", "n")]


@pytest.mark.parametrize(
    "content",
    [
        b"class,count\n\x00\x01\x02",
        codecs.BOM_UTF8 + "größe".encode("cp1252"),
        codecs.BOM_UTF16_LE + b"x",
        "class,count".encode("utf-16-le"),
        b"\x89PNG\r\n\x1a\n\x00\x00",
        b"%PDF-1.7\n%\x81\x8d\x8f\n",
        "区分,é".encode("cp932", "ignore") + b"\xff\x90",
        bytes(range(256)),
    ],
)
def test_what_is_no_text_is_refused(content: bytes) -> None:
    assert refuse(content) == an_incident(Trouble.FILE_NOT_READABLE)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_header_tells_the_delimiter(delimiter: str) -> None:
    header = delimiter.join(['"a, b; c\td"', "class", "count", "fte"])
    content = f"\n{header}\n1{delimiter}2;2{delimiter}3\n".encode().replace(b"2;2", b'"2;2"')
    assert read(content)[1:] == [("a, b; c\td", "class", "count", "fte"), ("1", "2;2", "3")]


def test_one_column_needs_no_delimiter() -> None:
    assert read(b"count\n12\n") == [("count",), ("12",)]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_end_in_any_way(end: str) -> None:
    assert read(f"a,b{end}1,2{end}".encode()) == [("a", "b"), ("1", "2")]


def test_quotes_hold_delimiters_quotes_and_lines() -> None:
    content = b'a,b\n"x, y","say ""hi"""\n"two\nlines",z\nlast,1\n'
    rows = list(read_text(content))
    assert [row.line for row in rows] == [1, 2, 3, 5]
    assert rows[1].cells == ("x, y", 'say "hi"')
    assert rows[2].cells == ("two\nlines", "z")


def test_blank_cells_at_the_end_of_a_row_are_dropped() -> None:
    assert list(read_text(b"a,b,,\n1,,,\n,,,\n")) == [
        Row(1, ("a", "b")),
        Row(2, ("1",)),
        Row(3, ()),
    ]


@pytest.mark.parametrize("content", [b'a,b\n1,"never ends\n2,3\n', b'a,b\n1,"x"y\n'])
def test_a_broken_quote_is_named_by_its_line(content: bytes) -> None:
    assert refuse(content) == an_incident(Trouble.CELL_NOT_READABLE, line=2)


@pytest.mark.parametrize(
    "row", ["x" * LONGEST_RECORD, "ab," * LONGEST_RECORD, '"x\n"' + ',"x\n"' * LONGEST_RECORD]
)
def test_a_row_without_end_is_refused_before_it_is_held(row: str) -> None:
    incident = refuse(f"a,b\n{row}\n".encode())
    assert incident == an_incident(Trouble.CELL_NOT_READABLE, line=2, limit=LONGEST_RECORD)


def test_a_row_of_too_many_cells_is_refused() -> None:
    assert len(read(b",".join([b"x"] * 100))[0]) == 100
    incident = refuse(b"a\n" + b",".join([b"x"] * 101))
    assert incident == an_incident(Trouble.CELL_NOT_READABLE, line=2, limit=100)
