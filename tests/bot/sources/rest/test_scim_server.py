"""Counts agree with an independent SCIM 2.0 server, whichever way it is asked."""

from collections import Counter
from typing import Any

import pytest

from rules.headcounts import HeadcountClass, HeadcountRow
from rules.tallies import count_people
from rules.troubles import Detail, Trouble
from tests.bot.sources.rest.conftest import PEOPLE
from tests.bot.sources.rest.readings import a_config, a_preset, count, read, trouble_of
from tests.bot.sources.rest.scim import DEPARTMENTS, ENTERPRISE, PAGE_CAP, TOKEN, ScimServer

SECRET = {"token": TOKEN}
CONTRACTORS = len(range(0, PEOPLE, 100))
EXPECTED = Counter(DEPARTMENTS[number % len(DEPARTMENTS)] for number in range(PEOPLE))


def rows_preset(**changes: object) -> dict[str, object]:
    return a_preset(
        **{
            "path": "/Users",
            "params": {"filter": "active eq true", "attributes": f"id,{ENTERPRISE}:department"},
            "rows": "Resources",
            "total_path": "totalResults",
            "dims": {"department": f'"{ENTERPRISE}".department'},
            **changes,
        }
    )


def index_paging(size: int) -> dict[str, object]:
    return {
        "type": "index",
        "start_param": "startIndex",
        "base": 1,
        "size_param": "count",
        "size": size,
    }


def raw_count(scim: ScimServer, department: str) -> int:
    """What the server says when it is asked for the total alone, without any code of ours."""
    escaped = department.replace("\\", "\\\\").replace('"', '\\"')
    filtered = f'active eq true and {ENTERPRISE}:department eq "{escaped}"'
    answer = scim.ask(count=0, filter=filtered)
    assert not answer.get("Resources")
    return int(answer["totalResults"])


@pytest.mark.parametrize("size", [1_000, PAGE_CAP, 77], ids=lambda size: f"size {size}")
def test_rows_by_index_agree_with_the_server_whatever_size_it_caps(
    scim: ScimServer, size: int
) -> None:
    preset = rows_preset(paging=index_paging(size))
    reading = read(a_config(scim.url, preset), secret=SECRET)
    assert reading.people == count_people(reading.tallies) == PEOPLE
    assert count(reading) == EXPECTED


def test_rows_by_cursor_agree_with_the_server(scim: ScimServer) -> None:
    paging = {"type": "cursor", "cursor_path": "nextCursor", "cursor_param": "cursor"}
    params = {"filter": "active eq true", "attributes": f"id,{ENTERPRISE}:department"}
    preset = rows_preset(paging=paging, params={**params, "cursor": "", "count": 90})
    assert count(read(a_config(scim.url, preset), secret=SECRET)) == EXPECTED


def test_a_server_that_caps_the_only_page_is_not_taken_for_the_whole(scim: ScimServer) -> None:
    preset = rows_preset(params={"filter": "active eq true", "count": 1_000})
    trouble, details = trouble_of(a_config(scim.url, preset), secret=SECRET)
    assert trouble is Trouble.TOTAL_DISAGREES
    assert details == {Detail.ROWS: PAGE_CAP, Detail.TOTAL: PEOPLE}


def test_the_shipped_preset_of_rows_sets_contractors_apart(scim: ScimServer) -> None:
    config = {"preset": "scim_rows", "base_url": scim.url}
    reading = read(config, secret=SECRET)
    assert count_people(reading.tallies) == PEOPLE - CONTRACTORS
    assert reading.contractors == CONTRACTORS
    assert {tally.traits.title for tally in reading.tallies} == {"Account Executive", "Manager"}
    everybody = read({**config, "counts_contractors": True}, secret=SECRET)
    assert count_people(everybody.tallies) == PEOPLE
    assert everybody.contractors == 0


def test_counts_agree_with_what_the_server_says_by_itself(scim: ScimServer) -> None:
    places = [
        {"class": "customer_facing", "function": str(number), "department": department}
        for number, department in enumerate(DEPARTMENTS)
    ]
    reading = read({"preset": "scim", "base_url": scim.url, "places": places}, secret=SECRET)
    assert reading.rows == tuple(
        HeadcountRow(HeadcountClass.CUSTOMER_FACING, raw_count(scim, department), str(number))
        for number, department in enumerate(DEPARTMENTS)
    )
    assert [row.people for row in reading.rows] == [EXPECTED[name] for name in DEPARTMENTS]
    assert reading.people == 0
    assert reading.pages == len(DEPARTMENTS)


def test_nobody_in_a_department_is_zero(scim: ScimServer) -> None:
    places = [{"class": "enablement", "department": "Nobody Is Here"}]
    reading = read({"preset": "scim", "base_url": scim.url, "places": places}, secret=SECRET)
    assert reading.rows == (HeadcountRow(HeadcountClass.ENABLEMENT, 0),)


def test_nobody_at_all_is_zero(scim: ScimServer) -> None:
    preset = rows_preset(
        params={"filter": 'userName eq "nobody"'},
        rows="not_null(Resources, itemsPerPage == `0` && `[]`)",
        paging=index_paging(100),
    )
    reading = read(a_config(scim.url, preset), secret=SECRET)
    assert (reading.tallies, reading.people) == ((), 0)


@pytest.mark.parametrize(
    "config",
    [
        {"preset": "scim", "places": [{"class": "enablement", "department": "Sales"}]},
        {"preset": "scim_rows"},
    ],
    ids=lambda config: str(config["preset"]),
)
def test_a_wrong_token_is_unauthorised(scim: ScimServer, config: dict[str, Any]) -> None:
    secret = {"token": "wrong"}
    trouble, details = trouble_of({**config, "base_url": scim.url}, secret=secret)
    assert trouble is Trouble.UNAUTHORISED
    assert details[Detail.CODE] == 401
