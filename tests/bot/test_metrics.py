"""Figures for monitoring: in the format that it reads, the same from every process, for whom may see."""

from datetime import UTC, datetime, timedelta

import pytest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import text, update

from bot.jobs.check import check_due
from bot.metrics import LOOKS_BACK, write_metrics
from bot.storage.alert_models import DeliveryRow, TargetRow
from bot.storage.engine import Database, open_database
from bot.storage.sources import add_connection
from bot.storage.workspaces import ensure_workspace
from bot.workspaces import Standing
from tests.bot.jobs.desk import Desk
from tests.bot.listeners.firing import fire, open_alert
from tests.bot.workbench import METRICS_TOKEN, Transport, Workbench
from tests.builders import NOON, a_connection, a_reading, a_workspace, customer_facing
from tests.fakes import RATE_LIMITED, refused

Figures = dict[tuple[str, str], float]
ALLOWED = {"Authorization": f"Bearer {METRICS_TOKEN}"}
LAG, RUNS = "enablement_due_lag_seconds", "enablement_runs"
AGE, STOPPED = ("enablement_undelivered_seconds", ""), "enablement_deliveries_stopped"


@pytest.fixture
def transport() -> Transport:
    return Transport.HTTP


@pytest.fixture
def desk(database: Database) -> Desk:
    made = Desk(database)
    made.write(ensure_workspace, a_workspace(), NOON)
    return made


@pytest.fixture
def watching(bench: Workbench) -> Workbench:
    """A bot that somebody in Slack uses."""
    bench.add_member(standing=Standing.ADMIN)
    return bench


