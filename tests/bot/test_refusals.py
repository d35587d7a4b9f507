"""Only Slack's own words are taken for such."""

import pytest
from slack_sdk.errors import SlackApiError

from bot.app import build_client
from bot.refusals import NOT_READABLE, read_code
from tests.fakes import BOT_TOKEN, FakeSlack, Reply, refused

LONGEST = "cannot_add_legacy_disconnected_channel_to_workspaces"
PAGE = "<html>somebody's page</html>"


def ask(slack: FakeSlack, reply: Reply) -> str:
    slack.on("auth.test", reply)
    with pytest.raises(SlackApiError) as refusal:
        build_client(BOT_TOKEN, slack.api_url).auth_test()
    return read_code(refusal.value)


@pytest.mark.parametrize("code", ["invalid_auth", LONGEST])
def test_a_code_of_slacks_is_told(slack: FakeSlack, code: str) -> None:
    assert ask(slack, refused(code)) == code


@pytest.mark.parametrize(
    "reply", [Reply(PAGE), Reply(PAGE, 500), refused(PAGE), refused("x" * 61), Reply({"ok": False})]
)
def test_a_page_is_not(slack: FakeSlack, reply: Reply) -> None:
    assert ask(slack, reply) == NOT_READABLE
