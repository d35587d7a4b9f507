"""Admins are told of runs through a Slack that limits, fails, hangs up and talks nonsense."""

import json
import logging
from datetime import datetime, timedelta

import pytest
from slack_sdk import WebClient
from sqlalchemy import select, update

from bot.alerts import DeliveryStatus
from bot.app import build_client
from bot.errors import SourceError
from bot.jobs.couriers import MOST_ATTEMPTS, DeliverCounts
from bot.jobs.deliver import deliver_due
from bot.storage.alert_models import DeliveryRow
from bot.storage.overview import read_overview
from bot.storage.runs import forget_runs
from bot.storage.workspaces import save_member
from bot.views.ids import Action
from bot.views.language import translator
from bot.workspaces import Language
from rules.remedies import REMEDIES
from rules.troubles import Trouble
from tests.blockkit import action_ids, check_message, check_message_schema
from tests.bot.jobs.desk import Desk
from tests.builders import NOON, a_member, a_reading, customer_facing, enablement
from tests.fakes import BOT_TOKEN, BROKEN, RATE_LIMITED, RESET, FakeSlack, Reply, ok, refused

A_SECOND = timedelta(seconds=1)
POST = "chat.postMessage"
TAKEN = ok(channel="D1", ts="1.1")
LONG_PAGE = Reply("<html>" + "x" * 500 + "alice@example.com</html>")
CUT_SHORT = Reply("{}", headers={"Content-Length": "4000"})
NO_HISTORY = refused("missing_scope")
HOPELESS = (
    "account_inactive",
    "channel_not_found",
    "invalid_auth",
    "messages_tab_disabled",
    "missing_scope",
    "token_revoked",
    "user_not_found",
)


@pytest.fixture
def client(slack: FakeSlack) -> WebClient:
    slack.on(POST, TAKEN)
    slack.on("conversations.open", NO_HISTORY)
    return build_client(BOT_TOKEN, slack.api_url)


def fail(desk: Desk, *names: str) -> None:
    """Have sources fail, so that U1 has to be told about each."""
    for name in names:
        desk.connect(SourceError(Trouble.UNREACHABLE), name=name)
    desk.sync()


def deliver(desk: Desk, client: WebClient, now: datetime = NOON) -> DeliverCounts:
    return deliver_due(desk.database, client, now, between_posts=timedelta())


def rows(desk: Desk) -> list[DeliveryRow]:
    """Return what waits or was given up."""
    with desk.database.sessions() as session:
        unseen = select(DeliveryRow).where(DeliveryRow.ts.is_(None)).order_by(DeliveryRow.id)
        return list(session.scalars(unseen))


@pytest.mark.parametrize("language", Language)
def test_an_admin_is_told_once_in_their_own_language(
    desk: Desk, client: WebClient, slack: FakeSlack, language: Language
) -> None:
    desk.write(save_member, a_member(language=language))
    fail(desk, "HRIS")
    for _ in range(2):
        deliver(desk, client)
    [message] = slack.sent(POST)
    assert message["channel"] == "U1"
    happened = translator(language).say(REMEDIES[Trouble.UNREACHABLE].happened)
    assert happened in json.dumps(message, ensure_ascii=False)
    assert "HRIS" in message["text"]
    assert rows(desk) == []


def test_who_is_told_about_held_counts_can_decide(
    desk: Desk, client: WebClient, slack: FakeSlack
) -> None:
    source = desk.publish(customer_facing(320), enablement(6))
    desk.says(source.name, a_reading(customer_facing(90), enablement(6)))
    desk.sync()
    deliver(desk, client)
    [message] = slack.sent(POST)
    del message["metadata"]
    check_message(message)
    check_message_schema(message)
    assert {Action.ACCEPT_RUN, Action.KEEP_OLD, Action.PAUSE_SOURCE} <= action_ids(message)


def test_before_it_is_due_nobody_is_told(desk: Desk, client: WebClient, slack: FakeSlack) -> None:
    fail(desk, "HRIS")
    deliver(desk, client, NOON - A_SECOND)
    assert slack.calls == []


def test_a_rate_limit_ends_the_pass_and_is_no_attempt(
    desk: Desk, client: WebClient, slack: FakeSlack
) -> None:
    fail(desk, "first", "second")
    slack.on(POST, RATE_LIMITED)
    assert deliver(desk, client).deferred == 2
    assert slack.methods == [POST]
    assert {(row.attempts, row.last_error) for row in rows(desk)} == {(0, "ratelimited")}


