from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from bot.sources.files.limits import MOST_COMBINATIONS, MOST_ROSTER_ROWS
from bot.sources.files.roster import KINDS, STATUSES, Standing
from bot.sources.readings import Reading
from rules.tallies import Tally, Traits
from rules.troubles import Trouble
from tests.bot.sources.files.readings import an_incident, lines, people, read, refuse
from tests.builders import TODAY

YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


def person(status: str = "", kind: str = "", start: object = "", end: object = "") -> str:
    return f"Sales,AE,EMEA,{status},{kind},{start},{end},"


def standing(row: str) -> Standing:
    """Return how one person stands, as the reading tells it."""
    reading = read(people(row))
    assert reading.people == 1
    told = {
        Standing.COUNTED: sum(tally.people for tally in reading.tallies),
        Standing.ARRIVING: reading.arriving,
        Standing.CONTRACTOR: reading.contractors,
    }
    return next((name for name, count in told.items() if count), Standing.GONE)


def test_people_are_counted_by_what_they_share() -> None:
    reading = read(
        people(
            "Sales,AE,EMEA,active,,2024-04-01,,1",
            "sales,ae,emea,on leave,,2023-09-01,,0.5",
            "Sales,SE,EMEA,active,employee,,,",
            "Enablement,Manager,,active,,2022-01-10,2026-06-30,0.8",
        )
    )
    assert reading == Reading(
        TODAY,
        tallies=(
            Tally(Traits("Sales", "AE", "EMEA"), 2, Decimal("1.5")),
            Tally(Traits("Sales", "SE", "EMEA"), 1, None),
            Tally(Traits("Enablement", "Manager"), 1, Decimal("0.8")),
        ),
        people=4,
    )


def test_a_department_or_a_title_is_enough() -> None:
    assert read("部署\n営業\n営業\n").tallies == (Tally(Traits("営業"), 2),)


@pytest.mark.parametrize(
    ("status", "expected"), [(word, s) for s, words in STATUSES.items() for word in words]
)
def test_a_status_says_how_somebody_stands(status: str, expected: Standing) -> None:
    assert standing(person(status)) is expected
    assert standing(person(f" {status.upper()} ")) is expected


@pytest.mark.parametrize(
    ("kind", "expected"), [(word, s) for s, words in KINDS.items() for word in words]
)
def test_a_kind_sets_contractors_apart(kind: str, expected: Standing) -> None:
    assert standing(person("active", kind)) is expected


def test_every_standing_has_a_status() -> None:
    assert set(STATUSES) == set(Standing)


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("", "", Standing.COUNTED), (TODAY, "", Standing.COUNTED), (TOMORROW, "", Standing.ARRIVING),
        ("", TODAY, Standing.COUNTED), ("", YESTERDAY, Standing.GONE), ("", TOMORROW, Standing.COUNTED),
        (YESTERDAY, TODAY, Standing.COUNTED), (TODAY, TODAY, Standing.COUNTED),
        (YESTERDAY, YESTERDAY, Standing.GONE), (TOMORROW, TOMORROW, Standing.ARRIVING),
        ("2020-01-01T00:00:00+09:00", "", Standing.COUNTED),
        ("", "9999-12-31", Standing.COUNTED), ("", "9999-01-01", Standing.COUNTED),
        ("", "2099-12-31T00:00:00Z", Standing.COUNTED),
    ],
)  # fmt: skip
def test_the_first_and_the_last_day_count(start: object, end: object, expected: Standing) -> None:
    assert standing(person("", "", start, end)) is expected
    assert standing(person("active", "", start, end)) is expected


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        pytest.param(person("terminated", "", "", TOMORROW), Standing.COUNTED, id="leaves soon"),
        pytest.param(person("terminated", "", "", TODAY), Standing.COUNTED, id="leaves today"),
        pytest.param(person("active", "", "", YESTERDAY), Standing.GONE, id="left yesterday"),
        pytest.param(person("terminated", "", "", "9999-12-31"), Standing.GONE, id="no end given"),
        pytest.param(person("terminated", "", "", "2099-01-01"), Standing.GONE, id="no end at all"),
        pytest.param(person("terminated", "", "", "2098-12-31"), Standing.COUNTED, id="an end"),
        pytest.param(person("inactive", "", TOMORROW), Standing.ARRIVING, id="future hire"),
        pytest.param(person("inactive", "", YESTERDAY), Standing.GONE, id="was here"),
        pytest.param(person("onboarding", "", YESTERDAY), Standing.ARRIVING, id="onboarding"),
        pytest.param(person("active", "intern", TOMORROW), Standing.CONTRACTOR, id="future intern"),
        pytest.param(person("left", "contractor"), Standing.GONE, id="contractor who left"),
        pytest.param(
            person("active", "external", "", YESTERDAY), Standing.GONE, id="contract over"
        ),
        pytest.param(person("pending", "業務委託"), Standing.CONTRACTOR, id="contractor to come"),
    ],
)
def test_dates_go_before_the_status(row: str, expected: Standing) -> None:
    assert standing(row) is expected


