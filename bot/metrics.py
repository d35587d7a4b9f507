"""What monitoring wants to know: how late we are, what nobody was told, what became of what."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from sqlalchemy.orm import Session

from bot.clock import Clock
from bot.storage.engine import Database
from bot.storage.overview import Backlog, read_backlog

LOOKS_BACK = timedelta(days=1)
UNDELIVERED = (
    "How long the longest waiting message has not reached Slack, since it was due or first tried;"
    " one that quiet hours hold back counts from their end, one that has stopped not at all"
)
STOPPED = "Messages that are not tried before somebody has done something"


class _Collector:
    """Reads the database when monitoring asks, so that any process gives the same answer."""

    def __init__(self, database: Database, clock: Clock, durations: Mapping[str, float]) -> None:
        self._database, self._clock, self._durations = database, clock, durations

    def collect(self) -> Iterator[Metric]:
        """Yield every figure."""
        now = self._clock()
        with Session(self._database.reader) as session:
            backlog = read_backlog(session, now, now - LOOKS_BACK)
        yield from _list_lags(backlog, now)
        yield _label(
            "job_seconds", "How long a job of this process last took", "job", self._durations
        )
        yield _count("undelivered_seconds", UNDELIVERED, _measure(backlog.undelivered_since, now))
        yield _label("deliveries_stopped", STOPPED, "status", backlog.stopped)
        yield _count("deliveries_dead", "Messages that were given up", backlog.dead)
        yield _count("alerts_open", "Alerts that are open", backlog.open_alerts)
        yield _label("runs", "Runs of sources within a day", "status", backlog.runs)
        yield _label(
            "alert_events", "What happened to alerts within a day", "reason", backlog.events
        )


def write_metrics(database: Database, clock: Clock, durations: Mapping[str, float]) -> bytes:
    """Return all figures in the text format of Prometheus.

    Args:
        database: Where everything but the durations is read.
        clock: Says how late what is due is.
        durations: Seconds that each job of this process last took; none where it runs no jobs.
    """
    registry = CollectorRegistry()
    registry.register(_Collector(database, clock, durations))
    return generate_latest(registry)


def _list_lags(backlog: Backlog, now: datetime) -> Iterator[Metric]:
    lags = GaugeMetricFamily(
        "enablement_due_lag_seconds", "How long the longest waiting one is due", labels=["what"]
    )
    for what, since in backlog.due_since.items():
        lags.add_metric([what], _measure(since, now))
    yield lags


def _measure(since: datetime | None, now: datetime) -> float:
    return 0 if since is None else max(now - since, timedelta()).total_seconds()


def _count(name: str, about: str, count: float) -> Metric:
    return GaugeMetricFamily(f"enablement_{name}", about, value=count)


def _label(name: str, about: str, label: str, counts: Mapping[str, float]) -> Metric:
    family = GaugeMetricFamily(f"enablement_{name}", about, labels=[label])
    for value, count in counts.items():
        family.add_metric([value], count)
    return family
