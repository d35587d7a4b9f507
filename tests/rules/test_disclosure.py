from collections.abc import Sequence
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.disclosure import DisclosedSegment, disclose
from rules.headcounts import Segment


def segments(*counts: int) -> list[Segment]:
    return [Segment(f"S{place}", count, Decimal(1)) for place, count in enumerate(counts)]


def write(disclosed: Sequence[DisclosedSegment]) -> list[str]:
    return [
        "<5" if one.is_small else "-" if one.customer_facing is None else str(one.customer_facing)
        for one in disclosed
    ]


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        pytest.param((), "", id="no segments"),
        pytest.param((5, 60), "5 60", id="five are told"),
        pytest.param((4, 60, 30), "<5 60 -", id="four are hidden, and the next smallest"),
        pytest.param((60, 7, 2, 7), "60 - <5 -", id="and all that are as small as that"),
        pytest.param((4, 3, 60), "<5 <5 60", id="two small ones cover each other"),
        pytest.param((0, 30, 60), "<5 - 60", id="nobody are fewer than five"),
        pytest.param((3,), "<5", id="alone"),
        pytest.param((7,), "7", id="alone and told"),
        pytest.param((3, 60), "<5 -", id="two of which one is small"),
        pytest.param((4, 4, 60), "<5 <5 -", id="two fours would be the most that two can be"),
        pytest.param((0, 0, 60), "<5 <5 -", id="nobody and nobody would be the least"),
        pytest.param((4, 4), "- -", id="two fours and nothing to cover them"),
        pytest.param((2, 7), "- -", id="fewer than five for each"),
        pytest.param((2, 8), "<5 -", id="five for each"),
        pytest.param((1, 0, 13), "- - -", id="fewer than five for each of three"),
        pytest.param((1, 0, 14), "<5 <5 14", id="five for each of three"),
        pytest.param((4, 6, 7), "<5 - -", id="beside a seven the hidden six would be the largest"),
        pytest.param((4, 6, 8), "<5 - 8", id="beside an eight it could be a seven"),
        pytest.param((0, 5, 40), "<5 - -", id="the hidden five could not be smaller"),
        pytest.param((2, 5, 6, 40), "<5 - - 40", id="beside a six it could only be a five"),
        pytest.param((2, 5, 7, 40), "<5 - 7 40", id="beside a seven it could be a six"),
        pytest.param((1, 5, 40), "<5 - 40", id="the hidden one could be"),
    ],
)
def test_small_segments_are_hidden_and_covered(counts: tuple[int, ...], shown: str) -> None:
    assert write(disclose(segments(*counts))) == shown.split()


def test_the_enablers_and_the_place_of_a_told_segment_stay() -> None:
    given_segments = [
        Segment("EMEA", 620, Decimal("1.5")),
        Segment("LATAM", 3, Decimal(1)),
        Segment("APAC", 40, Decimal(0)),
    ]
    assert disclose(given_segments) == (
        DisclosedSegment("EMEA", 620, Decimal("1.5")),
        DisclosedSegment("LATAM", None, None, is_small=True),
        DisclosedSegment("APAC", None, None),
    )


def list_possible(told: Sequence[DisclosedSegment], total: int) -> list[tuple[int, ...]]:
    """Return all counts that fit what a channel sees, by trying every one."""
    shown = [one.customer_facing for one in told if one.customer_facing is not None]
    is_any_said_small = any(one.is_small for one in told)
    below = min(shown, default=total + 1)
    choices = [
        range(one.customer_facing, one.customer_facing + 1)
        if one.customer_facing is not None
        else range(5)
        if one.is_small
        else range(5, below)
        if is_any_said_small
        else range(total + 1)
        for one in told
    ]
    return [counts for counts in product(*choices) if sum(counts) == total]


@given(
    st.lists(st.integers(0, 6) | st.sampled_from([7, 8, 30]), min_size=2, max_size=4).filter(any)
)
def test_no_hidden_count_follows_from_what_is_shown(counts: list[int]) -> None:
    told = disclose(segments(*counts))
    possible = list_possible(told, sum(counts))
    assert tuple(counts) in possible
    for place, one in enumerate(told):
        is_certain = len({fitting[place] for fitting in possible}) == 1
        assert is_certain is (one.customer_facing is not None)


@given(st.lists(st.integers(0, 400), max_size=12))
def test_what_is_told_is_true_and_no_small_segment_is_told(counts: list[int]) -> None:
    told = disclose(segments(*counts))
    assert [one.name for one in told] == [segment.name for segment in segments(*counts)]
    for one, count in zip(told, counts, strict=True):
        assert one.customer_facing in {None, count}
        assert one.customer_facing is None or count >= 5
        assert not one.is_small or count < 5
    hidden = [one for one in told if one.customer_facing is None]
    assert len(hidden) != 1 or len(counts) == 1


@given(st.lists(st.integers(5, 400), max_size=12))
def test_without_a_small_segment_nothing_is_hidden(counts: list[int]) -> None:
    assert [one.customer_facing for one in disclose(segments(*counts))] == counts
