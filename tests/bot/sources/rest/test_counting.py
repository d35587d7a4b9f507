from collections.abc import Iterable
from datetime import date
from typing import Any

import pytest

from bot.errors import SourceError
from bot.sources.rest.counting import Counts, PeopleCounter
from bot.sources.rest.parsing import parse_preset
from bot.sources.rest.shapes import PeoplePlan
from rules.tallies import Tally, Traits
from rules.troubles import Detail, Trouble
from tests.bot.sources.rest.readings import DAY, a_preset

STATE = {
    "active_when": {"path": "status", "in": ["active", "leave"]},
    "arriving_when": {"path": "status", "equals": "onboarding"},
    "start": "start",
    "end": "end",
}
KIND = {"path": "kind", "contractor": ["External", "intern"]}


def plan_of(**changes: Any) -> Any:
    return parse_preset(a_preset(base_url="https://hr.example.com", **changes)).plan


def count(
    rows: Iterable[Any], *, on: date = DAY, counts_contractors: bool = False, **changes: Any
) -> Counts:
    plan = plan_of(**{"state": STATE, "kind": KIND, **changes})
    assert isinstance(plan, PeoplePlan)
    counter = PeopleCounter(plan, on, counts_contractors=counts_contractors)
    counter.add(rows)
    return counter.finish()


def a_row(**changes: Any) -> dict[str, Any]:
    return {"id": 1, "department": "Sales", "status": "active", "start": "2024-01-01", **changes}


def parts(counts: Counts) -> tuple[int, int, int]:
    """Counted, contractors, arriving."""
    return sum(tally.people for tally in counts.tallies), counts.contractors, counts.arriving


COUNTED, CONTRACTOR, ARRIVING, GONE = (1, 0, 0), (0, 1, 0), (0, 0, 1), (0, 0, 0)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param({}, COUNTED, id="there"),
        pytest.param({"status": "LEAVE"}, COUNTED, id="on leave is counted, whatever the case"),
        pytest.param({"status": "inactive"}, GONE, id="inactive"),
        pytest.param({"start": "2026-03-03"}, COUNTED, id="starts today"),
        pytest.param({"start": "2026-03-04"}, ARRIVING, id="starts tomorrow"),
        pytest.param({"start": None}, COUNTED, id="no start is known"),
        pytest.param({"start": ""}, COUNTED, id="an empty start"),
        pytest.param({"status": "onboarding"}, ARRIVING, id="onboarding"),
        pytest.param({"status": "inactive", "start": "2026-04-01"}, ARRIVING, id="a future hire"),
        pytest.param({"end": "2026-03-03"}, COUNTED, id="the last day"),
        pytest.param({"end": "2026-03-02"}, GONE, id="the last day was yesterday"),
        pytest.param({"end": "2026-12-31"}, COUNTED, id="leaves later"),
        pytest.param({"end": "9999-12-31"}, COUNTED, id="never ends"),
        pytest.param({"end": "9999-01-01T00:00:00Z"}, COUNTED, id="never ends, with a time"),
        pytest.param({"end": "0001-01-01T00:00:00"}, COUNTED, id="an end before all time is none"),
        pytest.param({"end": "0000-00-00"}, COUNTED, id="an end of noughts is none"),
        pytest.param(
            {"start": "2026-04-01", "end": "2026-03-31"}, GONE, id="ends before it starts"
        ),
        pytest.param(
            {"status": "onboarding", "end": "2026-03-02"}, GONE, id="left while onboarding"
        ),
        pytest.param({"kind": "external"}, CONTRACTOR, id="a contractor"),
        pytest.param({"kind": "INTERN"}, CONTRACTOR, id="an intern"),
        pytest.param({"kind": "external", "status": "inactive"}, GONE, id="a former contractor"),
        pytest.param({"kind": "external", "start": "2026-04-01"}, GONE, id="a future contractor"),
        pytest.param({"kind": None}, COUNTED, id="of no kind"),
        pytest.param({"kind": 7}, COUNTED, id="of a kind that is no text"),
    ],
)
def test_who_counts_on_a_day(changes: dict[str, Any], expected: tuple[int, int, int]) -> None:
    assert parts(count([a_row(**changes)])) == expected


def test_the_end_can_be_the_first_day_gone() -> None:
    state = {**STATE, "end_inclusive": False}
    ends = ["2026-03-02", "2026-03-03", "2026-03-04"]
    assert [parts(count([a_row(end=end)], state=state)) for end in ends] == [GONE, GONE, COUNTED]


def test_contractors_count_like_everybody_where_the_admin_wants_that() -> None:
    rows = [
        a_row(id=1),
        a_row(id=2, kind="external"),
        a_row(id=3, kind="intern", start="2027-01-01"),
    ]
    assert parts(count(rows, counts_contractors=True)) == (2, 0, 1)


def test_a_date_is_the_day_that_is_written_whatever_its_offset() -> None:
    rows = [
        a_row(start="2026-03-03T23:30:00-08:00"),
        a_row(id=2, start="2026-03-04T00:00:00+14:00"),
    ]
    assert parts(count(rows)) == (1, 0, 1)


