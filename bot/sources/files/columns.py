"""The columns of the two templates, what people call them, and what a header row says."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from bot.errors import SourceError
from bot.sources.files.limits import LONGEST_HEADER
from bot.sources.files.personal import looks_personal
from rules.mappings import fold
from rules.troubles import Trouble

MOST_NAMED = 5
"""Columns that one error names."""
_MARKS = re.compile(r"[\s_./()・\-\u2010-\u2015]+")


class Column(StrEnum):
    """What a column holds; the name is that of the template."""

    AS_OF = "as_of"
    CLASS = "class"
    FUNCTION = "function"
    SEGMENT = "segment"
    COUNT = "count"
    FTE = "fte"
    DEPARTMENT = "department"
    TITLE = "title"
    REGION = "region"
    STATUS = "status"
    KIND = "kind"
    START = "start"
    END = "end"


class Template(StrEnum):
    """What a file gives: counts, or one row for each person."""

    AGGREGATE = "aggregate"
    ROSTER = "roster"


_FTE_NAMES = ("full-time equivalent", "常勤換算", "換算人数")
NAMES: Mapping[Template, Mapping[Column, tuple[str, ...]]] = MappingProxyType(
    {
        Template.AGGREGATE: {
            Column.AS_OF: ("date", "基準日", "日付", "年月日"),
            Column.CLASS: ("headcount class", "区分", "種別"),
            Column.FUNCTION: ("department", "職能", "機能", "部門", "職種"),
            Column.SEGMENT: ("region", "セグメント", "地域", "拠点", "事業部"),
            Column.COUNT: ("headcount", "people", "employees", "人数", "人員", "員数"),
            Column.FTE: _FTE_NAMES,
        },
        Template.ROSTER: {
            Column.DEPARTMENT: ("dept", "department name", "team", "部門", "部署", "所属"),
            Column.TITLE: ("job title", "position", "role", "役職", "職種", "職位", "肩書き"),
            Column.REGION: ("location", "country", "office", "地域", "拠点", "勤務地", "国"),
            Column.STATUS: ("employment status", "在籍状況", "在籍区分", "状態", "ステータス"),
            Column.KIND: ("employment type", "worker type", "雇用形態", "雇用区分", "社員区分"),
            Column.START: ("start date", "hire date", "入社日", "開始日"),
            Column.END: (
                "end date",
                "termination date",
                "last day",
                "退職日",
                "終了日",
                "契約終了日",
            ),
            Column.FTE: _FTE_NAMES,
        },
    }
)
"""What else a column may be called; case, width, spaces and hyphens do not matter."""
KNOWN_BY: Mapping[Template, frozenset[Column]] = MappingProxyType(
    {
        Template.AGGREGATE: frozenset({Column.CLASS, Column.COUNT}),
        Template.ROSTER: frozenset({Column.DEPARTMENT, Column.TITLE}),
    }
)
"""The columns by which a template is known, the first that has one."""


@dataclass(frozen=True, slots=True)
class Header:
    """What stands where.

    Attributes:
        columns: What each place holds; None where the header is blank.
        names: What the file calls each column, for pointing at a cell.
    """

    template: Template
    columns: tuple[Column | None, ...]
    names: Mapping[Column, str]


def simplify(text: str) -> str:
    """Return a header or a keyword for comparing.

    >>> simplify("As-Of"), simplify("customer facing"), simplify("ＦＴＥ")
    ('asof', 'customerfacing', 'fte')
    """
    return _MARKS.sub("", fold(text))


def parse_header(cells: Sequence[str], templates: Iterable[Template] = Template) -> Header:
    """Return what the first row says about the columns of one of some templates.

    Raises:
        SourceError: If a column is personal, unknown, there twice or missing.
    """
    keys = [simplify(cell) for cell in cells]
    template = _find_template(keys, templates)
    known = {} if template is None else _KEYS[template]
    strange = [place for place, key in enumerate(keys) if key and key not in known]
    personal = [place for place in strange if looks_personal(keys[place])]
    if personal:
        raise SourceError(Trouble.PERSONAL_COLUMN, column=_name(cells, personal))
    if template is None:
        raise SourceError(Trouble.COLUMN_MISSING, column=f"{Column.CLASS}, {Column.COUNT}")
    if strange:
        raise SourceError(Trouble.COLUMN_UNKNOWN, column=_name(cells, strange))
    columns = tuple(known.get(key) for key in keys)
    _check_columns(cells, columns, template)
    names = {column: _clip(cell) for column, cell in zip(columns, cells, strict=True) if column}
    return Header(template, columns, names)


def _find_template(keys: Sequence[str], templates: Iterable[Template]) -> Template | None:
    held = {template: {_KEYS[template].get(key) for key in keys} for template in templates}
    return next((template for template in held if held[template] & KNOWN_BY[template]), None)


def _check_columns(
    cells: Sequence[str], columns: Sequence[Column | None], template: Template
) -> None:
    repeated = {column for column in columns if column and columns.count(column) > 1}
    if repeated:
        twice = [place for place, column in enumerate(columns) if column in repeated]
        raise SourceError(Trouble.COLUMN_REPEATED, column=_name(cells, twice))
    if template is Template.AGGREGATE and (missing := KNOWN_BY[template] - set(columns)):
        raise SourceError(Trouble.COLUMN_MISSING, column=", ".join(missing))


def _name(cells: Sequence[str], places: Sequence[int]) -> str:
    """Return the headers at some places as an error shows them."""
    shown = [_clip(cells[place]) for place in places[:MOST_NAMED]]
    return ", ".join(shown if len(places) <= MOST_NAMED else [*shown, "…"])


def _clip(header: str) -> str:
    # An address is no header: the file has none, and its first row is somebody.
    tidied = "…@…" if "@" in header else " ".join(header.split())
    return tidied if len(tidied) <= LONGEST_HEADER else f"{tidied[: LONGEST_HEADER - 1]}…"


_KEYS: Mapping[Template, Mapping[str, Column]] = MappingProxyType(
    {
        template: {simplify(name): c for c, names in columns.items() for name in (c, *names)}
        for template, columns in NAMES.items()
    }
)
