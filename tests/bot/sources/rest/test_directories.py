"""Shipped presets of directories and seats against what their documentation shows."""

from typing import Any

import pytest

from rules.headcounts import HeadcountClass, HeadcountRow
from rules.tallies import Tally, Traits, count_people
from rules.troubles import Detail, Incident, RunStatus, Trouble
from tests.bot.sources.rest.bodies import graph_user, okta_group, okta_user
from tests.bot.sources.rest.conftest import Serve
from tests.bot.sources.rest.readings import read, trouble_of
from tests.bot.sources.rest.servers import Asked, Reply

CLIENT = {"client_id": "an-id", "client_secret": "a-secret"}
OKTA = {"token": "an-okta-token"}
TENANT = {"tenant": "5f2d0a6e-0000-4000-8000-000000000000"}


OKTA_GROUPS = {
    'profile.name eq "Sales"': [okta_group("Sales", 120)],
    'profile.name eq "The \\"A\\" Team"': [okta_group('The "A" Team', 0)],
    'profile.name eq "Twins"': [okta_group("Twins", 3), okta_group("Twins", 4)],
}


def okta_config(url: str, *groups: str) -> dict[str, Any]:
    places = [{"class": "customer_facing", "group": name} for name in groups]
    return {"preset": "okta", "base_url": url, "places": places}


def test_okta_groups_stub_from_documented_body(serve: Serve) -> None:
    stub = serve(lambda asked: OKTA_GROUPS.get(asked.first("search"), []))
    reading = read(okta_config(stub.url, "Sales", 'The "A" Team'), secret=OKTA)
    assert reading.rows == (HeadcountRow(HeadcountClass.CUSTOMER_FACING, 120),)
    assert reading.people == 0
    assert stub.asked[0].headers["authorization"] == "SSWS an-okta-token"
    assert stub.asked[0].first("expand") == "stats"


@pytest.mark.parametrize(
    ("group", "trouble"), [("Renamed", Trouble.GROUP_MISSING), ("Twins", Trouble.NO_NUMBER)]
)
def test_okta_group_that_is_gone_or_not_the_only_one_stub_from_documented_body(
    serve: Serve, group: str, trouble: Trouble
) -> None:
    stub = serve(lambda asked: OKTA_GROUPS.get(asked.first("search"), []))
    found = trouble_of(okta_config(stub.url, "Sales", group), secret=OKTA)
    assert found == (trouble, {Detail.NAME: group})


def test_okta_users_stub_from_documented_body(serve: Serve) -> None:
    first = [okta_user(number) for number in range(200)]
    second = [
        okta_user(200, "LOCKED_OUT"),
        okta_user(201, "STAGED"),
        okta_user(202, "PROVISIONED"),
        okta_user(203, "DEPROVISIONED"),
        okta_user(204, userType="Contractor"),
    ]

    def answer(asked: Asked) -> Reply:
        if asked.first("after"):
            return Reply(second)
        address = f"http://{asked.headers['host']}/api/v1/users?after=00u199&limit=200"
        return Reply(first, headers={"Link": f'<{address}>; rel="next"'})

    stub = serve(answer)
    reading = read({"preset": "okta_rows", "base_url": stub.url}, secret=OKTA)
    assert reading.tallies == (Tally(Traits("Sales", "AE", "US"), 201),)
    assert (reading.contractors, reading.arriving, reading.pages) == (1, 2, 2)
    assert "DEPROVISIONED" not in stub.asked[0].first("search")
    assert stub.asked[0].first("fields").startswith("id,status,profile:(department")


def graph_token(asked: Asked) -> Any:
    assert asked.path == f"/{TENANT['tenant']}/oauth2/v2.0/token"
    assert asked.headers["content-type"] == "application/x-www-form-urlencoded"
    form = dict(pair.split("=") for pair in asked.body.decode().split("&"))
    assert form["grant_type"] == "client_credentials"
    assert form["client_secret"] == "a-secret"
    return {"token_type": "Bearer", "expires_in": 3599, "access_token": "a-graph-token"}


