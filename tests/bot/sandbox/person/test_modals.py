from typing import Any

import pytest
from slack_bolt import Ack

from tests.bot.sandbox.builders import a_modal, a_section, an_input
from tests.bot.sandbox.harness import Bot, Page

FILLED = {"values": {"name": {"typed": {"type": "plain_text_input", "value": "12"}}}}


def open_modal(page: Page, *blocks: dict[str, Any], push: bool = False, **more: Any) -> str:
    call = page.client.views_push if push else page.client.views_open
    view = a_modal(*(blocks or [an_input()]), callback_id="form", **more)
    answer = call(trigger_id=page.sandbox.triggers.make(page.user()), view=view)
    return str(answer["view"]["id"])


def answer_with(bot: Bot, **answer: Any) -> list[dict[str, Any]]:
    """Let the bot answer a submission like this, and keep what it was sent."""
    seen = []

    @bot.app.view("form")
    def take(ack: Ack, body: dict[str, Any]) -> None:
        seen.append(body)
        ack(**answer)

    return seen


def submit(page: Page, view_id: str) -> dict[str, Any]:
    return dict(page.do("views/submit", view_id=view_id, state=FILLED)["outcome"])


def test_a_submission_carries_the_state_and_closes_the_modal(bot: Bot) -> None:
    seen = answer_with(bot)
    outcome = submit(bot.page, open_modal(bot.page, private_metadata="secret"))
    assert outcome == {"status": "acked", "message": None}
    view = seen[0]["view"]
    assert view["state"] == FILLED
    assert (view["private_metadata"], view["callback_id"]) == ("secret", "form")
    assert bot.page.state()["views"] == []


def test_errors_stay_beside_their_fields_until_the_next_try(bot: Bot) -> None:
    seen = answer_with(bot, response_action="errors", errors={"name": "Too many"})
    view_id = open_modal(bot.page)
    submit(bot.page, view_id)
    [view] = bot.page.state()["views"]
    assert view["errors"] == {"name": "Too many"}
    assert view["state"] == FILLED
    submit(bot.page, view_id)
    assert len(seen) == 2


def test_an_update_changes_the_modal_in_place(bot: Bot) -> None:
    answer_with(bot, response_action="update", view=a_modal(a_section("Done")))
    view_id = open_modal(bot.page)
    submit(bot.page, view_id)
    [view] = bot.page.state()["views"]
    assert (view["id"], view["blocks"][0]["text"]["text"]) == (view_id, "Done")


def test_a_push_lays_one_on_top_and_a_clear_takes_all(bot: Bot) -> None:
    answers: list[dict[str, Any]] = [
        {"response_action": "push", "view": a_modal(an_input(), callback_id="form")},
        {"response_action": "clear"},
    ]

    @bot.app.view("form")
    def take(ack: Ack) -> None:
        ack(**answers.pop(0))

    submit(bot.page, open_modal(bot.page))
    views = bot.page.state()["views"]
    assert [view["previous_view_id"] for view in views] == [None, views[0]["id"]]
    submit(bot.page, views[1]["id"])
    assert bot.page.state()["views"] == []


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param({"response_action": "errors", "errors": {"x": "?"}}, id="no such field"),
        pytest.param({"response_action": "update", "view": {"type": "modal"}}, id="no view"),
        pytest.param({"response_action": "dance"}, id="no such thing"),
    ],
)
def test_an_answer_that_cannot_be_shown_is_said_and_recorded(
    bot: Bot, answer: dict[str, Any]
) -> None:
    answer_with(bot, **answer)
    outcome = submit(bot.page, open_modal(bot.page))
    assert outcome["status"] == "failed"
    assert "invalid_arguments" in outcome["message"]
    assert len(bot.page.state()["views"]) == 1
    assert bot.page.state()["rejections"][0]["method"].startswith("response_action")


def test_a_submission_nobody_takes_leaves_the_modal_open(bot: Bot) -> None:
    view_id = open_modal(bot.page)
    outcome = submit(bot.page, view_id)
    assert outcome["status"] == "failed"
    assert outcome["message"]
    assert len(bot.page.state()["views"]) == 1


def test_a_modal_that_went_meanwhile_stays_away(bot: Bot) -> None:
    views = bot.page.sandbox.workspace.views

    @bot.app.view("form")
    def take(ack: Ack) -> None:
        views.set_stack(bot.page.user(), ())
        ack(response_action="errors", errors={"name": "Too late"})

    assert submit(bot.page, open_modal(bot.page))["status"] == "acked"
    assert bot.page.state()["views"] == []


def test_only_the_modal_on_top_can_be_submitted(page: Page) -> None:
    below = open_modal(page)
    open_modal(page, push=True)
    assert page.fail("views/submit", view_id=below, state=FILLED)["error"] == "view_not_found"
    assert page.fail("views/submit", view_id="V404", state=FILLED)["error"] == "view_not_found"


def test_another_persons_modal_is_out_of_reach(page: Page) -> None:
    view_id = open_modal(page)
    refused = page.fail("views/submit", user="ken", view_id=view_id, state=FILLED)
    assert refused["error"] == "view_not_found"


def test_an_empty_field_is_caught_before_the_bot_hears_of_it(page: Page) -> None:
    refused = page.fail("views/submit", view_id=open_modal(page), state={"values": {}})
    assert refused["error"] == "invalid_state"
    assert refused["errors"].keys() == {"name"}
    assert not [entry for entry in page.log() if entry["direction"] == "to_bot"]


def test_a_chosen_conversation_can_be_answered_into(bot: Bot) -> None:
    seen = answer_with(bot)
    field = an_input(type="conversations_select", response_url_enabled=True)
    view_id = open_modal(bot.page, field)
    chosen = {"type": "conversations_select", "selected_conversation": bot.page.channel()}
    values = {"name": {"typed": chosen}}
    bot.page.do("views/submit", view_id=view_id, state={"values": values})
    [url] = seen[0]["response_urls"]
    assert (url["channel_id"], url["block_id"]) == (bot.page.channel(), "name")


class TestClosing:
    def test_the_one_on_top_goes(self, page: Page) -> None:
        below, top = open_modal(page), open_modal(page, push=True)
        page.do("views/close", view_id=top)
        assert [view["id"] for view in page.state()["views"]] == [below]

    def test_the_cross_closes_all(self, page: Page) -> None:
        open_modal(page)
        page.do("views/close", view_id=open_modal(page, push=True), is_cleared=True)
        assert page.state()["views"] == []

    def test_a_modal_can_take_the_others_with_it(self, page: Page) -> None:
        open_modal(page)
        page.do("views/close", view_id=open_modal(page, push=True, clear_on_close=True))
        assert page.state()["views"] == []

    def test_a_modal_that_is_gone_cannot_be_closed(self, page: Page) -> None:
        page.client.views_publish(user_id=page.user(), view={"type": "home", "blocks": []})
        home = page.state()["home"]["id"]
        assert page.fail("views/close", view_id=home)["error"] == "view_not_found"

    def test_the_bot_hears_of_it_where_it_asked_to(self, bot: Bot) -> None:
        seen = []

        @bot.app.view_closed("form")
        def take(ack: Ack, body: dict[str, Any]) -> None:
            seen.append(body["is_cleared"])
            ack()

        open_modal(bot.page)
        top = open_modal(bot.page, push=True, notify_on_close=True)
        bot.page.do("views/close", view_id=top)
        assert seen == [False]
