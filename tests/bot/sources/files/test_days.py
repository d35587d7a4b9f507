from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sources.files.days import EARLIEST_YEAR, list_readings

LAST_OF_MARCH = date(2026, 3, 31)


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-31", "2026-3-31", "2026/03/31", "2026.03.31", "20260331", "2026年3月31日",
        "２０２６／０３／３１", "2026年 3月 31日", " 2026-03-31 ",
        "31.03.2026", "31/03/2026", "3/31/2026", "31-03-2026",
        "31 Mar 2026", "31-Mar-2026", "31 march 2026", "Mar 31, 2026", "March 31 2026",
        "2026-03-31T00:00:00", "2026-03-31 09:00:00", "2026-03-31T23:59:59+09:00",
        "2026-03-31T00:00:00.000Z", "3/31/2026 12:00:00 AM", "2026/03/31 9:00",
    ],
)  # fmt: skip
def test_a_date_is_read_as_it_is_written(text: str) -> None:
    assert list_readings(text) == {LAST_OF_MARCH}


@pytest.mark.parametrize("text", ["03/04/2026", "3-4-2026", "03/04/2026 00:00"])
def test_day_and_month_that_could_swap_are_two_readings(text: str) -> None:
    assert list_readings(text) == {date(2026, 3, 4), date(2026, 4, 3)}


@pytest.mark.parametrize("text", ["03/03/2026", "03.04.2026"])
def test_what_cannot_swap_is_one_reading(text: str) -> None:
    assert len(list_readings(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "", "today", "2026", "2026-03", "31.3.26", "2026-02-30", "2026-13-01", "31/31/2026",
        "46112", "2026-03/31", "31 Mai 2026", "Ma 31 2026", "2026-03-31 noon", "0000-00-00",
        "2026-03-31 00:00 2026-04-01",
    ],
)  # fmt: skip
def test_what_is_no_whole_date_has_no_reading(text: str) -> None:
    assert list_readings(text) == set()


def test_the_empty_date_of_a_spreadsheet_is_no_date() -> None:
    assert list_readings("1899-12-30") == set()
    assert list_readings(f"{EARLIEST_YEAR}-01-01") == {date(EARLIEST_YEAR, 1, 1)}


@given(st.dates(min_value=date(EARLIEST_YEAR, 1, 1)))
def test_every_date_is_read_back(day: date) -> None:
    for text in (
        day.isoformat(), f"{day:%Y%m%d}", f"{day.day}.{day.month}.{day.year:04}",
        f"{day.year:04}年{day.month}月{day.day}日", f"{day:%d %b %Y}",
    ):  # fmt: skip
        assert list_readings(text) == {day}
    assert day in list_readings(f"{day.month}/{day.day}/{day.year:04}")
