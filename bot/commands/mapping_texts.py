"""A mapping as text that people edit: CSV with a rule a line, and the titles no rule places yet."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum

from bot.errors import SettingsError
from bot.sources.characters import is_text
from bot.sources.files.cells import looks_like_formula
from bot.sources.files.limits import LONGEST_NAME, LONGEST_TITLE
from rules.facts import shorten
from rules.headcounts import HeadcountClass
from rules.mappings import NOT_COUNTED, MappingRule, Placement, fold
from rules.placements import FUNCTIONS, PLACEMENTS, Choice, build_rule, suggest_choice
from rules.tallies import Tally

MOST_RULES = 5_000
MOST_FAULTS = 20
CLASSES = (*(one.value for one in HeadcountClass), Choice.NOT_COUNTED.value)


class Column(StrEnum):
    """What a line says; `people` is there to be read by people alone."""

    DEPARTMENT = "department"
    TITLE = "title"
    GROUP = "group"
    CLASS = "class"
    FUNCTION = "function"
    SEGMENT = "segment"
    PEOPLE = "people"


LONGEST: Mapping[Column, int] = {
    Column.DEPARTMENT: LONGEST_TITLE,
    Column.TITLE: LONGEST_TITLE,
    Column.GROUP: LONGEST_TITLE,
    Column.FUNCTION: LONGEST_NAME,
    Column.SEGMENT: LONGEST_NAME,
}
Line = dict[Column, str]


class _FaultError(Exception):
    """A line cannot be read."""


def describe_rule(rule: MappingRule) -> dict[str, str]:
    """Return a rule as the columns have it, without people."""
    placement = rule.placement
    return {
        Column.DEPARTMENT.value: rule.department,
        Column.TITLE.value: rule.title,
        Column.GROUP.value: rule.group,
        Column.CLASS.value: placement.headcount_class or Choice.NOT_COUNTED.value,
        Column.FUNCTION.value: placement.function,
        Column.SEGMENT.value: placement.segment,
    }


def write_mapping(rules: Iterable[MappingRule], unmapped: Iterable[Tally]) -> str:
    """Return rules as text, and titles that no rule places, each where we would count it."""
    file = io.StringIO()
    writer = csv.DictWriter(file, [one.value for one in Column], lineterminator="\n")
    writer.writeheader()
    lines = [*map(describe_rule, rules), *_suggest(unmapped)]
    writer.writerows({key: _guard(cell) for key, cell in line.items()} for line in lines)
    return file.getvalue()


def parse_mapping(text: str) -> tuple[MappingRule, ...]:
    """Return the rules of a text; titles whose class is empty are left open.

    Raises:
        SettingsError: With a sentence for each line: what was read, and what would work.
    """
    rules: dict[tuple[str, str, str], MappingRule] = {}
    lines: dict[tuple[str, str, str], int] = {}
    faults = []
    for number, columns, cells in _read_lines(text):
        try:
            rule = _parse_line(_name_cells(columns, cells))
        except _FaultError as error:
            faults.append(f"line {number}: {error}")
            continue
        if rule is None:
            continue
        key = fold(rule.department), fold(rule.title), fold(rule.group)
        if key in rules:
            faults.append(f"line {number}: it is about the same people as line {lines[key]}")
        rules[key], lines[key] = rule, number
    if len(rules) > MOST_RULES:
        faults.append(f"there are {len(rules)} rules; at most {MOST_RULES} fit")
    if faults:
        more = len(faults) - MOST_FAULTS
        raise SettingsError([*faults[:MOST_FAULTS], *([f"and {more} more"] if more > 0 else [])])
    return tuple(rules.values())


def _suggest(unmapped: Iterable[Tally]) -> Iterator[dict[str, str]]:
    for tally in unmapped:
        choice = suggest_choice(tally.traits)
        rule = build_rule(tally.traits, PLACEMENTS[choice or Choice.NOT_COUNTED])
        if rule is None:
            continue
        people = {Column.PEOPLE.value: str(tally.people)}
        yield describe_rule(rule) | people | ({} if choice else {Column.CLASS.value: ""})


def _read_lines(text: str) -> Iterator[tuple[int, list[Column], list[str]]]:
    """Yield the lines under the header that say anything, with their numbers and columns."""
    file = io.StringIO(text.removeprefix("\ufeff"), newline="")
    first = text.partition("\n")[0]
    # A spreadsheet saves with whichever of these its country uses.
    records = csv.reader(file, delimiter=max(",;\t", key=first.count), strict=True)
    columns: list[Column] | None = None
    number = 1
    try:
        for cells in records:
            if columns is None:
                columns = _parse_header(cells)
            elif any(cell.strip() for cell in cells):
                yield number, columns, cells
            number = records.line_num + 1
    except csv.Error as error:
        raise SettingsError([f"line {number}: it is not CSV: {error}"]) from None
    if columns is None:
        raise SettingsError([f"the file is empty; its first line is {','.join(Column)}"])


def _name_cells(columns: list[Column], cells: list[str]) -> Line:
    if any(cell.strip() for cell in cells[len(columns) :]):
        raise _FaultError("it has more cells than there are columns")
    return {column: _bare(cell.strip()) for column, cell in zip(columns, cells, strict=False)}


def _parse_header(cells: list[str]) -> list[Column]:
    names = [fold(cell) for cell in cells]
    unknown = [shorten(name) for name in names if name not in list(Column)]
    if unknown or Column.CLASS not in names or len(set(names)) < len(names):
        read = ",".join(map(shorten, names))
        raise SettingsError([f"line 1: I read {read}; the columns are {','.join(Column)}"])
    return [Column(name) for name in names]


def _parse_line(line: Line) -> MappingRule | None:
    """Return the rule of a line; None where it leaves people open."""
    cells = {column: line.get(column, "") for column in Column}
    for column, limit in LONGEST.items():
        if len(cells[column]) > limit or not is_text(cells[column]):
            raise _FaultError(
                f"I read {shorten(cells[column])!r} as its {column}; up to {limit} characters work"
            )
    function, segment = cells[Column.FUNCTION], cells[Column.SEGMENT]
    name = fold(cells[Column.CLASS])
    if not name and not function and not segment:
        return None
    if name not in CLASSES:
        read = shorten(cells[Column.CLASS]) or "nothing"
        raise _FaultError(
            f"I read {read} as its class; these work: {', '.join(CLASSES)}, and nothing at all"
            " where function and segment are empty too"
        )
    if name == Choice.NOT_COUNTED:
        if function or segment:
            raise _FaultError("who is not_counted has neither a function nor a segment")
        placement = NOT_COUNTED
    else:
        known = {fold(one): str(one) for one in FUNCTIONS}
        placement = Placement(HeadcountClass(name), known.get(fold(function), function), segment)
    try:
        return MappingRule(
            placement, cells[Column.DEPARTMENT], cells[Column.TITLE], cells[Column.GROUP]
        )
    except ValueError:
        raise _FaultError(
            "it would match everybody; give a department, a title or a group"
        ) from None


def _guard(cell: str) -> str:
    """Return a cell that a spreadsheet takes for text; `_bare` is the inverse."""
    return f"'{cell}" if cell.startswith("'") or looks_like_formula(cell) else cell


def _bare(cell: str) -> str:
    rest = cell.removeprefix("'")
    return rest if rest.startswith("'") or looks_like_formula(rest) else cell
