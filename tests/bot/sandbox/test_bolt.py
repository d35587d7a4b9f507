"""Bolt's own app against the sandbox, as it comes."""

from typing import Any

from slack_bolt import Ack, Respond, Say

from tests.bot.sandbox.harness import Bot, listen, running, serving_app


def test_a_command_is_answered_for_one_person_alone(bot: Bot) -> None:
    @bot.app.command("/plan")
    def answer(ack: Ack, command: dict[str, Any]) -> None:
        ack(text=f"A plan for {command['text']} in {command['channel_name']}")

    channel = bot.page.channel()
    done = bot.page.do("commands", channel=channel, text="/plan 320")
    assert done["outcome"] == {"status": "acked", "message": None}
    [message] = bot.page.state()["messages"][channel]
    assert message["text"] == "A plan for 320 in sales"
    assert message["is_ephemeral"]
    assert bot.page.texts(channel, user="mia") == []


def test_a_dm_is_answered_in_its_thread(bot: Bot) -> None:
    @bot.app.event("message")
    def answer(event: dict[str, Any], say: Say) -> None:
        if "bot_id" not in event:
            say(text=f"You said {event['text']}", thread_ts=event["ts"])

    im = bot.page.im()
    ts = bot.page.do("messages", channel=im, text="hello")["ts"]
    bot.page.wait_for(lambda: len(bot.page.texts(im)) == 2)
    root, reply = bot.page.state()["messages"][im]
    assert reply["text"] == "You said hello"
    assert reply["thread_ts"] == ts
    assert root["reply_count"] == 1


def test_a_button_replaces_its_message(bot: Bot) -> None:
    @bot.app.action("go")
    def replace(ack: Ack, respond: Respond) -> None:
        ack()
        respond(text="Done", blocks=[], replace_original=True)

    channel = bot.page.channel()
    text = {"type": "plain_text", "text": "Go"}
    button = {"type": "button", "action_id": "go", "text": text, "value": "1"}
    blocks = [{"type": "actions", "block_id": "b", "elements": [button]}]
    ts = bot.page.client.chat_postMessage(channel=channel, text="Go?", blocks=blocks)["ts"]
    bot.page.do(
        "actions",
        container={"type": "message", "channel": channel, "ts": ts},
        action={"type": "button", "block_id": "b", "action_id": "go"},
    )
    [message] = bot.page.state()["messages"][channel]
    assert (message["text"], message["blocks"], message["ts"]) == ("Done", [], ts)
    assert message["edited_at"] is not None


def test_a_restarted_bot_finds_everything_as_it_was() -> None:
    with listen() as held:
        port = held.getsockname()[1]
    with running(bot_url=f"http://127.0.0.1:{port}/slack/events") as page:
        with serving_app(page, port) as app:
            ts = app.client.chat_postMessage(channel=page.channel(), text="Before")["ts"]
        page.do("commands", channel=page.channel(), text="/plan")
        with serving_app(page, port) as app:
            app.command("/plan")(lambda ack: ack("Back again"))
            app.client.chat_update(channel=page.channel(), ts=ts, text="After")
            page.do("commands", channel=page.channel(), text="/plan")
        failed = '/plan failed with the error "dispatch_failed"'
        assert page.texts(page.channel()) == ["After", failed, "Back again"]
