"""Say phrases in a language: gettext catalogues and Babel's numbers, plurals, lists and dates."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path

from babel.dates import format_date
from babel.lists import format_list
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from bot.views.text import escape
from bot.workspaces import Language
from rules.provenance import GRADES, Grade, Source, Statement
from rules.wording import Phrase, Value

SENTENCE_GAP = {Language.EN: " ", Language.JA: ""}
LOCALE_DIR = Path(__file__).parents[1] / "locale"


class Translator:
    """One language: turns phrases into text.

    The views' own words go through `__call__`, those of `rules` through `say`; both are English
    until the catalogue has something better.
    """

    def __init__(self, language: Language) -> None:
        self.language = language
        self._catalogue = _read_catalogue(language)
        # A plan says a hundred phrases, nearly all of them the same as in the plan before.
        self._render = lru_cache(maxsize=10_000)(self._render_anew)

    def __call__(self, text: str, /, **values: Value) -> str:
        """Return a sentence of the views in this language."""
        return self._render(text, None, 0, tuple(values.items()))

    def say(self, phrase: Phrase) -> str:
        """Return a phrase in this language, as plain text."""
        return self._render(phrase.text, phrase.plural, phrase.count, tuple(phrase.values.items()))

    def mrkdwn(self, phrase: Phrase) -> str:
        """Return a phrase in this language, escaped for mrkdwn."""
        return escape(self.say(phrase))

    def grade(self, grade: Grade, source: Source) -> str:
        """Return how something is backed in brackets, with the publication of a reference."""
        tr = self  # the name under which messages are found
        name = tr.say(GRADES[grade])
        if grade is Grade.REFERENCE:
            name = tr("{label}: {text}", label=name, text=source.title)
        return tr("({grade})", grade=name)

    def graded(self, statement: Statement) -> str:
        """Return a statement as mrkdwn, with what backs it."""
        grade = escape(self.grade(statement.grade, statement.source))
        return f"{self.mrkdwn(statement.phrase)} _{grade}_"

    def number(self, number: int | Decimal) -> str:
        """Return a number as this language writes it."""
        return _format_number(number, self.language.value)

    def moment(self, at: datetime) -> str:
        """Return a moment as mrkdwn that Slack writes in the reader's own time zone."""
        plain = at.astimezone(UTC)
        return f"<!date^{int(at.timestamp())}^{{date_short_pretty}} {{time}}|{plain:%Y-%m-%d %H:%M} UTC>"

    def short_date(self, day: date) -> str:
        """Return a date without its month's full name, for a chart."""
        return _format_date(day, self.language.value, "medium")

    def date(self, day: date) -> str:
        """Return a date as this language writes it."""
        return _format_date(day, self.language.value, "long")

    def list(self, items: Iterable[str]) -> str:
        """Return several items as one enumeration."""
        return _format_list(tuple(items), self.language.value)

    def span(self, low: str, high: str) -> str:
        """Return from where to where, as this language writes a range."""
        tr = self  # the name under which messages are found
        return tr("{low}–{high}", low=low, high=high)

    def sentences(self, said: Iterable[str]) -> str:
        """Return sentences one after the other."""
        return SENTENCE_GAP[self.language].join(said)

    def _render_anew(
        self, text: str, plural: str | None, count: int, values: tuple[tuple[str, Value], ...]
    ) -> str:
        forms = self._catalogue.get(text)
        if forms is None:
            template = text if plural is None or count == 1 else plural
        else:
            # Japanese has one form; a language with more would need its plural rule here.
            template = forms[0] if len(forms) == 1 or count == 1 else forms[1]
        if not values:
            return template
        return template.format_map({name: self._write(value) for name, value in values})

    def _write(self, value: Value) -> str:
        if isinstance(value, str):
            return value
        if isinstance(value, Phrase):
            return self.say(value)
        if isinstance(value, tuple):
            return self.list(self.say(phrase) for phrase in value)
        return self.number(value)


@cache
def translator(language: Language) -> Translator:
    """Return the one translator of a language; its catalogue is read at the first call."""
    return Translator(language)


def _read_catalogue(language: Language) -> dict[str, tuple[str, ...]]:
    """Return the forms of every translated message by its English text."""
    path = LOCALE_DIR / language.value / "LC_MESSAGES" / "messages.po"
    if not path.exists():
        return {}
    with path.open("rb") as file:
        catalogue: Catalog = read_po(file, locale=language.value)
    return {
        (message.id if isinstance(message.id, str) else message.id[0]): (
            (message.string,) if isinstance(message.string, str) else tuple(message.string)
        )
        for message in catalogue
        if message.id and message.string
    }


# Babel parses a pattern for each number, date and list: 15 µs a time, and a plan has thirty of them,
# nearly always the same.
@lru_cache(maxsize=10_000)
def _format_number(number: int | Decimal, locale: str) -> str:
    return format_decimal(number, locale=locale)


@lru_cache(maxsize=1_000)
def _format_date(day: date, locale: str, width: str) -> str:
    return format_date(day, format=width, locale=locale)


@lru_cache(maxsize=1_000)
def _format_list(items: tuple[str, ...], locale: str) -> str:
    return format_list(items, locale=locale)
