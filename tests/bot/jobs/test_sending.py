"""What Slack's answers, and those of whatever stands before it, mean for a message."""

from collections.abc import Mapping
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

from bot.jobs.sending import FATES, Fate, Result, judge_failure

PAGE = "Received a response in a non-JSON format: <html>a page of somebody's</html>"


def refusal(data: Mapping[str, Any], status: int = 200) -> SlackApiError:
    answer = SlackResponse(
        client=None,
        http_verb="POST",
        api_url="https://slack.com/api/chat.postMessage",
        req_args={},
        data=dict(data),
        headers={},
        status_code=status,
    )
    return SlackApiError("refused", answer)  # type: ignore[no-untyped-call]  # the SDK has no types there


@pytest.mark.parametrize("code", [code for code in FATES if code != "ratelimited"])
def test_a_code_of_slacks_has_a_meaning(code: str) -> None:
    assert judge_failure(refusal({"ok": False, "error": code})) == Result(FATES[code], error=code)


@pytest.mark.parametrize("data", [{"error": PAGE}, {"error": None}, {"error": ["x"]}, {}])
@pytest.mark.parametrize("status", [200, 404])
def test_of_another_answer_nothing_is_kept(data: Mapping[str, Any], status: int) -> None:
    assert judge_failure(refusal(data, status)) == Result(Fate.AMBIGUOUS, error="not_readable")
