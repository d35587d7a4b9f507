"""Words that can be translated later: an English sentence and the values to fit into it."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Phrase:
    """An English sentence with `{named}` places; whoever shows it translates first, then fills in.

    Attributes:
        text: The sentence; the singular where there is a plural.
        values: What goes into the places. Numbers are written by the reader's locale, phrases are
            translated in turn, tuples of phrases become a list, strings stay as they are.
        plural: The sentence for a `count` that is not one; None where it does not matter.
        count: Decides between the two and fills `{count}`.
    """

    text: str
    values: Mapping[str, "Value"]
    plural: str | None = None
    count: int = 0

    def __hash__(self) -> int:
        """Return a hash that equal phrases share, so that a rendering can be remembered."""
        return hash((self.text, self.count, tuple(self.values.items())))


Value = int | Decimal | str | Phrase | tuple[Phrase, ...]


def say(text: str, /, **values: Value) -> Phrase:
    """Return a phrase; the catalogue is extracted from the calls of this name."""
    return Phrase(text, values)


def say_many(text: str, plural: str, /, count: int, **values: Value) -> Phrase:
    """Return a phrase whose wording depends on `count`; extracted like `say`."""
    return Phrase(text, {"count": count, **values}, plural, count)
