from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sources.files.cells import (
    find_count,
    find_fte,
    find_share,
    looks_like_formula,
    write_cell,
)
from tests.builders import NOON


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("0", 0), ("12", 12), (" 12 ", 12), ("12.0", 12), ("1,200", 1200), ("1 200", 1200),
        ("1\u00a0200", 1200), ("1\u202f234\u202f567", 1_234_567), ("１，２００", 1200), ("１２", 12),
        ("1,234,567", 1_234_567), ("007", 7),
    ],
)  # fmt: skip
def test_a_whole_number_is_read(text: str, count: int) -> None:
    assert find_count(text) == count


@pytest.mark.parametrize(
    "text",
    [
        "", "x", "-1", "+1", "1.5", "12.01", "1,20", "1,2000", "1.200", "12,00", ",200", "1e3",
        "1_000", "0x1", "nan", "inf", "½", "²", "120¹", "٣", "True", "12 people", "9" * 13, "9" * 10_000,
    ],
)  # fmt: skip
def test_what_is_no_whole_number_is_not_made_one(text: str) -> None:
    assert find_count(text) is None


@pytest.mark.parametrize(
    ("text", "fte"),
    [
        ("0", "0"), ("6", "6"), ("5.5", "5.5"), ("5,5", "5.5"), ("5.50", "5.5"), ("1,200", "1200"),
        ("1,200.5", "1200.5"), ("５．５", "5.5"), ("0.0", "0"),
    ],
)  # fmt: skip
def test_full_time_equivalents_have_up_to_one_decimal(text: str, fte: str) -> None:
    assert find_fte(text) == Decimal(fte)


@pytest.mark.parametrize("text", ["", "5.55", "5.05", "1.200", "-1", ".5", "5.", "80%", "x"])
def test_other_equivalents_are_not_rounded(text: str) -> None:
    assert find_fte(text) is None


@pytest.mark.parametrize(
    ("text", "share"),
    [("1", "1"), ("0.8", "0.8"), ("0,875", "0.875"), ("1.000", "1"), ("0.3333", "0.3333")],
)
def test_a_share_has_up_to_four_decimals(text: str, share: str) -> None:
    assert find_share(text) == Decimal(share)


@pytest.mark.parametrize("text", ["", "100", "80%", "-0.5", "0.33333", "half"])
def test_other_shares_are_not_read(text: str) -> None:
    assert find_share(text) is None


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""), ("x", "x"), (12, "12"), (12.0, "12"), (0.1 + 0.2, "0.3"), (5.5, "5.5"),
        (Decimal("5.5"), "5.5"), (date(2026, 3, 31), "2026-03-31"), (True, "True"),
        (NOON, "2026-03-02 12:00:00+00:00"), (timedelta(hours=1), "1:00:00"),
    ],
)  # fmt: skip
def test_a_value_is_written_as_a_cell_shows_it(value: object, text: str) -> None:
    assert write_cell(value) == text


@pytest.mark.parametrize("value", [[], {}, ["x"], object(), b"x"])
def test_what_no_cell_can_hold_is_not_written(value: object) -> None:
    assert write_cell(value) is None


@pytest.mark.parametrize(
    "text", ["=1", "+1", "-1", "@x", " =1", "＝1", "＠x", "\tx", "\r=1", "\nx", "-"]
)
def test_what_a_spreadsheet_could_compute_looks_like_a_formula(text: str) -> None:
    assert looks_like_formula(text)


@pytest.mark.parametrize("text", ["", " ", "EMEA", "A-B", "R&D", "C+", "x=1", "(new)"])
def test_other_text_does_not_look_like_a_formula(text: str) -> None:
    assert not looks_like_formula(text)


@given(st.integers(0, 10**12 - 1))
def test_every_count_is_read_back(count: int) -> None:
    assert find_count(str(count)) == find_count(f"{count:,}") == count
    assert find_count(write_cell(float(count)) or "") == count


@given(st.integers(0, 10**8).map(lambda tenths: Decimal(tenths) / 10))
def test_every_tenth_is_read_back(fte: Decimal) -> None:
    assert find_fte(f"{fte}") == find_fte(f"{fte:,}") == fte
    assert find_fte(write_cell(float(fte)) or "") == fte
