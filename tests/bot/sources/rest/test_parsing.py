from typing import Any

import pytest

from bot.errors import SourceConfigError
from bot.sources.rest.parsing import parse_preset
from bot.sources.rest.shapes import CountPlan, SecretPart, Trait
from bot.views.language import translator
from bot.workspaces import Language
from tests.bot.sources.rest.readings import a_preset

BASE = "https://hr.example.com"
COUNTS = {
    "rows": None,
    "id": None,
    "dims": None,
    "count_path": "total",
    "params": {"filter": 'department eq "{department}"'},
    "quoting": "scim",
}
TOKEN_REQUEST = {
    "type": "client_credentials",
    "token_url": "/token",
    "body": "form",
    "fields": {"client_id": "{client_id}", "client_secret": "{client_secret}"},
    "token_path": "access_token",
}
INDEX = {"type": "index", "start_param": "s", "base": 0, "size_param": "n", "size": 10}


def parse(**changes: Any) -> Any:
    return parse_preset(a_preset(**{"base_url": BASE, **changes}), "definition")


def complaint(**changes: Any) -> str:
    """What an admin reads about a preset."""
    with pytest.raises(SourceConfigError) as caught:
        parse(**changes)
    assert caught.value.field == "definition"
    return translator(Language.EN).say(caught.value.phrase)


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        pytest.param({"row": "people"}, "row", id="at the top"),
        pytest.param({"auth": {"type": "bearer", "token": "x"}}, "auth.token", id="in auth"),
        pytest.param({"paging": {**INDEX, "limit": 5}}, "paging.limit", id="in paging"),
        pytest.param({"paging": {"type": "none", "size": 5}}, "paging.size", id="in no paging"),
        pytest.param({"dims": {"vertical": "v"}}, "dims.vertical", id="in dims"),
        pytest.param({"state": {"begin": "b"}}, "state.begin", id="in state"),
        pytest.param(
            {"state": {"active_when": {"path": "s", "is": "x", "in": ["y"]}}},
            "state.active_when.is",
            id="in a condition",
        ),
        pytest.param(
            {"state": {"active_when": [{"path": "s", "equals": 1, "or": 2}]}},
            "state.active_when.1.or",
            id="in a list of conditions",
        ),
        pytest.param(
            {"kind": {"path": "k", "contractor": ["x"], "in": []}}, "kind.in", id="in kind"
        ),
        pytest.param({"fte": {"path": "f", "unit": "share", "full_time": 1}}, "fte.full_time", id="in fte"),
        pytest.param({"ok_when": {"path": "ok", "equals": True, "else": 1}}, "ok_when.else", id="in ok_when"),
        pytest.param(
            {"employments": {"rows": "r", "effective": "e", "x": 1}}, "employments.x", id="in employments"
        ),
        pytest.param({**COUNTS, "total_path": "t"}, "total_path", id="of rows, in a preset of counts"),
        pytest.param({"people": "n"}, "id", id="of people, in a preset of groups"),
    ],
)  # fmt: skip
def test_a_setting_that_nobody_knows_is_named(changes: dict[str, Any], name: str) -> None:
    said = complaint(**changes)
    assert said.startswith(f"“{name}” is unknown. Known here: ")


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"preset": None}, "preset"),
        ({"base_url": None}, "base_url"),
        ({"auth": None}, "auth"),
        ({"auth": {}}, "auth.type"),
        ({"auth": {"type": "header"}}, "auth.headers"),
        ({"path": None}, "path"),
        ({"rows": None}, "rows"),
        ({"id": None}, "id"),
        ({"paging": {"type": "index"}}, "paging.start_param"),
        ({"paging": {"type": "cursor", "cursor_path": "c"}}, "paging.cursor_param"),
        ({"fte": {"path": "f", "unit": "hours"}}, "fte.full_time"),
        ({"fte": {"path": "f", "unit": "flag"}}, "fte.full"),
        ({"state": {"active_when": {"path": "s"}}}, "state.active_when.in"),
        ({"auth": {**TOKEN_REQUEST, "token_path": None}}, "auth.token_path"),
        ({**COUNTS, "quoting": None}, "quoting"),
        ({"params": {"q": "{department}"}, "quoting": "none"}, "count_path"),
    ],
)
def test_a_setting_that_is_missing_is_named(changes: dict[str, Any], name: str) -> None:
    assert complaint(**changes) == f"“{name}” is missing."


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"base_url": "ftp://hr.example.com"}, "base_url"),
        ({"base_url": "https://user:password@hr.example.com"}, "base_url"),
        ({"base_url": "https://hr.example.com?key=secret"}, "base_url"),
        ({"base_url": "https://hr.example.com#x"}, "base_url"),
        ({"base_url": "https://hr.example.com\\@evil.example.com"}, "base_url"),
        ({"base_url": "https://hr example.com"}, "base_url"),
        ({"base_url": "https://hr.example.com:99999"}, "base_url"),
        ({"base_url": "https://hr.example.com:0"}, "base_url"),
        ({"base_url": "https://"}, "base_url"),
        ({"base_url": 7}, "base_url"),
        ({"path": "people"}, "path"),
        ({"path": "https://elsewhere.example.com/people"}, "path"),
        ({"method": "DELETE"}, "method"),
        ({"label": "x" * 2_001}, "label"),
        ({"rows": "people["}, "rows"),
        ({"rows": "no_such_function(people)"}, "rows"),
        ({"rows": "length(people, id)"}, "rows"),
        ({"rows": f"people.{'x' * 500}"}, "rows"),
        ({"params": ["x"]}, "params"),
        ({"params": {1: "x"}}, "params"),
        ({"params": {"cursor": None}}, "params.cursor"),
        ({"params": {"filter": {"a": "b"}}}, "params.filter"),
        ({"params": {"fields": ["id", None]}}, "params.fields"),
        ({"body": "x"}, "body"),
        ({"headers": {"Authorization": "Bearer a-secret"}}, "headers.Authorization"),
        ({"headers": {"Host": "elsewhere.example.com"}}, "headers.Host"),
        ({"headers": {"X": 7}}, "headers.X"),
        ({"headers": {"X": "a\r\nY: b"}}, "headers.X"),
        ({"headers": {"X: Y": "b"}}, "headers.X: Y"),
        ({"auth": {"type": "password"}}, "auth.type"),
        ({"auth": {"type": "header", "headers": {"X-Key": "a-secret"}}}, "auth.headers.X-Key"),
        ({"auth": {**TOKEN_REQUEST, "token_url": "https://elsewhere.example.com/token"}}, "auth.token_url"),
        ({"auth": {**TOKEN_REQUEST, "token_url": "@elsewhere.example.com"}}, "auth.token_url"),
        ({"auth": {**TOKEN_REQUEST, "fields": {"client_secret": "a-secret"}}}, "auth.fields"),
        ({"auth": {**TOKEN_REQUEST, "fields": {"client_id": "{client_id}", "n": 1}}}, "auth.fields"),
        ({"auth": {**TOKEN_REQUEST, "body": "xml"}}, "auth.body"),
        ({"paging": {**INDEX, "size": 0}}, "paging.size"),
        ({"paging": {**INDEX, "base": -1}}, "paging.base"),
        ({"paging": {**INDEX, "base": True}}, "paging.base"),
        ({"paging": {"type": "scroll"}}, "paging.type"),
        ({"state": {"end_inclusive": "yes"}}, "state.end_inclusive"),
        ({"state": {"active_when": ["active"]}}, "state.active_when.1"),
        ({"state": {"active_when": {"path": "s", "in": [None]}}}, "state.active_when.in"),
        ({"kind": {"path": "k", "contractor": "external"}}, "kind.contractor"),
        ({"fte": {"path": "f", "unit": "hours", "full_time": 0}}, "fte.full_time"),
        ({"fte": {"path": "f", "unit": "hours", "full_time": 1000}}, "fte.full_time"),
        ({"fte": {"path": "f", "unit": "weeks"}}, "fte.unit"),
        ({"dims": ["department"]}, "dims"),
        ({"values": {"token": "x"}}, "values.token"),
        ({"values": {"company": 7}}, "values.company"),
    ],
)  # fmt: skip
def test_a_setting_that_does_not_fit_is_named_with_what_would(
    changes: dict[str, Any], name: str
) -> None:
    assert complaint(**changes).startswith(f"“{name}” has to be ")


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"params": {"q": "{name}"}}, "{name}"),
        ({"path": "/people/{token}"}, "{token}"),
        ({"headers": {"X-Key": "{api_key}"}}, "{api_key}"),
        ({"headers": {"X-Day": "{on}"}}, "{on}"),
        ({"body": {"filter": ["{surname}"]}}, "{surname}"),
        ({"auth": {"type": "header", "headers": {"X": "{password_of_mine}"}}}, "auth.{password_of_mine}"),
    ],
)  # fmt: skip
def test_a_place_that_nobody_fills_is_named(changes: dict[str, Any], name: str) -> None:
    assert complaint(**changes).startswith(f"“{name}” is ")


