"""Endpoints that mean harm: whatever they send, a run ends soon, small and with nothing counted."""

import gzip
import zlib
from collections.abc import Iterator
from itertools import count, repeat
from typing import Any

import pytest

from bot.sources.rest.network import Caps
from rules.troubles import Detail, Incident, RunStatus, Trouble
from tests.bot.sources.rest.conftest import Serve
from tests.bot.sources.rest.readings import (
    Clock,
    a_config,
    a_network,
    a_preset,
    people,
    trouble_of,
)
from tests.bot.sources.rest.servers import Asked, Reply

INDEX = {"type": "index", "start_param": "start", "base": 0, "size_param": "size", "size": 10}
CURSOR = {"type": "cursor", "cursor_path": "next", "cursor_param": "cursor"}
NEXT_URL = {"type": "next_url", "path": "next"}


def assert_partial(trouble: Trouble) -> None:
    assert Incident(trouble).status is RunStatus.PARTIAL


def test_a_list_without_an_end_is_cut_by_its_rows_and_counts_nothing(serve: Serve) -> None:
    stub = serve(lambda asked: {"people": people(10, int(asked.first("start")))})
    network = a_network(caps=Caps(rows=95))
    trouble, details = trouble_of(a_config(stub.url, a_preset(paging=INDEX)), network)
    assert (trouble, details) == (Trouble.TOO_MANY_ROWS, {Detail.LIMIT: 95})
    assert len(stub.asked) == 10
    assert_partial(trouble)


def test_empty_pages_without_an_end_are_cut_by_their_number(serve: Serve) -> None:
    numbers = count()
    stub = serve(lambda _: {"people": [], "next": f"cursor-{next(numbers)}"})
    network = a_network(caps=Caps(pages=20))
    trouble, details = trouble_of(a_config(stub.url, a_preset(paging=CURSOR)), network)
    assert (trouble, details) == (Trouble.TOO_MANY_PAGES, {Detail.LIMIT: 20})
    assert_partial(trouble)


@pytest.mark.parametrize("paging", [CURSOR, NEXT_URL], ids=["cursor", "next_url"])
def test_a_next_page_that_was_there_before_ends_the_run(
    serve: Serve, paging: dict[str, Any]
) -> None:
    numbers = count()

    def answer(_: Asked) -> dict[str, Any]:
        number = next(numbers)
        return {"people": people(1, number), "next": f"/people?turn={number % 3}"}

    stub = serve(answer)
    trouble, _ = trouble_of(a_config(stub.url, a_preset(paging=paging)))
    assert trouble is Trouble.PAGES_REPEAT
    assert len(stub.asked) == 4
    assert_partial(trouble)


def test_a_page_that_only_repeats_people_ends_the_run(serve: Serve) -> None:
    # A server that does not know the parameter sends its first page for ever.
    stub = serve(lambda _: {"people": people(10)})
    trouble, details = trouble_of(a_config(stub.url, a_preset(paging=INDEX)))
    assert (trouble, details) == (Trouble.PAGES_REPEAT, {Detail.ROWS: 10})
    assert len(stub.asked) == 2


@pytest.mark.parametrize(
    "link",
    [
        "https://elsewhere.example.com/people",
        "//169.254.169.254/latest/meta-data/",
        "https://127.0.0.1/people",
        "http://127.0.0.1:1/people",
        "http://127.0.0.1.example.com/people",
        "file:///etc/passwd",
        "http://[",
    ],
)
@pytest.mark.parametrize("style", ["next_url", "link_header"])
def test_a_next_link_to_somebody_else_is_not_followed(serve: Serve, style: str, link: str) -> None:
    header = {"Link": f'<{link}>; rel="next"'}
    stub = serve(lambda _: Reply({"people": people(2), "next": link}, headers=header))
    paging = NEXT_URL if style == "next_url" else {"type": "link_header"}
    trouble, _ = trouble_of(a_config(stub.url, a_preset(paging=paging)))
    assert trouble is Trouble.LEFT_ITS_ORIGIN
    assert len(stub.asked) == 1


@pytest.mark.parametrize("link", ["x" * 5_000, 1.5, True, {"url": "/people"}])
def test_a_next_link_that_is_none_is_not_readable(serve: Serve, link: Any) -> None:
    stub = serve(lambda _: {"people": people(2), "next": link})
    trouble, _ = trouble_of(a_config(stub.url, a_preset(paging=NEXT_URL)))
    assert trouble is Trouble.NOT_READABLE


