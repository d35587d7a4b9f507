"""The whole bot on a workbench: the real Bolt app, a real database, a fake Slack, a clock to turn."""

import io
import json
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any
from wsgiref.util import setup_testing_defaults

from slack_bolt import BoltRequest
from sqlalchemy import func, select

from bot.app import build_app, build_client
from bot.jobs.entries import enter_numbers
from bot.metrics import write_metrics
from bot.opening import Opener
from bot.push import PushEndpoint
from bot.services import Services
from bot.storage.briefings import find_briefing
from bot.storage.engine import Database
from bot.storage.models import SnapshotRow
from bot.storage.workspaces import ensure_workspace, save_member
from bot.vault import Vault, make_key
from bot.views.ids import Action
from bot.views.language import translator
from bot.views.values import decode_enquiry
from bot.workspaces import Language, Member, Standing, Workspace
from bot.wsgi import SLACK_PATH, Surroundings, build_wsgi, database_checks
from rules.facts import Facts
from rules.headcounts import rows_from_facts
from rules.wording import Phrase
from tests.fakes import BOT_TOKEN, PATIENCE_SECONDS, SIGNING_SECRET, FakeSlack, sign
from tests.slack_payloads import TEAM, USER, Payload, to_form

NOON = datetime(2026, 3, 3, 12, 0, tzinfo=UTC)
METRICS_TOKEN = "metrics-secret"
OPERATOR = "U777"
"""Named in ADMIN_USERS."""


class Transport(StrEnum):
    """How Slack reaches the bot."""

    HTTP = "http"
    SOCKET_MODE = "socket_mode"


@dataclass(frozen=True, slots=True)
class Answer:
    """What Slack gets back at once."""

    status: int
    body: str

    @property
    def payload(self) -> Any:
        return json.loads(self.body)


class Clock:
    """A clock that stands still until it is turned."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now

    def turn(self, by: timedelta) -> None:
        self.now += by


class WatchedExecutor(ThreadPoolExecutor):
    """A thread pool that can be waited for without ending it."""

    def __init__(self) -> None:
        super().__init__(8)
        self._begun: list[Future[Any]] = []
        self._guard = threading.Lock()

    def submit(self, work: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future = super().submit(work, *args, **kwargs)
        with self._guard:
            self._begun.append(future)
        return future

    def settle(self) -> None:
        """Return once everything begun has ended, and what that began as well."""
        while self._begun:
            with self._guard:
                begun, self._begun = self._begun, []
            assert not wait(begun, PATIENCE_SECONDS).not_done
            for future in begun:
                future.result()


class Workbench:
    """Send what Slack sends; then look at the answer, the calls to Slack and the database."""

    def __init__(
        self,
        database: Database,
        slack: FakeSlack,
        transport: Transport,
        vault: Vault | None = None,
    ) -> None:
        self.database, self.slack, self.transport = database, slack, transport
        self.clock = Clock()
        self._background = WatchedExecutor()
        self.client = build_client(BOT_TOKEN, slack.api_url)
        vault = vault or Vault((make_key(),))
        opener = Opener(self.client, vault, frozenset({"127.0.0.1"}))
        self.services = Services(
            database, self.clock, self._background, vault, opener, frozenset({OPERATOR})
        )
        self.app = build_app(self.services, self.client, SIGNING_SECRET)
        self.serve = build_wsgi(
            self.app,
            Surroundings(
                PushEndpoint(self.services),
                lambda: write_metrics(database, self.clock, {}),
                METRICS_TOKEN,
            ),
            database_checks(database),
        )

    def close(self) -> None:
        self._background.shutdown()

    def send(self, payload: Payload) -> Answer:
        """Send a payload and return the answer once the work behind it is done as well."""
        answer = self.send_only(payload)
        self.settle()
        return answer

    def settle(self) -> None:
        """Return once the work behind all answers is done."""
        self._background.settle()

    def send_only(self, payload: Payload) -> Answer:
        """Send a payload with a response_url where Slack gives one; return the answer at once."""
        if "command" in payload or "channel" in payload:
            payload = {"response_url": self.slack.response_url, **payload}
        if self.transport is Transport.SOCKET_MODE:
            answer = self.app.dispatch(BoltRequest(body=payload, mode="socket_mode"))
            return Answer(answer.status, answer.body or "")
        body = to_form(payload)
        return self.request("POST", SLACK_PATH, body, sign(body))

    def request(
        self, method: str, path: str, body: str = "", headers: dict[str, str] | None = None
    ) -> Answer:
        """Send an HTTP request through the WSGI callable."""
        environ: dict[str, Any] = {
            "REQUEST_METHOD": method,
            "PATH_INFO": path,
            "CONTENT_TYPE": "application/x-www-form-urlencoded",
            "CONTENT_LENGTH": str(len(body.encode())),
            "wsgi.input": io.BytesIO(body.encode()),
        }
        for name, value in (headers or {}).items():
            environ[f"HTTP_{name.upper().replace('-', '_')}"] = value
        setup_testing_defaults(environ)
        statuses: list[str] = []

        def start_response(status: str, _headers: Any, _error: Any = None) -> Any:
            statuses.append(status)

        chunks = self.serve(environ, start_response)
        return Answer(int(statuses[0].split()[0]), b"".join(chunks).decode())

    def add_member(self, user_id: str = USER, **changes: Any) -> None:
        """Store a member whom Slack was asked about just now."""
        known: dict[str, Any] = {
            "language": Language.EN,
            "standing": Standing.MEMBER,
            "is_guest": False,
            "refreshed_at": self.clock.now,
            **changes,
        }
        with self.database.sessions.begin() as session:
            ensure_workspace(session, Workspace(TEAM, Language.EN, "UTC"), self.clock.now)
            save_member(session, Member(TEAM, user_id, **known))

    def add_headcount(self, facts: Facts) -> None:
        with self.database.sessions.begin() as session:
            ensure_workspace(session, Workspace(TEAM, Language.EN, "UTC"), self.clock.now)
            enter_numbers(session, TEAM, rows_from_facts(facts), USER, self.clock.now)

    def count_snapshots(self) -> int:
        with self.database.sessions() as session:
            return session.scalar(select(func.count()).select_from(SnapshotRow)) or 0

    def find_member(self) -> Member | None:
        briefing = find_briefing(self.database, TEAM, USER, self.clock.now)
        return None if briefing is None else briefing.member


def says(message: Payload, phrase: Phrase, language: Language = Language.EN) -> bool:
    """Return whether a message or view says a phrase of ours."""
    wanted = json.dumps(translator(language).mrkdwn(phrase), ensure_ascii=False)[1:-1]
    return wanted in json.dumps(message, ensure_ascii=False)


def buttons(message: Payload) -> dict[str, Any]:
    return {
        element["action_id"]: element
        for block in message["blocks"]
        for element in [*block.get("elements", ()), block.get("accessory", {})]
        if "action_id" in element
    }


def facts_of(message: Payload) -> Facts:
    """Return the numbers that a plan's buttons carry."""
    return decode_enquiry(buttons(message)[Action.WHAT_IF]["value"]).facts
