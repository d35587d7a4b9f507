from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.guards import Hold, HoldReason, Share, find_holds
from rules.headcounts import HeadcountClass, HeadcountRow
from tests.builders import customer_facing, enablement

CF, E = HeadcountClass.CUSTOMER_FACING, HeadcountClass.ENABLEMENT
Rows = list[HeadcountRow]


def reasons(before: Rows, after: Rows) -> set[tuple[HoldReason, HeadcountClass | None]]:
    return {(hold.reason, hold.headcount_class) for hold in find_holds(before, after)}


def company(sellers: int, enablers: int = 100) -> Rows:
    return [customer_facing(sellers), enablement(enablers)]


def test_without_published_numbers_there_is_nothing_to_hold_against() -> None:
    assert find_holds([], company(320), Share(0, 320), Share(320, 320)) == ()


def test_the_same_counts_again_pass() -> None:
    assert find_holds(company(320, 6), company(320, 6)) == ()


def test_an_empty_answer_says_only_that_nobody_is_left() -> None:
    assert find_holds(company(320, 6), []) == (Hold(HoldReason.NOBODY_LEFT, None, 326, 0),)
    assert find_holds(company(1, 0), company(0, 0)) == (Hold(HoldReason.NOBODY_LEFT, None, 1, 0),)


@pytest.mark.parametrize(
    ("before", "after", "is_held"),
    [
        pytest.param(25, 20, False, id="five heads of 25 are 20 %"),
        pytest.param(25, 19, True, id="six heads of 25"),
        pytest.param(24, 19, False, id="five heads of 24 are more than 20 %, but five"),
        pytest.param(24, 18, True, id="six heads of 24"),
        pytest.param(26, 20, True, id="six heads of 26 are more than 20 %"),
        pytest.param(30, 24, False, id="six heads of 30 are 20 %"),
        pytest.param(30, 23, True, id="seven heads of 30"),
        pytest.param(1000, 800, False, id="exactly a fifth less"),
        pytest.param(1000, 799, True, id="a fifth and one less"),
        pytest.param(1000, 1200, False, id="exactly a fifth more"),
        pytest.param(1000, 1201, True, id="a fifth and one more"),
        pytest.param(1, 6, False, id="five more than one"),
        pytest.param(1, 7, True, id="six more than one"),
        pytest.param(6, 1, False, id="five fewer than six"),
        pytest.param(7, 1, True, id="six fewer than seven"),
        pytest.param(0, 5, False, id="five where nobody was"),
        pytest.param(0, 6, True, id="six where nobody was"),
        pytest.param(3_000_001, 2_400_001, False, id="a fifth and no more, in millions"),
        pytest.param(3_000_001, 2_400_000, True, id="a fifth and a little, in millions"),
    ],
)
def test_a_class_may_change_by_a_fifth_or_five_heads(
    before: int, after: int, is_held: bool
) -> None:
    # Enough others that the total does not move by a fifth.
    held = reasons(
        [customer_facing(before), enablement(9_000_000)],
        [customer_facing(after), enablement(9_000_000)],
    )
    assert held == ({(HoldReason.CLASS_CHANGED, CF)} if is_held else set())


@pytest.mark.parametrize(
    ("after", "reason"),
    [
        pytest.param((84, 76), None, id="exactly a fifth less"),
        pytest.param((83, 76), HoldReason.TOTAL_CHANGED, id="a fifth and one less"),
        pytest.param((120, 120), None, id="exactly a fifth more"),
        pytest.param((120, 121), HoldReason.TOTAL_CHANGED, id="a fifth and one more"),
        pytest.param((150, 150), HoldReason.TOTAL_CHANGED, id="exactly half more"),
        pytest.param((151, 150), HoldReason.GREW, id="half and one more"),
    ],
)
def test_the_total_is_held_to_a_fifth_and_growth_to_a_half(
    after: tuple[int, int], reason: HoldReason | None
) -> None:
    holds = find_holds(company(100), company(*after))
    assert [hold.reason for hold in holds if hold.headcount_class is None] == (
        [] if reason is None else [reason]
    )


@pytest.mark.parametrize(
    ("before", "after", "is_held"),
    [(2, 3, False), (2, 4, True), (3, 4, False), (3, 5, True), (8, 12, False), (8, 13, True)],
)
def test_growth_is_judged_below_five_heads_too(before: int, after: int, is_held: bool) -> None:
    assert reasons([customer_facing(before)], [customer_facing(after)]) == (
        {(HoldReason.GREW, None)} if is_held else set()
    )


def test_a_few_where_nobody_was_are_no_growth() -> None:
    assert find_holds([customer_facing(0)], [customer_facing(5)]) == ()


def test_contractors_let_in_are_told_as_growth_of_everybody() -> None:
    assert find_holds(company(320, 6), company(500, 6)) == (
        Hold(HoldReason.GREW, None, 326, 506),
        Hold(HoldReason.CLASS_CHANGED, CF, 320, 500),
    )


def test_what_a_single_class_would_repeat_is_told_once() -> None:
    holds = find_holds([customer_facing(320)], [customer_facing(200)])
    assert holds == (Hold(HoldReason.TOTAL_CHANGED, None, 320, 200),)


