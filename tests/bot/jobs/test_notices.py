"""Admins are told through a Slack that limits, fails, hangs up and talks nonsense."""

import json
import logging
from collections.abc import Iterator
from datetime import timedelta

import pytest
from slack_sdk import WebClient
from sqlalchemy import select, update

from bot.app import build_client
from bot.errors import SourceError
from bot.jobs.notices import (
    GIVEN_UP_AFTER,
    HOPELESS,
    LONGEST_WAIT,
    MOST_ATTEMPTS,
    tell_admins,
)
from bot.storage.source_models import NoticeRow
from bot.storage.workspaces import save_member
from bot.views.ids import Action
from bot.views.language import translator
from bot.workspaces import Language
from rules.remedies import REMEDIES
from rules.troubles import Trouble
from tests.blockkit import action_ids, check_message, check_message_schema
from tests.bot.jobs.desk import Desk
from tests.builders import NOON, a_member, a_reading, customer_facing, enablement
from tests.fakes import BOT_TOKEN, BROKEN, RATE_LIMITED, RESET, FakeSlack, Reply, refused

A_SECOND = timedelta(seconds=1)
POST = "chat.postMessage"
LONG_PAGE = Reply("<html>" + "x" * 500 + "alice@example.com</html>")
CUT_SHORT = Reply("{}", headers={"Content-Length": "4000"})


@pytest.fixture
def client(slack: FakeSlack) -> WebClient:
    return build_client(BOT_TOKEN, slack.api_url)


def fail(desk: Desk, *names: str) -> None:
    """Have sources fail, so that U1 has to be told about each."""
    for name in names:
        desk.connect(SourceError(Trouble.UNREACHABLE), name=name)
    desk.sync()


def rows(desk: Desk) -> list[NoticeRow]:
    with desk.database.sessions() as session:
        return list(session.scalars(select(NoticeRow).order_by(NoticeRow.id)))


def find_waits(desk: Desk, client: WebClient, attempts: int) -> Iterator[timedelta]:
    """Try again and again, each time when it is due; yield how long each failure postponed it."""
    now = NOON
    for _ in range(attempts):
        tell_admins(desk.database, client, now)
        [row] = rows(desk)
        if row.available_at is None:
            return
        yield row.available_at - now
        now = row.available_at


@pytest.mark.parametrize("language", Language)
def test_an_admin_is_told_once_in_their_own_language(
    desk: Desk, client: WebClient, slack: FakeSlack, language: Language
) -> None:
    desk.write(save_member, a_member(language=language))
    fail(desk, "HRIS")
    for _ in range(2):
        tell_admins(desk.database, client, NOON)
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
    tell_admins(desk.database, client, NOON)
    [message] = slack.sent(POST)
    check_message(message)
    check_message_schema(message)
    assert {Action.ACCEPT_RUN, Action.KEEP_OLD, Action.PAUSE_SOURCE} <= action_ids(message)


def test_before_it_is_due_nobody_is_told(desk: Desk, client: WebClient, slack: FakeSlack) -> None:
    fail(desk, "HRIS")
    tell_admins(desk.database, client, NOON - A_SECOND)
    assert slack.calls == []


def test_a_rate_limit_is_waited_for_and_is_no_attempt(
    desk: Desk, client: WebClient, slack: FakeSlack
) -> None:
    fail(desk, "HRIS")
    slack.on(POST, RATE_LIMITED)
    waits = list(find_waits(desk, client, MOST_ATTEMPTS + 5))
    assert waits == [timedelta(seconds=30)] * (MOST_ATTEMPTS + 5)
    [row] = rows(desk)
    assert (row.attempts, row.last_error) == (0, "ratelimited")


def test_a_rate_limit_ends_the_pass(desk: Desk, client: WebClient, slack: FakeSlack) -> None:
    fail(desk, "first", "second")
    slack.on(POST, RATE_LIMITED)
    tell_admins(desk.database, client, NOON)
    assert slack.methods == [POST]


@pytest.mark.parametrize(
    ("reply", "error"),
    [
        pytest.param(refused("internal_error"), "internal_error", id="its own fault"),
        pytest.param(BROKEN, "not_readable", id="a page with 500"),
        pytest.param(LONG_PAGE, "not_readable", id="a long page"),
        pytest.param(refused("x" * 90), "not_readable", id="no code"),
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
    slack.on(POST, reply, Reply({"ok": True}))
    with caplog.at_level(logging.INFO, "bot"):
        tell_admins(desk.database, client, NOON)
    [row] = rows(desk)
    assert row.available_at is not None
    assert row.available_at > NOON
    assert row.lease_until is None
    assert row.last_error == (error or row.last_error)
    assert "alice" not in row.last_error
    assert not any("alice" in one.message for one in caplog.records if one.name.startswith("bot"))
    tell_admins(desk.database, client, row.available_at)
    assert rows(desk) == []


def test_a_failure_keeps_no_other_admin_waiting(
    desk: Desk, client: WebClient, slack: FakeSlack
) -> None:
    fail(desk, "first", "second")
    slack.on(POST, BROKEN, Reply({"ok": True}))
    tell_admins(desk.database, client, NOON)
    assert len(slack.sent(POST)) == 2
    assert len(rows(desk)) == 1


def test_the_waits_grow_and_end(desk: Desk, client: WebClient, slack: FakeSlack) -> None:
    fail(desk, "HRIS")
    slack.on(POST, BROKEN)
    waits = list(find_waits(desk, client, MOST_ATTEMPTS + 5))
    assert len(waits) == MOST_ATTEMPTS - 1
    assert waits[:3] == [timedelta(seconds=seconds) for seconds in (2, 4, 8)]
    assert waits == sorted(waits)
    assert waits[-1] == LONGEST_WAIT
    assert len(slack.sent(POST)) == MOST_ATTEMPTS


def test_after_a_day_nobody_tries_any_more(desk: Desk, client: WebClient, slack: FakeSlack) -> None:
    fail(desk, "HRIS")
    slack.on(POST, RATE_LIMITED)
    tell_admins(desk.database, client, NOON + GIVEN_UP_AFTER)
    assert rows(desk)[0].available_at is not None
    tell_admins(desk.database, client, NOON + GIVEN_UP_AFTER + timedelta(minutes=1))
    assert rows(desk)[0].available_at is None


@pytest.mark.parametrize("code", sorted(HOPELESS))
def test_what_is_hopeless_is_tried_once(
    desk: Desk, client: WebClient, slack: FakeSlack, code: str
) -> None:
    fail(desk, "HRIS")
    slack.on(POST, refused(code))
    tell_admins(desk.database, client, NOON)
    tell_admins(desk.database, client, NOON + timedelta(hours=1))
    assert len(slack.sent(POST)) == 1
    [row] = rows(desk)
    assert (row.available_at, row.last_error) == (None, code)


def test_what_kills_whoever_sends_it_is_given_up(
    desk: Desk, client: WebClient, slack: FakeSlack
) -> None:
    fail(desk, "HRIS")
    desk.write(lambda session: session.execute(update(NoticeRow).values(attempts=MOST_ATTEMPTS)))
    tell_admins(desk.database, client, NOON)
    assert slack.calls == []
    assert rows(desk)[0].available_at is None
