from typing import Any

import pytest
from slack_bolt import Ack, BoltContext

from tests.bot.sandbox.builders import a_button, a_modal, an_input, some_actions
from tests.bot.sandbox.harness import Bot, Page


def an_option(value: str) -> dict[str, Any]:
    return {"text": {"type": "plain_text", "text": value}, "value": value}


def a_select(**more: Any) -> dict[str, Any]:
    options = [an_option("week"), an_option("month")]
    return {"type": "static_select", "action_id": "pick", "options": options, **more}


def post(page: Page, *elements: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A message with these elements; returns its container."""
    answer = page.client.chat_postMessage(
        channel=page.channel(), text="Choose", blocks=[some_actions(*elements)], **more
    )
    return {"type": "message", "channel": answer["channel"], "ts": answer["ts"]}


def listen_for(bot: Bot, action_id: str) -> list[dict[str, Any]]:
    """Keep what the bot is sent for an action."""
    seen = []

    @bot.app.action(action_id)
    def take(ack: Ack, body: dict[str, Any]) -> None:
        seen.append(body)
        ack()

    return seen


def test_a_button_brings_what_the_bot_needs_to_answer(bot: Bot) -> None:
    seen = listen_for(bot, "go")
    container = post(bot.page, a_button(value="42"))
    action = {"block_id": "row", "action_id": "go"}
    done = bot.page.do("actions", user="ken", container=container, action=action)
    assert done["outcome"]["status"] == "acked"
    [body] = seen
    assert body["actions"][0]["value"] == "42"
    assert body["actions"][0]["text"]["text"] == "Go"
    assert body["user"]["id"] == bot.page.user("ken")
    assert body["message"]["text"] == "Choose"
    assert body["container"]["message_ts"] == container["ts"]
    assert body["response_url"].startswith(bot.page.url)
    assert body["trigger_id"]


def test_an_ephemeral_message_is_not_sent_back(bot: Bot) -> None:
    seen = listen_for(bot, "go")
    ts = bot.page.client.chat_postEphemeral(
        channel=bot.page.channel(),
        user=bot.page.user(),
        text="Choose",
        blocks=[some_actions(a_button())],
    )["message_ts"]
    container = {"type": "message", "channel": bot.page.channel(), "ts": ts}
    action = {"block_id": "row", "action_id": "go"}
    bot.page.do("actions", container=container, action=action)
    assert "message" not in seen[0]
    assert seen[0]["container"]["is_ephemeral"] is True
    refused = bot.page.fail("actions", user="ken", container=container, action=action)
    assert refused["error"] == "message_not_found"


def test_a_message_carries_the_state_of_its_inputs(bot: Bot) -> None:
    seen = listen_for(bot, "go")
    container = post(bot.page, a_button(), a_select())
    values = {"row": {"pick": {"type": "static_select", "selected_option": an_option("week")}}}
    action = {"block_id": "row", "action_id": "go"}
    bot.page.do("actions", container=container, action=action, state={"values": values})
    assert seen[0]["state"]["values"] == values


@pytest.mark.parametrize(
    ("element", "chosen", "is_offered"),
    [
        pytest.param(a_select(), {"selected_option": an_option("week")}, True, id="an option"),
        pytest.param(a_select(), {"selected_option": an_option("year")}, False, id="no option"),
        pytest.param(
            {**a_select(type="multi_static_select")},
            {"selected_options": [an_option("week"), an_option("year")]},
            False,
            id="one of them is none",
        ),
        pytest.param(
            {"type": "datepicker", "action_id": "pick"},
            {"selected_date": "2026-11-23"},
            True,
            id="a date",
        ),
    ],
)
def test_only_what_is_offered_can_be_chosen(
    bot: Bot, element: dict[str, Any], chosen: dict[str, Any], is_offered: bool
) -> None:
    seen = listen_for(bot, "pick")
    container = post(bot.page, element)
    action = {"block_id": "row", "action_id": "pick", **chosen}
    body = {"user": bot.page.user(), "container": container, "action": action}
    reply = bot.page.send("actions", body)
    assert (reply.status == 200) == is_offered
    assert [one["actions"][0].items() >= chosen.items() for one in seen] == [True] * is_offered


def test_feedback_is_one_of_two(bot: Bot) -> None:
    seen = listen_for(bot, "rate")
    words = {"type": "plain_text", "text": "x"}
    element = {
        "type": "feedback_buttons",
        "action_id": "rate",
        "positive_button": {"text": words, "value": "up"},
        "negative_button": {"text": words, "value": "down"},
    }
    blocks = [{"type": "context_actions", "block_id": "row", "elements": [element]}]
    ts = bot.page.client.chat_postMessage(channel=bot.page.channel(), text="?", blocks=blocks)["ts"]
    container = {"type": "message", "channel": bot.page.channel(), "ts": ts}
    action = {"block_id": "row", "action_id": "rate"}
    bot.page.do("actions", container=container, action=action | {"value": "down"})
    bot.page.fail("actions", container=container, action=action | {"value": "sideways"})
    assert [body["actions"][0]["value"] for body in seen] == ["down"]


def test_an_element_that_is_gone_cannot_be_used(page: Page) -> None:
    container = post(page, a_button())
    action = {"block_id": "row", "action_id": "gone"}
    assert page.fail("actions", container=container, action=action)["error"] == "element_not_found"


def test_a_modals_button_brings_the_whole_state(bot: Bot) -> None:
    seen = listen_for(bot, "go")
    page = bot.page
    trigger_id = page.sandbox.triggers.make(page.user())
    view = a_modal(an_input(), some_actions(a_button()))
    view_id = page.client.views_open(trigger_id=trigger_id, view=view)["view"]["id"]
    values = {"name": {"typed": {"type": "plain_text_input", "value": "12"}}}
    page.do(
        "actions",
        container={"type": "view", "view_id": view_id},
        action={"block_id": "row", "action_id": "go"},
        state={"values": values},
    )
    [body] = seen
    assert body["view"]["state"]["values"] == values
    assert body["container"] == {"type": "view", "view_id": view_id}
    assert "response_url" not in body


class TestExternalSelect:
    def ask(self, bot: Bot) -> dict[str, Any]:
        element = {"type": "external_select", "action_id": "find", "min_query_length": 1}
        return bot.page.do(
            "options",
            container=post(bot.page, element),
            block_id="row",
            action_id="find",
            value="we",
        )

    def test_the_bot_gives_the_options(self, bot: Bot) -> None:
        @bot.app.options("find")
        def suggest(ack: Ack, payload: dict[str, Any], context: BoltContext) -> None:
            assert (payload["value"], context.user_id) == ("we", bot.page.user())
            ack(options=[an_option("week")])

        assert self.ask(bot)["options"] == [an_option("week")]

    def test_a_silent_bot_has_none(self, bot: Bot) -> None:
        assert self.ask(bot)["options"] == []

    def test_a_modals_select_brings_its_view(self, bot: Bot) -> None:
        seen = []

        @bot.app.options("typed")
        def suggest(ack: Ack, body: dict[str, Any]) -> None:
            seen.append(body)
            group = {"label": {"type": "plain_text", "text": "All"}, "options": [an_option("x")]}
            ack(option_groups=[group])

        trigger_id = bot.page.sandbox.triggers.make(bot.page.user())
        view = a_modal(an_input(type="external_select"))
        view_id = bot.page.client.views_open(trigger_id=trigger_id, view=view)["view"]["id"]
        answer = bot.page.do(
            "options",
            container={"type": "view", "view_id": view_id},
            block_id="name",
            action_id="typed",
            value="x",
        )
        assert answer["option_groups"][0]["options"] == [an_option("x")]
        assert seen[0]["view"]["id"] == view_id
