from typing import Any

import pytest

from rules.troubles import Detail, Trouble
from tests.bot.sources.rest.conftest import Serve
from tests.bot.sources.rest.readings import a_config, a_preset, people, read, trouble_of
from tests.bot.sources.rest.servers import Asked, Reply

TOKEN_REQUEST = {
    "type": "client_credentials",
    "token_url": "/token",
    "body": "json",
    "fields": {"client_id": "{client_id}", "client_secret": "{client_secret}", "scope": "read"},
    "token_path": "access_token",
}
CLIENT = {"client_id": "an-id", "client_secret": "a-secret"}


@pytest.mark.parametrize(
    ("auth", "secret", "headers"),
    [
        pytest.param(
            {"type": "bearer"}, {"token": "t"}, {"authorization": "Bearer t"}, id="bearer"
        ),
        pytest.param(
            {"type": "basic"},
            {"username": "Jörg", "password": "pä:ss"},
            {"authorization": "Basic SsO2cmc6cMOkOnNz"},
            id="basic, in UTF-8",
        ),
        pytest.param(
            {"type": "header", "headers": {"X-Key": "{api_key}", "X-Account": "{account_token}"}},
            {"api_key": "k", "account_token": "a"},
            {"x-key": "k", "x-account": "a"},
            id="headers",
        ),
        pytest.param(
            {"type": "basic", "headers": {"X-Key": "{api_key}"}},
            {"username": "u", "password": "{username}", "api_key": "k"},
            {"authorization": "Basic dTp7dXNlcm5hbWV9", "x-key": "k"},
            id="basic and a header; a secret is no template",
        ),
    ],
)
def test_a_source_knows_us_by_what_its_preset_says(
    serve: Serve, auth: dict[str, Any], secret: dict[str, str], headers: dict[str, str]
) -> None:
    stub = serve(lambda _: {"people": people(1)})
    read(a_config(stub.url, a_preset(auth=auth)), secret=secret)
    assert stub.asked[0].headers.items() >= headers.items()


@pytest.mark.parametrize("body", ["json", "form"])
def test_client_credentials_become_a_token_once_a_run(serve: Serve, body: str) -> None:
    def answer(asked: Asked) -> Any:
        if asked.path == "/v1/token":
            return {"access_token": "fresh", "token_type": "Bearer"}
        return (
            {"people": people(1, int(asked.first("p")))}
            if asked.first("p") < "3"
            else {"people": []}
        )

    stub = serve(answer)
    paging = {"type": "page", "page_param": "p", "base": 0, "size_param": "n", "size": 1}
    auth = {**TOKEN_REQUEST, "body": body}
    reading = read(a_config(f"{stub.url}/v1", a_preset(auth=auth, paging=paging)), secret=CLIENT)
    assert reading.people == 3
    assert [asked.path for asked in stub.asked] == ["/v1/token", *["/v1/people"] * 4]
    assert stub.asked[0].method == "POST"
    sent = {"json": b'"client_secret": "a-secret"', "form": b"client_secret=a-secret"}
    assert sent[body] in stub.asked[0].body
    assert {asked.headers.get("authorization") for asked in stub.asked[1:]} == {"Bearer fresh"}
    assert reading.pages == 5


@pytest.mark.parametrize(
    ("reply", "trouble"),
    [
        (Reply({"error": "invalid_client"}, 400), Trouble.UNAUTHORISED),
        (Reply({"error": "invalid_client"}, 401), Trouble.UNAUTHORISED),
        (Reply({"success": False}), Trouble.UNAUTHORISED),
        (Reply({"access_token": ""}), Trouble.UNAUTHORISED),
        (Reply({"access_token": 7}), Trouble.UNAUTHORISED),
        (Reply({"access_token": "a\r\nX-Evil: b"}), Trouble.UNAUTHORISED),
        (Reply(status=404), Trouble.NOT_FOUND),
        (Reply(b"<html>"), Trouble.NOT_READABLE),
        (Reply(status=302, headers={"Location": "https://evil.example.com"}), Trouble.LEFT_ITS_ORIGIN),
    ],
    ids=lambda value: value.value if isinstance(value, Trouble) else str(value.status),
)  # fmt: skip
def test_without_a_token_nothing_else_is_asked(
    serve: Serve, reply: Reply, trouble: Trouble
) -> None:
    stub = serve(lambda _: reply)
    config = a_config(stub.url, a_preset(auth=TOKEN_REQUEST))
    assert trouble_of(config, secret=CLIENT)[0] is trouble
    assert len(stub.asked) == 1


@pytest.mark.parametrize(
    "secret",
    [
        pytest.param({"password": "x"}, id="missing"),
        pytest.param({"token": ""}, id="empty"),
        pytest.param({"token": " t"}, id="with a space around it"),
        pytest.param({"token": "t\n"}, id="with a line's end"),
        pytest.param({"token": "a\r\nX-Evil: b"}, id="more than a header"),
        pytest.param({"token": "tökén"}, id="not for a header"),
    ],
)
def test_a_secret_that_cannot_be_sent_is_missing(serve: Serve, secret: dict[str, str]) -> None:
    stub = serve(lambda _: {"people": []})
    assert trouble_of(a_config(stub.url), secret=secret) == (
        Trouble.SECRET_MISSING,
        {Detail.NAME: "token"},
    )
    assert stub.asked == []