def parse(written: str) -> Figures:
    """Return each figure by its name and the value of its label."""
    return {
        (sample.name, "".join(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(written)
        for sample in family.samples
    }


def read(database: Database, now: datetime = NOON, **durations: float) -> Figures:
    return parse(write_metrics(database, lambda: now, durations).decode())


def test_an_idle_bot_shows_every_figure_as_zero(database: Database) -> None:
    assert read(database) == {
        (LAG, "sync"): 0,
        (LAG, "check"): 0,
        (LAG, "deliver"): 0,
        AGE: 0,
        (STOPPED, "no_channel"): 0,
        (STOPPED, "disabled"): 0,
        (STOPPED, "dead"): 0,
        ("enablement_deliveries_dead", ""): 0,
        ("enablement_alerts_open", ""): 0,
    }


def test_every_figure_says_what_it_is(database: Database) -> None:
    families = list(
        text_string_to_metric_families(write_metrics(database, lambda: NOON, {}).decode())
    )
    assert [family.name for family in families] == [
        LAG,
        "enablement_job_seconds",
        "enablement_undelivered_seconds",
        STOPPED,
        "enablement_deliveries_dead",
        "enablement_alerts_open",
        RUNS,
        "enablement_alert_events",
    ]
    assert all(family.documentation and family.type == "gauge" for family in families)


def test_how_long_jobs_took_is_shown_by_name(database: Database) -> None:
    figures = read(database, sync=1.5, check=0.25)
    assert figures["enablement_job_seconds", "sync"] == 1.5
    assert figures["enablement_job_seconds", "check"] == 0.25


def test_the_longest_due_source_is_the_lag(desk: Desk) -> None:
    for minutes in (-5, 3, 7):
        desk.connect(due_at=NOON - timedelta(minutes=minutes))
    desk.connect(due_at=NOON - timedelta(hours=9), is_paused=True)
    assert read(desk.database)[LAG, "sync"] == timedelta(minutes=7).total_seconds()


@pytest.mark.parametrize("is_candidate", [True, False])
def test_targets_that_nobody_looks_at_are_the_lag(watching: Workbench, is_candidate: bool) -> None:
    open_alert(watching)
    now = watching.clock.now
    assert read(watching.database, now)[LAG, "check"] == 0
    with watching.database.sessions.begin() as session:
        due = {"wakes_at": now - timedelta(minutes=4), "stale_at": now}
        session.execute(update(TargetRow).values(is_candidate=is_candidate, **due))
    assert read(watching.database, now)[LAG, "check"] == timedelta(minutes=4).total_seconds()
    check_due(watching.database, now)
    assert read(watching.database, now)[LAG, "check"] == 0


def test_messages_that_nobody_sends_are_the_lag(watching: Workbench) -> None:
    fire(watching)
    now = watching.clock.now
    assert read(watching.database, now)[LAG, "deliver"] == 0
    with watching.database.sessions.begin() as session:
        session.execute(update(DeliveryRow).values(available_at=now - timedelta(seconds=90)))
    assert read(watching.database, now)[LAG, "deliver"] == 90


def test_messages_that_wait_for_somebody_are_counted_by_why(watching: Workbench) -> None:
    watching.slack.on("chat.postMessage", refused("invalid_blocks"))
    open_alert(watching)
    figures = read(watching.database, watching.clock.now)
    assert [figures[STOPPED, why] for why in ("no_channel", "disabled", "dead")] == [0, 0, 1]


def test_how_long_slack_has_not_taken_a_message_is_shown(watching: Workbench) -> None:
    watching.slack.on("chat.postMessage", RATE_LIMITED)
    open_alert(watching)
    figures = read(watching.database, watching.clock.now + timedelta(seconds=20))
    assert (figures[AGE], figures[LAG, "deliver"]) == (20, 0)


def test_open_alerts_and_what_happened_to_them_are_counted(watching: Workbench) -> None:
    fire(watching)
    figures = read(watching.database, watching.clock.now)
    assert figures["enablement_alerts_open", ""] == 1
    events = {key: value for key, value in figures.items() if key[0] == "enablement_alert_events"}
    assert sum(events.values()) >= 1
    later = read(watching.database, watching.clock.now + LOOKS_BACK + timedelta(days=2))
    assert "enablement_alert_events" not in {name for name, _ in later}
    assert later["enablement_alerts_open", ""] == 1


def test_messages_that_were_given_up_are_counted(watching: Workbench) -> None:
    watching.slack.on("chat.postMessage", refused("invalid_blocks"))
    open_alert(watching)
    assert read(watching.database, watching.clock.now)["enablement_deliveries_dead", ""] == 1


def test_runs_of_one_day_are_counted_by_how_they_ended(desk: Desk) -> None:
    desk.bring(a_reading(customer_facing(320)))
    desk.bring(a_reading(customer_facing(9)))
    figures = read(desk.database)
    assert {key[1]: value for key, value in figures.items() if key[0] == RUNS} == {
        "ok": 1,
        "held": 1,
    }
    assert RUNS not in {name for name, _ in read(desk.database, NOON + LOOKS_BACK)}


def test_a_source_with_a_secret_name_is_not_named(desk: Desk) -> None:
    desk.write(add_connection, a_connection(name="hunter2"), "hunter2")
    assert b"hunter2" not in write_metrics(desk.database, lambda: NOON, {})


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": ""},
        {"Authorization": METRICS_TOKEN},
        {"Authorization": f"Bearer {METRICS_TOKEN}x"},
        {"Authorization": "Bearer Ã©"},
    ],
)
def test_without_the_token_nothing_is_shown(bench: Workbench, headers: dict[str, str]) -> None:
    answer = bench.request("GET", "/metrics", headers=headers)
    assert (answer.status, answer.payload) == (401, {"error": "unauthorized"})


@pytest.mark.parametrize("scheme", ["Bearer", "bearer"])
def test_with_the_token_they_are_shown(bench: Workbench, scheme: str) -> None:
    headers = {"Authorization": f"{scheme} {METRICS_TOKEN}"}
    answer = bench.request("GET", "/metrics", headers=headers)
    assert answer.status == 200
    assert (LAG, "sync") in parse(answer.body)


def test_a_database_that_does_not_answer_is_no_crash(bench: Workbench) -> None:
    with bench.database.sessions.begin() as session:
        session.execute(text("DROP TABLE deliveries"))
    answer = bench.request("GET", "/metrics", headers=ALLOWED)
    assert (answer.status, answer.payload) == (503, {"error": "the database does not answer"})


def test_two_processes_show_the_same(desk: Desk) -> None:
    desk.connect(due_at=datetime(2026, 3, 2, 11, tzinfo=UTC))
    other = open_database(desk.database.engine.url.render_as_string(hide_password=False))
    assert read(other) == read(desk.database)
    other.close()
