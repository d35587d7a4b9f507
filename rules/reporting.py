"""Points for each seat enablement could report to, by a company's own answers (domain.md 7)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType

from rules.answers import Answer, Answers, Audience, Need, Question, Size
from rules.provenance import ARTICLE, OURS, SALESHOOD, Grade, Source
from rules.seats import INSIDE, Seat

Points = Mapping[Seat, int]
NO_POINTS: Points = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Weight:
    """What one answer is worth to each seat."""

    question: Question
    points: Points
    grade: Grade
    source: Source


class Lean(StrEnum):
    """How clear the result is."""

    CLOSE_CALL = "close_call"
    LEANING = "leaning"
    CLEARER = "clearer"


class Confidence(StrEnum):
    """How far to trust the result; there is no high."""

    LOW = "low"
    MEDIUM = "medium"


@dataclass(frozen=True, slots=True)
class Flip:
    """The one answer that would give another leader."""

    question: Question
    answer: Answer
    leader: Seat


@dataclass(frozen=True, slots=True)
class Comparison:
    """A scored questionnaire.

    Attributes:
        weights: The points by question, for the seats that exist.
        totals: Points of each seat that exists, in the order of `Seat`.
        leaders: The best and the second seat.
        margin: Points between those two.
        flip: None where no single answer gives another leader.
        pulls_apart: Whether swamped and hard to influence point in opposite directions.
    """

    weights: tuple[Weight, ...]
    totals: Points
    leaders: tuple[Seat, Seat]
    margin: int
    lean: Lean
    confidence: Confidence
    flip: Flip | None
    pulls_apart: bool


def compare_seats(answers: Answers, seats: frozenset[Seat]) -> Comparison | None:
    """Score the seats that exist.

    Args:
        answers: As given.
        seats: Those that exist in the company.

    Returns:
        None with fewer than two seats: there is nothing to compare, the trade-off is the answer.
    """
    if len(seats) < 2:
        return None
    weights = tuple(
        replace(weight, points={s: p for s, p in weight.points.items() if s in seats})
        for weight in weigh_answers(answers)
    )
    totals = _total(answers, seats)
    first, second = _rank(totals)[:2]
    margin = totals[first] - totals[second]
    return Comparison(
        weights=weights,
        totals=totals,
        leaders=(first, second),
        margin=margin,
        lean=_name_margin(margin),
        confidence=Confidence.LOW if margin <= CLOSE_CALL_UP_TO else Confidence.MEDIUM,
        flip=_find_flip(answers, seats, first),
        pulls_apart=answers.swamped and answers.hard_to_influence,
    )


def weigh_answers(answers: Answers) -> tuple[Weight, ...]:
    """Return what each answer is worth, in the order of the questions."""
    sponsor = NO_POINTS if answers.sponsor is None else {answers.sponsor: 3}
    return (
        Weight(Question.AUDIENCE, AUDIENCE_POINTS[answers.audience], Grade.JUDGEMENT, OURS),
        Weight(Question.NEED, NEED_POINTS[answers.need], Grade.JUDGEMENT, OURS),
        Weight(
            Question.SWAMPED,
            SWAMPED_POINTS if answers.swamped else NO_POINTS,
            Grade.SOURCE,
            ARTICLE,
        ),
        Weight(
            Question.HARD_TO_INFLUENCE,
            HARD_POINTS if answers.hard_to_influence else NO_POINTS,
            Grade.SOURCE,
            ARTICLE,
        ),
        Weight(Question.SPONSOR, sponsor, Grade.REFERENCE, SALESHOOD),
        Weight(Question.SIZE, SIZE_POINTS[answers.size], Grade.SOURCE, ARTICLE),
    )


def _total(answers: Answers, seats: frozenset[Seat]) -> dict[Seat, int]:
    weights = weigh_answers(answers)
    return {
        seat: sum(weight.points.get(seat, 0) for weight in weights)
        for seat in Seat
        if seat in seats
    }


def _rank(totals: Points) -> list[Seat]:
    # Sorting is stable and the totals stand in the order of `Seat`, so ties break by it.
    return sorted(totals, key=lambda seat: -totals[seat])


def _name_margin(margin: int) -> Lean:
    if margin <= CLOSE_CALL_UP_TO:
        return Lean.CLOSE_CALL
    return Lean.LEANING if margin <= LEANING_UP_TO else Lean.CLEARER


def _find_flip(answers: Answers, seats: frozenset[Seat], leader: Seat) -> Flip | None:
    """Return the change of one answer that moves the fewest points and gives another leader."""
    before = _total(answers, seats)
    flips: list[tuple[int, Flip]] = []
    for question, answer, changed in _list_changes(answers, seats):
        after = _total(changed, seats)
        moved = sum(abs(after[seat] - before[seat]) for seat in after)
        new_leader = _rank(after)[0]
        if new_leader is not leader:
            flips.append((moved, Flip(question, answer, new_leader)))
    # The first of equals wins, and they stand in the order of the questions.
    return min(flips, key=lambda flip: flip[0])[1] if flips else None


def _list_changes(
    answers: Answers, seats: frozenset[Seat]
) -> Iterator[tuple[Question, Answer, Answers]]:
    """Yield every way to change one answer, in the order of the questions."""
    for audience in Audience:
        yield Question.AUDIENCE, audience, replace(answers, audience=audience)
    for need in Need:
        yield Question.NEED, need, replace(answers, need=need)
    swamped = not answers.swamped
    yield Question.SWAMPED, swamped, replace(answers, swamped=swamped)
    hard = not answers.hard_to_influence
    yield Question.HARD_TO_INFLUENCE, hard, replace(answers, hard_to_influence=hard)
    for sponsor in (None, *(seat for seat in Seat if seat in seats)):
        yield Question.SPONSOR, sponsor, replace(answers, sponsor=sponsor)
    for size in Size:
        yield Question.SIZE, size, replace(answers, size=size)


CLOSE_CALL_UP_TO = 2
LEANING_UP_TO = 4
AUDIENCE_POINTS: Mapping[Audience, Points] = MappingProxyType(
    {
        Audience.SALES: {Seat.SALES: 2, Seat.CRO: 1, Seat.REVOPS: 1},
        Audience.SALES_AND_CS: {Seat.CRO: 2, Seat.REVOPS: 2, Seat.STRATEGY: 1},
        Audience.CS: {Seat.CS: 2, Seat.CRO: 1, Seat.REVOPS: 1},
        Audience.ALL: {Seat.CRO: 2, Seat.REVOPS: 1, Seat.STRATEGY: 1},
    }
)
NEED_POINTS: Mapping[Need, Points] = MappingProxyType(
    {
        Need.DAILY_IMPACT: {Seat.SALES: 2, Seat.CS: 1, Seat.CRO: 1},
        Need.PROCESS: {Seat.REVOPS: 2, Seat.CRO: 1},
        Need.LAUNCHES: {Seat.MARKETING: 2, Seat.CRO: 1},
        Need.LEARNING: {Seat.HR: 2, Seat.STRATEGY: 1},
        Need.TRANSFORMATION: {Seat.STRATEGY: 2, Seat.CRO: 2},
    }
)
SWAMPED_POINTS: Points = MappingProxyType(
    {Seat.CRO: 1} | {seat: 2 for seat in Seat if seat not in INSIDE}
)
HARD_POINTS: Points = MappingProxyType({Seat.SALES: 2, Seat.CS: 2, Seat.CRO: 2})
SIZE_POINTS: Mapping[Size, Points] = MappingProxyType(
    {
        Size.UNDER_50: {Seat.SALES: 1, Seat.REVOPS: 1},
        Size.BETWEEN: NO_POINTS,
        Size.FROM_2000: {Seat.CRO: 3},
    }
)
