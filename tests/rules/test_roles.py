from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given

from rules.facts import Facts, Role
from rules.posts import FIRST_STAGE
from rules.provenance import Grade
from rules.roles import RoleAdvice, Status, advise_roles
from rules.stages import Stage, find_stage
from rules.triggers import RANKS, weigh_role
from rules.wording import Phrase
from tests.builders import some_facts
from tests.rules import strategies

GROWTH, SCALE, ENTERPRISE = 320, 800, 3_000
PUBLISHED = [
    Role.ENABLEMENT_OPS,
    Role.CONTENT,
    Role.COMMUNICATIONS,
    Role.REGIONAL,
    Role.PARTNER,
]
ADDED = [Role.CHANGE_LEAD, Role.CO_CREATION, Role.COE_HEAD]


def stage_of(facts: Facts) -> Stage:
    stage = find_stage(facts.customer_facing)
    assert stage is not None
    return stage


def advise(facts: Facts, open_seats: int = 0) -> tuple[RoleAdvice, ...]:
    return advise_roles(facts, stage_of(facts), open_seats)


def list_due(facts: Facts, open_seats: int = 0) -> list[Role]:
    return [a.role for a in advise(facts, open_seats) if a.status is Status.SUGGESTED]


@pytest.mark.parametrize(
    ("role", "customer_facing", "known", "is_due", "fact"),
    [
        pytest.param(Role.LEADER, 14, {}, False, 14, id="14 need no full post"),
        pytest.param(Role.LEADER, 15, {}, True, 15, id="15 do"),
        pytest.param(Role.LEADER, 14, {"starters": 4}, False, 14, id="4 starters"),
        pytest.param(Role.LEADER, 14, {"starters": 5}, True, 5, id="5 starters"),
        pytest.param(Role.LEADER, GROWTH, {}, True, None, id="every later stage has a leader"),
        pytest.param(Role.ADULT_LEARNING, GROWTH, {}, None, None, id="a skill nobody knows of"),
        pytest.param(
            Role.ADULT_LEARNING, GROWTH, {"is_leader_skilled": True}, False, None, id="skilled"
        ),
        pytest.param(
            Role.ADULT_LEARNING, GROWTH, {"is_leader_skilled": False}, True, None, id="a gap"
        ),
        pytest.param(
            Role.ADULT_LEARNING, SCALE, {"is_leader_skilled": True}, True, None, id="no condition"
        ),
        pytest.param(Role.PROGRAMME_MANAGER, GROWTH, {}, None, None, id="programmes unknown"),
        pytest.param(Role.PROGRAMME_MANAGER, GROWTH, {"programmes": 2}, False, 3, id="2 of them"),
        pytest.param(Role.PROGRAMME_MANAGER, GROWTH, {"programmes": 3}, True, 3, id="3 of them"),
        pytest.param(Role.PROGRAMME_MANAGER, SCALE, {"programmes": 0}, True, None, id="listed"),
        pytest.param(Role.SALES_ENABLEMENT, GROWTH, {}, None, None, id="sellers unknown"),
        pytest.param(Role.SALES_ENABLEMENT, GROWTH, {"sales": 160}, False, None, id="half sell"),
        pytest.param(Role.SALES_ENABLEMENT, GROWTH, {"sales": 161}, True, 161, id="most sell"),
        pytest.param(
            Role.SALES_ENABLEMENT, GROWTH, {"sales": 100, "customer_success": 100}, False, None,
            id="as many in CS",
        ),
        pytest.param(
            Role.SALES_ENABLEMENT, GROWTH, {"sales": 101, "customer_success": 100}, True, 101,
            id="more than CS",
        ),
        pytest.param(Role.SALES_ENABLEMENT, SCALE, {}, True, None, id="a leader at scale"),
        pytest.param(Role.CS_ENABLEMENT, GROWTH, {}, None, None, id="CS unknown"),
        pytest.param(
            Role.CS_ENABLEMENT, GROWTH, {"customer_success": 95}, False, 30, id="below 30 %"
        ),
        pytest.param(
            Role.CS_ENABLEMENT, GROWTH, {"customer_success": 96}, True, 96, id="exactly 30 %"
        ),
        pytest.param(Role.CS_ENABLEMENT, SCALE, {}, True, None, id="a CS leader at scale"),
        pytest.param(Role.PRODUCT_ENABLEMENT, GROWTH, {}, None, None, id="launches unknown"),
        pytest.param(Role.PRODUCT_ENABLEMENT, GROWTH, {"launches": 2}, False, 3, id="2 launches"),
        pytest.param(Role.PRODUCT_ENABLEMENT, GROWTH, {"launches": 3}, True, 3, id="3 launches"),
        pytest.param(Role.PRODUCT_ENABLEMENT, SCALE, {}, True, None, id="listed with launches"),
        pytest.param(Role.LIAISON, GROWTH, {}, None, None, id="verticals unknown"),
        pytest.param(Role.LIAISON, GROWTH, {"verticals": 1}, False, 2, id="1 vertical"),
        pytest.param(Role.LIAISON, GROWTH, {"verticals": 2}, True, 2, id="2 verticals"),
        pytest.param(Role.LIAISON, SCALE, {}, True, None, id="listed with verticals"),
        *(pytest.param(role, 499, {}, False, 500, id=f"{role} later") for role in PUBLISHED),
        *(pytest.param(role, 500, {}, True, None, id=f"{role} now") for role in PUBLISHED),
        *(pytest.param(role, 1999, {}, False, 2000, id=f"{role} later") for role in ADDED),
        *(pytest.param(role, 2000, {}, True, None, id=f"{role} now") for role in ADDED),
    ],
)  # fmt: skip
def test_a_trigger_says_its_fact(
    role: Role,
    customer_facing: int,
    known: dict[str, Any],
    is_due: bool | None,
    fact: int | None,
) -> None:
    facts = some_facts(customer_facing, **known)
    finding = weigh_role(role, facts, stage_of(facts))
    assert finding.is_due is is_due
    if fact is not None:
        assert fact in finding.why.phrase.values.values()


