from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from bot.errors import SourceError
from bot.sources.google.directory import FIELDS
from bot.sources.readings import Reading
from rules.tallies import Tally, Traits
from rules.troubles import Detail, Incident, Trouble
from tests.bot.sources.google.workspace import ADMIN, DIRECTORY, TOKEN, Workspace, a_user, read
from tests.bot.sources.rest.readings import DAY
from tests.bot.sources.rest.servers import Asked, Reply, Stub

Serve = Callable[[Any], Stub]
SELLER = {"primary": True, "department": "Sales", "title": "Account Executive"}


def read_people(serve: Serve, *people: dict[str, Any]) -> Reading:
    return read(serve(Workspace([list(people)])).url, DIRECTORY)


def trouble_of(serve: Serve, workspace: Any, **secret: str) -> Incident:
    with pytest.raises(SourceError) as caught:
        read(serve(workspace).url, DIRECTORY, **secret)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__ or caught.value.__context__ is None
    return caught.value.incident


def test_people_are_counted_page_by_page_and_only_what_counts_is_asked_for(serve: Serve) -> None:
    stub = serve(Workspace([[a_user(n, SELLER) for n in range(3)], [a_user(3, SELLER)], []]))
    reading = read(stub.url, DIRECTORY)
    assert reading.tallies == (Tally(Traits("Sales", "Account Executive"), 4),)
    assert (reading.as_of, reading.rows, reading.people, reading.pages) == (DAY, (), 4, 1 + 3)
    assert [asked.path for asked in stub.asked] == ["/token"] + ["/admin/directory/v1/users"] * 3
    assert stub.asked[1].params == {
        "customer": ["my_customer"],
        "maxResults": ["500"],
        "projection": ["full"],
        "query": ["isSuspended=false"],
        "fields": [FIELDS],
    }
    assert stub.asked[3].first("pageToken") == "2"


def test_the_main_post_counts_where_somebody_has_several(serve: Serve) -> None:
    board = {"primary": False, "department": "Board", "title": "Member"}
    reading = read_people(serve, a_user(1, board, SELLER), a_user(2, board, {"title": "Advisor"}))
    assert set(reading.tallies) == {
        Tally(Traits("Sales", "Account Executive"), 1),
        Tally(Traits("Board", "Member"), 1),
    }


def test_a_location_is_a_region_and_a_cost_centre_a_group(serve: Serve) -> None:
    post = {"primary": True, "location": "Osaka", "costCenter": "4711"}
    reading = read_people(serve, a_user(1, post))
    assert reading.tallies == (Tally(Traits(region="Osaka", group="4711"), 1),)


def test_whoever_has_no_post_is_counted_all_the_same(serve: Serve) -> None:
    room = {key: value for key, value in a_user(2).items() if key != "organizations"}
    reading = read_people(serve, a_user(1, SELLER), room, a_user(3))
    assert Tally(Traits(), 2) in reading.tallies


@pytest.mark.parametrize("flag", ["suspended", "archived"])
def test_whoever_is_suspended_or_archived_does_not_count(serve: Serve, flag: str) -> None:
    gone, silent = a_user(2, SELLER, **{flag: True}), a_user(3, SELLER)
    del silent[flag]
    [tally] = read_people(serve, a_user(1, SELLER), gone, silent).tallies
    assert tally.people == 2


def test_time_is_read_in_thousandths_of_a_per_cent(serve: Serve) -> None:
    posts = [{**SELLER, "fullTimeEquivalent": share} for share in (100_000, 50_000, 62_500)]
    [tally] = read_people(serve, *(a_user(n, post) for n, post in enumerate(posts))).tallies
    assert (tally.people, tally.fte) == (3, Decimal("2.1"))


def test_time_is_unknown_where_somebody_has_none(serve: Serve) -> None:
    half = {**SELLER, "fullTimeEquivalent": 50_000}
    [tally] = read_people(serve, a_user(1, half), a_user(2, SELLER)).tallies
    assert (tally.people, tally.fte) == (2, None)


def test_the_same_person_on_two_pages_counts_once(serve: Serve) -> None:
    twice = a_user(1, SELLER)
    stub = serve(Workspace([[twice, a_user(2, SELLER)], [twice, a_user(3, SELLER)]]))
    assert read(stub.url, DIRECTORY).tallies[0].people == 3


@pytest.mark.parametrize(
    ("person", "incident"),
    [
        pytest.param({"organizations": []}, Incident(Trouble.ROW_WITHOUT_ID), id="no id"),
        pytest.param(
            a_user(1, {"primary": True, "title": ["AE"]}),
            Incident(Trouble.NOT_READABLE, {Detail.COLUMN: "title"}),
            id="a title that is none",
        ),
        pytest.param(
            a_user(1, {**SELLER, "fullTimeEquivalent": "half"}),
            Incident(Trouble.NOT_READABLE, {Detail.COLUMN: "fte"}),
            id="a share that is none",
        ),
    ],
)
def test_somebody_who_cannot_be_read_ends_the_run(
    serve: Serve, person: dict[str, Any], incident: Incident
) -> None:
    assert trouble_of(serve, Workspace([[person]])) == incident


def test_no_list_of_people_is_not_an_empty_one(serve: Serve) -> None:
    workspace = Workspace(refuses=Reply({"kind": "admin#directory#users"}))
    expected = Incident(Trouble.NOTHING_AT_PATH, {Detail.COLUMN: "users"})
    assert trouble_of(serve, workspace) == expected


@pytest.mark.parametrize(
    ("status", "trouble"),
    [
        (401, Trouble.UNAUTHORISED),
        (403, Trouble.FORBIDDEN),
        (404, Trouble.NOT_FOUND),
        (400, Trouble.REFUSED_REQUEST),
        (429, Trouble.RATE_LIMITED),
        (503, Trouble.SERVER_ERROR),
    ],
)
def test_a_refusal_has_a_name(serve: Serve, status: int, trouble: Trouble) -> None:
    workspace = Workspace(refuses=Reply({"error": {"message": ADMIN}}, status))
    assert trouble_of(serve, workspace) == Incident(trouble, {Detail.CODE: status})


def test_a_page_that_fails_in_the_middle_counts_nobody(serve: Serve) -> None:
    workspace = Workspace([[a_user(1, SELLER)], [a_user(2, SELLER)]])

    def answer(asked: Asked) -> Any:
        return Reply({}, 500) if asked.first("pageToken") else workspace(asked)

    assert trouble_of(serve, answer) == Incident(Trouble.PAGE_FAILED, {Detail.ROWS: 1})


def test_an_administrator_google_does_not_know_is_no_credential(serve: Serve) -> None:
    workspace = Workspace([[a_user(1, SELLER)]])
    incident = trouble_of(serve, workspace, subject="ghost@kestrel.example")
    assert incident == Incident(Trouble.UNAUTHORISED)


def test_nothing_of_the_people_is_logged(serve: Serve, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    read_people(serve, a_user(4711, SELLER))
    trouble_of(serve, Workspace([[a_user(4711, {"primary": True, "title": ["Sales"]})]]))
    for secret in ("4711", "Sales", TOKEN, ADMIN):
        assert secret not in caplog.text