@pytest.mark.parametrize("unit", [b"[", b'{"people":'], ids=["lists", "objects"])
def test_json_that_is_nested_too_deep_is_not_readable(serve: Serve, unit: bytes) -> None:
    stub = serve(lambda _: Reply(unit * 100_000))
    assert trouble_of(a_config(stub.url))[0] is Trouble.NOT_READABLE


def test_an_endless_answer_is_cut_by_its_size(serve: Serve) -> None:
    stub = serve(lambda _: Reply(repeat(b" " * 65_536)))
    network = a_network(caps=Caps(page_bytes=300_000))
    trouble, details = trouble_of(a_config(stub.url), network)
    assert (trouble, details) == (Trouble.TOO_MANY_BYTES, {Detail.LIMIT: 300_000})
    assert_partial(trouble)


@pytest.mark.parametrize(
    ("encoding", "pack"), [("gzip", gzip.compress), ("deflate", zlib.compress)]
)
def test_a_bomb_is_cut_by_the_size_it_unpacks_to(serve: Serve, encoding: str, pack: Any) -> None:
    bomb = pack(b" " * 50_000_000)
    assert len(bomb) < 60_000
    stub = serve(lambda _: Reply(bomb, headers={"Content-Encoding": encoding}))
    trouble, details = trouble_of(a_config(stub.url))
    assert (trouble, details) == (Trouble.TOO_MANY_BYTES, {Detail.LIMIT: Caps().page_bytes})


def test_an_answer_packed_wrongly_is_not_readable(serve: Serve) -> None:
    stub = serve(lambda _: Reply(b"not packed", headers={"Content-Encoding": "gzip"}))
    assert trouble_of(a_config(stub.url))[0] is Trouble.NOT_READABLE


def test_pages_that_are_each_small_are_cut_by_what_they_are_together(serve: Serve) -> None:
    def answer(asked: Asked) -> dict[str, Any]:
        return {"people": people(1, int(asked.first("start"))), "more": " " * 50_000}

    stub = serve(answer)
    network = a_network(caps=Caps(page_bytes=60_000, run_bytes=300_000))
    trouble, details = trouble_of(a_config(stub.url, a_preset(paging=INDEX)), network)
    assert (trouble, details) == (Trouble.TOO_MANY_BYTES, {Detail.LIMIT: 300_000})


def test_a_small_answer_of_very_many_values_is_not_unpacked_into_memory(serve: Serve) -> None:
    stub = serve(lambda _: Reply(b'{"people": [' + b"{}," * 600_000 + b"{}]}"))
    assert trouble_of(a_config(stub.url))[0] is Trouble.TOO_MANY_BYTES


def drip(first: bytes) -> Iterator[bytes]:
    yield first
    yield from repeat(b" ")


def test_an_answer_that_drips_is_cut_by_the_time_of_the_run(serve: Serve) -> None:
    stub = serve(lambda _: Reply(drip(b'{"people": [')))
    # Every look at the clock is half a minute later than the last.
    network = a_network(Clock(step=30))
    trouble, details = trouble_of(a_config(stub.url), network)
    assert (trouble, details) == (Trouble.TOOK_TOO_LONG, {Detail.LIMIT: 300})
    assert_partial(trouble)


def test_headers_that_drip_are_cut_by_the_time_of_the_run(serve: Serve) -> None: ...


def test_headers_without_an_end_are_no_answer(serve: Serve) -> None:
    headers = {f"X-{number}": "x" for number in range(200)}
    stub = serve(lambda _: Reply({"people": []}, headers=headers))
    assert trouble_of(a_config(stub.url))[0] is Trouble.UNREACHABLE


@pytest.mark.parametrize(
    "row",
    [
        pytest.param({"id": 1, "department": "x" * 201}, id="a text of any length"),
        pytest.param({"id": 1, "department": {"name": "Sales"}}, id="no text"),
        pytest.param({"id": 1, "department": True}, id="a truth"),
    ],
)
def test_a_trait_that_is_no_short_text_is_not_readable(serve: Serve, row: dict[str, Any]) -> None:
    stub = serve(lambda _: {"people": [row]})
    assert trouble_of(a_config(stub.url)) == (
        Trouble.NOT_READABLE,
        {Detail.COLUMN: "department"},
    )
