"""Uploading a file: fetched from Slack alone, counted once, and shown before it counts."""

import json
from typing import Any

import pytest
from sqlalchemy.orm import Session

from bot.connections import Cause
from bot.sources.files.limits import LARGEST_FILE
from bot.storage.snapshots import find_current_snapshot, list_history
from bot.views.ids import Action, Callback, Field
from bot.workspaces import Language, Standing
from rules.headcounts import SourceKind
from tests.bot import source_kit as kit
from tests.bot.modals import Modal
from tests.bot.source_kit import list_stored, upload
from tests.bot.workbench import Transport, Workbench
from tests.builders import customer_facing, enablement
from tests.fakes import BOT_TOKEN, Reply
from tests.slack_payloads import TEAM

COUNTS = (
    "as_of,class,function,segment,count,fte\n,customer_facing,sales,EMEA,180,\n,enablement,,,6,5.5"
)
ROSTER = "department,title\n" + "Sales,Account Executive\n" * 3 + "Sales Team,Wizard of Deals\n" * 2


@pytest.fixture
def transport() -> Transport:
    return Transport.HTTP


@pytest.fixture(autouse=True)
def admin(bench: Workbench) -> None:
    bench.add_member(standing=Standing.ADMIN)


def offer(bench: Workbench) -> Modal:
    return Modal(bench).open(Action.CONNECT_SOURCE).press(Action.CHOOSE_KIND, "file")


@pytest.mark.parametrize("language", Language)
def test_the_form_offers_the_template_and_says_where_the_file_stays(
    bench: Workbench, language: Language
) -> None:
    bench.add_member(standing=Standing.ADMIN, language=language)
    modal = offer(bench)
    assert modal.view["callback_id"] == Callback.UPLOAD_FORM
    assert "as_of,class,function,segment,count,fte" in modal.text
    assert {Language.EN: "stays in Slack", Language.JA: "Slackに残ります"}[language] in modal.text


def test_counts_are_previewed_and_then_published(bench: Workbench) -> None:
    modal = offer(bench).submit(file=[upload(bench.slack, COUNTS)])
    assert "Customer-facing teammates: 180" in modal.text
    assert "Enablers: 5.5" in modal.text
    assert find_current_snapshot(bench.database, TEAM) is None
    modal.press(Action.ACCEPT_RUN)
    snapshot = find_current_snapshot(bench.database, TEAM)
    assert snapshot is not None
    assert set(snapshot.rows) == {customer_facing(180, "sales", "EMEA"), enablement(6, fte="5.5")}
    assert snapshot.source is SourceKind.FILE


def test_the_file_is_fetched_with_the_bots_token_and_kept_as_an_id(bench: Workbench) -> None:
    offer(bench).submit(file=[upload(bench.slack, COUNTS)])
    [fetched] = [call for call in bench.slack.calls if call.method.startswith("files-pri/")]
    assert fetched.token == BOT_TOKEN
    [connection] = list_stored(bench)
    assert connection.config == {"file": "F1"}


def test_earlier_dates_become_history(bench: Workbench) -> None:
    rows = [f"2026-02-{day:02},customer_facing,,,{100 + day},\n" for day in range(1, 11)]
    content = "as_of,class,function,segment,count,fte\n" + "".join(rows)
    modal = offer(bench).submit(file=[upload(bench.slack, content)])
    assert "Earlier dates for the charts: 9" in modal.text
    modal.press(Action.ACCEPT_RUN)
    since = bench.clock.now.date().replace(month=1)
    with Session(bench.database.reader) as session:
        assert len(list_history(session, TEAM, since)) == 10


def test_earlier_dates_alone_are_said_to_be_history_only(bench: Workbench) -> None:
    offer(bench).submit(file=[upload(bench.slack, COUNTS)]).press(Action.ACCEPT_RUN)
    before = find_current_snapshot(bench.database, TEAM)
    winter = "as_of,class,count\n2025-12-01,customer_facing,60\n2025-12-01,enablement,6"
    modal = offer(bench).submit(file=[upload(bench.slack, winter)])
    assert "History only: newer numbers count" in modal.text
    assert "Please look at this first" not in modal.text
    modal.press(Action.ACCEPT_RUN)
    assert "Added to the history by" in modal.text
    assert find_current_snapshot(bench.database, TEAM) == before


