"""A small writer of XLSX files, and of files that only look like one."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date
from xml.sax.saxutils import escape

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
EPOCH = date(1899, 12, 30)
STYLES = f'<styleSheet {MAIN}><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>'

Cell = str | int | float | bool | date | None


class Raw(str):
    """The XML of a cell, as it is."""

    __slots__ = ()


def a_workbook(*rows: Sequence[Cell]) -> bytes:
    """Return a workbook with one sheet."""
    return from_sheets([("Sheet1", "visible", write_sheet(rows))])


def write_sheet(rows: Sequence[Sequence[Cell]], first: int = 1) -> str:
    written = (
        f'<row r="{line}">{"".join(_write(line, n, cell) for n, cell in enumerate(row))}</row>'
        for line, row in enumerate(rows, first)
    )
    return wrap("".join(written))


def wrap(rows: str) -> str:
    return f"<worksheet {MAIN}><sheetData>{rows}</sheetData></worksheet>"


def from_sheets(sheets: Sequence[tuple[str, str, str]], shared: Sequence[str] = ()) -> bytes:
    """Return a workbook; arguments as for `list_parts`."""
    return pack(list_parts(sheets, shared))


def list_parts(
    sheets: Sequence[tuple[str, str, str]], shared: Sequence[str] = ()
) -> dict[str, str]:
    """Return the parts of a workbook by their names.

    Args:
        sheets: Name, state and XML of each.
        shared: The texts that cells with `t="s"` point at.
    """
    listed = "".join(
        f'<sheet name="{name}" sheetId="{n}" state="{state}" r:id="rId{n}"/>'
        for n, (name, state, _) in enumerate(sheets, 1)
    )
    targets = [f"worksheets/sheet{n}.xml" for n, _ in enumerate(sheets, 1)]
    texts = "".join(f"<si><t>{escape(text)}</t></si>" for text in shared)
    return {
        "_rels/.rels": _relate("officeDocument", "xl/workbook.xml"),
        "xl/workbook.xml": f'<workbook {MAIN} xmlns:r="{OFFICE}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": _relate("worksheet", *targets),
        "xl/styles.xml": STYLES,
        "xl/sharedStrings.xml": f"<sst {MAIN}>{texts}</sst>",
    } | {f"xl/worksheets/sheet{n}.xml": xml for n, (_, _, xml) in enumerate(sheets, 1)}


def pack(parts: Mapping[str, str], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", compression) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return packed.getvalue()


def name_column(number: int) -> str:
    """Return `A` for 0 and `AA` for 26."""
    before, last = divmod(number, 26)
    return (name_column(before - 1) if before else "") + chr(ord("A") + last)


def _relate(kind: str, *targets: str) -> str:
    relations = "".join(
        f'<Relationship Id="rId{n}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for n, target in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{RELATIONS}">{relations}</Relationships>'


def _write(line: int, column: int, cell: Cell) -> str:
    place = f'r="{name_column(column)}{line}"'
    if cell is None:
        return ""
    if isinstance(cell, Raw):
        return cell.replace("<c", f"<c {place}", 1)
    if isinstance(cell, bool):
        return f'<c {place} t="b"><v>{int(cell)}</v></c>'
    if isinstance(cell, date):
        return f'<c {place} s="1"><v>{(cell - EPOCH).days}</v></c>'
    if isinstance(cell, int | float):
        return f"<c {place}><v>{cell}</v></c>"
    text = escape(cell)
    return f'<c {place} t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