@pytest.mark.parametrize(
    ("reply", "error"),
    [
        pytest.param(refused("internal_error"), "internal_error", id="its own fault"),
        pytest.param(BROKEN, "http_500", id="a page with 500"),
        pytest.param(LONG_PAGE, None, id="a long page"),
        pytest.param(refused("x" * 90), None, id="no code"),
        pytest.param(RESET, None, id="a reset"),
        pytest.param(CUT_SHORT, None, id="cut short"),
        pytest.param(
            Reply({"ok": False, "error": "ratelimited"}, 429, {"Retry-After": "soon"}),
            "ratelimited",
            id="a wait that is no number",
        ),
    ],
)
def test_what_fails_is_tried_again_without_a_word_of_the_answer(
    desk: Desk,
    client: WebClient,
    slack: FakeSlack,
    caplog: pytest.LogCaptureFixture,
    reply: Reply,
    error: str | None,
) -> None:
    fail(desk, "HRIS")
    slack.on(POST, reply, TAKEN)
    with caplog.at_level(logging.INFO, "bot"):
        deliver(desk, client)
    [row] = rows(desk)
    assert row.available_at is not None
    assert row.available_at > NOON
    assert row.lease_until is None
    assert row.last_error == (error or row.last_error)
    assert not any(said in row.last_error for said in ("alice", "xxx"))
    assert not any("alice" in one.message for one in caplog.records if one.name.startswith("bot"))
    deliver(desk, client, NOON + timedelta(minutes=1))
    assert rows(desk) == []


def test_a_failure_keeps_no_other_admin_waiting(
    desk: Desk, client: WebClient, slack: FakeSlack
) -> None:
    fail(desk, "first", "second")
    slack.on(POST, BROKEN, TAKEN)
    assert deliver(desk, client) == DeliverCounts(due=2, posted=1, deferred=1)
    assert len(rows(desk)) == 1


@pytest.mark.parametrize("opened", [ok(), ok(channel="D1"), ok(channel={"id": "D1"})])
def test_answers_in_no_known_form_keep_no_other_admin_waiting(
    desk: Desk, client: WebClient, slack: FakeSlack, opened: Reply
) -> None:
    fail(desk, "first", "second")
    slack.on(POST, ok(), TAKEN)
    slack.on("conversations.open", opened)
    slack.on("conversations.history", ok(messages=["somebody's text"]))
    assert deliver(desk, client) == DeliverCounts(due=2, posted=1, deferred=1)
    assert deliver(desk, client, NOON + timedelta(hours=1)) == DeliverCounts(due=1, deferred=1)
    assert len(slack.sent(POST)) == 2


@pytest.mark.parametrize("code", HOPELESS)
def test_what_is_hopeless_is_tried_once_and_shown_to_operators(
    desk: Desk, client: WebClient, slack: FakeSlack, code: str
) -> None:
    fail(desk, "HRIS")
    slack.on(POST, refused(code))
    deliver(desk, client)
    deliver(desk, client, NOON + timedelta(hours=1))
    assert len(slack.sent(POST)) == 1
    [row] = rows(desk)
    assert (row.status, row.last_error) == (DeliveryStatus.DISABLED, code)
    with desk.database.sessions() as session:
        assert read_overview(session, NOON).untold == 1


def test_what_kills_whoever_sends_it_is_given_up(
    desk: Desk, client: WebClient, slack: FakeSlack
) -> None:
    fail(desk, "HRIS")
    desk.write(lambda session: session.execute(update(DeliveryRow).values(attempts=MOST_ATTEMPTS)))
    assert deliver(desk, client).dead == 1
    assert slack.calls == []


def test_of_a_run_that_is_forgotten_nobody_is_told(
    desk: Desk, client: WebClient, slack: FakeSlack
) -> None:
    fail(desk, "HRIS")
    desk.write(forget_runs, NOON + A_SECOND)
    deliver(desk, client)
    assert slack.calls == []


def test_what_one_source_takes_back_another_still_tells(desk: Desk) -> None:
    for name in ("first", "second"):
        desk.connect(SourceError(Trouble.UNREACHABLE), a_reading(), name=name)
    desk.says("second", SourceError(Trouble.UNREACHABLE))
    desk.sync()
    desk.sync(NOON + timedelta(hours=2))
    assert len(rows(desk)) == 1
