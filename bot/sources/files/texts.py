"""CSV as spreadsheets save it: which encoding, which delimiter, and one row after the other."""

import codecs
import csv
import io
import re
from collections.abc import Iterator

from bot.errors import SourceError
from bot.sources.files.limits import LONGEST_RECORD, MOST_LINES
from bot.sources.files.rows import Row, build_row
from rules.troubles import Trouble

DELIMITERS = ",;\t"
BYTE_ORDER_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
# Excel saves plain CSV in the code page of its Windows. Two of them concern us, and a text in the one
# often decodes in the other, into nonsense. In Japanese (cp932) the characters of which words are made,
# kana and common kanji, have a first byte from 81 to 98 and stand side by side, or alone in a cell;
# half-width katakana stand in rows too. In a Western text (cp1252) such bytes are curly quotes and
# dashes, with letters behind them, and accented letters begin at E0, where kanji are rare.
_COMMON = rb"(?:[\x81-\x98][\x80-\xfc]|[\x81-\x83\x86-\x90\x95\x98][\x40-\x7e])"
_JAPANESE = re.compile(
    rb"%b{2}|(?<![^,;\t\r\n\"])%b(?![^,;\t\r\n\"])|[\xa1-\xdf]{4}" % (_COMMON, _COMMON)
)
_NOT_TEXT = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_CHUNK = 2**16


def read_text(content: bytes) -> Iterator[Row]:
    """Yield the rows of a CSV file, blank ones as well.

    Raises:
        SourceError: If it is no text, has too many lines, or a quoted cell never ends.
    """
    encoding = find_encoding(content)
    if encoding is None:
        raise SourceError(Trouble.FILE_NOT_READABLE)
    lines = _Lines(content, encoding)
    records = csv.reader(lines, delimiter=find_delimiter(content, encoding), strict=True)
    while True:
        line = records.line_num + 1
        lines.begin_record(line)
        try:
            cells = next(records)
        except StopIteration:
            return
        except csv.Error:
            raise SourceError(Trouble.CELL_NOT_READABLE, line=line) from None
        if records.line_num > MOST_LINES:
            raise SourceError(Trouble.FILE_TOO_LONG, limit=MOST_LINES)
        yield build_row(line, cells)


def find_encoding(content: bytes) -> str | None:
    """Return the encoding of a text, or None where it is no text.

    A byte order mark decides; then UTF-8, which nothing else decodes as by chance; then the code
    page of a Japanese Windows where the bytes look Japanese; then that of a Western one.
    """
    for mark, encoding in BYTE_ORDER_MARKS.items():
        if content.startswith(mark):
            return encoding if _decodes(content, encoding) else None
    pages = ("cp932", "cp1252") if _JAPANESE.search(content) else ("cp1252", "cp932")
    return next((name for name in ("utf-8", *pages) if _decodes(content, name)), None)


def find_delimiter(content: bytes, encoding: str) -> str:
    """Return what stands between the cells of the first row that holds anything."""
    lines = _Lines(content, encoding)
    header = next((line for line in lines if line.strip(f'{DELIMITERS} \r\n"')), "")
    return max(
        DELIMITERS, key=lambda delimiter: len(next(csv.reader([header], delimiter=delimiter)))
    )


def _decodes(content: bytes, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        return not any(
            _NOT_TEXT.search(decoder.decode(content[at : at + _CHUNK], at + _CHUNK >= len(content)))
            for at in range(0, len(content), _CHUNK)
        )
    except UnicodeDecodeError:
        return False


class _Lines:
    """The lines of a text, of which no record may take more than its share of memory."""

    def __init__(self, content: bytes, encoding: str) -> None:
        self._text = io.TextIOWrapper(io.BytesIO(content), encoding, newline="")
        self._line, self._room = 1, LONGEST_RECORD

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._text.readline(self._room + 1)
        self._room -= len(line)
        if self._room < 0:
            raise SourceError(Trouble.CELL_NOT_READABLE, line=self._line, limit=LONGEST_RECORD)
        if not line:
            raise StopIteration
        return line

    def begin_record(self, line: int) -> None:
        """Start counting anew, at a line of the file."""
        self._line, self._room = line, LONGEST_RECORD
