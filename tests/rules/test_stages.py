import pytest

from rules.provenance import Grade
from rules.stages import (
    BOUNDARIES,
    STAGES,
    Stage,
    find_near_boundary,
    find_next_boundary,
    find_stage,
)


@pytest.mark.parametrize(
    ("customer_facing", "stage"),
    [
        (0, None), (1, Stage.TEAM_OF_ONE), (49, Stage.TEAM_OF_ONE),
        (50, Stage.GROWTH), (51, Stage.GROWTH), (499, Stage.GROWTH),
        (500, Stage.SCALE), (501, Stage.SCALE), (1999, Stage.SCALE),
        (2000, Stage.ENTERPRISE), (2001, Stage.ENTERPRISE), (120_000, Stage.ENTERPRISE),
    ],
)  # fmt: skip
def test_the_lower_end_belongs_to_a_stage(customer_facing: int, stage: Stage | None) -> None:
    assert find_stage(customer_facing) is stage


@pytest.mark.parametrize(
    ("customer_facing", "boundary"),
    [
        (0, None), (44, None), (45, 50), (50, 50), (55, 50), (56, None),
        (449, None), (450, 500), (500, 500), (550, 500), (551, None),
        (1799, None), (1800, 2000), (2000, 2000), (2200, 2000), (2201, None),
    ],
)  # fmt: skip
def test_a_boundary_is_near_within_ten_per_cent(customer_facing: int, boundary: int | None) -> None:
    assert find_near_boundary(customer_facing) == boundary


@pytest.mark.parametrize(
    ("customer_facing", "boundary"),
    [(0, 50), (49, 50), (50, 500), (499, 500), (500, 2000), (1999, 2000), (2000, None)],
)
def test_the_next_boundary_lies_ahead(customer_facing: int, boundary: int | None) -> None:
    assert find_next_boundary(customer_facing) == boundary


def test_the_boundaries_are_where_stages_begin() -> None:
    assert BOUNDARIES == (50, 500, 2000)
    for boundary in BOUNDARIES:
        assert find_stage(boundary - 1) is not find_stage(boundary)
        assert find_near_boundary(boundary) == boundary


@pytest.mark.parametrize(
    ("stage", "split"),
    [
        (Stage.TEAM_OF_ONE, (75, 25)), (Stage.GROWTH, (50, 50)),
        (Stage.SCALE, (0, 100)), (Stage.ENTERPRISE, (0, 100)),
    ],
)  # fmt: skip
def test_the_leaders_time_divides(stage: Stage, split: tuple[int, int]) -> None:
    leader = STAGES[stage].leader
    assert (leader.tactical, leader.strategic) == split
    # The source states no split for the last stage.
    assert leader.grade is (Grade.JUDGEMENT if stage is Stage.ENTERPRISE else Grade.SOURCE)


def test_only_the_last_stage_adds_three_things() -> None:
    assert [len(STAGES[stage].additions) for stage in Stage] == [0, 0, 0, 3]
