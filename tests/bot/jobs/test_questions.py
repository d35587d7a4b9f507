"""A question about counts that stands in Slack is brought up to date wherever somebody decides."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from slack_sdk import WebClient

from bot.app import build_client
from bot.connections import Connection
from bot.errors import SourceError
from bot.jobs.decisions import accept_run, disconnect, keep_old, pause_source
from bot.jobs.deliver import deliver_due
from bot.storage.workspaces import save_member
from bot.views.ids import Action
from bot.views.language import translator
from bot.views.notices import DECIDED, SOURCE_GONE
from bot.workspaces import Language
from rules.troubles import Trouble
from tests.blockkit import action_ids, check_message, texts
from tests.bot.jobs.desk import Desk
from tests.builders import NOON, a_member, a_reading, customer_facing, enablement
from tests.fakes import BOT_TOKEN, RESET, FakeSlack, ok

A_DAY = timedelta(days=1)
POST, EDIT = "chat.postMessage", "chat.update"
ASKED = {Action.ACCEPT_RUN, Action.KEEP_OLD, Action.PAUSE_SOURCE}
FAR_FEWER = a_reading(customer_facing(90), enablement(6))
Decide = Callable[[Desk, int, Connection], object]
DECISIONS: dict[str, tuple[Decide, str]] = {
    "accepted": (
        lambda desk, run, _: desk.write(accept_run, "T1", run, "shell", NOON),
        "Published by somebody on the command line",
    ),
    "kept": (
        lambda desk, run, _: desk.write(keep_old, "T1", run, "U2", NOON),
        "<@U2> kept the old numbers",
    ),
    "paused": (
        lambda desk, _, source: desk.write(pause_source, "T1", source.id, "U2", NOON),
        "<@U2> paused the source",
    ),
    "disconnected": (
        lambda desk, _, source: desk.write(
            disconnect, "T1", source.id, NOON, forgets_history=False
        ),
        translator(Language.EN).say(SOURCE_GONE),
    ),
    "taken over": (
        lambda desk, *_: desk.bring(a_reading(customer_facing(320), enablement(6))),
        "The source was paused",
    ),
}


@pytest.fixture
def client(slack: FakeSlack) -> WebClient:
    slack.on(POST, ok(channel="D1", ts="1.1"))
    return build_client(BOT_TOKEN, slack.api_url)


def deliver(desk: Desk, client: WebClient, now: datetime = NOON + 9 * A_DAY) -> None:
    deliver_due(desk.database, client, now, between_posts=timedelta())


def hold(desk: Desk) -> Connection:
    """Have counts held, so that U1 has to be asked about them."""
    source = desk.publish(customer_facing(320), enablement(6))
    desk.write(save_member, a_member(language=Language.EN))
    desk.says(source.name, FAR_FEWER)
    desk.sync()
    return source


def ask(desk: Desk, client: WebClient) -> tuple[Connection, int]:
    """Have U1 asked about held counts; return their source and their run's id."""
    source = hold(desk)
    deliver(desk, client)
    return source, desk.runs()[0].id or 0


def edited(slack: FakeSlack) -> tuple[dict[str, Any], str]:
    """Return the one message that was edited, and its text."""
    [message] = slack.sent(EDIT)
    assert (message["channel"], message["ts"]) == ("D1", "1.1")
    check_message(
        {name: message[name] for name in ("text", "blocks")},
        may_mention=True,
        may_show_braces=True,
    )
    return message, "\n".join(texts(message))


@pytest.mark.parametrize(("decide", "said"), DECISIONS.values(), ids=DECISIONS)
def test_wherever_somebody_decides_the_message_that_asked_says_so(
    desk: Desk, client: WebClient, slack: FakeSlack, decide: Decide, said: str
) -> None:
    source, run = ask(desk, client)
    assert action_ids(slack.sent(POST)[0]) == ASKED
    decide(desk, run, source)
    for _ in range(2):
        deliver(desk, client)
    message, text = edited(slack)
    assert said in text
    assert "needs you" not in text
    assert action_ids(message) == set()
    assert len(slack.sent(POST)) == 1


def test_deciding_about_later_counts_that_are_the_same_is_told_as_well(
    desk: Desk, client: WebClient, slack: FakeSlack
) -> None:
    ask(desk, client)
    desk.sync(NOON + A_DAY)
    later = desk.runs()[0]
    desk.write(keep_old, "T1", later.id, "U2", NOON + A_DAY)
    deliver(desk, client)
    assert "<@U2> kept the old numbers" in edited(slack)[1]


@pytest.mark.parametrize("people", [80, 320])
def test_counts_that_newer_ones_have_followed_ask_nothing_any_more(
    desk: Desk, client: WebClient, slack: FakeSlack, people: int
) -> None:
    source, _ = ask(desk, client)
    desk.says(source.name, a_reading(customer_facing(people), enablement(6)))
    for days in (1, 2):
        desk.sync(NOON + days * A_DAY)
        deliver(desk, client)
    message, text = edited(slack)
    assert translator(Language.EN).say(DECIDED) in text
    assert action_ids(message) == set()
    is_held = people == 80
    assert len(slack.sent(POST)) == (2 if is_held else 1)


def test_a_failure_in_between_leaves_the_message_that_asks(
    desk: Desk, client: WebClient, slack: FakeSlack
) -> None:
    source, _ = ask(desk, client)
    desk.says(source.name, SourceError(Trouble.UNREACHABLE))
    desk.sync(NOON + A_DAY)
    deliver(desk, client)
    assert slack.sent(EDIT) == []


def test_a_question_that_slack_may_have_taken_is_looked_for(
    desk: Desk, client: WebClient, slack: FakeSlack
) -> None:
    hold(desk)
    slack.on(POST, RESET)
    deliver(desk, client)
    desk.write(keep_old, "T1", desk.runs()[0].id, "U2", NOON)
    slack.on("conversations.open", ok(channel={"id": "D1"}))
    metadata = slack.sent(POST)[0]["metadata"]
    slack.on("conversations.history", ok(messages=[{"ts": "1.1", "metadata": metadata}]))
    deliver(desk, client, NOON + 10 * A_DAY)
    assert "<@U2> kept the old numbers" in edited(slack)[1]


def test_a_question_that_nobody_was_asked_is_taken_back(
    desk: Desk, client: WebClient, slack: FakeSlack
) -> None:
    hold(desk)
    desk.write(keep_old, "T1", desk.runs()[0].id, "U2", NOON)
    deliver(desk, client)
    assert slack.calls == []
