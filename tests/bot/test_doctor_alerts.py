"""The doctor on alerts: that they are judged and sent, or what to do about it."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from bot.alerts import DeliveryStatus
from bot.clock import utc_now
from bot.doctor import JOBS_MAY_LAG, Finding, Health, examine
from bot.settings import Settings
from bot.storage.alert_models import DeliveryRow, TargetRow
from bot.storage.columns import Base
from bot.workspaces import Standing
from tests.bot.listeners.firing import fire
from tests.bot.workbench import Transport, Workbench

A_MINUTE = timedelta(minutes=1)


@pytest.fixture
def transport() -> Transport:
    return Transport.HTTP


@pytest.fixture
def firing(bench: Workbench) -> Workbench:
    """A bot with one open alert, which ran until a moment ago."""
    bench.add_member(standing=Standing.ADMIN)
    fire(bench)
    change(bench, TargetRow, wakes_at=utc_now() + A_MINUTE)
    return bench


def change(bench: Workbench, table: type[Base], **values: Any) -> None:
    with bench.database.sessions.begin() as session:
        session.execute(update(table).values(values))


def find_alerts(bench: Workbench) -> Finding:
    url = bench.database.engine.url.render_as_string(hide_password=False)
    findings = examine(Settings.model_validate({"database_url": url}))
    return next(finding for finding in findings if finding.name == "alerts")


def test_open_alerts_are_no_fault(firing: Workbench) -> None:
    assert find_alerts(firing) == Finding("alerts", Health.OK, "1 open")


@pytest.mark.parametrize(
    ("table", "column", "words"),
    [
        pytest.param(TargetRow, "wakes_at", "check is due since", id="check"),
        pytest.param(DeliveryRow, "available_at", "deliver is due since", id="deliver"),
    ],
)
def test_a_worker_that_does_not_run_is_an_error(
    firing: Workbench, table: type[Base], column: str, words: str
) -> None:
    change(firing, table, **{column: utc_now() - JOBS_MAY_LAG + A_MINUTE})
    assert find_alerts(firing).health is Health.OK
    change(firing, table, **{column: utc_now() - JOBS_MAY_LAG})
    finding = find_alerts(firing)
    assert finding.health is Health.ERROR
    assert words in finding.message
    assert "python -m bot worker" in finding.remedy


def test_messages_that_were_given_up_are_a_warning(firing: Workbench) -> None:
    change(firing, DeliveryRow, status=DeliveryStatus.DEAD)
    finding = find_alerts(firing)
    assert (finding.health, finding.message) == (Health.WARNING, "1 messages given up")
    assert "delivery stopped" in finding.remedy