def graph_config(preset: str, url: str, **more: Any) -> dict[str, Any]:
    return {
        "preset": preset,
        "values": TENANT,
        "base_url": f"{url}/v1.0",
        "login_url": url,
        **more,
    }


@pytest.mark.parametrize("text", [b"42", b"\xef\xbb\xbf42"], ids=["plain", "with a mark"])
def test_entra_count_stub_from_documented_body(serve: Serve, text: bytes) -> None:
    def answer(asked: Asked) -> Any:
        if asked.method == "POST":
            return graph_token(asked)
        return Reply(text, headers={"Content-Type": "text/plain"})

    stub = serve(answer)
    places = [{"class": "customer_facing", "function": "sales", "department": "O'Neil & Co"}]
    reading = read(graph_config("entra", stub.url, places=places), secret=CLIENT)
    assert reading.rows == (HeadcountRow(HeadcountClass.CUSTOMER_FACING, 42, "sales"),)
    asked = stub.asked[1]
    assert asked.path == "/v1.0/users/$count"
    assert asked.headers["consistencylevel"] == "eventual"
    assert asked.headers["authorization"] == "Bearer a-graph-token"
    assert asked.first("$filter").endswith("department eq 'O''Neil & Co'")


def test_entra_users_stub_from_documented_body(serve: Serve) -> None:
    users = [graph_user(number) for number in range(3)] + [
        graph_user(3, employeeHireDate=None),
        graph_user(4, employeeHireDate="2026-09-01T00:00:00Z"),
        graph_user(5, employeeType="contractor"),
        graph_user(6, userType="Guest"),
        graph_user(7, accountEnabled=False),
    ]

    def answer(asked: Asked) -> Any:
        if asked.method == "POST":
            return graph_token(asked)
        if asked.first("$skiptoken"):
            return {"value": users[4:]}
        following = f"http://{asked.headers['host']}/v1.0/users?$skiptoken=x"
        return {"@odata.context": "...", "@odata.nextLink": following, "value": users[:4]}

    stub = serve(answer)
    reading = read(graph_config("entra_rows", stub.url), secret=CLIENT)
    assert reading.tallies == (Tally(Traits("Sales", "Account Executive", "Japan"), 4),)
    assert (reading.contractors, reading.arriving) == (1, 1)
    assert "displayName" not in stub.asked[1].first("$select")


def salesforce_answer(asked: Asked, **changes: Any) -> Any:
    if asked.path == "/services/oauth2/token":
        return {"access_token": "a-seat-token", "instance_url": "https://acme.my.salesforce.com"}
    group = {"attributes": {"type": "AggregateResult"}, "role": "AE", "profile": "Sales User"}
    records = [{**group, "dept": "Sales", "n": 40}, {**group, "dept": None, "n": 2}]
    return {"totalSize": 2, "done": True, "records": records, **changes}


def test_salesforce_seats_stub_from_documented_body(serve: Serve) -> None:
    stub = serve(salesforce_answer)
    reading = read({"preset": "salesforce", "base_url": stub.url}, secret=CLIENT)
    assert reading.tallies == (
        Tally(Traits("Sales", "AE", group="Sales User"), 40),
        Tally(Traits("", "AE", group="Sales User"), 2),
    )
    assert (count_people(reading.tallies), reading.people) == (42, 0)
    asked = stub.asked[1]
    assert asked.headers["authorization"] == "Bearer a-seat-token"
    assert "GROUP BY Department, UserRole.Name, Profile.Name" in asked.first("q")


@pytest.mark.parametrize(
    ("changes", "trouble"),
    [({"done": False}, Trouble.TOO_MANY_ROWS), ({"totalSize": 3}, Trouble.TOTAL_DISAGREES)],
)
def test_salesforce_with_too_many_groups_is_partial_stub_from_documented_body(
    serve: Serve, changes: dict[str, Any], trouble: Trouble
) -> None:
    stub = serve(lambda asked: salesforce_answer(asked, **changes))
    found, _ = trouble_of({"preset": "salesforce", "base_url": stub.url}, secret=CLIENT)
    assert found is trouble
    assert Incident(found).status is RunStatus.PARTIAL