@pytest.mark.parametrize(
    "written", ["3 March 2026", "03/03/2026", "2026-02-30", "2026-3-3", 20260303, True]
)
@pytest.mark.parametrize("name", ["start", "end"])
def test_a_date_that_cannot_be_read_is_never_passed_over(name: str, written: Any) -> None:
    with pytest.raises(SourceError) as caught:
        count([a_row(**{name: written})])
    assert caught.value.incident.trouble is Trouble.NOT_READABLE
    assert caught.value.incident.details == {Detail.COLUMN: name}


@pytest.mark.parametrize("missing", [None, "", " ", True, 1.5, {"value": 1}, "x" * 101])
def test_a_row_without_an_id_is_an_error(missing: Any) -> None:
    with pytest.raises(SourceError) as caught:
        count([a_row(), a_row(id=missing)])
    assert caught.value.incident.trouble is Trouble.ROW_WITHOUT_ID


@pytest.mark.parametrize("row", [None, 7, "somebody", []])
def test_a_row_that_is_none_is_an_error(row: Any) -> None:
    with pytest.raises(SourceError) as caught:
        count([row])
    assert caught.value.incident.trouble is Trouble.ROW_WITHOUT_ID


def test_a_person_who_comes_twice_counts_once() -> None:
    counter = PeopleCounter(plan_of(state=STATE), DAY, counts_contractors=False)
    assert counter.add([a_row(id=1), a_row(id="1"), a_row(id=2)]) == 2
    assert counter.add([a_row(id=2)]) == 0
    # A second employment is no repetition: the source announced it as a row of its own.
    assert counter.add([a_row(id=2, start="2025-01-01")]) == 1
    assert parts(counter.finish()) == (2, 0, 0)


@pytest.mark.parametrize("order", [1, -1], ids=["old first", "new first"])
def test_of_two_employments_the_newest_that_has_begun_counts(order: int) -> None:
    rows = [
        a_row(department="Marketing", start="2020-01-01", end="2025-12-31"),
        a_row(department="Sales", start="2026-01-01"),
        a_row(department="Support", start="2026-04-01"),
    ][::order]
    counts = count(rows)
    assert counts.tallies == (Tally(Traits(department="Sales"), 1),)
    assert counts.arriving == 0


@pytest.mark.parametrize("start", [None, "2024-01-01"], ids=["no date", "one date"])
@pytest.mark.parametrize(
    ("statuses", "expected"),
    [
        pytest.param(("active", "inactive"), COUNTED, id="active goes before gone"),
        pytest.param(("onboarding", "inactive"), ARRIVING, id="arriving goes before gone"),
        pytest.param(("active", "onboarding"), COUNTED, id="active goes before arriving"),
    ],
)
def test_of_two_records_of_one_date_the_order_does_not_decide(
    statuses: tuple[str, str], expected: tuple[int, int, int], start: str | None
) -> None:
    rows = [a_row(status=status, start=start) for status in statuses]
    assert parts(count(rows)) == parts(count(rows[::-1])) == expected


def test_of_two_active_records_the_order_does_not_decide() -> None:
    rows = [a_row(department=name, start=None) for name in ("Sales", "Marketing")]
    assert count(rows) == count(rows[::-1])


def test_an_employment_that_is_over_does_not_bring_back_an_older_one() -> None:
    rows = [a_row(start="2020-01-01"), a_row(start="2025-01-01", end="2026-01-31")]
    assert parts(count(rows)) == GONE


NESTED: dict[str, Any] = {
    "employments": {"rows": "jobs", "effective": "since"},
    "dims": {"title": "employment.title"},
    "kind": {"path": "employment.type", "contractor": ["CONTRACTOR"]},
}


@pytest.mark.parametrize(
    ("jobs", "title"),
    [
        pytest.param(
            [("2020-01-01", "Rep"), ("2026-03-03", "Manager")], "Manager", id="the newest"
        ),
        pytest.param([("2026-03-04", "Manager"), ("2020-01-01", "Rep")], "Rep", id="that began"),
        pytest.param(
            [(None, "Rep"), ("2020-01-01", "Manager")], "Manager", id="dated over undated"
        ),
        pytest.param([(None, "Rep")], "Rep", id="undated alone"),
        pytest.param([("2020-01-01T00:00:00Z", "Rep")], "Rep", id="with a time"),
    ],
)
def test_of_the_employments_in_a_row_the_newest_that_began_counts(
    jobs: list[tuple[str | None, str]], title: str
) -> None:
    row = a_row(jobs=[{"since": since, "title": name} for since, name in jobs])
    assert count([row], **NESTED).tallies == (Tally(Traits(title=title), 1),)


def test_a_row_without_employments_counts_without_their_traits() -> None:
    rows = [a_row(id=1, jobs=[]), a_row(id=2, jobs=None), a_row(id=3, jobs=[{"title": "Rep"}])]
    counts = count(rows, **NESTED)
    assert {tally.traits.title: tally.people for tally in counts.tallies} == {"": 2, "Rep": 1}
