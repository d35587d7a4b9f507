"""The catalogues hold everything the bot says, and nothing else."""

import ast
import string
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from bot.views.language import LOCALE_DIR, translator
from bot.workspaces import Language
from rules.provenance import from_article
from rules.wording import say, say_many

ROOT = Path(__file__).parents[3]
KEYWORDS = {"say": None, "say_many": (1, 2), "tr": None}
TRANSLATED = [language for language in Language if language is not Language.EN]

Forms = tuple[str, ...]


def forms(message: str | tuple[str, ...] | list[str] | None) -> Forms:
    return (message,) if isinstance(message, str) else tuple(message or ())


def said_in_code() -> set[Forms]:
    return {
        forms(message)
        for package in ("rules", "bot")
        for _, _, message, _, _ in extract_from_dir(ROOT / package, keywords=KEYWORDS)
    }


def catalogue(language: Language) -> list[Message]:
    path = LOCALE_DIR / language.value / "LC_MESSAGES" / "messages.po"
    with path.open("rb") as file:
        return [message for message in read_po(file, locale=language.value) if message.id]


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("language", TRANSLATED)
def test_everything_said_is_in_the_catalogue_and_nothing_else(language: Language) -> None:
    assert {forms(message.id) for message in catalogue(language)} == said_in_code()


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_message_is_translated_with_the_same_places(language: Language) -> None:
    for message in catalogue(language):
        wanted = set[str]().union(*(places(form) for form in forms(message.id)))
        for translation in forms(message.string):
            assert translation, message.id
            assert places(translation) == wanted, message.id


def calls_inside_fstrings(path: Path) -> Iterator[int]:
    """Yield lines where a message hides in an f-string: Babel cannot see it there."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.JoinedStr):
            for inner in ast.walk(node):
                name = getattr(getattr(inner, "func", None), "id", "")
                arguments = getattr(inner, "args", ())
                if name in KEYWORDS and arguments and isinstance(arguments[0], ast.Constant):
                    yield inner.lineno  # type: ignore[attr-defined]  # a Call has one


def test_no_message_hides_inside_an_fstring() -> None:
    hidden = [
        f"{path.relative_to(ROOT)}:{line}"
        for package in ("rules", "bot")
        for path in (ROOT / package).rglob("*.py")
        for line in calls_inside_fstrings(path)
    ]
    assert hidden == []


def test_ranges_and_sentences_are_written_as_the_language_does() -> None:
    assert translator(Language.EN).span("1:50", "1:500") == "1:50–1:500"
    assert translator(Language.JA).span("1:50", "1:500") == "1:50〜1:500"
    assert translator(Language.JA).sentences(["はい。", "では。"]) == "はい。では。"


def test_numbers_plurals_lists_and_dates_follow_the_language() -> None:
    en, ja = translator(Language.EN), translator(Language.JA)
    mates = say_many(
        "{count} customer-facing teammate", "{count} customer-facing teammates", count=1
    )
    assert en.say(mates) == "1 customer-facing teammate"
    assert ja.say(mates) == "顧客対応メンバー1人"
    assert en.number(12345) == "12,345"
    assert ja.number(Decimal("0.5")) == "0.5"
    assert en.list(["a", "b", "c"]) == "a, b, and c"
    assert ja.list(["a", "b", "c"]) == "a、b、c"
    assert en.date(date(2026, 3, 3)) == "March 3, 2026"
    assert ja.date(date(2026, 3, 3)) == "2026年3月3日"


def test_a_phrase_is_translated_inside_another() -> None:
    outer = say("Towards the lower end: {drivers}.", drivers=(say("a simple product"),))
    assert translator(Language.JA).say(outer) == "少なめでよい要因：商材がシンプル"


def test_a_statement_shows_what_backs_it() -> None:
    statement = from_article(say("One enablement manager."))
    assert translator(Language.EN).graded(statement) == "One enablement manager. _(source)_"


def test_what_is_said_in_mrkdwn_cannot_mention_anybody() -> None:
    phrase = say("I could not read “{text}”. These work:", text="<!channel>")
    assert "<" not in translator(Language.EN).mrkdwn(phrase)
