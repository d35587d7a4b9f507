"""What stands in one cell: text, whatever wrote it, and the numbers and names that text can be."""

import re
import unicodedata
from datetime import date, time, timedelta
from decimal import Decimal

_GROUPED = r"\d{1,3}(?:[, ]\d{3})+|\d{1,12}"
_COUNT = re.compile(rf"(?P<whole>{_GROUPED})(?:\.0+)?", re.ASCII)
# Zeros in front are what is left of thousands that a bare comma cut off: 1,000 or 1,005.
_FTE = re.compile(rf"(?!0\d)(?P<whole>{_GROUPED})(?:[.,](?P<tenth>\d)0?)?", re.ASCII)
_SHARE = re.compile(r"(?P<whole>\d)(?:[.,](?P<fraction>\d{1,4}))?", re.ASCII)
_FORMULA_SIGNS, _BEFORE_FORMULAS = ("=", "+", "-", "@"), ("\t", "\r", "\n")
_GROUPING = str.maketrans("", "", ", ")
# Not NFKC, which makes 1201 of 120 with a footnote.
_NARROW = str.maketrans("０１２３４５６７８９，．\u3000\u00a0\u202f", "0123456789,.   ")


def write_cell(value: object) -> str | None:
    """Return a value as the text of a cell, or None where no cell can hold it.

    Spreadsheets keep every number as a float, of which they show 15 digits.

    >>> write_cell(12.0), write_cell(0.1 + 0.2), write_cell(date(2026, 3, 1))
    ('12', '0.3', '2026-03-01')
    """
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.15g}"
    if isinstance(value, str | int | Decimal | date | time | timedelta):
        return str(value)
    return None


def tidy(text: str) -> str:
    """Return text with full-width characters narrowed and spaces trimmed; case stays."""
    return " ".join(unicodedata.normalize("NFKC", text).split())


def find_count(text: str) -> int | None:
    """Return a whole number, 0 or more; None where the text is none.

    >>> find_count("1,200"), find_count("１２０"), find_count("12.0"), find_count("1.5")
    (1200, 120, 12, None)
    """
    match = _COUNT.fullmatch(_narrow(text))
    return None if match is None else int(match["whole"].translate(_GROUPING))


def find_fte(text: str) -> Decimal | None:
    """Return full-time equivalents with at most one decimal; None where the text is none.

    Three digits after a comma are thousands; after a point they could be either, so are neither.

    >>> find_fte("1.5"), find_fte("1,5"), find_fte("1,500"), find_fte("1.500")
    (Decimal('1.5'), Decimal('1.5'), Decimal('1500.0'), None)
    """
    match = _FTE.fullmatch(_narrow(text))
    if match is None:
        return None
    return Decimal(f"{match['whole'].translate(_GROUPING)}.{match['tenth'] or 0}")


def find_share(text: str) -> Decimal | None:
    """Return one person's part of a full-time post; None where the text is none.

    >>> find_share("0.875"), find_share("0,8"), find_share("80%")
    (Decimal('0.875'), Decimal('0.8'), None)
    """
    match = _SHARE.fullmatch(_narrow(text))
    return None if match is None else Decimal(f"{match['whole']}.{match['fraction'] or 0}")


def looks_like_formula(text: str) -> bool:
    """Return whether a spreadsheet could take a text for a formula; full-width signs count too."""
    return text.startswith(_BEFORE_FORMULAS) or tidy(text).startswith(_FORMULA_SIGNS)


def _narrow(text: str) -> str:
    return text.translate(_NARROW).strip()
