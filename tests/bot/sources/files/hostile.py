"""Files made to exhaust whoever reads them."""

import io
import struct
import zipfile
from collections.abc import Iterator

from tests.bot.sources.files.workbooks import from_sheets, list_parts, wrap

MEGABYTE = 2**20
ENTRY, LOCAL_HEADER, END = b"PK\x01\x02", b"PK\x03\x04", b"PK\x05\x06"


class WrittenAsRead(io.RawIOBase):
    """A CSV file that nobody has to hold, in pieces of a thousand rows."""

    def __init__(self, header: bytes, row: bytes, rows: int) -> None:
        self._pieces = self._write(header, row, rows)
        self.given = 0

    def read(self, _size: int = -1) -> bytes:
        piece = next(self._pieces, b"")
        self.given += len(piece)
        return piece

    @staticmethod
    def _write(header: bytes, row: bytes, rows: int) -> Iterator[bytes]:
        yield header
        for _ in range(0, rows, 1_000):
            yield row * 1_000


def two_letters_in_every_cell() -> bytes:
    return b"class,count\n" + b"ab," * (3 * MEGABYTE)


def titles_that_are_all_different() -> bytes:
    return b"title\n" + b"".join(b"%d %s\n" % (n, b"x" * 190) for n in range(50_000))


def a_bomb() -> bytes:
    return _pack_spaces(160 * MEGABYTE)


def a_list_of_sheets_without_end() -> bytes:
    return _pack_spaces(120 * MEGABYTE, "xl/workbook.xml")


def a_bomb_that_lies() -> bytes:
    """A bomb whose headers speak of a hundred bytes."""
    content = bytearray(_pack_spaces(160 * MEGABYTE))
    for mark, size_at in ((ENTRY, 24), (LOCAL_HEADER, 22)):
        at = content.find(mark)
        while at >= 0:
            struct.pack_into("<I", content, at + size_at, 100)
            at = content.find(mark, at + 1)
    return bytes(content)


def a_thousand_names_for_the_same_megabytes() -> bytes:
    return _repeat_last_part(_pack_spaces(64 * MEGABYTE), 1_000)


def a_directory_as_long_as_a_file_may_be() -> bytes:
    return _repeat_last_part(_pack_spaces(0), 140_000)


def cells_in_opposite_corners() -> bytes:
    first, last = '<c r="A1"><v>1</v></c>', '<c r="XFD1048576"><v>1</v></c>'
    return _sheet(f'<row r="1">{first}</row><row r="1048576">{last}</row>')


def a_long_text_in_a_million_cells() -> bytes:
    cell = '<c t="s"><v>0</v></c>'
    rows = f"<row>{cell * 100}</row>" * 10_000
    return from_sheets([("S", "visible", wrap(rows))], shared=["x" * MEGABYTE])


def four_million_texts() -> bytes:
    return from_sheets([("S", "visible", wrap(""))], shared=["ab"] * 4_000_000)


def a_billion_laughs() -> bytes:
    tens = [f"&a{n};" * 10 for n in range(11)]
    names = "".join(f'<!ENTITY a{n} "{ten}">' for n, ten in enumerate(tens, 1))
    cell = '<row r="1"><c r="A1" t="inlineStr"><is><t>&a11;</t></is></c></row>'
    xml = f'<!DOCTYPE x [<!ENTITY a0 "ha">{names}]>{wrap(cell)}'
    return from_sheets([("S", "visible", xml)])


def elements_in_elements() -> bytes:
    return _sheet("<a>" * (30 * MEGABYTE))


def an_attribute_without_end() -> bytes:
    place = "A" * (50 * MEGABYTE)
    return _sheet(f'<row r="1"><c r="{place}"/></row>')


def _sheet(rows: str) -> bytes:
    return from_sheets([("S", "visible", wrap(rows))])


def _pack_spaces(size: int, before: str = "xl/worksheets/sheet1.xml") -> bytes:
    """Return a workbook with spaces before what is in one of its parts."""
    packed = io.BytesIO()
    parts = list_parts([("S", "visible", wrap(""))])
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            with archive.open(name, "w") as part:
                for _ in range(size // MEGABYTE if name == before else 0):
                    part.write(b" " * MEGABYTE)
                part.write(content.encode())
    return packed.getvalue()


def _repeat_last_part(content: bytes, times: int) -> bytes:
    """Return an archive whose directory names its last part again and again."""
    size, start = struct.unpack_from("<II", content, content.rfind(END) + 12)
    directory = content[start : start + size]
    directory += directory[directory.rfind(ENTRY) :] * times
    count = directory.count(ENTRY) % 2**16
    end = struct.pack("<4s4H2IH", END, 0, 0, count, count, len(directory), start, 0)
    return content[:start] + directory + end
