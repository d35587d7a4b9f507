import pytest

from tests.bot.sandbox.builders import a_manifest
from tests.bot.sandbox.harness import Page, refusal, running


def test_a_conversation_is_described(page: Page) -> None:
    channel = page.client.conversations_info(channel=page.channel("sales"))["channel"]
    assert (channel["name"], channel["is_member"], channel["is_private"]) == ("sales", True, False)
    assert "num_members" not in channel
    answer = page.client.conversations_info(channel=page.channel(), include_num_members=True)
    assert answer["channel"]["num_members"] == 5


def test_a_dm_names_the_person(page: Page) -> None:
    channel = page.client.conversations_info(channel=page.im("ken"))["channel"]
    assert (channel["is_im"], channel["user"]) == (True, page.user("ken"))


def test_a_private_channel_without_the_bot_does_not_exist(page: Page) -> None:
    error = refusal(page.client.conversations_info, channel=page.channel("budget"))
    assert error == "channel_not_found"


def test_each_kind_has_its_scope() -> None:
    with running(manifest=a_manifest(scopes=frozenset({"channels:read"}))) as page:
        info = page.client.conversations_info
        assert info(channel=page.channel("sales"))["ok"]
        assert refusal(info, channel=page.channel("revenue-leadership")) == "missing_scope"
        assert refusal(info, channel=page.im()) == "missing_scope"
        assert refusal(page.client.conversations_list, types="im") == "missing_scope"


def test_the_list_has_the_kinds_that_were_asked_for(page: Page) -> None:
    def names(**arguments: object) -> set[str]:
        channels = page.client.conversations_list(**arguments)["channels"]  # type: ignore[arg-type]
        return {channel.get("name", "") for channel in channels}

    assert names() == {"general", "sales", "announcements", "random", "kickoff-2025"}
    assert names(types="private_channel") == {"revenue-leadership"}
    assert "kickoff-2025" not in names(exclude_archived=True)
    assert refusal(page.client.conversations_list, types="secret") == "invalid_types"


def test_a_list_comes_in_pages(page: Page) -> None:
    answers = page.client.conversations_list(limit=2)
    assert [len(answer["channels"]) for answer in answers] == [2, 2, 1]
    error = refusal(page.client.conversations_list, cursor="bm9uc2Vuc2U=")
    assert error == "invalid_cursor"
    assert refusal(page.client.conversations_list, cursor="é") == "invalid_cursor"
    arguments = {"limit": "many"}
    call = page.client.api_call
    error = refusal(call, api_method="conversations.list", params=arguments)
    assert error == "invalid_arguments"


def test_the_members_are_listed(page: Page) -> None:
    members = page.client.conversations_members(channel=page.channel("sales"))["members"]
    assert {page.user("mia"), page.sandbox.identity.bot_user} <= set(members)


@pytest.mark.parametrize(
    ("users", "error"),
    [
        pytest.param([], "users_list_not_supplied", id="nobody"),
        pytest.param(["U404"], "user_not_found", id="a stranger"),
        pytest.param(["U1", "U2"], "method_not_supported_for_channel_type", id="a group"),
    ],
)
def test_a_dm_needs_one_person(page: Page, users: list[str], error: str) -> None:
    assert refusal(page.client.conversations_open, users=users) == error


def test_a_dm_is_opened(page: Page) -> None:
    opened = page.client.conversations_open(users=[page.user("ken")])["channel"]
    assert opened == {"id": page.im("ken")}
    assert page.client.conversations_open(channel=page.im("ken"))["channel"] == opened
    whole = page.client.conversations_open(users=page.user("ken"), return_im=True)
    assert whole["already_open"]
    assert whole["channel"]["user"] == page.user("ken")


def test_the_bot_joins_a_public_channel(page: Page) -> None:
    page.client.conversations_join(channel=page.channel("random"))
    page.client.conversations_join(channel=page.channel("random"))
    page.client.chat_postMessage(channel=page.channel("random"), text="Hello")
    join = page.client.conversations_join
    assert refusal(join, channel=page.channel("kickoff-2025")) == "is_archived"
    private = refusal(join, channel=page.channel("revenue-leadership"))
    assert private == "method_not_supported_for_channel_type"


class TestHistory:
    def test_it_is_newest_first_without_replies_and_whispers(self, page: Page) -> None:
        post, channel = page.client.chat_postMessage, page.channel()
        first = post(channel=channel, text="first")["ts"]
        post(channel=channel, text="a reply", thread_ts=first)
        page.client.chat_postEphemeral(channel=channel, user=page.user(), text="psst")
        post(channel=channel, text="second")
        post(channel=channel, text="heard by all", thread_ts=first, reply_broadcast=True)
        messages = page.client.conversations_history(channel=channel)["messages"]
        assert [message["text"] for message in messages] == ["heard by all", "second", "first"]
        assert messages[-1]["reply_count"] == 2

    def test_it_can_be_cut_on_both_sides(self, page: Page) -> None:
        channel = page.channel()
        stamps = [
            page.client.chat_postMessage(channel=channel, text=str(number))["ts"]
            for number in range(4)
        ]
        history = page.client.conversations_history
        inner = history(channel=channel, oldest=stamps[0], latest=stamps[3])["messages"]
        assert [message["text"] for message in inner] == ["2", "1"]
        whole = history(channel=channel, oldest=stamps[0], latest=stamps[3], inclusive=True)
        assert len(whole["messages"]) == 4
        assert refusal(history, channel=channel, oldest="monday") == "invalid_ts_oldest"

    def test_it_comes_in_pages(self, page: Page) -> None:
        for number in range(3):
            page.client.chat_postMessage(channel=page.channel(), text=str(number))
        answers = page.client.conversations_history(channel=page.channel(), limit=2)
        assert [answer["has_more"] for answer in answers] == [True, False]

    def test_it_is_for_members(self, page: Page) -> None:
        error = refusal(page.client.conversations_history, channel=page.channel("random"))
        assert error == "not_in_channel"

    def test_a_thread_begins_with_its_root(self, page: Page) -> None:
        post, channel = page.client.chat_postMessage, page.channel()
        root = post(channel=channel, text="root")["ts"]
        for number in range(2):
            post(channel=channel, text=str(number), thread_ts=root)
        messages = page.client.conversations_replies(channel=channel, ts=root)["messages"]
        assert [message["text"] for message in messages] == ["root", "0", "1"]
        error = refusal(page.client.conversations_replies, channel=channel, ts="1.0")
        assert error == "thread_not_found"
