import json
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError

from tests.bot.sandbox.builders import a_button, a_manifest, a_section, some_actions
from tests.bot.sandbox.harness import Page, refusal, running


def test_a_message_is_there_for_all_members(page: Page) -> None:
    channel = page.channel()
    answer = page.client.chat_postMessage(channel=channel, text="Hello", blocks=[a_section()])
    assert answer["channel"] == channel
    assert answer["message"]["bot_id"] == page.sandbox.identity.bot_id
    for user in ("alex", "ken"):
        [message] = page.state(user)["messages"][channel]
        assert (message["text"], message["ts"]) == ("Hello", answer["ts"])


def test_blocks_and_elements_get_their_ids(page: Page) -> None:
    text = {"type": "plain_text", "text": "Go"}
    blocks = [{"type": "actions", "elements": [{"type": "button", "text": text}]}]
    page.client.chat_postMessage(channel=page.channel(), text="Hello", blocks=blocks)
    [block] = page.state()["messages"][page.channel()][0]["blocks"]
    assert block["block_id"]
    assert block["elements"][0]["action_id"]


def test_a_channel_can_be_named(page: Page) -> None:
    answer = page.client.chat_postMessage(channel="#sales", text="Hello")
    assert answer["channel"] == page.channel("sales")


def test_a_person_stands_for_their_dm(page: Page) -> None:
    answer = page.client.chat_postMessage(channel=page.user("ken"), text="Hello")
    assert answer["channel"] == page.im("ken")
    assert page.texts(page.im("ken"), user="ken") == ["Hello"]
    assert page.im("ken") not in page.state("alex")["messages"]


@pytest.mark.parametrize(
    ("name", "error"),
    [
        pytest.param("nowhere", "channel_not_found", id="unknown"),
        pytest.param("budget", "channel_not_found", id="private, without the bot"),
        pytest.param("random", "not_in_channel", id="public, without the bot"),
        pytest.param("kickoff-2025", "is_archived", id="archived"),
        pytest.param("announcements", "restricted_action_read_only_channel", id="read only"),
    ],
)
def test_a_place_where_the_bot_may_not_post(page: Page, name: str, error: str) -> None:
    assert refusal(page.client.chat_postMessage, channel=name, text="Hello") == error


def test_an_app_without_a_messages_tab_reaches_nobody() -> None:
    with running(manifest=a_manifest(has_messages_tab=False)) as page:
        post = page.client.chat_postMessage
        assert refusal(post, channel=page.im(), text="Hello") == "messages_tab_disabled"


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        pytest.param({"text": ""}, "no_text", id="nothing to say"),
        pytest.param({"blocks": "[{"}, "invalid_blocks_format", id="blocks that are no JSON"),
        pytest.param({"blocks": "{}"}, "invalid_blocks_format", id="blocks that are no list"),
        pytest.param({"text": "a", "markdown_text": "b"}, "markdown_text_conflict", id="two texts"),
        pytest.param({"text": "a", "metadata": "x"}, "invalid_metadata_format", id="metadata"),
        pytest.param({"attachments": [{}] * 101}, "too_many_attachments", id="attachments"),
        pytest.param(
            {"text": "a", "thread_ts": "1.0"}, "cannot_reply_to_message", id="no such thread"
        ),
        pytest.param({"text": "a", "blocks": [a_section("")]}, "invalid_blocks", id="blocks"),
        pytest.param({"attachments": [{"blocks": [a_section("")]}]}, "invalid_blocks", id="inside"),
    ],
)
def test_a_message_slack_would_refuse(page: Page, fields: dict[str, Any], error: str) -> None:
    fields = {name: _as_sent(value) for name, value in fields.items()}
    with pytest.raises(SlackApiError) as caught:
        page.client.api_call("chat.postMessage", params={"channel": page.channel(), **fields})
    assert caught.value.response["error"] == error
    assert page.texts(page.channel()) == []


def _as_sent(value: Any) -> Any:
    return json.dumps(value) if isinstance(value, list) else value


def test_refused_blocks_are_explained_to_the_bot_and_shown_in_the_page(page: Page) -> None:
    blocks = [a_section("x" * 3001)]
    with pytest.raises(SlackApiError) as caught:
        page.client.chat_postMessage(channel=page.channel(), text="Hello", blocks=blocks)
    [line] = caught.value.response["response_metadata"]["messages"]
    assert line.endswith("[json-pointer:/blocks/0/text/text]")
    [rejection] = page.state()["rejections"]
    assert (rejection["method"], rejection["error"]) == ("chat.postMessage", "invalid_blocks")
    assert rejection["channel"] == page.channel()
    assert rejection["violations"][0]["rule"] == "too_long"


def test_what_slack_takes_but_people_miss_stands_beside_the_message(page: Page) -> None:
    # Slack's client warns of it too, so the call is made by hand.
    blocks = json.dumps([a_section()])
    page.client.api_call("chat.postMessage", params={"channel": page.channel(), "blocks": blocks})
    [message] = page.state()["messages"][page.channel()]
    assert [one["rule"] for one in message["violations"]] == ["no_fallback"]
    assert message["violations"][0]["severity"] == "warning"


def test_a_very_long_text_is_cut(page: Page) -> None:
    page.client.chat_postMessage(channel=page.channel(), text="x" * 40_001)
    assert [len(text) for text in page.texts(page.channel())] == [40_000]


