from collections.abc import Callable
from typing import Any

import pytest

from bot.sources.rest.plans import PagingType
from tests.bot.sources.rest.conftest import Serve
from tests.bot.sources.rest.readings import a_config, a_preset, people, read
from tests.bot.sources.rest.servers import Asked, Reply

TOTAL = 25
SIZE = 10
Parts = tuple[dict[str, Any], Callable[[Asked], Any]]


def page_of(start: int, size: int = SIZE) -> list[dict[str, Any]]:
    return people(TOTAL)[start : start + size]


def by_index(base: int, *, cap: int = SIZE, is_in_body: bool = False) -> Parts:
    paging = {
        "type": "index",
        "start_param": "start",
        "base": base,
        "size_param": "size",
        "size": SIZE,
        "in": "body" if is_in_body else "params",
    }

    def answer(asked: Asked) -> dict[str, Any]:
        given = asked.json if is_in_body else {name: asked.first(name) for name in asked.params}
        assert int(given["size"]) == SIZE
        return {"people": page_of(int(given["start"]) - base, cap), "total": TOTAL}

    return paging, answer


def by_page(base: int, *, says_more: bool = False) -> Parts:
    paging = {
        "type": "page",
        "page_param": "page",
        "base": base,
        "size_param": "size",
        "size": SIZE,
        **({"more_path": "links.next"} if says_more else {}),
    }

    def answer(asked: Asked) -> dict[str, Any]:
        number = int(asked.first("page")) - base
        links = {"next": "x"} if (number + 1) * SIZE < TOTAL else {}
        return {"people": page_of(number * SIZE), "links": links, "total": TOTAL}

    return paging, answer


def by_cursor(*, is_in_body: bool = False) -> Parts:
    paging = {
        "type": "cursor",
        "cursor_path": "next",
        "cursor_param": "cursor",
        "in": "body" if is_in_body else "params",
    }

    def answer(asked: Asked) -> dict[str, Any]:
        cursor = (asked.json or {}).get("cursor") if is_in_body else asked.first("cursor")
        start = int((cursor or "at-0").removeprefix("at-"))
        # One empty page in the middle: it is not the last.
        following = {0: "at-100", 100: "at-10", 10: "at-20"}.get(start)
        return {"people": page_of(start), "next": following, "total": TOTAL}

    return paging, answer


def by_link_header() -> Parts:
    def answer(asked: Asked) -> Reply:
        start = int(asked.first("after", "0"))
        links = [f'<http://{asked.headers["host"]}/people>; rel="self"']
        if start + SIZE < TOTAL:
            address = f"http://{asked.headers['host']}/people?after={start + SIZE}&limit=10"
            links.append(f'<{address}>; rel="next"')
        return Reply({"people": page_of(start), "total": TOTAL}, headers={"Link": ", ".join(links)})

    return {"type": "link_header"}, answer


def by_next_url(*, is_relative: bool) -> Parts:
    def answer(asked: Asked) -> dict[str, Any]:
        start = int(asked.first("$skiptoken", "0"))
        origin = "" if is_relative else f"http://{asked.headers['host']}"
        following = f"{origin}/people?$skiptoken={start + SIZE}"
        more = {"@odata.nextLink": following} if start + SIZE < TOTAL else {}
        return {"people": page_of(start), "total": TOTAL, **more}

    return {"type": "next_url", "path": '"@odata.nextLink"'}, answer


@pytest.mark.parametrize(
    ("parts", "pages"),
    [
        pytest.param(by_index(0), 4, id="index from 0, until a page is empty"),
        pytest.param(by_index(1), 4, id="index from 1, until a page is empty"),
        pytest.param(by_index(1, cap=4), 8, id="index, by the rows that a capped page has"),
        pytest.param(by_index(0, is_in_body=True), 4, id="index in the body"),
        pytest.param(by_page(1), 4, id="page from 1, until a page is empty"),
        pytest.param(by_page(0), 4, id="page from 0"),
        pytest.param(by_page(1, says_more=True), 3, id="page, until it says no more"),
        pytest.param(by_cursor(), 4, id="cursor, past an empty page"),
        pytest.param(by_cursor(is_in_body=True), 4, id="cursor in the body"),
        pytest.param(by_link_header(), 3, id="link header"),
        pytest.param(by_next_url(is_relative=False), 3, id="next url"),
        pytest.param(by_next_url(is_relative=True), 3, id="next url without a host"),
    ],
)
def test_every_style_brings_every_row_once(serve: Serve, parts: Parts, pages: int) -> None:
    paging, answer = parts
    stub = serve(answer)
    is_in_body = paging.get("in") == "body"
    preset = a_preset(
        paging=paging,
        total_path="total",
        **({"method": "POST", "body": {"fields": ["id"]}} if is_in_body else {}),
    )
    reading = read(a_config(stub.url, preset))
    assert [tally.people for tally in reading.tallies] == [TOTAL]
    assert (reading.people, reading.pages) == (TOTAL, pages)


def test_without_paging_one_answer_is_all(serve: Serve) -> None:
    stub = serve(lambda _: {"people": people(3), "next": "/people?page=2"})
    assert read(a_config(stub.url)).people == 3
    assert len(stub.asked) == 1


def test_every_style_has_its_row_above() -> None:
    tried = {"none", *(parts[0]["type"] for parts in (
        by_index(0), by_page(0), by_cursor(), by_link_header(), by_next_url(is_relative=True)
    ))}  # fmt: skip
    assert tried == set(PagingType)


def test_the_next_url_brings_its_own_parameters(serve: Serve) -> None:
    paging, answer = by_next_url(is_relative=True)
    stub = serve(answer)
    read(a_config(stub.url, a_preset(paging=paging, params={"$top": 10})))
    assert [sorted(asked.params) for asked in stub.asked] == [
        ["$top"],
        ["$skiptoken"],
        ["$skiptoken"],
    ]
    assert {asked.headers["authorization"] for asked in stub.asked} == {
        stub.asked[0].headers["authorization"]
    }
