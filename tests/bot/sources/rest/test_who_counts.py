"""Who stands in a list and is not one to count, in documented examples and in our own presets.

The examples are those of docs/source-presets.md, against servers that send what the vendors document.
"""

from typing import Any

from bot.sources.rest.preset_text import parse_preset_text
from rules.headcounts import HeadcountClass, HeadcountRow
from rules.mappings import classify
from rules.tallies import Tally, Traits
from rules.titles import STARTER_MAPPING
from tests.bot.sources.rest.bodies import graph_user
from tests.bot.sources.rest.conftest import Serve
from tests.bot.sources.rest.readings import read
from tests.bot.sources.rest.test_directories import (
    CLIENT,
    graph_config,
    graph_token,
    salesforce_answer,
)
from tests.bot.sources.rest.test_examples import EXAMPLES, TEXT

DEFINITIONS = {str(parse_preset_text(text, "definition")["preset"]): text for text in EXAMPLES}


def example(name: str, url: str) -> dict[str, Any]:
    return {"preset": "custom", "definition": DEFINITIONS[name], "base_url": url}


def test_finch_lists_those_to_come_and_those_who_left_stub_from_documented_body(
    serve: Serve,
) -> None:
    people = [
        {"id": str(number), "department": {"name": "Sales"}, "is_active": status == "active"}
        for number, status in enumerate(["active", "active", "prehire", "terminated", "retired"])
    ]
    body = {"paging": {"count": 5, "offset": 0}, "individuals": people}
    stub = serve(lambda asked: body if asked.first("offset") == "0" else body | {"individuals": []})
    assert read(example("finch", stub.url)).tallies == (Tally(Traits("Sales"), 2),)


def test_gusto_lists_employees_and_no_contractors_stub_from_documented_body(serve: Serve) -> None:
    people = [
        {"uuid": str(number), "department": "Sales", "jobs": [{"title": "AE"}], "terminated": gone}
        for number, gone in enumerate([False, False, True])
    ]
    stub = serve(lambda asked: people if asked.first("page") == "1" else [])
    assert read(example("gusto", stub.url)).tallies == (Tally(Traits("Sales", "AE"), 2),)
    assert {asked.path for asked in stub.asked} == {"/v1/companies/your-company-id/employees"}
    assert "Contractors are listed elsewhere, and so are not counted." in TEXT


def test_workday_sums_up_whom_its_report_asks_for_stub_from_documented_body(serve: Serve) -> None:
    sums = [
        {"Department": "Sales", "Job_Profile": "AE", "Worker_Type": kind, "Headcount": count}
        for kind, count in (("Employee", "40"), ("Contingent Worker", "3"))
    ]
    stub = serve(lambda _asked: {"Report_Entry": sums})
    reading = read(example("workday_raas", stub.url), secret={"username": "u", "password": "p"})
    assert (reading.tallies, reading.contractors) == ((Tally(Traits("Sales", "AE"), 40),), 3)
    assert "not “Active and Terminated”" in " ".join(TEXT.split())


def test_rooms_and_shared_mailboxes_are_nobodys_class_stub_from_documented_body(
    serve: Serve,
) -> None:
    users = [
        graph_user(0),
        graph_user(1, accountEnabled=False, jobTitle=None, department=None),
        graph_user(2, jobTitle=None, department=None, employeeType=None),
    ]
    stub = serve(lambda asked: graph_token(asked) if asked.method == "POST" else {"value": users})
    reading = read(graph_config("entra_rows", stub.url), secret=CLIENT)
    placed = classify(reading.tallies, STARTER_MAPPING)
    assert placed.rows == (HeadcountRow(HeadcountClass.CUSTOMER_FACING, 1, "sales"),)
    assert placed.unclassified_people == 1


def test_integration_users_are_nobodys_class_stub_from_documented_body(serve: Serve) -> None:
    seats = [
        {"dept": None, "role": None, "profile": "Analytics Cloud Integration User", "n": 2},
        {"dept": "Sales", "role": "Account Executive", "profile": "Sales User", "n": 40},
    ]
    stub = serve(lambda asked: salesforce_answer(asked, records=seats))
    reading = read({"preset": "salesforce", "base_url": stub.url}, secret=CLIENT)
    placed = classify(reading.tallies, STARTER_MAPPING)
    assert placed.rows == (HeadcountRow(HeadcountClass.CUSTOMER_FACING, 40, "sales"),)
    assert placed.unclassified_people == 2
