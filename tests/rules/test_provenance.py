"""Everything the rules say carries its grade and its source, wherever it stands."""

import ast
import importlib
import pkgutil
import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from enum import StrEnum
from pathlib import Path
from types import ModuleType

import pytest

import rules
from rules.provenance import ARTICLE, OURS, Figure, Grade, Source, Statement
from rules.reporting import Weight
from rules.stages import LeaderSplit, Stage
from rules.wording import Phrase

MODULES = [
    importlib.import_module(f"rules.{module.name}")
    for module in pkgutil.iter_modules(rules.__path__)
]
Graded = Statement | Figure | LeaderSplit | Weight
PLACE = re.compile(r"{(\w+)}")
# Tables that name only some members, on purpose.
PARTIAL = {
    "rules.triggers._LISTED",  # in earlier stages a trigger decides
    "rules.triggers._LED",
    "rules.triggers._LATER",  # no stage comes before the first
    "rules.reporting.SWAMPED_POINTS",  # a seat without points is left out
    "rules.reporting.HARD_POINTS",
    "rules.push_remedies.OF_PUSHES",  # what is not told as of other sources
}


def walk(value: object, seen: set[int]) -> Iterator[object]:
    """Yield a value and everything it holds."""
    if id(value) in seen:
        return
    seen.add(id(value))
    yield value
    if is_dataclass(value) and not isinstance(value, type):
        parts: list[object] = [getattr(value, field.name) for field in fields(value)]
    elif isinstance(value, Mapping):
        parts = [*value.keys(), *value.values()]
    elif isinstance(value, tuple | list | set | frozenset):
        parts = list(value)
    else:
        parts = []
    for part in parts:
        yield from walk(part, seen)


def walk_rules() -> Iterator[object]:
    seen: set[int] = set()
    for module in MODULES:
        for value in vars(module).values():
            if not isinstance(value, ModuleType):
                yield from walk(value, seen)


EVERYTHING = list(walk_rules())
GRADED = [value for value in EVERYTHING if isinstance(value, Graded)]
STATEMENTS = [value for value in EVERYTHING if isinstance(value, Statement)]
TABLES = {
    f"{module.__name__}.{name}": value
    for module in MODULES
    for name, value in vars(module).items()
    if isinstance(value, Mapping)
    if value and all(isinstance(key, StrEnum) for key in value)
}


def list_calls(*names: str) -> Iterator[tuple[str, ast.Call]]:
    for module in MODULES:
        assert module.__file__
        for node in ast.walk(ast.parse(Path(module.__file__).read_text())):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in names:
                yield f"{module.__name__}:{node.lineno}:{node.col_offset}", node


def test_the_walk_finds_what_the_rules_say() -> None:
    assert len(STATEMENTS) > 80
    assert sum(isinstance(value, Figure) for value in GRADED) > 10


@pytest.mark.parametrize("graded", GRADED, ids=lambda graded: repr(graded)[:60])
def test_everything_said_has_a_grade_and_a_source(graded: Graded) -> None:
    assert isinstance(graded.grade, Grade)
    assert isinstance(graded.source, Source)
    if isinstance(graded, LeaderSplit) and graded.grade is Grade.JUDGEMENT:
        # The one exception: enterprise inherits what the article says of the stage before.
        assert graded.source is ARTICLE
        return
    assert (graded.grade is Grade.JUDGEMENT) == (graded.source is OURS)
    assert (graded.grade is Grade.SOURCE) == (graded.source is ARTICLE)


def test_only_the_last_stage_inherits() -> None:
    from rules.stages import STAGES

    inherited = [s for s, profile in STAGES.items() if profile.leader.grade is Grade.JUDGEMENT]
    assert inherited == [Stage.ENTERPRISE]


def test_every_source_says_where_and_what_it_counts() -> None:
    sources = [value for value in EVERYTHING if isinstance(value, Source)]
    assert OURS in sources
    for source in sources:
        assert source.title
        assert source.counts
        assert bool(source.where) == (source is not OURS)
        assert "://" not in source.where


def test_a_reference_with_a_figure_says_what_it_counts() -> None:
    cited = [value for value in STATEMENTS if value.grade is Grade.REFERENCE]
    assert cited
    for statement in cited:
        text = statement.phrase.text
        if re.search(r"\d", text):
            assert statement.source.counts in text


def test_no_text_prints_the_figure_that_has_no_source() -> None:
    said = [value.text for value in EVERYTHING if isinstance(value, Phrase)]
    assert not [text for text in said if re.search(r"\b27 ?%", text)]


@pytest.mark.parametrize(
    "phrase", [v for v in EVERYTHING if isinstance(v, Phrase)], ids=lambda phrase: phrase.text[:50]
)
def test_a_phrase_fills_its_places(phrase: Phrase) -> None:
    for text in (phrase.text, phrase.plural or phrase.text):
        assert set(PLACE.findall(text)) <= set(phrase.values)
        assert not re.search(r"∞|nan\b|inf\b", text, re.IGNORECASE)


CALLS = dict(list_calls("say", "say_many"))


@pytest.mark.parametrize("where", CALLS)
def test_every_call_that_says_something_fills_every_place(where: str) -> None:
    call = CALLS[where]
    texts = [ast.literal_eval(argument) for argument in call.args]
    places = {place for text in texts for place in PLACE.findall(text)}
    given = {keyword.arg for keyword in call.keywords}
    assert places <= given
    assert given <= places | {"count"}


def list_missing(table: Mapping[StrEnum, object]) -> list[StrEnum]:
    return [member for member in type(next(iter(table))) if member not in table]


@pytest.mark.parametrize("name", sorted(TABLES.keys() - PARTIAL))
def test_every_member_has_its_row(name: str) -> None:
    assert list_missing(TABLES[name]) == []


@pytest.mark.parametrize("name", sorted(PARTIAL))
def test_a_table_that_is_complete_is_not_listed_as_partial(name: str) -> None:
    assert list_missing(TABLES[name]) != []