@pytest.mark.parametrize(
    ("after", "held"),
    [
        pytest.param([customer_facing(320)], {(HoldReason.CLASS_VANISHED, E)}, id="no row left"),
        pytest.param(company(320, 0), {(HoldReason.NO_ENABLER_LEFT, E)}, id="counted as none"),
        pytest.param(
            [customer_facing(320), enablement(1, fte="0")],
            {(HoldReason.NO_ENABLER_LEFT, E)},
            id="one without any time",
        ),
        pytest.param(company(320, 1), set(), id="one stays"),
    ],
)
def test_a_small_enablement_team_may_shrink_but_not_end(
    after: Rows, held: set[tuple[HoldReason, HeadcountClass | None]]
) -> None:
    assert reasons(company(320, 2), after) == held


@pytest.mark.parametrize("after", [[enablement(90)], company(0, 90)], ids=["no row", "none"])
def test_customer_facing_teammates_that_vanish_are_missed(after: Rows) -> None:
    assert reasons(company(3, 90), after) == {(HoldReason.CLASS_VANISHED, CF)}


def test_a_class_that_never_had_anybody_cannot_vanish() -> None:
    assert find_holds(company(320, 0), [customer_facing(320)]) == ()


@pytest.mark.parametrize(
    ("after", "holds"),
    [
        pytest.param("9.5", (), id="five more"),
        pytest.param("9.6", (Hold(HoldReason.CLASS_CHANGED, E, 5, 10),), id="five and a tenth"),
        pytest.param("450", (Hold(HoldReason.CLASS_CHANGED, E, 5, 450),), id="a unit mistaken"),
    ],
)
def test_enablers_are_compared_in_the_measure_that_the_ratio_uses(
    after: str, holds: tuple[Hold, ...]
) -> None:
    before = [customer_facing(320), enablement(5, fte="4.5")]
    assert find_holds(before, [customer_facing(320), enablement(5, fte=after)]) == holds


def test_only_classes_that_the_source_had_published_are_compared() -> None:
    assert find_holds([customer_facing(320)], company(320, 300)) == ()


@pytest.mark.parametrize(
    ("before", "after", "lost"),
    [
        pytest.param([("sales", 280), ("cs", 40)], [("sales", 300)], 40, id="one is gone"),
        pytest.param([("sales", 280), ("cs", 40)], [("sales", 280), ("cs", 0)], 40, id="at zero"),
        pytest.param([("sales", 280), ("cs", 6)], [("sales", 280)], 6, id="six people"),
        pytest.param([("sales", 280), ("cs", 5)], [("sales", 280)], None, id="five people"),
        pytest.param([("sales", 280), ("cs", 40)], [("", 320)], None, id="not split any more"),
        pytest.param([("", 320)], [("sales", 280), ("cs", 40)], None, id="split from now on"),
        pytest.param([("sales", 280), ("cs", 40)], [("cs", 40)], None, id="told by the class"),
    ],
)
def test_a_function_may_not_vanish_while_others_are_told_apart(
    before: list[tuple[str, int]], after: list[tuple[str, int]], lost: int | None
) -> None:
    holds = find_holds(
        [customer_facing(people, function) for function, people in before],
        [customer_facing(people, function) for function, people in after],
    )
    vanished = [hold for hold in holds if hold.reason is HoldReason.FUNCTIONS_VANISHED]
    told = [] if lost is None else [Hold(HoldReason.FUNCTIONS_VANISHED, CF, lost, 0)]
    assert vanished == told


@pytest.mark.parametrize(
    ("before", "after", "held"),
    [
        pytest.param(Share(0, 300), Share(29, 300), None, id="nearly ten points"),
        pytest.param(Share(0, 300), Share(30, 300), (0, 10), id="exactly ten points"),
        pytest.param(Share(1, 3), Share(433, 1000), None, id="a hair under ten points"),
        pytest.param(Share(1, 3), Share(434, 1000), (33, 43), id="a hair over ten points"),
        pytest.param(Share(60, 300), Share(0, 300), None, id="fewer are no reason"),
        pytest.param(Share(0, 300), Share(300, 300), (0, 100), id="a field that is left out"),
        pytest.param(None, Share(300, 300), None, id="nothing was mapped before"),
        pytest.param(Share(0, 300), None, None, id="nothing is mapped now"),
        pytest.param(Share(0, 0), Share(300, 300), None, id="nobody was listed before"),
        pytest.param(Share(0, 300), Share(0, 0), None, id="nobody is listed now"),
    ],
)
def test_ten_points_more_without_a_rule_are_held(
    before: Share | None, after: Share | None, held: tuple[int, int] | None
) -> None:
    assert find_holds(company(320), company(320), before, after) == (
        () if held is None else (Hold(HoldReason.MORE_UNCLASSIFIED, None, *held),)
    )


counts = st.integers(0, 40) | st.integers(0, 5_000)
rows = st.lists(
    st.builds(
        HeadcountRow,
        st.sampled_from(HeadcountClass),
        counts,
        st.sampled_from(["", "sales", "cs"]),
        st.sampled_from(["", "EMEA"]),
        st.none() | st.integers(0, 50).map(lambda tenths: Decimal(tenths) / 10),
    ),
    max_size=6,
)


@given(rows)
def test_unchanged_counts_always_pass(same: Rows) -> None:
    assert find_holds(same, same) == ()


@given(rows, rows)
def test_a_class_is_told_of_once_and_the_numbers_differ(before: Rows, after: Rows) -> None:
    holds = find_holds(before, after)
    assert len({hold.headcount_class for hold in holds}) == len(holds)
    assert all(hold.before != hold.after for hold in holds)
