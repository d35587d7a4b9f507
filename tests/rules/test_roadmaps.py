import re
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from rules.facts import Facts, FactsError
from rules.ratios import DEFAULT_BOUNDS, Bounds
from rules.roadmaps import CROSSINGS, MOST_HIRES_SHOWN, SHRINKING, build_roadmap
from rules.stages import BOUNDARIES
from rules.teams import size_team
from tests.builders import some_facts
from tests.rules import strategies

targets = st.none() | strategies.customer_facing


@given(strategies.facts(), strategies.bounds, targets)
def test_a_hire_is_due_where_the_lean_team_grows(
    facts: Facts, bounds: Bounds, target: int | None
) -> None:
    for hire in build_roadmap(facts, bounds, target).hires:
        if hire.number == 1:
            continue
        assert size_team(hire.due_at, None, bounds).lean == hire.number
        assert size_team(hire.due_at - 1, None, bounds).lean == hire.number - 1


def test_the_first_hire_is_due_where_the_plan_says_so() -> None:
    [hire] = build_roadmap(Facts(10, Decimal(0)), DEFAULT_BOUNDS, 40).hires
    assert hire.due_at == 15


def test_a_hire_gets_a_post_that_is_due_at_its_own_moment() -> None:
    road = build_roadmap(Facts(320, Decimal(2)), DEFAULT_BOUNDS, 650)
    stages = {hire.due_at: str(hire.post and hire.post.why.phrase.values) for hire in road.hires}
    assert all("scale" not in why for due_at, why in stages.items() if due_at < 500)


def test_every_post_that_is_due_is_hired_for_or_a_hat() -> None:
    road = build_roadmap(Facts(2_000, Decimal(30)), DEFAULT_BOUNDS)
    assert road.hires == ()
    assert road.hats == road.then.due


@given(strategies.facts(), strategies.bounds, strategies.customer_facing)
def test_hires_fill_the_gap_at_the_target(facts: Facts, bounds: Bounds, target: int) -> None:
    road = build_roadmap(facts, bounds, target)
    assert len(road.hires) <= MOST_HIRES_SHOWN
    seats = 0 if road.then.team is None else road.then.team.open_seats
    assert len(road.hires) + road.further_hires == seats
    numbers = [hire.number for hire in road.hires]
    in_post = int(facts.enablers or 0)
    assert numbers == list(range(in_post + 1, in_post + 1 + len(numbers)))


@given(strategies.facts(), strategies.customer_facing)
def test_every_boundary_on_the_way_is_crossed_once(facts: Facts, target: int) -> None:
    road = build_roadmap(facts, DEFAULT_BOUNDS, target)
    crossed = [crossing.at for crossing in road.crossings]
    assert crossed == [at for at in (50, 500, 2000) if facts.customer_facing < at <= target]


@given(strategies.facts(), strategies.customer_facing)
def test_only_an_earlier_stage_is_shrinking(facts: Facts, target: int) -> None:
    assume(facts.customer_facing > 0)
    road = build_roadmap(facts, DEFAULT_BOUNDS, target)
    steps_back = any(target < at <= facts.customer_facing for at in BOUNDARIES)
    assert road.shrinking == (SHRINKING if steps_back else ())


@pytest.mark.parametrize(
    ("customer_facing", "then"), [(0, 50), (49, 50), (50, 500), (1999, 2000), (2500, 2500)]
)
def test_without_a_target_the_road_leads_to_the_next_stage(customer_facing: int, then: int) -> None:
    road = build_roadmap(some_facts(customer_facing), DEFAULT_BOUNDS)
    assert road.then.facts.customer_facing == then


def test_the_audiences_at_another_size_are_not_known() -> None:
    facts = some_facts(sales=200, customer_success=120)
    assert build_roadmap(facts, DEFAULT_BOUNDS, 320).then.facts == facts
    assert build_roadmap(facts, DEFAULT_BOUNDS, 600).then.facts.sales is None


def test_half_a_person_in_post_is_no_whole_one() -> None:
    road = build_roadmap(some_facts(320, "2.5"), DEFAULT_BOUNDS, 320)
    assert [(hire.number, hire.due_at) for hire in road.hires] == [(3, 201), (4, 301)]


@pytest.mark.parametrize("target", [-1, 10_000_001])
def test_an_impossible_target_is_refused(target: int) -> None:
    with pytest.raises(FactsError):
        build_roadmap(some_facts(), DEFAULT_BOUNDS, target)


def test_every_boundary_says_what_changes_and_how_to_prepare() -> None:
    assert tuple(CROSSINGS) == BOUNDARIES
    for at, crossing in CROSSINGS.items():
        assert crossing.at == at
        assert crossing.changes
        assert crossing.preparations


def test_shrinking_prescribes_no_dismissal() -> None:
    said = " ".join(statement.phrase.text for statement in SHRINKING).casefold()
    assert not re.search(r"lay.?off|let .* go|redundan|fire |cut ", said)
    assert re.findall(r".{20}dismiss", said) == ["nothing here asks for dismiss"[-27:]]