def test_counts_without_a_place_would_all_be_the_same() -> None:
    assert complaint(**{**COUNTS, "params": {}}).startswith("“path” has to name a place such as")


def test_a_preset_of_counts_says_what_it_filters_by() -> None:
    params = {"filter": "{group} and {department} on {on}"}
    plan = parse(**{**COUNTS, "path": "/{region}", "params": params}).plan
    assert isinstance(plan, CountPlan)
    assert plan.places == (Trait.REGION, Trait.GROUP, Trait.DEPARTMENT)


@pytest.mark.parametrize(
    ("auth", "parts"),
    [
        ({"type": "bearer"}, [SecretPart.TOKEN]),
        ({"type": "basic"}, [SecretPart.USERNAME, SecretPart.PASSWORD]),
        ({"type": "basic", "username": "{api_key}", "password": "x"}, [SecretPart.API_KEY]),
        (
            {"type": "bearer", "headers": {"X-Account": "{account_token}"}},
            [SecretPart.ACCOUNT_TOKEN, SecretPart.TOKEN],
        ),
        (TOKEN_REQUEST, [SecretPart.CLIENT_ID, SecretPart.CLIENT_SECRET]),
    ],
)
def test_a_preset_says_which_parts_of_a_secret_it_needs(
    auth: dict[str, Any], parts: list[SecretPart]
) -> None:
    assert list(parse(auth=auth).auth.parts) == parts
