from typing import Any

import pytest

from tests.bot.sandbox.harness import Page, request


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        pytest.param("messages", {"text": 1}, id="a number for a text"),
        pytest.param("messages", {"text": "x", "files": "F1"}, id="a text for a list"),
        pytest.param("messages", {"text": "x", "files": [1]}, id="numbers for texts"),
        pytest.param("time", {"weeks": "1"}, id="a text for a number"),
        pytest.param("time", {"weeks": True}, id="true for a number"),
        pytest.param("limits", {"is_on": "yes"}, id="a text for a flag"),
        pytest.param("actions", {"container": []}, id="a list for an object"),
        pytest.param(
            "views/submit", {"view_id": "V1", "state": {"values": {"a": 1}}}, id="flat values"
        ),
    ],
)
def test_a_field_of_the_wrong_kind_is_refused(
    page: Page, path: str, fields: dict[str, Any]
) -> None:
    refused = page.fail(path, **{"channel": page.channel(), **fields})
    assert refused["error"] in ("invalid_request", "view_not_found")
    assert refused["message"]


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"1"])
def test_the_body_is_a_json_object(page: Page, body: bytes) -> None:
    headers = {"Content-Type": "application/json"}
    reply = request(f"{page.url}/sandbox/messages", "POST", body, headers)
    assert (reply.status, reply.body["error"]) == (400, "invalid_request")


def test_what_any_web_page_can_send_is_refused(page: Page) -> None:
    headers = {"Content-Type": "text/plain"}
    reply = request(f"{page.url}/sandbox/messages", "POST", b"{}", headers)
    assert (reply.status, reply.body["error"]) == (400, "invalid_request")


@pytest.mark.parametrize("user", ["", "U404", "USLACKBOT"])
def test_nobody_acts_as_a_stranger(page: Page, user: str) -> None:
    fields = {"user": user, "channel": page.channel(), "text": "x"}
    assert page.send("messages", fields).status == 404