@pytest.mark.parametrize("role", set(Role) - {Role.LEADER})
def test_before_its_stage_no_post_is_due(role: Role) -> None:
    assert weigh_role(role, some_facts(49), Stage.TEAM_OF_ONE).is_due is False


@pytest.mark.parametrize("role", PUBLISHED)
def test_posts_that_the_article_lacks_are_not_said_to_be_in_it(role: Role) -> None:
    assert weigh_role(role, some_facts(SCALE), Stage.SCALE).why.grade is Grade.REFERENCE
    assert weigh_role(role, some_facts(GROWTH), Stage.GROWTH).why.grade is Grade.JUDGEMENT


def place(role: Role, facts: Facts) -> int:
    return [advice.role for advice in advise(facts, open_seats=99)].index(role)


@pytest.mark.parametrize(
    ("is_skilled", "is_programme_manager_first"), [(True, True), (None, False), (False, False)]
)
def test_a_skilled_leader_needs_the_programme_manager_first(
    is_skilled: bool | None, is_programme_manager_first: bool
) -> None:
    facts = some_facts(SCALE, is_leader_skilled=is_skilled)
    is_first = place(Role.PROGRAMME_MANAGER, facts) < place(Role.ADULT_LEARNING, facts)
    assert is_first is is_programme_manager_first


@pytest.mark.parametrize(("cs", "is_cs_first"), [(399, False), (400, False), (401, True)])
def test_the_larger_audience_goes_first(cs: int, is_cs_first: bool) -> None:
    facts = some_facts(900, sales=400, customer_success=cs)
    is_first = place(Role.CS_ENABLEMENT, facts) < place(Role.SALES_ENABLEMENT, facts)
    assert is_first is is_cs_first


@pytest.mark.parametrize(
    ("enablers", "is_offered"), [("0", True), ("0.9", True), ("1", False), (None, True)]
)
def test_a_full_post_is_taken_to_be_the_leader(enablers: str | None, is_offered: bool) -> None:
    assert (Role.LEADER in list_due(some_facts(GROWTH, enablers))) is is_offered


def test_open_seats_go_to_posts_whose_fact_is_not_known() -> None:
    assert list_due(some_facts(GROWTH), open_seats=0) == []
    two = advise(some_facts(GROWTH), open_seats=2)[:2]
    assert [advice.role for advice in two] == [Role.ADULT_LEARNING, Role.PROGRAMME_MANAGER]
    for advice in two:
        assert advice.status is Status.SUGGESTED
        assert advice.why.grade is Grade.JUDGEMENT
        assert isinstance(advice.why.phrase.values["because"], Phrase)
        assert not advice.is_decided


def test_what_fired_takes_the_open_seats_first() -> None:
    facts = some_facts(GROWTH, launches=4, verticals=3)
    assert list_due(facts, open_seats=2) == [Role.PRODUCT_ENABLEMENT, Role.LIAISON]
    assert len(list_due(facts, open_seats=3)) == 3


def test_no_hire_now_is_an_answer() -> None:
    facts = some_facts(
        GROWTH, is_leader_skilled=True, programmes=0, sales=100, customer_success=0,
        launches=0, verticals=0,
    )  # fmt: skip
    facts = Facts(**{name: getattr(facts, name) for name in facts.__slots__} | {"sales": 0})
    assert list_due(facts, open_seats=4) == []


@given(strategies.facts())
def test_advice_covers_the_posts_in_sight_that_nobody_holds(facts: Facts) -> None:
    if not facts.customer_facing:
        return
    advice = advise(facts, open_seats=1)
    roles = [item.role for item in advice]
    held = set(facts.filled)
    if facts.enablers is not None and facts.enablers >= Decimal(1):
        held.add(Role.LEADER)
    rank = RANKS[stage_of(facts)] + 1
    assert set(roles) == {r for r in Role if RANKS[FIRST_STAGE[r]] <= rank} - held
    assert len(roles) == len(set(roles))
    statuses = [item.status is Status.NOT_YET for item in advice]
    assert statuses == sorted(statuses)
