from fnmatch import fnmatchcase

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rules.patterns import fits, split_pattern


@pytest.mark.parametrize(
    ("pattern", "title", "is_match"),
    [
        ("Manager [APAC]", "Manager [APAC]", True),
        ("Manager [APAC]", "Manager A", False),
        ("*[a-z]*", "manager", False),
        ("Partner?", "Partner?", True),
        ("Partner?", "Partners", False),
        ("R&D (contract.)", "R&D (contractX)", False),
        ("*", "", True),
        ("a*a", "a", False),
        ("a*a", "aa", True),
        ("*ab*ab*", "ab", False),
        ("*ab*ab*", "xabxab", True),
        ("a**b", "ab", True),
        ("*manager*", "manager", True),
        ("manager*", "senior manager", False),
        ("*manager", "manager, emea", False),
    ],
)
def test_only_the_star_stands_for_anything(pattern: str, title: str, is_match: bool) -> None:
    assert fits(split_pattern(pattern), title) is is_match


@given(st.text("ab*", min_size=1, max_size=8), st.text("ab", max_size=8))
@example("*ab*b", "ab")
def test_stars_mean_what_a_shell_means_by_them(pattern: str, title: str) -> None:
    assert fits(split_pattern(pattern), title) is fnmatchcase(title, pattern)


def test_a_text_is_never_searched_for_long() -> None:
    parts = split_pattern("*a" * 50 + "*b*")
    assert not fits(parts, "a" * 20_000)
