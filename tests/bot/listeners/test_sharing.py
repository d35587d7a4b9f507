"""Share in Channel: posted once, the buttons give way, and every refusal helps."""

import json
import re
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest
from sqlalchemy import update

from bot.storage.models import WorkspaceRow
from bot.views.ids import Action
from bot.views.notices import SHARE_TROUBLE
from bot.views.values import encode_enquiry
from bot.workspaces import Enquiry, Language, Origin
from rules.facts import Facts
from rules.headcounts import SourceKind
from tests.bot.workbench import NOON, Workbench, says
from tests.fakes import BROKEN, RATE_LIMITED, RESET, Reply, refused
from tests.slack_payloads import CHANNEL, USER, Payload, a_press

JAPANESE = re.compile(r"[぀-ヿ一-鿿]")


def a_share(**changes: object) -> Payload:
    return a_press(Action.SHARE, encode_enquiry(Enquiry(Facts(320, Decimal(6)))), **changes)


def elements(message: Payload) -> list[str]:
    return re.findall(r'"action_id": "(\w+)"', json.dumps(message))


def test_sharing_posts_the_plan_and_takes_its_button_away(bench: Workbench) -> None:
    bench.add_member()
    bench.send(a_share())
    assert bench.slack.methods == ["chat.postMessage", "response_url"]
    [post] = bench.slack.sent("chat.postMessage")
    assert post["channel"] == CHANNEL
    assert f"<@{USER}>" in post["text"]
    assert "1:53" in json.dumps(post)
    assert elements(post) == []
    [replacement] = bench.slack.sent("response_url")
    assert replacement["replace_original"] is True
    assert Action.SHARE not in elements(replacement)
    assert Action.WHAT_IF in elements(replacement)
    assert "1:53" in json.dumps(replacement)
    assert "#sales" in json.dumps(replacement)


def test_a_what_if_is_still_called_one_when_shared(bench: Workbench) -> None:
    bench.add_member()
    bench.send(a_share())
    stored = Enquiry(Facts(320, Decimal(6)), Origin(NOON.date(), SourceKind.MANUAL))
    bench.send(a_press(Action.SHARE, encode_enquiry(stored), trigger_id="other"))
    what_if, kept = bench.slack.sent("chat.postMessage")
    assert "What-if with" in json.dumps(what_if)
    assert "What-if with" not in json.dumps(kept)


@pytest.mark.parametrize(
    ("code", "trouble"),
    [
        ("not_in_channel", "not_in_channel"),
        ("channel_not_found", "channel_not_found"),
        ("is_archived", "is_archived"),
        ("restricted_action", "restricted_action"),
        ("restricted_action_read_only_channel", "restricted_action"),
        ("restricted_action_thread_only_channel", "restricted_action"),
        ("restricted_action_non_threadable_channel", "restricted_action"),
        ("ratelimited", "ratelimited"),
    ],
)
@pytest.mark.parametrize("language", Language)
def test_a_refusal_says_what_to_do_and_leaves_the_buttons(
    bench: Workbench, code: str, trouble: str, language: Language
) -> None:
    bench.add_member(language=language)
    bench.slack.on("chat.postMessage", refused(code))
    bench.send(a_share())
    [told] = bench.slack.sent("response_url")
    assert says(told, SHARE_TROUBLE[trouble], language)
    assert told["replace_original"] is False
    assert code not in json.dumps(told)


def test_every_trouble_we_know_of_is_tried_here() -> None:
    table = test_a_refusal_says_what_to_do_and_leaves_the_buttons.pytestmark  # type: ignore[attr-defined]
    tried = {trouble for mark in table if "code" in mark.args[0] for _, trouble in mark.args[1]}
    assert tried == set(SHARE_TROUBLE)


def test_a_real_rate_limit_is_a_refusal_too(bench: Workbench) -> None:
    bench.add_member()
    bench.slack.on("chat.postMessage", RATE_LIMITED)
    bench.send(a_share())
    [told] = bench.slack.sent("response_url")
    assert says(told, SHARE_TROUBLE["ratelimited"])
    assert len(bench.slack.sent("chat.postMessage")) == 1


@pytest.mark.parametrize(
    "failure", [refused("fatal_error"), BROKEN, RESET, Reply("not json")], ids=str
)
def test_any_other_failure_is_ours_and_has_a_reference(
    bench: Workbench, failure: Reply, caplog: pytest.LogCaptureFixture
) -> None:
    bench.add_member()
    bench.slack.on("chat.postMessage", failure)
    bench.send(a_share())
    [told] = bench.slack.sent("response_url")
    reference = re.search(r"\b[0-9a-f]{8}\b", told["text"])
    assert reference
    assert f"reference={reference[0]}" in caplog.text
    assert told["replace_original"] is False
    assert len(bench.slack.sent("chat.postMessage")) == 1


def test_a_doubled_press_posts_once(bench: Workbench) -> None:
    bench.add_member()
    share = a_share()
    for _ in range(3):
        assert bench.send(share).status == 200
    assert len(bench.slack.sent("chat.postMessage")) == 1


def test_presses_at_the_same_moment_post_once(bench: Workbench) -> None:
    bench.add_member()
    share = a_share()
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda _: bench.send_only(share).status, range(6)))
    bench.send(a_press(Action.CONNECT_SOURCE))
    assert answers == [200] * 6
    assert len(bench.slack.sent("chat.postMessage")) == 1


def test_a_second_press_is_a_second_wish(bench: Workbench) -> None:
    bench.add_member()
    bench.slack.on("chat.postMessage", refused("not_in_channel"), Reply())
    bench.send(a_share())
    bench.send(a_share())
    assert len(bench.slack.sent("chat.postMessage")) == 2
    assert bench.slack.sent("response_url")[-1]["replace_original"] is True


def test_the_post_is_in_the_workspaces_language_and_the_note_in_the_members(
    bench: Workbench,
) -> None:
    bench.add_member(language=Language.JA)
    bench.send(a_share())
    with bench.database.sessions.begin() as session:
        session.execute(update(WorkspaceRow).values(language=Language.JA))
    bench.add_member(language=Language.EN)
    bench.send(a_share())
    english, japanese = bench.slack.sent("chat.postMessage")
    assert not JAPANESE.search(json.dumps(english, ensure_ascii=False))
    assert JAPANESE.search(japanese["text"])
    for_japanese, for_english = bench.slack.sent("response_url")
    assert JAPANESE.search(for_japanese["text"])
    assert not JAPANESE.search(json.dumps(for_english, ensure_ascii=False))


@pytest.mark.parametrize("name", ["directmessage", "privategroup", ""])
def test_a_channel_without_a_name_is_described(bench: Workbench, name: str) -> None:
    bench.add_member()
    bench.send(a_share(channel={"id": "D1", "name": name}))
    [replacement] = bench.slack.sent("response_url")
    shown = json.dumps(replacement)
    assert "#" not in shown
    assert "directmessage" not in shown