def test_markdown_becomes_a_block(page: Page) -> None:
    page.client.chat_postMessage(channel=page.channel(), markdown_text="**Hi**")
    [message] = page.state()["messages"][page.channel()]
    assert [block["type"] for block in message["blocks"]] == ["markdown"]


class TestThreads:
    def test_a_reply_is_counted_at_its_root(self, page: Page) -> None:
        post, channel = page.client.chat_postMessage, page.channel()
        root = post(channel=channel, text="root")["ts"]
        reply = post(channel=channel, text="reply", thread_ts=root)["ts"]
        first, second = page.state()["messages"][channel]
        assert (first["reply_count"], first["latest_reply"]) == (1, reply)
        assert second["thread_ts"] == root

    def test_an_answer_to_a_reply_goes_to_the_root(self, page: Page) -> None:
        post, channel = page.client.chat_postMessage, page.channel()
        root = post(channel=channel, text="root")["ts"]
        reply = post(channel=channel, text="reply", thread_ts=root)["ts"]
        answer = post(channel=channel, text="again", thread_ts=reply)
        assert answer["message"]["thread_ts"] == root


class TestEphemeral:
    def test_only_one_person_sees_it(self, page: Page) -> None:
        channel = page.channel()
        page.client.chat_postEphemeral(channel=channel, user=page.user("mia"), text="psst")
        assert page.texts(channel, user="mia") == ["psst"]
        assert page.texts(channel, user="alex") == []

    def test_who_is_not_in_the_channel_cannot_see_it(self, page: Page) -> None:
        call, gwen = page.client.chat_postEphemeral, page.user("gwen")
        error = refusal(call, channel=page.channel(), user=gwen, text="psst")
        assert error == "user_not_in_channel"

    def test_it_cannot_be_updated(self, page: Page) -> None:
        channel = page.channel()
        call = page.client.chat_postEphemeral
        ts = call(channel=channel, user=page.user(), text="psst")["message_ts"]
        error = refusal(page.client.chat_update, channel=channel, ts=ts, text="louder")
        assert error == "message_not_found"


class TestUpdate:
    def post(self, page: Page) -> dict[str, Any]:
        blocks = [some_actions(a_button())]
        answer = page.client.chat_postMessage(channel=page.channel(), text="old", blocks=blocks)
        return {"channel": answer["channel"], "ts": answer["ts"]}

    def test_a_new_text_takes_the_place_of_old_blocks(self, page: Page) -> None:
        place = self.post(page)
        page.client.chat_update(**place, text="new")
        [message] = page.state()["messages"][page.channel()]
        assert (message["text"], message["blocks"]) == ("new", [])
        assert message["edited_at"] is not None

    def test_new_blocks_leave_the_text_and_no_mark(self, page: Page) -> None:
        place = self.post(page)
        blocks = json.dumps([a_section("new")])
        page.client.api_call("chat.update", params={**place, "blocks": blocks})
        [message] = page.state()["messages"][page.channel()]
        assert message["text"] == "old"
        assert message["blocks"][0]["text"]["text"] == "new"
        assert message["edited_at"] is None

    def test_a_long_text_is_refused(self, page: Page) -> None:
        error = refusal(page.client.chat_update, **self.post(page), text="x" * 4001)
        assert error == "msg_too_long"

    def test_refused_blocks_leave_the_message_as_it_was(self, page: Page) -> None:
        place = self.post(page)
        error = refusal(page.client.chat_update, **place, text="new", blocks=[{"type": "x"}])
        assert error == "invalid_blocks"
        assert page.texts(page.channel()) == ["old"]

    def test_another_persons_message_stays(self, page: Page) -> None:
        ts = page.do("messages", channel=page.channel(), text="mine")["ts"]
        place: dict[str, Any] = {"channel": page.channel(), "ts": ts}
        assert refusal(page.client.chat_update, **place, text="x") == "cant_update_message"
        assert refusal(page.client.chat_delete, **place) == "cant_delete_message"

    def test_a_message_that_is_gone(self, page: Page) -> None:
        place = self.post(page)
        page.client.chat_delete(**place)
        assert page.texts(page.channel()) == []
        assert refusal(page.client.chat_update, **place, text="x") == "message_not_found"
        assert refusal(page.client.chat_delete, **place) == "message_not_found"

    def test_an_archived_channel_takes_no_change(self, page: Page) -> None:
        place = self.post(page)
        page.do("channels/archive", channel=page.channel(), is_archived=True)
        assert refusal(page.client.chat_update, **place, text="x") == "is_inactive"


def test_a_permalink_leads_to_the_message(page: Page) -> None:
    post, channel = page.client.chat_postMessage, page.channel()
    root = post(channel=channel, text="root")["ts"]
    reply = post(channel=channel, text="reply", thread_ts=root)["ts"]
    link = page.client.chat_getPermalink(channel=channel, message_ts=reply)["permalink"]
    place = f"/archives/{channel}/p{reply.replace('.', '')}"
    assert link == f"{page.url}{place}?thread_ts={root}&cid={channel}"
    missing = refusal(page.client.chat_getPermalink, channel=channel, message_ts="1.0")
    assert missing == "message_not_found"
