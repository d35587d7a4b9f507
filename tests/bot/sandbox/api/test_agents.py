from typing import Any

import pytest
from slack_sdk.errors import SlackApiError

from tests.bot.sandbox.builders import EVENTS, a_manifest
from tests.bot.sandbox.harness import Page, refusal, running


def a_thread(page: Page) -> dict[str, Any]:
    """A person's question in their DM."""
    ts = page.do("messages", channel=page.im(), text="How large?")["ts"]
    return {"channel_id": page.im(), "thread_ts": ts}


def test_prompts_are_offered_in_the_whole_dm(page: Page) -> None:
    prompts = [{"title": "Size", "message": "How large?"}]
    page.client.assistant_threads_setSuggestedPrompts(
        channel_id=page.im(), prompts=prompts, title="Try"
    )
    [offered] = page.state()["prompts"]
    assert offered == {
        "channel": page.im(),
        "thread_ts": None,
        "title": "Try",
        "prompts": prompts,
    }


def test_prompts_have_a_title_and_a_message(page: Page) -> None:
    arguments = {"channel_id": page.im(), "prompts": '["Size"]'}
    with pytest.raises(SlackApiError) as caught:
        page.client.api_call("assistant.threads.setSuggestedPrompts", params=arguments)
    assert caught.value.response["error"] == "invalid_arguments"


def test_a_session_moves_on_and_ends_its_sign_with_the_answer(page: Page) -> None:
    thread = a_thread(page)
    answer = page.client.agents_sessions_setStatus(**thread, status="processing", title="Size")
    assert (answer["status"], answer["title"]) == ("processing", "Size")
    [status] = page.state()["statuses"]
    assert (status["status"], status["can_stop"]) == ("processing", True)
    page.client.chat_postMessage(channel=page.im(), thread_ts=thread["thread_ts"], text="6")
    assert page.state()["statuses"] == []


def test_without_the_event_there_is_no_stop_button() -> None:
    events = frozenset(EVENTS) - {"agent_session_stopped"}
    with running(manifest=a_manifest(events=events)) as page:
        answer = page.client.agents_sessions_setStatus(**a_thread(page), status="processing")
        assert answer["warning"] == "missing_agent_session_stopped_event_subscription"
        assert page.state()["statuses"][0]["can_stop"] is False


def test_a_session_needs_a_thread_and_a_known_status(page: Page) -> None:
    call = page.client.agents_sessions_setStatus
    assert refusal(call, channel_id=page.im(), status="processing") == "thread_ts_required"
    assert refusal(call, **a_thread(page), status="asleep") == "invalid_status"


def test_a_session_is_renamed(page: Page) -> None:
    thread = a_thread(page)
    page.client.agents_sessions_rename(**thread, title="Team size")
    assert page.state()["titles"][0]["title"] == "Team size"
    error = refusal(
        page.client.agents_sessions_rename, channel_id=page.im(), thread_ts="1.0", title="x"
    )
    assert error == "session_not_found"


def test_the_older_methods_still_work(page: Page) -> None:
    thread = a_thread(page)
    page.client.assistant_threads_setStatus(**thread, status="is thinking…")
    page.client.assistant_threads_setTitle(**thread, title="Size")
    state = page.state()
    assert (state["statuses"][0]["status"], state["statuses"][0]["text"]) == (
        "processing",
        "is thinking…",
    )
    assert state["titles"][0]["title"] == "Size"
    error = refusal(
        page.client.assistant_threads_setTitle, channel_id=page.im(), thread_ts="1.0", title="x"
    )
    assert error == "invalid_thread_ts"


def test_an_app_that_is_no_agent_has_no_sessions() -> None:
    with running(manifest=a_manifest(agent=None)) as page:
        thread, client = a_thread(page), page.client
        prompts = {"channel_id": page.im(), "prompts": []}
        error = refusal(client.agents_sessions_setStatus, **thread, status="active")
        assert error == "feature_disabled"
        call = client.assistant_threads_setSuggestedPrompts
        assert refusal(call, **prompts, thread_ts=thread["thread_ts"]) == "not_agent_app"
