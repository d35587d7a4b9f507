"""Patterns for titles: a star stands for anything, and nothing else is special."""

from collections.abc import Sequence


def split_pattern(text: str) -> tuple[str, ...]:
    """Return the parts of a pattern between its stars; none where it is empty."""
    return tuple(text.split("*")) if text else ()


def fits(parts: Sequence[str], text: str) -> bool:
    """Return whether a text has the parts of a pattern in their order.

    Takes time in proportion to the text, however many stars somebody typed.
    """
    first, last = parts[0], parts[-1]
    if len(parts) == 1:
        return text == first
    at, end = len(first), len(text) - len(last)
    if at > end or not (text.startswith(first) and text.endswith(last)):
        return False
    for part in parts[1:-1]:
        found = text.find(part, at, end)
        if found < 0:
            return False
        at = found + len(part)
    return True
