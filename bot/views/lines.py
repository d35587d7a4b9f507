"""Lines of advice in the reader's words, before Slack or a terminal lays them out."""

from functools import cache
from typing import NamedTuple

from bot.views.language import Translator
from rules.provenance import Statement
from rules.references import OTHER_COUNTS
from rules.stages import CAVEATS
from rules.teams import DRIVERS


class Line(NamedTuple):
    """One line of plain text; a tuple because a plan is made of fifty of them.

    Attributes:
        grade: How it is backed; empty for what is only a number of the reader's.
    """

    text: str
    grade: str = ""
    is_strong: bool = False
    is_item: bool = False


class Part(NamedTuple):
    """A titled part of the plan."""

    title: str
    lines: tuple[Line, ...]


def graded(tr: Translator, statement: Statement) -> Line:
    """Return a statement as a line of its own."""
    return Line(tr.say(statement.phrase), tr.grade(statement.grade, statement.source))


def item(tr: Translator, statement: Statement) -> Line:
    """Return a statement as one of a list."""
    grade = tr.grade(statement.grade, statement.source)
    return Line(tr.say(statement.phrase), grade, is_item=True)


@cache
def small_print(tr: Translator) -> tuple[Line, ...]:
    """Return what moves a team within its range, and what travels with every plan."""
    return (*(graded(tr, note) for note in (*DRIVERS, OTHER_COUNTS)), *caveats(tr))


@cache
def caveats(tr: Translator) -> tuple[Line, ...]:
    """Return the limits of all advice, and what the grades mean."""
    limits = tr.sentences(tr.say(caveat.phrase) for caveat in CAVEATS)
    grades = tr(
        "Grades: source is the article by Trust Enablement, reference a publication we cite,"
        " our judgement is ours."
    )
    return Line(limits, tr.grade(CAVEATS[0].grade, CAVEATS[0].source)), Line(grades)
