from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.answers import Answers, Audience, Need, Question, Size, size_band
from rules.reporting import Confidence, Lean, compare_seats, weigh_answers
from rules.seats import INSIDE, Seat
from tests.builders import some_answers

ALL = frozenset(Seat)
# The table of domain.md § 7, written out a second time: what each answer gives to whom.
POINTS: dict[str, dict[object, str]] = {
    "audience": {
        Audience.SALES: "sales 2 cro 1 revops 1",
        Audience.SALES_AND_CS: "cro 2 revops 2 strategy 1",
        Audience.CS: "cs 2 cro 1 revops 1",
        Audience.ALL: "cro 2 revops 1 strategy 1",
    },
    "need": {
        Need.DAILY_IMPACT: "sales 2 cs 1 cro 1",
        Need.PROCESS: "revops 2 cro 1",
        Need.LAUNCHES: "marketing 2 cro 1",
        Need.LEARNING: "hr 2 strategy 1",
        Need.TRANSFORMATION: "strategy 2 cro 2",
    },
    "swamped": {True: "revops 2 marketing 2 hr 2 strategy 2 cro 1", False: ""},
    "hard_to_influence": {True: "sales 2 cs 2 cro 2", False: ""},
    "sponsor": {None: "", **{seat: f"{seat.value} 3" for seat in Seat}},
    "size": {Size.UNDER_50: "sales 1 revops 1", Size.BETWEEN: "", Size.FROM_2000: "cro 3"},
}
ROWS = [(name, answer) for name, given_for in POINTS.items() for answer in given_for]

answers = st.builds(
    Answers,
    st.sampled_from(Audience),
    st.sampled_from(Need),
    st.booleans(),
    st.booleans(),
    st.none() | st.sampled_from(Seat),
    st.sampled_from(Size),
)
seats = st.frozensets(st.sampled_from(Seat), min_size=2)


def read_points(text: str) -> dict[Seat, int]:
    words = text.split()
    return {Seat(seat): int(count) for seat, count in zip(words[::2], words[1::2], strict=True)}


def add_up(given_answers: Answers, exist: frozenset[Seat]) -> dict[Seat, int]:
    totals = dict.fromkeys((seat for seat in Seat if seat in exist), 0)
    for name, row in POINTS.items():
        for seat, count in read_points(row[getattr(given_answers, name)]).items():
            if seat in totals:
                totals[seat] += count
    return totals


def leader_of(totals: dict[Seat, int]) -> Seat:
    return max(totals, key=lambda seat: (totals[seat], -list(Seat).index(seat)))


def change(before: Answers, name: str, answer: Any) -> Answers:
    return replace(before, **{name: answer})


def all_flips(
    before: Answers, exist: frozenset[Seat]
) -> Iterator[tuple[int, int, int, Question, object, Seat]]:
    """Yield every change of one answer that gives another leader, with how far it moves."""
    old = add_up(before, exist)
    for rank, (name, row) in enumerate(POINTS.items()):
        for place, answer in enumerate(row):
            if name == "sponsor" and answer is not None and answer not in exist:
                continue
            new = add_up(change(before, name, answer), exist)
            if leader_of(new) is not leader_of(old):
                moved = sum(abs(new[seat] - old[seat]) for seat in exist)
                yield moved, rank, place, Question(name), answer, leader_of(new)


@pytest.mark.parametrize(("name", "answer"), ROWS, ids=str)
def test_each_answer_is_worth_what_the_table_says(name: str, answer: object) -> None:
    weights = {w.question: w.points for w in weigh_answers(some_answers(**{name: answer}))}
    assert dict(weights[Question(name)]) == read_points(POINTS[name][answer])


def test_each_question_is_weighed_in_its_order() -> None:
    assert [weight.question for weight in weigh_answers(some_answers())] == list(Question)


@given(answers, seats)
def test_totals_leaders_and_margin_follow_from_the_points(
    given_answers: Answers, exist: frozenset[Seat]
) -> None:
    comparison = compare_seats(given_answers, exist)
    assert comparison is not None
    totals = add_up(given_answers, exist)
    assert list(comparison.totals.items()) == list(totals.items())
    first, second = comparison.leaders
    assert first is leader_of(totals)
    assert second is leader_of({seat: totals[seat] for seat in totals if seat is not first})
    assert comparison.margin == totals[first] - totals[second] >= 0
    assert all(set(weight.points) <= exist for weight in comparison.weights)


@given(answers, seats)
def test_the_flip_is_the_smallest_there_is(given_answers: Answers, exist: frozenset[Seat]) -> None:
    comparison = compare_seats(given_answers, exist)
    assert comparison is not None
    smallest = min(all_flips(given_answers, exist), key=lambda flip: flip[:3], default=None)
    if smallest is None:
        assert comparison.flip is None
    else:
        flip = comparison.flip
        assert flip is not None
        assert (flip.question, flip.answer, flip.leader) == smallest[3:]


def test_where_no_single_answer_flips_it_there_is_none() -> None:
    clear = some_answers(
        audience=Audience.ALL,
        need=Need.TRANSFORMATION,
        hard_to_influence=True,
        sponsor=Seat.CRO,
        size=Size.FROM_2000,
    )
    comparison = compare_seats(clear, frozenset({Seat.CRO, Seat.HR}))
    assert comparison is not None
    assert comparison.flip is None


def test_ties_break_by_the_order_of_the_seats() -> None:
    tied = frozenset({Seat.REVOPS, Seat.CRO, Seat.MARKETING})
    comparison = compare_seats(some_answers(audience=Audience.SALES), tied)
    assert comparison is not None
    assert comparison.leaders == (Seat.CRO, Seat.REVOPS)
    assert comparison.margin == 0


def test_margins_are_named() -> None:
    seen: dict[int, tuple[Lean, Confidence]] = {}
    for values in product(*POINTS.values()):
        comparison = compare_seats(Answers(*values), ALL)  # type: ignore[arg-type]
        assert comparison is not None
        seen[comparison.margin] = (comparison.lean, comparison.confidence)
    assert seen[2] == (Lean.CLOSE_CALL, Confidence.LOW)
    assert seen[3] == (Lean.LEANING, Confidence.MEDIUM)
    assert seen[4] == (Lean.LEANING, Confidence.MEDIUM)
    assert seen[5] == (Lean.CLEARER, Confidence.MEDIUM)


def test_confidence_is_never_above_medium() -> None:
    assert {level.value for level in Confidence} == {"low", "medium"}


@pytest.mark.parametrize("exist", [frozenset(), frozenset({Seat.HR})])
def test_with_fewer_than_two_seats_there_is_nothing_to_compare(exist: frozenset[Seat]) -> None:
    assert compare_seats(some_answers(), exist) is None


@pytest.mark.parametrize(
    ("swamped", "hard"), [(True, True), (True, False), (False, True), (False, False)]
)
def test_swamped_and_hard_to_influence_pull_apart(swamped: bool, hard: bool) -> None:
    comparison = compare_seats(some_answers(swamped=swamped, hard_to_influence=hard), ALL)
    assert comparison is not None
    assert comparison.pulls_apart is (swamped and hard)


def test_revops_is_outside() -> None:
    assert frozenset({Seat.SALES, Seat.CS, Seat.CRO}) == INSIDE


@pytest.mark.parametrize(
    ("customer_facing", "size"),
    [(0, "under_50"), (49, "under_50"), (50, "between"), (1999, "between"), (2000, "from_2000")],
)
def test_sizes_fall_into_bands(customer_facing: int, size: str) -> None:
    assert size_band(customer_facing) == Size(size)
