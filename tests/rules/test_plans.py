import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from decimal import Decimal

import pytest
from hypothesis import given, settings

from rules.facts import Facts
from rules.plans import Plan, build_plan
from rules.provenance import ARTICLE, OURS, Grade, Statement
from rules.ratios import ABOVE, BELOW, DEFAULT_BOUNDS, Bounds, judge_ratio
from rules.roadmaps import build_roadmap
from rules.teams import EXTRAPOLATED
from rules.wording import Phrase
from tests.builders import some_facts
from tests.rules import strategies


def walk(value: object) -> Iterator[object]:
    yield value
    if is_dataclass(value):
        for field in fields(value):
            yield from walk(getattr(value, field.name))
    elif isinstance(value, tuple):
        for part in value:
            yield from walk(part)


def write_out(phrase: Phrase) -> str:
    """Fill a phrase in as an English reader would see it."""
    text = phrase.plural if phrase.plural and phrase.count != 1 else phrase.text
    values = {
        name: write_out(value)
        if isinstance(value, Phrase)
        else ", ".join(write_out(part) for part in value)
        if isinstance(value, tuple)
        else str(value)
        for name, value in phrase.values.items()
    }
    return text.format(**values)


@settings(max_examples=40)
@given(strategies.facts(), strategies.bounds)
def test_no_plan_prints_what_is_no_number(facts: Facts, bounds: Bounds) -> None:
    for value in walk(build_roadmap(facts, bounds)):
        if isinstance(value, Statement):
            text = write_out(value.phrase)
            assert not re.search(
                r"∞|\bnan\b|\binf\b|None|[{}]|\b1:0\b|\b0:0\b|E\+", text, re.IGNORECASE
            )
            assert (value.grade is Grade.JUDGEMENT) == (value.source is OURS)
            assert (value.grade is Grade.SOURCE) == (value.source is ARTICLE)
            # Only an enabler's time comes in tenths, and only where it was typed so.
            assert set(re.findall(r"\d+\.\d+", text)) <= {str(facts.enablers)}


def test_with_nobody_to_support_there_is_nothing_to_advise() -> None:
    plan = build_plan(some_facts(0, "2"), DEFAULT_BOUNDS)
    assert (plan.stage, plan.team, plan.near_boundary, plan.next_boundary) == (None,) * 4
    assert plan.roles == ()


@pytest.mark.parametrize(("enablers", "has_ratio"), [(None, False), ("0", True), ("6", True)])
def test_unknown_enablers_give_no_verdict(enablers: str | None, has_ratio: bool) -> None:
    plan = build_plan(some_facts(320, enablers), DEFAULT_BOUNDS)
    assert (plan.ratio is not None) is has_ratio
    assert plan.team is not None
    assert (plan.team.gap is not None) is has_ratio


@pytest.mark.parametrize(("customer_facing", "is_extrapolated"), [(10_000, False), (10_001, True)])
def test_above_ten_thousand_a_plan_extrapolates(
    customer_facing: int, is_extrapolated: bool
) -> None:
    plan = build_plan(some_facts(customer_facing), DEFAULT_BOUNDS)
    assert (EXTRAPOLATED in plan.warnings) is is_extrapolated


@pytest.mark.parametrize("boundary", [50, 500, 2000])
def test_a_boundary_is_named_and_belongs_to_the_upper_stage(boundary: int) -> None:
    plan = build_plan(some_facts(boundary), DEFAULT_BOUNDS)
    assert plan.near_boundary == boundary
    assert plan.stage is not None
    assert plan.stage.starts_at.value == boundary


@pytest.mark.parametrize(
    ("customer_facing", "enablers", "point"),
    [
        (0, "0", "nothing to size"), (14, "0", "It is early"), (15, "0", "first enablement hire"),
        (49, "0", "first enablement hire"), (50, "0", "Nobody owns enablement"),
        (14, None, "It is early"), (15, None, "Aim for 1 enabler "), (320, None, "Aim for 4 to 6"),
        (14, "0.5", "One owner is right"), (15, "0.5", "make it a full post"),
        (101, "1.1", "nearly the right size: a lean team is 2"),
        (40, "1", "One owner is right"), (5, "9", "1:1 or less"), (99, "2", "more support than"),
        (320, "2", "thin: a lean team is 4"), (320, "4", "the right size"), (501, "1", "buy-in"),
    ],
)  # fmt: skip
def test_the_headline_makes_the_point(
    customer_facing: int, enablers: str | None, point: str
) -> None:
    plan: Plan = build_plan(some_facts(customer_facing, enablers), DEFAULT_BOUNDS)
    assert point in write_out(plan.headline.phrase)


@given(strategies.customer_facing, strategies.enablers)
def test_no_headline_sends_a_team_out_of_its_bounds(
    customer_facing: int, enablers: Decimal | None
) -> None:
    plan = build_plan(Facts(customer_facing, enablers), DEFAULT_BOUNDS)
    lean = plan.headline.phrase.values.get("lean")
    if isinstance(lean, int) and customer_facing >= DEFAULT_BOUNDS.low:
        assert judge_ratio(customer_facing, Decimal(lean), DEFAULT_BOUNDS) not in BELOW | ABOVE
