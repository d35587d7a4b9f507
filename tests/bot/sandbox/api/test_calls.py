from urllib.parse import urlencode

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from tests.bot.sandbox.builders import APP_TOKEN, BOT_TOKEN, FakeMonotonic, a_manifest
from tests.bot.sandbox.harness import Page, refusal, request, running


def test_slacks_own_client_is_understood(page: Page) -> None:
    answer = page.client.auth_test()
    assert answer["team"] == "Kestrel Software"
    assert answer["bot_id"] == page.sandbox.identity.bot_id


@pytest.mark.parametrize(
    ("token", "error"),
    [
        pytest.param("", "not_authed", id="no token"),
        pytest.param("xoxb-stranger", "invalid_auth", id="somebody else's"),
        pytest.param(APP_TOKEN, "not_allowed_token_type", id="the app's for a bot's method"),
    ],
)
def test_a_wrong_token_is_refused(page: Page, token: str, error: str) -> None:
    client = WebClient(token=token, base_url=f"{page.url}/api/")
    assert refusal(client.auth_test) == error


def test_a_token_dies_with_the_installation(page: Page) -> None:
    page.do("app", change="uninstall")
    assert refusal(page.client.auth_test) == "account_inactive"
    page.do("app", change="reinstall")
    assert page.client.auth_test()["ok"]


def test_a_call_without_a_scope_says_what_is_needed() -> None:
    with running(manifest=a_manifest(scopes=frozenset({"chat:write", "commands"}))) as page:
        with pytest.raises(SlackApiError) as caught:
            page.client.users_info(user=page.user())
        answer = caught.value.response
        assert answer["error"] == "missing_scope"
        assert answer["needed"] == "users:read"
        assert answer["provided"] == "canvases:write,chat:write,commands,files:write"
        assert answer.headers["x-accepted-oauth-scopes"] == "users:read"


def test_every_answer_lists_the_granted_scopes(page: Page) -> None:
    granted = page.client.auth_test().headers["x-oauth-scopes"].split(",")
    assert {"chat:write", "files:write"} <= set(granted)


def test_an_optional_scope_can_be_left_out(page: Page) -> None:
    page.do("app", change="reinstall", optional_scopes=["canvases:write"])
    call = page.client.files_getUploadURLExternal
    assert refusal(call, filename="a.csv", length=3) == "missing_scope"


def test_an_unknown_method_is_named(page: Page) -> None:
    with pytest.raises(SlackApiError) as caught:
        page.client.api_call("chat.sing")
    assert caught.value.response["error"] == "unknown_method"
    assert caught.value.response["req_method"] == "chat.sing"


def test_each_missing_argument_is_named(page: Page) -> None:
    with pytest.raises(SlackApiError) as caught:
        page.client.api_call("chat.postEphemeral", params={"text": "hello"})
    answer = caught.value.response
    assert answer["error"] == "invalid_arguments"
    assert answer["response_metadata"]["messages"] == [
        "[ERROR] missing required field: channel",
        "[ERROR] missing required field: user",
    ]


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        pytest.param(b'{"foo": "bar"}', "application/json; charset=utf-8", id="JSON"),
        pytest.param(b"foo=bar", "application/x-www-form-urlencoded", id="a form"),
    ],
)
def test_arguments_come_in_either_way(page: Page, body: bytes, kind: str) -> None:
    reply = request(f"{page.url}/api/api.test", "POST", body, {"Content-Type": kind})
    assert reply.body == {"ok": True, "args": {"foo": "bar"}}


def test_a_token_may_stand_in_the_form(page: Page) -> None:
    body = urlencode({"token": BOT_TOKEN}).encode()
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    assert request(f"{page.url}/api/auth.test", "POST", body, kind).body["ok"]


@pytest.mark.parametrize("body", [b"{", b"[]", b'"x"'])
def test_a_body_that_is_no_object_is_refused(page: Page, body: bytes) -> None:
    kind = {"Content-Type": "application/json"}
    reply = request(f"{page.url}/api/api.test", "POST", body, kind)
    assert reply.body["error"] == "invalid_form_data"


def test_an_error_can_be_asked_for(page: Page) -> None:
    assert refusal(page.client.api_test, error="my_error") == "my_error"


class TestRateLimits:
    def test_they_are_off_at_first(self, page: Page) -> None:
        for _ in range(25):
            page.client.users_list()

    def test_a_method_has_its_calls_a_minute(self) -> None:
        clock = FakeMonotonic()
        with running(has_rate_limits=True, monotonic=clock) as page:
            for _ in range(20):
                page.client.users_list()
            with pytest.raises(SlackApiError) as caught:
                page.client.users_list()
            answer = caught.value.response
            assert (answer.status_code, answer["error"]) == (429, "ratelimited")
            assert answer.headers["retry-after"] == "60"
            assert page.client.auth_test()["ok"]
            clock.seconds += 60
            assert page.client.users_list()["ok"]

    def test_a_channel_takes_a_message_a_second(self) -> None:
        clock = FakeMonotonic()
        with running(has_rate_limits=True, monotonic=clock) as page:
            post, sales = page.client.chat_postMessage, page.channel("sales")
            post(channel=sales, text="one")
            assert refusal(post, channel=sales, text="two") == "ratelimited"
            post(channel=page.channel("general"), text="elsewhere")
            clock.seconds += 1
            post(channel=sales, text="two")

    def test_the_page_switches_them(self, page: Page) -> None:
        page.do("limits", is_on=True)
        assert page.state()["limits"] == {"is_on": True}
        post = page.client.chat_postMessage
        post(channel=page.channel(), text="one")
        assert refusal(post, channel=page.channel(), text="two") == "ratelimited"


def test_the_log_holds_the_call_without_its_token(page: Page) -> None:
    body = urlencode({"token": BOT_TOKEN, "text": f"my token is {BOT_TOKEN}"}).encode()
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    request(f"{page.url}/api/chat.postMessage", "POST", body, kind)
    [entry] = page.log()
    assert (entry["name"], entry["direction"]) == ("chat.postMessage", "from_bot")
    assert entry["error"] == "invalid_arguments"
    assert entry["request"] == {"token": "[redacted]", "text": "my token is [redacted]"}
