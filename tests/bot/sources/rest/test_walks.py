from typing import Any

import pytest

from bot.errors import SourceError
from bot.sources.rest.network import Caps
from rules.guards import HoldReason, find_holds
from rules.headcounts import HeadcountClass, HeadcountRow
from rules.mappings import Mapping, MappingRule, Placement, classify
from rules.troubles import Detail, Incident, RunStatus, Trouble
from tests.bot.sources.rest.conftest import Serve
from tests.bot.sources.rest.readings import (
    a_config,
    a_network,
    a_preset,
    people,
    read,
    trouble_of,
)
from tests.bot.sources.rest.servers import Asked, Reply

TOTAL = 25
PAGING = {"type": "index", "start_param": "start", "base": 0, "size_param": "size", "size": 10}


def page_of(start: int, size: int = 10) -> list[dict[str, Any]]:
    return people(TOTAL)[start : start + size]


def in_order(asked: Asked) -> dict[str, Any]:
    return {"people": page_of(int(asked.first("start"))), "total": TOTAL}


@pytest.mark.parametrize("announced", [24, 26, "26"], ids=["fewer", "more", "more, as text"])
def test_another_total_than_announced_is_partial(serve: Serve, announced: Any) -> None:
    stub = serve(lambda asked: {"people": page_of(int(asked.first("start"))), "total": announced})
    trouble, details = trouble_of(a_config(stub.url, a_preset(paging=PAGING, total_path="total")))
    assert trouble is Trouble.TOTAL_DISAGREES
    assert details == {Detail.ROWS: TOTAL, Detail.TOTAL: int(announced)}
    assert Incident(trouble).status is RunStatus.PARTIAL


def test_what_was_seen_before_the_trouble_is_told_with_it(serve: Serve) -> None:
    config = a_config(serve(in_order).url, a_preset(paging=PAGING, total_path="total"))
    with pytest.raises(SourceError) as caught:
        read(config, a_network(caps=Caps(pages=2)))
    incident = caught.value.incident
    assert incident == Incident(Trouble.TOO_MANY_PAGES, {Detail.LIMIT: 2})
    assert (incident.pages, incident.people) == (2, 20)


def test_a_row_that_comes_twice_hides_none_that_is_missing(serve: Serve) -> None:
    # A list without an order: 25 rows arrive, and one of 25 people is not among them.
    def answer(asked: Asked) -> dict[str, Any]:
        start = int(asked.first("start"))
        page = page_of(start)
        return {"people": [*page_of(9, 1), *page[1:]] if start == 10 else page, "total": TOTAL}

    trouble, details = trouble_of(
        a_config(serve(answer).url, a_preset(paging=PAGING, total_path="total"))
    )
    assert trouble is Trouble.TOTAL_DISAGREES
    assert details == {Detail.ROWS: TOTAL - 1, Detail.TOTAL: TOTAL}


def test_a_total_that_grows_while_pages_are_read_is_believed_last(serve: Serve) -> None:
    def answer(asked: Asked) -> dict[str, Any]:
        start = int(asked.first("start"))
        return {"people": page_of(start), "total": TOTAL - 1 if start == 0 else TOTAL}

    preset = a_preset(paging=PAGING, total_path="total")
    assert read(a_config(serve(answer).url, preset)).people == TOTAL


def test_later_pages_may_leave_the_total_out(serve: Serve) -> None:
    def answer(asked: Asked) -> dict[str, Any]:
        start = int(asked.first("start"))
        return {"people": page_of(start), **({} if start else {"total": TOTAL})}

    preset = a_preset(paging=PAGING, total_path="total")
    assert read(a_config(serve(answer).url, preset)).people == TOTAL


@pytest.mark.parametrize("total", [None, "many", -1, 2.5, True, [25]])
def test_a_total_that_is_no_number_is_no_total(serve: Serve, total: Any) -> None:
    stub = serve(lambda _: {"people": people(3), "total": total})
    assert trouble_of(a_config(stub.url, a_preset(total_path="total"))) == (
        Trouble.NO_NUMBER,
        {Detail.COLUMN: "total"},
    )


@pytest.mark.parametrize(
    ("failure", "trouble"),
    [
        (Reply(status=500), Trouble.PAGE_FAILED),
        (Reply(status=401), Trouble.PAGE_FAILED),
        (Reply(b"<html>"), Trouble.PAGE_FAILED),
        (Reply(iter([b"{"]), headers={"Content-Length": "9"}), Trouble.PAGE_FAILED),
        (Reply(status=429), Trouble.RATE_LIMITED),
        (Reply(status=429, headers={"Retry-After": "3600"}), Trouble.RATE_LIMITED),
    ],
    ids=["server error", "expired", "no JSON", "broken off", "busy", "busy for an hour"],
)
def test_a_failure_in_the_middle_is_partial(serve: Serve, failure: Reply, trouble: Trouble) -> None:
    stub = serve(lambda asked: failure if asked.first("start") == "10" else in_order(asked))
    found, _ = trouble_of(a_config(stub.url, a_preset(paging=PAGING)))
    assert found is trouble
    assert Incident(found).status is RunStatus.PARTIAL


@pytest.mark.parametrize(
    "body",
    [{}, {"people": None}, {"people": {}}, {"people": "none"}, {"persons": []}, [], 7],
    ids=lambda body: str(body),
)
def test_no_list_where_one_should_be_is_never_zero(serve: Serve, body: Any) -> None:
    stub = serve(lambda _: body)
    assert trouble_of(a_config(stub.url)) == (Trouble.NOTHING_AT_PATH, {Detail.COLUMN: "people"})


def test_a_list_that_vanishes_on_a_later_page_is_never_the_end(serve: Serve) -> None:
    stub = serve(lambda asked: {} if asked.first("start") == "10" else in_order(asked))
    assert trouble_of(a_config(stub.url, a_preset(paging=PAGING)))[0] is Trouble.NOTHING_AT_PATH


def test_only_an_empty_list_is_zero(serve: Serve) -> None:
    stub = serve(lambda _: {"people": []})
    reading = read(a_config(stub.url))
    assert (reading.tallies, reading.people, reading.pages) == ((), 0, 1)


def test_a_list_cut_to_what_the_credential_may_see_looks_whole_and_is_left_to_the_guard(
    serve: Serve,
) -> None:
    preset = a_preset(total_path="total")
    sales = Mapping((MappingRule(Placement(HeadcountClass.CUSTOMER_FACING), department="Sales"),))

    def rows(count: int) -> tuple[HeadcountRow, ...]:
        stub = serve(lambda _: {"people": people(count), "total": count})
        return classify(read(a_config(stub.url, preset)).tallies, sales).rows

    holds = find_holds(rows(100), rows(60))
    assert HoldReason.TOTAL_CHANGED in {hold.reason for hold in holds}
