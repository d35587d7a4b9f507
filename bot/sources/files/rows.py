"""A row of a table, before anybody knows what its columns mean."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.errors import SourceError
from bot.sources.files.limits import MOST_COLUMNS
from rules.troubles import Trouble


@dataclass(frozen=True, slots=True)
class Row:
    """What one row holds.

    Attributes:
        line: Where it begins in the file, from 1.
        cells: As text, up to the last that is not blank.
    """

    line: int
    cells: tuple[str, ...]


def build_row(line: int, cells: Sequence[str]) -> Row:
    """Return a row without the blank cells at its end.

    Raises:
        SourceError: If it is wider than any table of ours.
    """
    width = len(cells)
    while width and not cells[width - 1].strip():
        width -= 1
    if width > MOST_COLUMNS:
        raise SourceError(Trouble.CELL_NOT_READABLE, line=line, limit=MOST_COLUMNS)
    return Row(line, tuple(cells[:width]))
