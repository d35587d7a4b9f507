"""Shipped presets against servers that send what the vendors' documentation shows."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from rules.tallies import Tally, Traits
from rules.troubles import Detail, Trouble
from tests.bot.sources.rest.bodies import bamboo_row, merge_employee, personio_employee
from tests.bot.sources.rest.conftest import Serve
from tests.bot.sources.rest.readings import read, trouble_of
from tests.bot.sources.rest.servers import Asked

CLIENT = {"client_id": "an-id", "client_secret": "a-secret"}


def serve_personio(employees: list[dict[str, Any]]) -> Callable[[Asked], Any]:
    def answer(asked: Asked) -> Any:
        if asked.path == "/v1/auth":
            assert asked.json == CLIENT
            return {"success": True, "data": {"token": "a-token"}}
        assert asked.headers["authorization"] == "Bearer a-token"
        start, size = int(asked.first("offset")), int(asked.first("limit"))
        return {
            "success": True,
            "metadata": {"total_elements": len(employees), "current_page": 0, "total_pages": 3},
            "offset": start,
            "limit": size,
            "data": employees[start : start + size],
        }

    return answer


def test_personio_stub_from_documented_body(serve: Serve) -> None:
    employees = [personio_employee(number) for number in range(150)] + [
        personio_employee(150, status="leave"),
        personio_employee(151, status="onboarding", hire_date="2026-04-01T00:00:00+02:00"),
        personio_employee(152, status="inactive", termination_date="2025-12-31T00:00:00+01:00"),
        personio_employee(153, employment_type="external"),
        personio_employee(154, weekly_working_hours="20", office=None),
    ]
    stub = serve(serve_personio(employees))
    reading = read({"preset": "personio", "base_url": f"{stub.url}/v1"}, secret=CLIENT)
    assert reading.tallies == (
        Tally(Traits("Sales", "Account Executive", "Munich"), 151, Decimal("151.0")),
        Tally(Traits("Sales", "Account Executive", ""), 1, Decimal("0.5")),
    )
    assert (reading.people, reading.contractors, reading.arriving) == (155, 1, 1)
    asked = stub.asked[1]
    assert asked.path == "/v1/company/employees"
    assert "first_name" not in asked.params["attributes[]"]


def test_personio_that_says_no_with_status_200_stub_from_documented_body(serve: Serve) -> None:
    def answer(asked: Asked) -> Any:
        if asked.method == "POST":
            return {"success": True, "data": {"token": "a-token"}}
        return {"success": False, "error": {"code": 0, "message": "somebody's name"}, "data": []}

    config = {"preset": "personio", "base_url": serve(answer).url}
    assert trouble_of(config, secret=CLIENT) == (Trouble.SAID_NO, {})


def test_personio_that_withholds_attributes_stub_from_documented_body(serve: Serve) -> None:
    employee = personio_employee(1)
    for name in ("department", "position", "office"):
        del employee["attributes"][name]
    config = {"preset": "personio", "base_url": f"{serve(serve_personio([employee])).url}/v1"}
    trouble, details = trouble_of(config, secret=CLIENT)
    assert (trouble, details) == (Trouble.FORBIDDEN, {Detail.COLUMN: "department"})


def serve_bamboo(rows: list[dict[str, Any]]) -> Callable[[Asked], Any]:
    def answer(asked: Asked) -> Any:
        number, size = asked.json["page"], asked.json["pageSize"]
        shown = rows[(number - 1) * size : number * size]
        links = {"next": {"href": "..."}} if number * size < len(rows) else {}
        meta = {"page": number, "pageSize": size, "totalItems": len(rows)}
        return {"data": shown, "links": links, "meta": meta}

    return answer


def test_bamboohr_stub_from_documented_body(serve: Serve) -> None:
    rows = [bamboo_row(number) for number in range(1_002)] + [
        # The filter leaves these out; a server that ignores it must not change the count.
        bamboo_row(2_001, status="Inactive", hireDate="2026-05-01"),
        bamboo_row(2_002, status="Inactive", terminationDate="2024-01-31"),
        bamboo_row(2_003, employmentStatus="Contractor"),
    ]
    stub = serve(serve_bamboo(rows))
    config = {"preset": "bamboohr", "values": {"company": "acme"}, "base_url": stub.url}
    reading = read(config, secret={"api_key": "a-key"})
    traits = Traits("Customer Success", "CSM", "Lindon, Utah")
    assert reading.tallies == (Tally(traits, 1_002, Decimal("1002.0")),)
    assert (reading.contractors, reading.arriving, reading.pages) == (1, 1, 2)
    asked = stub.asked[0]
    assert asked.path == "/api/v2/datasets/employee/data"
    assert asked.headers["authorization"] == "Basic YS1rZXk6eA=="
    assert asked.json["filter"] == "status eq 'Active'"


def test_bamboohr_whose_id_is_another_field_stub_from_documented_body(serve: Serve) -> None:
    stub = serve(serve_bamboo([bamboo_row(1, employeeNumber="", eeid="7")]))
    config = {"preset": "bamboohr", "values": {"company": "acme"}, "base_url": stub.url}
    secret = {"api_key": "a-key"}
    assert trouble_of(config, secret=secret)[0] is Trouble.ROW_WITHOUT_ID
    other = {**config, "values": {"company": "acme", "id_field": "eeid"}}
    assert read(other, secret=secret).people == 1
    assert "eeid" in stub.asked[-1].json["fields"]


def test_merge_stub_from_documented_body(serve: Serve) -> None:
    older = {
        "job_title": "Intern",
        "employment_type": "INTERN",
        "effective_date": "2020-10-10T00:00:00Z",
    }
    newest = {
        "job_title": "Account Executive",
        "employment_type": "FULL_TIME",
        "effective_date": "2021-01-01T00:00:00Z",
    }
    future = {**newest, "job_title": "Director", "effective_date": "2027-01-01T00:00:00Z"}
    pages = {
        "": ([merge_employee(1), merge_employee(2, employments=[future, newest, older])], "cD0y"),
        "cD0y": (
            [
                merge_employee(3, employments=[{**newest, "employment_type": "CONTRACTOR"}]),
                merge_employee(4, employment_status="PENDING"),
                merge_employee(5, employment_status="INACTIVE"),
            ],
            None,
        ),
    }

    def answer(asked: Asked) -> Any:
        results, following = pages[asked.first("cursor")]
        return {"next": following, "previous": None, "results": results}

    stub = serve(answer)
    secret = {"api_key": "a-key", "account_token": "an-account"}
    reading = read({"preset": "merge", "base_url": stub.url}, secret=secret)
    traits = Traits("Sales", "Account Executive", "DE", "Mid-market")
    assert reading.tallies == (Tally(traits, 2, Decimal("2.0")),)
    assert (reading.contractors, reading.arriving) == (1, 1)
    asked = stub.asked[1]
    assert asked.headers["authorization"] == "Bearer a-key"
    assert asked.headers["x-account-token"] == "an-account"
    assert asked.first("employment_status") == "ACTIVE"