def test_a_list_of_titles_goes_straight_to_the_mapping(bench: Workbench) -> None:
    modal = offer(bench).submit(file=[upload(bench.slack, ROSTER)])
    assert modal.view["callback_id"] == Callback.MAPPING_FORM
    assert "3 classified / 2 unclassified" in modal.text
    assert "Wizard of Deals" in modal.text


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("name,email\nA,a@b.example", "a column about single persons"),
        ("", "no rows"),
        ("class,count\ncustomer_facing,abc", "no whole number"),
        ("x" * 100, "lacks a column"),
    ],
)
def test_a_file_that_cannot_be_used_is_told_with_a_remedy(
    bench: Workbench, content: str, said: str
) -> None:
    modal = offer(bench).submit(file=[upload(bench.slack, content)])
    assert said in modal.text
    assert "a@b.example" not in modal.text
    assert list_stored(bench) == []
    again = modal.press(Action.CHOOSE_KIND, "file")
    again.submit(file=[upload(bench.slack, COUNTS)])
    assert Action.ACCEPT_RUN in again.actions


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"url_private_download": "https://evil.example/people.csv"}, "private network"),
        ({"url_private_download": "http://169.254.169.254/latest"}, "private network"),
        ({"url_private_download": ""}, "private network"),
        ({"size": LARGEST_FILE + 1}, "too large"),
    ],
)
def test_a_file_elsewhere_or_too_large_is_not_fetched(
    bench: Workbench, changes: dict[str, Any], said: str
) -> None:
    modal = offer(bench).submit(file=[upload(bench.slack, COUNTS) | changes])
    assert said in modal.text
    assert not [method for method in bench.slack.methods if method.startswith("files-pri/")]


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (Reply("login", 302, {"Location": "https://evil.example/"}), "files:read"),
        (Reply("gone", 404), "not in Slack any more"),
        (Reply("", 500), "failed on its own side"),
    ],
)
def test_a_slack_that_does_not_give_the_file_is_told(
    bench: Workbench, reply: Reply, said: str
) -> None:
    file = upload(bench.slack, COUNTS)
    bench.slack.on(f"files-pri/{TEAM}-F1/people.csv", reply)
    modal = offer(bench).submit(file=[file])
    assert said in modal.text


@pytest.mark.parametrize(
    "files",
    [
        pytest.param([], id="none"),
        pytest.param([{"id": "F1", "user": "U999"}], id="somebody else's"),
    ],
)
def test_only_what_was_just_uploaded_is_taken(bench: Workbench, files: list[Any]) -> None:
    modal = offer(bench).submit(file=files)
    assert list(modal.errors) == [Field.FILE]
    assert bench.slack.methods[-1] == "views.update"


def test_the_same_form_twice_counts_once(bench: Workbench) -> None:
    modal = offer(bench)
    submission = modal.a_submission(file=[upload(bench.slack, COUNTS)])
    for _ in range(3):
        modal.send(submission)
    assert len(kit.list_history(bench)) == 1
    assert Action.REVIEW_RUN in modal.actions


def test_a_second_file_takes_the_place_of_the_first(bench: Workbench) -> None:
    offer(bench).submit(file=[upload(bench.slack, COUNTS)]).press(Action.ACCEPT_RUN)
    changed = COUNTS.replace("180", "190")
    modal = offer(bench).submit(file=[upload(bench.slack, changed)])
    assert "180 → 190 (+10)" in modal.text
    assert len(list_stored(bench)) == 1
    assert kit.list_history(bench)[0].cause is Cause.PREVIEW


def test_nothing_of_the_file_is_stored_but_counts(bench: Workbench) -> None:
    content = ROSTER + "Secret Lab,Agent 007\n"
    modal = offer(bench).submit(file=[upload(bench.slack, content)])
    modal.submit()
    assert "people.csv" not in json.dumps([str(one) for one in list_stored(bench)])
