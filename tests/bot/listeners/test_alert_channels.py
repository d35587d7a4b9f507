"""An alert channel counts once the bot has posted there; where it cannot, the old one stays."""

import json

import pytest

from bot.preferences.changes import Setting
from bot.views.ids import SettingField
from bot.views.language import translator
from bot.views.settings import CHANNEL_TROUBLE, NAMES
from bot.workspaces import Language, Standing
from tests.blockkit import check_message, check_view
from tests.bot.listeners.setting_payloads import change, choose, held, open_form, stored, submit
from tests.bot.workbench import Workbench, says
from tests.fakes import BROKEN, RATE_LIMITED, Reply, refused
from tests.slack_payloads import USER, a_submission

CHANNEL, OLD = "C0SALES01", "C0OLD0001"
REFUSALS = [
    pytest.param(refused("not_in_channel"), "not_in_channel", id="not in the channel"),
    pytest.param(refused("channel_not_found"), "channel_not_found", id="private"),
    pytest.param(refused("is_archived"), "is_archived", id="archived"),
    pytest.param(refused("restricted_action"), "restricted_action", id="restricted"),
    pytest.param(
        refused("restricted_action_thread_only_channel"), "restricted_action", id="of the family"
    ),
    pytest.param(RATE_LIMITED, "ratelimited", id="too quick"),
]


@pytest.fixture
def admin(bench: Workbench) -> Workbench:
    """The bot in a workspace whose admin is about to choose a channel."""
    bench.add_member(standing=Standing.ADMIN)
    return bench


def channel(bench: Workbench) -> str:
    return stored(bench)[Setting.ALERT_CHANNEL]


def test_a_channel_is_told_what_will_come_and_who_set_it_up(admin: Workbench) -> None:
    answer = submit(admin, choose(open_form(admin), alert_channel=CHANNEL, low_bound="40"))
    assert answer["response_action"] == "update"
    check_view(answer["view"])
    [posted] = admin.slack.sent("chat.postMessage")
    assert posted["channel"] == CHANNEL
    assert "1:40–1:500" in posted["text"]
    assert f"<@{USER}>" in json.dumps(posted)
    assert channel(admin) == CHANNEL
    assert held(open_form(admin), SettingField.ALERT_CHANNEL) == CHANNEL


def test_the_form_ends_with_all_that_was_saved(admin: Workbench) -> None:
    answer = submit(admin, choose(open_form(admin), alert_channel=CHANNEL, digest="weekly"))
    assert says(answer["view"], NAMES[Setting.DIGEST])
    assert not says(answer["view"], NAMES[Setting.ALERT_CHANNEL])
    [shown] = admin.slack.sent("views.update")
    assert shown["external_id"] == answer["view"]["external_id"]
    assert says(shown["view"], NAMES[Setting.DIGEST])
    assert says(shown["view"], NAMES[Setting.ALERT_CHANNEL])


def test_a_channel_reads_the_language_chosen_for_channels(admin: Workbench) -> None:
    submit(admin, choose(open_form(admin), alert_channel=CHANNEL, language="ja"))
    [posted] = admin.slack.sent("chat.postMessage")
    check_message({"text": posted["text"], "blocks": posted["blocks"]}, may_mention=True)
    assert "顧客対応メンバー" in posted["text"]


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize(("refusal", "code"), REFUSALS)
def test_a_channel_that_cannot_be_posted_in_does_not_count(
    bench: Workbench, refusal: Reply, code: str, language: Language
) -> None:
    bench.add_member(standing=Standing.ADMIN, language=language)
    change(bench, alert_channel=OLD)
    bench.slack.on("chat.postMessage", refusal)
    submit(bench, choose(open_form(bench), alert_channel=CHANNEL, digest="weekly"))
    [shown] = bench.slack.sent("views.update")
    check_view(shown["view"])
    assert says(shown["view"], CHANNEL_TROUBLE[code], language)
    assert channel(bench) == OLD
    assert stored(bench)[Setting.DIGEST] == "weekly"


def test_whoever_has_closed_the_form_is_told_in_a_direct_message(admin: Workbench) -> None:
    admin.slack.on("chat.postMessage", refused("not_in_channel"), Reply())
    admin.slack.on("views.update", refused("not_found"))
    submit(admin, choose(open_form(admin), alert_channel=CHANNEL))
    _, told = admin.slack.sent("chat.postMessage")
    assert told["channel"] == USER
    assert says(told, CHANNEL_TROUBLE["not_in_channel"])


def test_a_channel_counts_even_where_the_form_was_closed(admin: Workbench) -> None:
    admin.slack.on("views.update", refused("not_found"))
    submit(admin, choose(open_form(admin), alert_channel=CHANNEL))
    assert channel(admin) == CHANNEL
    assert len(admin.slack.sent("chat.postMessage")) == 1


@pytest.mark.parametrize("failure", [BROKEN, refused("invalid_auth")])
def test_what_no_admin_can_help_is_told_with_a_reference(
    admin: Workbench, failure: Reply, caplog: pytest.LogCaptureFixture
) -> None:
    admin.slack.on("chat.postMessage", failure)
    submit(admin, choose(open_form(admin), alert_channel=CHANNEL))
    [shown] = admin.slack.sent("views.update")
    assert "Reference" in json.dumps(shown)
    assert "reference=" in caplog.text
    assert channel(admin) == "none"


def test_a_fault_elsewhere_keeps_the_channel_quiet(admin: Workbench) -> None:
    answer = submit(admin, choose(open_form(admin), alert_channel=CHANNEL, low_bound="999"))
    assert answer["response_action"] == "errors"
    assert admin.slack.sent("chat.postMessage") == []
    assert channel(admin) == "none"


def test_the_same_channel_is_not_told_again(admin: Workbench) -> None:
    change(admin, alert_channel=CHANNEL)
    submit(admin, choose(open_form(admin), digest="weekly"))
    assert admin.slack.sent("chat.postMessage") == []
    assert channel(admin) == CHANNEL


def test_no_channel_needs_no_message(admin: Workbench) -> None:
    change(admin, alert_channel=CHANNEL)
    submit(admin, choose(open_form(admin), alert_channel=None))
    assert admin.slack.sent("chat.postMessage") == []
    assert channel(admin) == "none"


def test_a_doubled_submission_posts_once(admin: Workbench) -> None:
    submission = a_submission(choose(open_form(admin), alert_channel=CHANNEL))
    admin.send(submission)
    again = admin.send(submission).payload
    assert len(admin.slack.sent("chat.postMessage")) == 1
    said = translator(Language.EN).say(NAMES[Setting.ALERT_CHANNEL])
    assert said in json.dumps(again["view"])
