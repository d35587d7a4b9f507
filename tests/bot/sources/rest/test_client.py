from datetime import timedelta
from typing import Any

import pytest

from bot.sources.rest.client import TRIES
from bot.sources.rest.network import Caps
from rules.troubles import Detail, Incident, RunStatus, Trouble
from tests.bot.sources.rest.conftest import Serve
from tests.bot.sources.rest.readings import (
    Clock,
    a_config,
    a_network,
    a_preset,
    people,
    read,
    trouble_of,
)
from tests.bot.sources.rest.servers import Reply

NOW = "Tue, 03 Mar 2026 12:00:00 GMT"


def in_turn(*replies: Any) -> Any:
    """Answer with one reply after the other, the last one for good."""
    left = list(replies)
    return lambda _: left.pop(0) if len(left) > 1 else left[0]


EVERYBODY = {"people": people(3)}


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504, 599])
def test_a_busy_source_is_asked_again_after_longer_and_longer_waits(
    serve: Serve, status: int
) -> None:
    clock = Clock()
    stub = serve(in_turn(*[Reply(status=status)] * 4, EVERYBODY))
    reading = read(a_config(stub.url), a_network(clock))
    assert reading.people == 3
    assert clock.waits == [1, 2, 4, 8]
    assert reading.pages == len(stub.asked) == TRIES


@pytest.mark.parametrize(
    ("status", "trouble"), [(429, Trouble.RATE_LIMITED), (503, Trouble.SERVER_ERROR)]
)
def test_a_source_that_stays_busy_is_given_up_after_five_tries(
    serve: Serve, status: int, trouble: Trouble
) -> None:
    stub = serve(lambda _: Reply(status=status))
    assert trouble_of(a_config(stub.url)) == (trouble, {Detail.CODE: status})
    assert len(stub.asked) == TRIES


@pytest.mark.parametrize(
    ("headers", "wait"),
    [
        pytest.param({"Retry-After": "0"}, 0, id="at once"),
        pytest.param({"Retry-After": "60"}, 60, id="the longest that we wait"),
        pytest.param(
            {"Retry-After": "Tue, 03 Mar 2026 12:00:30 GMT", "Date": NOW}, 30, id="a date"
        ),
        pytest.param(
            {"Retry-After": "Tue, 03 Mar 2026 11:00:00 GMT", "Date": NOW}, 0, id="a date gone by"
        ),
        pytest.param({"Retry-After": "soon"}, 1, id="neither"),
    ],
)
def test_a_wait_that_the_source_asks_for_is_kept(
    serve: Serve, headers: dict[str, str], wait: float
) -> None:
    clock = Clock()
    stub = serve(in_turn(Reply(status=429, headers=headers), EVERYBODY))
    read(a_config(stub.url), a_network(clock))
    assert clock.waits == [wait]


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({"Retry-After": "61"}, id="seconds"),
        pytest.param({"Retry-After": "Tue, 03 Mar 2026 12:01:01 GMT", "Date": NOW}, id="a date"),
        pytest.param({"Retry-After": "9" * 400}, id="for ever"),
    ],
)
def test_a_wait_of_more_than_a_minute_ends_the_run_as_partial(
    serve: Serve, headers: dict[str, str], status: int
) -> None:
    clock = Clock()
    stub = serve(lambda _: Reply(status=status, headers=headers))
    trouble, details = trouble_of(a_config(stub.url), a_network(clock))
    assert (trouble, details) == (Trouble.RATE_LIMITED, {Detail.CODE: status})
    assert Incident(trouble).status is RunStatus.PARTIAL
    assert clock.waits == []
    assert len(stub.asked) == 1


@pytest.mark.parametrize(
    ("status", "trouble"),
    [
        (400, Trouble.REFUSED_REQUEST),
        (401, Trouble.UNAUTHORISED),
        (403, Trouble.FORBIDDEN),
        (404, Trouble.NOT_FOUND),
        (410, Trouble.NOT_FOUND),
        (422, Trouble.REFUSED_REQUEST),
        (304, Trouble.NOT_READABLE),
    ],
)
def test_a_refusal_is_not_asked_about_again(serve: Serve, status: int, trouble: Trouble) -> None:
    stub = serve(lambda _: Reply({"message": "no"}, status))
    assert trouble_of(a_config(stub.url)) == (trouble, {Detail.CODE: status})
    assert len(stub.asked) == 1


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"<!doctype html><p>Sign in</p>", id="a page for people"),
        pytest.param(b"", id="nothing"),
        pytest.param(b'{"people": [', id="half of it"),
        pytest.param(b'{"people": NaN}', id="no JSON"),
        pytest.param(b"\xff\xfe{\x00}\x00", id="not UTF-8"),
        pytest.param(b"1" * 5_000, id="a number of five thousand digits"),
    ],
)
def test_what_is_not_json_is_not_readable(serve: Serve, body: bytes) -> None:
    stub = serve(lambda _: Reply(body, headers={"Content-Type": "text/html"}))
    assert trouble_of(a_config(stub.url))[0] is Trouble.NOT_READABLE


def test_a_mark_of_byte_order_does_no_harm(serve: Serve) -> None:
    stub = serve(lambda _: Reply(b'\xef\xbb\xbf{"people": []}'))
    assert read(a_config(stub.url)).people == 0


def test_an_answer_that_ends_too_early_is_no_answer(serve: Serve) -> None:
    stub = serve(lambda _: Reply(iter([b'{"people": []}']), headers={"Content-Length": "500"}))
    assert trouble_of(a_config(stub.url))[0] is Trouble.UNREACHABLE


def test_what_is_asked_says_what_it_wants_and_nothing_else(serve: Serve) -> None:
    stub = serve(lambda _: EVERYBODY)
    params = {
        "fields[]": ["id", "department"],
        "filter": "status eq 'A & B'",
        "$top": 5,
        "all": True,
    }
    read(a_config(stub.url, a_preset(params=params, headers={"X-Version": "7"})))
    asked = stub.asked[0]
    # Not every server reads a plus as a space.
    assert "filter=status%20eq%20%27A%20%26%20B%27" in asked.query
    assert asked.params == {
        "fields[]": ["id", "department"],
        "filter": ["status eq 'A & B'"],
        "$top": ["5"],
        "all": ["true"],
    }
    assert asked.headers.items() >= {"x-version": "7", "accept": "application/json"}.items()
    assert "cookie" not in asked.headers


def test_a_source_is_asked_with_post_where_its_preset_says_so(serve: Serve) -> None:
    stub = serve(lambda _: EVERYBODY)
    read(a_config(stub.url, a_preset(method="POST", body={"fields": ["id"], "on": "{on}"})))
    assert stub.asked[0].method == "POST"
    assert stub.asked[0].json == {"fields": ["id"], "on": "2026-03-03"}


def test_waiting_counts_as_time(serve: Serve) -> None:
    clock = Clock()
    stub = serve(lambda _: Reply(status=503, headers={"Retry-After": "60"}))
    network = a_network(clock, Caps(run_time=timedelta(seconds=100)))
    assert trouble_of(a_config(stub.url), network) == (Trouble.TOOK_TOO_LONG, {Detail.LIMIT: 100})
    assert clock.waits == [60, 60]
