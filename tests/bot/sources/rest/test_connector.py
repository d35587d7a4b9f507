from typing import Any

import pytest

from rules.headcounts import HeadcountClass, HeadcountRow
from rules.troubles import Detail, Incident, RunStatus, Trouble
from tests.bot.sources.rest.conftest import Serve
from tests.bot.sources.rest.readings import a_config, a_preset, people, read, trouble_of
from tests.bot.sources.rest.servers import Asked, Reply

COUNTS: dict[str, Any] = {
    "rows": None,
    "id": None,
    "dims": None,
    "path": "/{group}/count",
    "count_path": "total",
}


def a_count_config(url: str, *groups: str, **changes: Any) -> dict[str, Any]:
    places = [{"class": "customer_facing", "group": name} for name in groups]
    return a_config(url, a_preset(**{**COUNTS, **changes}), places=places)


def by_group(**answers: Any) -> Any:
    """Answer by the first part of the path."""
    return lambda asked: answers[asked.path.split("/")[1]]


def test_places_of_the_same_class_function_and_segment_become_one_row(serve: Serve) -> None:
    totals = by_group(a={"total": 40}, b={"total": "2"}, c={"total": 3.0})
    config = a_count_config(serve(totals).url, "a", "b", "c")
    config["places"][1]["segment"] = "EMEA"
    reading = read(config)
    assert reading.rows == (
        HeadcountRow(HeadcountClass.CUSTOMER_FACING, 43),
        HeadcountRow(HeadcountClass.CUSTOMER_FACING, 2, "", "EMEA"),
    )
    assert (reading.tallies, reading.people, reading.pages) == ((), 0, 3)


def test_a_name_stays_one_part_of_the_path(serve: Serve) -> None:
    stub = serve(lambda _: {"total": 1})
    read(a_count_config(stub.url, "a/../b?c=d#e %2F"))
    assert stub.asked[0].path == "/a%2F..%2Fb%3Fc%3Dd%23e%20%252F/count"
    assert stub.asked[0].params == {}


@pytest.mark.parametrize(
    ("answer", "trouble"),
    [
        pytest.param(Reply(status=404), Trouble.GROUP_MISSING, id="not found"),
        pytest.param({}, Trouble.GROUP_MISSING, id="nothing there"),
        pytest.param({"total": None}, Trouble.GROUP_MISSING, id="null"),
        pytest.param({"total": "many"}, Trouble.NO_NUMBER, id="no number"),
        pytest.param({"total": -1}, Trouble.NO_NUMBER, id="below zero"),
        pytest.param({"total": True}, Trouble.NO_NUMBER, id="a truth"),
        pytest.param({"total": 10**30}, Trouble.NO_NUMBER, id="more than there are people"),
        pytest.param(Reply(status=403), Trouble.FORBIDDEN, id="forbidden"),
        pytest.param(Reply(status=500), Trouble.PAGE_FAILED, id="a failure"),
        pytest.param(Reply(b"<html>"), Trouble.PAGE_FAILED, id="no JSON"),
    ],
)
def test_one_group_without_a_number_fails_them_all_and_is_named(
    serve: Serve, answer: Any, trouble: Trouble
) -> None:
    stub = serve(by_group(a={"total": 40}, b=answer))
    found, details = trouble_of(a_count_config(stub.url, "a", "b"))
    assert found is trouble
    assert details[Detail.NAME] == "b"


def test_a_failure_before_anything_was_counted_is_no_partial_run(serve: Serve) -> None:
    stub = serve(lambda _: Reply(status=500))
    trouble, details = trouble_of(a_count_config(stub.url, "a"))
    assert (trouble, details) == (Trouble.SERVER_ERROR, {Detail.CODE: 500, Detail.NAME: "a"})
    assert Incident(trouble).status is RunStatus.FAILED


def test_a_department_without_a_number_is_not_called_a_group(serve: Serve) -> None:
    stub = serve(lambda _: {})
    preset = a_preset(**{**COUNTS, "path": "/{department}"})
    places = [{"class": "enablement", "department": "Sales"}]
    found = trouble_of(a_config(stub.url, preset, places=places))
    assert found == (Trouble.NO_NUMBER, {Detail.NAME: "Sales"})


@pytest.mark.parametrize(
    ("condition", "body", "trouble"),
    [
        ({"ok_when": {"path": "ok", "equals": True}}, {"ok": False}, Trouble.SAID_NO),
        ({"ok_when": {"path": "ok", "equals": True}}, {}, Trouble.SAID_NO),
        ({"ok_when": {"path": "state", "in": ["done", "OK"]}}, {"state": "late"}, Trouble.SAID_NO),
        ({"complete_when": {"path": "done", "equals": True}}, {"done": False}, Trouble.TOO_MANY_ROWS),
    ],
)  # fmt: skip
@pytest.mark.parametrize("rows", [[], people(3)], ids=["nobody", "three"])
def test_an_answer_that_says_it_is_none_is_not_counted(
    serve: Serve, condition: Any, body: Any, trouble: Trouble, rows: Any
) -> None:
    stub = serve(lambda _: {"people": rows, **body})
    assert trouble_of(a_config(stub.url, a_preset(**condition)))[0] is trouble
    well = {"ok": True, "state": "ok", "done": True}
    stub.answer = lambda _: {"people": rows, **well}
    assert read(a_config(stub.url, a_preset(**condition))).people == len(rows)


def test_a_run_leaves_nothing_for_the_next_one(serve: Serve) -> None:
    def answer(asked: Asked) -> Reply:
        assert "cookie" not in asked.headers
        return Reply({"people": people(3)}, headers={"Set-Cookie": "who=somebody"})

    stub = serve(answer)
    first, second = read(a_config(stub.url)), read(a_config(stub.url))
    assert first == second
