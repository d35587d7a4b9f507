"""Check everything an operator can get wrong, and say what to do about it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from enum import StrEnum

from slack_sdk.errors import SlackApiError
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from bot.app import build_client
from bot.clock import utc_now
from bot.errors import DatabaseUrlError, SchemaError
from bot.manifest import SCOPES
from bot.refusals import read_code
from bot.settings import Settings
from bot.storage.engine import Database, open_database
from bot.storage.migrations import check_schema
from bot.storage.overview import read_backlog, read_overview

CLOCK_MAY_DIFFER = timedelta(minutes=1)
"""Slack's signatures are refused beyond five minutes."""
JOBS_MAY_LAG = timedelta(minutes=15)
"""A worker ticks every half minute, and a slow source takes five minutes at most."""
START_WORKER = "start `python -m bot worker`, or look at its log"


class Health(StrEnum):
    """How bad a finding is."""

    OK = "ok"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Finding:
    """The result of one check.

    Attributes:
        remedy: What to do; empty where all is well.
    """

    name: str
    health: Health
    message: str
    remedy: str = ""

    def as_line(self) -> str:
        """Return the finding for a terminal."""
        remedy = f" -> {self.remedy}" if self.remedy else ""
        return f"{self.health:8}{self.name}: {self.message}{remedy}"

    def as_data(self) -> dict[str, str]:
        """Return the finding for JSON."""
        return {
            "name": self.name,
            "status": self.health.value,
            "message": self.message,
            "remedy": self.remedy,
        }


def examine(settings: Settings) -> list[Finding]:
    """Return a finding for each check, in the order in which to put things right."""
    return [
        _check_configuration(settings),
        _check_keys(settings),
        *_check_database(settings),
        *_check_slack(settings),
    ]


def _check_configuration(settings: Settings) -> Finding:
    if settings.slack_app_token:
        return Finding("configuration", Health.OK, "Socket Mode")
    if settings.slack_signing_secret:
        return Finding("configuration", Health.OK, f"HTTP on {settings.host}:{settings.port}")
    return Finding(
        "configuration",
        Health.WARNING,
        "no Slack app",
        "set SLACK_BOT_TOKEN and SLACK_APP_TOKEN or SLACK_SIGNING_SECRET",
    )


def _check_database(settings: Settings) -> Iterator[Finding]:
    try:
        database = open_database(settings.database_url)
    except DatabaseUrlError as error:
        yield Finding("database", Health.ERROR, str(error), "check DATABASE_URL")
        return
    name = database.engine.dialect.name
    try:
        database.ping()
    except SQLAlchemyError:
        yield Finding("database", Health.ERROR, f"{name} does not answer", "check DATABASE_URL")
        return
    yield Finding("database", Health.OK, name)
    schema = _check_schema(database)
    yield schema
    if schema.health is Health.OK:
        yield _check_sources(database)
        yield _check_alerts(database)
    database.close()


def _check_schema(database: Database) -> Finding:
    try:
        check_schema(database)
    except SchemaError as error:
        return Finding("schema", Health.ERROR, str(error), "python -m bot migrate")
    return Finding("schema", Health.OK, "up to date")


def _check_keys(settings: Settings) -> Finding:
    if not settings.token_encryption_keys:
        return Finding(
            "encryption",
            Health.WARNING,
            "no key: sources with a credential cannot be connected",
            "set TOKEN_ENCRYPTION_KEYS; .env.example says how to make one",
        )
    return Finding("encryption", Health.OK, "credentials are encrypted at rest")


def _check_sources(database: Database) -> Finding:
    now = utc_now()
    with Session(database.reader) as session:
        overview = read_overview(session, now)
    if not overview.connected:
        return Finding("sources", Health.OK, "none connected")
    if overview.due_since is not None and now - overview.due_since > JOBS_MAY_LAG:
        return Finding(
            "sources",
            Health.ERROR,
            f"due since {overview.due_since:%Y-%m-%d %H:%M} UTC and not read",
            START_WORKER,
        )
    if overview.troubled or overview.untold:
        return Finding(
            "sources",
            Health.WARNING,
            f"{overview.troubled} of {overview.connected} in trouble,"
            f" {overview.untold} admins not told",
            "`python -m bot source list` says what happened and what helps",
        )
    last = "never" if overview.read_at is None else f"{overview.read_at:%Y-%m-%d %H:%M} UTC"
    return Finding("sources", Health.OK, f"{overview.connected} connected, last read {last}")


def _check_alerts(database: Database) -> Finding:
    now = utc_now()
    with Session(database.reader) as session:
        backlog = read_backlog(session, now, now)
    late = [
        f"{job} is due since {since:%Y-%m-%d %H:%M} UTC"
        for job, since in backlog.due_since.items()
        if job != "sync" and since is not None and now - since > JOBS_MAY_LAG
    ]
    if late:
        return Finding("alerts", Health.ERROR, ", ".join(late), START_WORKER)
    if backlog.dead:
        return Finding(
            "alerts",
            Health.WARNING,
            f"{backlog.dead} messages given up",
            "the worker's log says why: look for `delivery stopped`",
        )
    return Finding("alerts", Health.OK, f"{backlog.open_alerts} open")


def _check_slack(settings: Settings) -> Iterator[Finding]:
    if not settings.slack_bot_token:
        yield Finding(
            "slack", Health.WARNING, "not asked: there is no bot token", "set SLACK_BOT_TOKEN"
        )
        return
    client = build_client(settings.slack_bot_token, settings.api_url)
    try:
        answer = client.auth_test()
    except SlackApiError as error:
        yield Finding(
            "slack",
            Health.ERROR,
            f"refused the token: {read_code(error)}",
            "install the app again and copy its bot token",
        )
        return
    except OSError:
        yield Finding(
            "slack", Health.ERROR, "cannot be reached", "check the network and SLACK_API_URL"
        )
        return
    headers = {name.lower(): value for name, value in answer.headers.items()}
    yield Finding("slack", Health.OK, f"signed in to {answer['team']}")
    yield _check_scopes(headers.get("x-oauth-scopes", ""))
    yield _check_clock(headers.get("date"), utc_now)


def _check_scopes(granted: str) -> Finding:
    missing = sorted(set(SCOPES) - {scope.strip() for scope in granted.split(",")})
    if missing:
        return Finding(
            "scopes",
            Health.ERROR,
            f"missing: {', '.join(missing)}",
            "install the app again from `python -m bot manifest`",
        )
    return Finding("scopes", Health.OK, "all granted")


def _check_clock(date: str | None, clock: Callable[[], datetime]) -> Finding:
    try:
        theirs = parsedate_to_datetime(date or "").astimezone(UTC)
    except ValueError:
        return Finding(
            "clock",
            Health.WARNING,
            "Slack did not say what time it is",
            "compare this machine's clock yourself",
        )
    difference = abs(clock() - theirs)
    if difference > CLOCK_MAY_DIFFER:
        return Finding(
            "clock",
            Health.ERROR,
            f"{difference.total_seconds():.0f} s away from Slack's",
            "synchronise this machine's clock",
        )
    return Finding("clock", Health.OK, "agrees with Slack's")
