import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from tests.bot.sandbox.builders import APP_TOKEN, a_section
from tests.bot.sandbox.harness import Page, refusal, running


def test_the_team_and_the_bot_are_described(page: Page) -> None:
    identity = page.sandbox.identity
    assert page.client.team_info()["team"]["name"] == "Kestrel Software"
    assert page.client.bots_info(bot=identity.bot_id)["bot"]["user_id"] == identity.bot_user
    assert refusal(page.client.team_info, team="T404") == "team_not_found"
    assert refusal(page.client.bots_info, bot="B404") == "bot_not_found"


def test_the_apps_token_opens_a_connection(page: Page) -> None:
    client = WebClient(token=APP_TOKEN, base_url=f"{page.url}/api/")
    url = client.apps_connections_open(app_token=APP_TOKEN)["url"]
    assert url.startswith(page.url.replace("http", "ws"))


def test_an_app_behind_an_address_has_no_socket_mode() -> None:
    with running(bot_url="http://127.0.0.1:9/slack/events") as page:
        error = refusal(page.client.apps_connections_open, app_token=APP_TOKEN)
        assert error == "forbidden_team"


class TestValidation:
    def test_good_blocks_pass_without_a_token(self, page: Page) -> None:
        client = WebClient(base_url=f"{page.url}/api/")
        assert client.api_call("blocks.validate", json={"blocks": [a_section()]})["ok"]

    @pytest.mark.parametrize(
        ("arguments", "error"),
        [
            pytest.param({"blocks": [a_section("")]}, "invalid_blocks", id="blocks"),
            pytest.param({"message": {"blocks": [{}]}}, "invalid_message", id="message"),
            pytest.param({"view": {"type": "home"}}, "invalid_view", id="view"),
            pytest.param({}, "invalid_arguments", id="nothing"),
            pytest.param({"blocks": [], "view": {}}, "invalid_arguments", id="two things"),
        ],
    )
    def test_bad_ones_are_refused(
        self, page: Page, arguments: dict[str, object], error: str
    ) -> None:
        with pytest.raises(SlackApiError) as caught:
            page.client.api_call("blocks.validate", json=arguments)
        assert caught.value.response["error"] == error
