"""XLSX to rows. It runs in a process of its own, see `confined`: an error ends that, and is told there.

Parts, elements and attributes are those of Office Open XML (ECMA-376, part 1).
"""

import io
import re
import struct
import zlib
from collections.abc import Iterator
from xml.etree import ElementTree
from xml.parsers import expat
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from python_calamine import load_workbook

from bot.errors import SourceError
from bot.sources.files.cells import write_cell
from bot.sources.files.limits import LARGEST_UNPACKED, LONGEST_TITLE, write_size
from bot.sources.files.rows import Row, build_row
from rules.troubles import Trouble

WORKBOOK, RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
# Deflate makes at most 1,032 bytes out of one, so no slice unpacks to more than 4 MB.
_SLICE = 2**12
_PIECE = 2**20
_NAME_LENGTHS_AT, _LOCAL_HEADER_SIZE = 26, 30
_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


def read_sheet(content: bytes) -> Iterator[Row]:
    """Yield the rows of the first visible sheet in which something stands.

    Raises:
        SourceError: If it unpacks to too much, or if a cell holds an error, or a formula whose value
            nobody has computed: either would read as blank.
    """
    with ZipFile(io.BytesIO(content)) as archive:
        weigh(content, archive.infolist())
        name, part = find_first_sheet(archive)
        check_cells(archive, part)
    sheet = load_workbook(io.BytesIO(content)).get_sheet_by_name(name)
    for line, values in enumerate(sheet.iter_rows(), 1):
        if values.count("") < len(values):
            yield build_row(line, [_cut(write_cell(value) or "") for value in values])


def weigh(content: bytes, parts: list[ZipInfo]) -> None:
    """Refuse an archive that unpacks to too much, whatever sizes it claims.

    Raises:
        SourceError: If it does.
    """
    unpacked = 0
    for part in parts:
        for size in _unpack(content, part):
            unpacked += size
            if unpacked > LARGEST_UNPACKED:
                raise SourceError(Trouble.UNPACKS_TOO_LARGE, limit=write_size(LARGEST_UNPACKED))


def find_first_sheet(archive: ZipFile) -> tuple[str, str]:
    """Return the name of the first visible sheet, and the part it is in.

    Raises:
        LookupError: If there is none.
    """
    parts = {
        relation.get("Id"): relation.get("Target", "")
        for relation in _parse(archive, RELATIONS).iterfind("{*}Relationship")
        if relation.get("Type", "").endswith("/worksheet")
    }
    for sheet in _parse(archive, WORKBOOK).iterfind("{*}sheets/{*}sheet"):
        key = next(value for name, value in sheet.attrib.items() if name.endswith("}id"))
        if key in parts and sheet.get("state", "visible") == "visible":
            part = parts[key]
            return sheet.get("name", ""), part[1:] if part.startswith("/") else f"xl/{part}"
    raise LookupError


def check_cells(archive: ZipFile, part: str) -> None:
    """Refuse a sheet with an error in a cell, or a formula without a value.

    Raises:
        SourceError: Naming the cell.
    """
    parser = expat.ParserCreate()
    watch = _Watch()
    parser.StartElementHandler = watch.begin
    parser.EndElementHandler = watch.end
    parser.CharacterDataHandler = watch.hear
    with archive.open(part) as sheet:
        while piece := sheet.read(_PIECE):
            parser.Parse(piece)
    parser.Parse(b"", True)  # noqa: FBT003 - it takes no keyword


class _Watch:
    """Looks at the cells of a sheet as they go by."""

    def __init__(self) -> None:
        self._place = self._type = self._inside = ""
        self._has_formula = self._has_value = False

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        """Note the beginning of an element."""
        self._inside = name.rpartition(":")[2]
        if self._inside == "c":
            self._place, self._type = attributes.get("r", ""), attributes.get("t", "n")
            self._has_formula = self._has_value = False
            if self._type == "e":
                raise self._refuse(Trouble.CELL_NOT_READABLE)
        elif self._inside == "f":
            self._has_formula = True

    def hear(self, _text: str) -> None:
        """Note that an element holds text."""
        self._has_value = self._has_value or self._inside == "v"

    def end(self, name: str) -> None:
        """Note the end of an element."""
        # The value of a formula that makes text may be empty; a number has at least a digit.
        is_without_value = self._has_formula and not self._has_value and self._type != "str"
        if is_without_value and name.rpartition(":")[2] == "c":
            raise self._refuse(Trouble.FORMULA)

    def _refuse(self, trouble: Trouble) -> SourceError:
        # Cells may leave out where they are, though nearly no writer does.
        place = _PLACE.fullmatch(self._place)
        return SourceError(
            trouble, **({"line": int(place[2]), "column": place[1]} if place else {})
        )


def _cut(text: str) -> str:
    """Return a cell that is too long a little too long: its column is known only later."""
    return text[: LONGEST_TITLE + 1]


def _parse(archive: ZipFile, part: str) -> ElementTree.Element:
    # Its memory is limited from outside, and expat stops entities that multiply.
    return ElementTree.fromstring(archive.read(part))  # noqa: S314


def _unpack(content: bytes, part: ZipInfo) -> Iterator[int]:
    """Yield how much each slice of a part unpacks to."""
    name_and_extra = struct.unpack_from("<HH", content, part.header_offset + _NAME_LENGTHS_AT)
    begin = part.header_offset + _LOCAL_HEADER_SIZE + sum(name_and_extra)
    packed = memoryview(content)[begin : begin + part.compress_size]
    if part.compress_type == ZIP_STORED:
        yield len(packed)
        return
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    for at in range(0, len(packed), _SLICE):
        yield len(inflater.decompress(packed[at : at + _SLICE]))