def test_the_roster_is_counted_as_of_the_day_asked_for() -> None:
    content = people(person("active", "", "2026-01-01", "2026-06-30"))
    assert read(content, date(2025, 12, 31)).arriving == 1
    assert read(content, date(2026, 6, 30)).tallies[0].people == 1
    assert read(content, date(2026, 7, 1)) == Reading(date(2026, 7, 1), people=1)


@pytest.mark.parametrize(
    ("row", "trouble", "details"),
    [
        (person("suspended"), Trouble.STATUS_UNKNOWN, {"column": "status"}),
        (person("active", "robot"), Trouble.KIND_UNKNOWN, {"column": "kind"}),
        (person("", "", "soon"), Trouble.DATE_NOT_READABLE, {"column": "start"}),
        (person("", "", "03/02/2026"), Trouble.DATE_UNCLEAR, {"column": "start"}),
        (person("", "", "", "#N/A"), Trouble.DATE_NOT_READABLE, {"column": "end"}),
        (person("", "", "", "1900-01-00"), Trouble.DATE_NOT_READABLE, {"column": "end"}),
        (person("", "", TODAY, YESTERDAY), Trouble.END_BEFORE_START, {"column": "end"}),
        ("Sales,AE,EMEA,,,,,80%", Trouble.SHARE_NOT_READABLE, {"column": "fte"}),
        ("Sales,AE,EMEA,,,,,3", Trouble.SHARE_NOT_READABLE, {"column": "fte", "limit": 2}),
        ("=Sales,AE,EMEA,,,,,", Trouble.FORMULA, {"column": "department"}),
        ("Sales,+AE,EMEA,left,,,,", Trouble.FORMULA, {"column": "title"}),
        ("Sales,AE,-,,,,,", Trouble.FORMULA, {"column": "region"}),
        ("Sales,AE,EMEA,@x,,,,", Trouble.FORMULA, {"column": "status"}),
        (f"{'x' * 81},AE,EMEA,,,,,", Trouble.TEXT_TOO_LONG, {"column": "department", "limit": 80}),
        (f"Sales,{'x' * 201},EMEA,,,,,", Trouble.TEXT_TOO_LONG, {"column": "title", "limit": 200}),
        ("Sales,AE,EMEA,,,,,1,extra", Trouble.CELL_STRAY, {}),
    ],
)  # fmt: skip
def test_a_cell_that_cannot_be_read_is_pointed_at(
    row: str, trouble: Trouble, details: dict[str, Any]
) -> None:
    assert refuse(people(person(), row)) == an_incident(trouble, line=3, **details)


def test_a_long_title_is_taken() -> None:
    assert len(read(people(f"{'x' * 80},{'y' * 200},,,,,,")).tallies[0].traits.title) == 200


@pytest.mark.parametrize(
    ("shares", "fte"), [(["0.375"] * 2, "0.8"), (["0.3333"] * 3, "1.0"), (["0,8", "1"], "1.8")]
)
def test_shares_are_added_up_before_they_are_rounded(shares: list[str], fte: str) -> None:
    content = "title;fte\n" + "".join(f"AE;{share}\n" for share in shares)
    assert read(content).tallies[0].fte == Decimal(fte)


def test_nobody_there_is_a_reading_and_not_a_trouble() -> None:
    assert read(people(person("left"))) == Reading(TODAY, people=1)
    assert refuse(people()) == an_incident(Trouble.FILE_EMPTY)


def test_so_many_rows_and_no_more() -> None:
    full = "department\n" + "Sales\n" * MOST_ROSTER_ROWS
    assert read(full).tallies == (Tally(Traits("Sales"), MOST_ROSTER_ROWS),)
    assert refuse(f"{full}Sales\n") == an_incident(Trouble.FILE_TOO_LONG, limit=MOST_ROSTER_ROWS)


def test_titles_that_are_all_different_are_not_kept() -> None:
    rows = [f"Somebody {n}" for n in range(MOST_COMBINATIONS)]
    assert len(read(lines("title", *rows)).tallies) == MOST_COMBINATIONS
    incident = refuse(lines("title", *rows, "Somebody Else"))
    assert incident == an_incident(
        Trouble.FILE_TOO_LONG, line=MOST_COMBINATIONS + 2, column="title", limit=MOST_COMBINATIONS
    )
