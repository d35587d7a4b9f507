"""Counts that a program pushes: `POST /api/headcount`, with a workspace's own token."""

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from hashlib import sha256
from http import HTTPStatus
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.connections import Cause, Run
from bot.errors import SourceError
from bot.jobs.entries import bring
from bot.jobs.runs import get_calendar
from bot.push_tokens import digest_token
from bot.services import Services
from bot.sources.files.aggregate import parse_aggregate_records
from bot.sources.files.source import FileSource
from bot.sources.readings import Reading
from bot.storage.pushes import Receipt, count_pushes, find_receipt, save_receipt
from bot.storage.workspaces import find_pusher
from bot.views.language import translator
from bot.workspaces import Language
from rules.guards import describe_hold
from rules.headcounts import Snapshot, SourceKind, facts_from_snapshot
from rules.mappings import Mapping as Titles
from rules.remedies import REMEDIES, describe_details
from rules.troubles import Incident, RunStatus, Trouble
from rules.wording import Phrase, say

logger = logging.getLogger(__name__)

LONGEST_KEY = 255
MOST_AT_ONCE = 30
WINDOW = timedelta(minutes=1)
PUSHER = "push"
"""Stands in the history where otherwise an admin does."""
SCHEME = "Bearer "
CSV, JSON = "text/csv", "application/json"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a program gets back; always JSON."""

    status: HTTPStatus
    payload: Mapping[str, Any]
    headers: Mapping[str, str] = field(default_factory=dict)


class PushRefusedError(Exception):
    """A push that cannot be taken; in English, as programs and those who write them read it."""

    def __init__(
        self,
        status: HTTPStatus,
        code: str,
        phrase: Phrase,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(code)
        message = translator(Language.EN).say(phrase)
        self.answer = Answer(status, {"error": code, "message": message}, headers or {})


class PushEndpoint:
    """Takes the aggregate template as JSON or CSV, each push under its key just once."""

    def __init__(self, services: Services) -> None:
        self._database, self._clock = services.database, services.clock

    def take(self, headers: Mapping[str, str], body: bytes) -> Answer:
        """Let pushed counts count, hold them where a guard says so, or say what is wrong.

        Args:
            headers: By lower-case name: `authorization`, `content-type`, `idempotency-key`.
            body: As it came.
        """
        try:
            workspace_id = self._authorize(headers.get("authorization", ""))
            key = _read_key(headers)
            return self._take(workspace_id, key, headers.get("content-type", ""), body)
        except PushRefusedError as refusal:
            logger.info("push refused, error=%s", refusal)
            return refusal.answer

    def _authorize(self, authorization: str) -> str:
        digest = digest_token(authorization.removeprefix(SCHEME))
        with Session(self._database.reader) as session:
            workspace_id = find_pusher(session, digest)
        if workspace_id is None or not authorization.startswith(SCHEME):
            raise PushRefusedError(
                HTTPStatus.UNAUTHORIZED,
                "unauthorized",
                say("Send the token that an admin made in the settings, as a bearer token."),
                {"WWW-Authenticate": "Bearer"},
            )
        return workspace_id

    def _take(self, workspace_id: str, key: str, content_type: str, body: bytes) -> Answer:
        try:
            with self._database.sessions.begin() as session:
                return self._answer(session, workspace_id, key, content_type, body)
        except IntegrityError:
            # The same key came twice at once: the other push is stored now, and answers for both.
            with self._database.sessions.begin() as session:
                return self._answer(session, workspace_id, key, content_type, body)

    def _answer(
        self, session: Session, workspace_id: str, key: str, content_type: str, body: bytes
    ) -> Answer:
        now, digest = self._clock(), sha256(body).hexdigest()
        receipt = find_receipt(session, workspace_id, key) if key else None
        if receipt is not None:
            return _repeat(receipt, digest)
        if count_pushes(session, workspace_id, now - WINDOW) >= MOST_AT_ONCE:
            raise PushRefusedError(
                HTTPStatus.TOO_MANY_REQUESTS,
                "too_many_pushes",
                say(
                    "More than {limit} pushes in a minute. Push totals, not changes.",
                    limit=MOST_AT_ONCE,
                ),
                {"Retry-After": str(int(WINDOW.total_seconds()))},
            )
        reading = _read(content_type, body, get_calendar(session, workspace_id).find_date(now))
        run = _bring(session, workspace_id, reading, now)
        payload = describe_run(run, dates=len(reading.history) + 1)
        # A header begins with no space, so that no key can be this one.
        receipt_key = key or f" run:{run.id}"
        save_receipt(session, workspace_id, receipt_key, Receipt(digest, payload), now)
        return Answer(_status_of(payload), payload)


def _bring(session: Session, workspace_id: str, reading: Reading, now: datetime) -> Run:
    return bring(
        session,
        workspace_id,
        SourceKind.PUSH,
        reading,
        cause=Cause.ENTRY,
        by=PUSHER,
        mapping=Titles(),
        now=now,
    )


def _read_key(headers: Mapping[str, str]) -> str:
    key = headers.get("idempotency-key", "")
    if len(key) > LONGEST_KEY:
        raise PushRefusedError(
            HTTPStatus.BAD_REQUEST,
            "idempotency_key_too_long",
            say("Idempotency-Key has more than {limit} characters.", limit=LONGEST_KEY),
        )
    return key


def _read(content_type: str, body: bytes, on: date) -> Reading:
    kind = content_type.partition(";")[0].strip().lower()
    try:
        if kind == CSV:
            return _read_csv(body, on)
        if kind == JSON:
            return parse_aggregate_records(_read_records(body), on, SourceKind.PUSH)
    except SourceError as error:
        raise _refuse(error.incident) from None
    raise PushRefusedError(
        HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
        "unsupported_media_type",
        say("Send Content-Type {json} or {csv}.", json=JSON, csv=CSV),
    )


def _read_csv(body: bytes, on: date) -> Reading:
    reading = FileSource(body).read(on)
    if reading.tallies:
        # A list of posts needs a mapping, and nobody sits at the other end to make one.
        raise SourceError(Trouble.COLUMN_MISSING, column="class")
    history = tuple(replace(snapshot, source=SourceKind.PUSH) for snapshot in reading.history)
    return replace(reading, history=history)


def _read_records(body: bytes) -> list[Mapping[str, object]]:
    try:
        sent = json.loads(body)
    except (ValueError, RecursionError):
        sent = None
    rows = sent.get("rows") if isinstance(sent, dict) else sent
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise PushRefusedError(
            HTTPStatus.BAD_REQUEST,
            "not_readable",
            say("Send a list of rows, or an object with one under “rows”, as JSON."),
        )
    return rows


def _refuse(incident: Incident) -> PushRefusedError:
    tr, remedy = translator(Language.EN), REMEDIES[incident.trouble]
    refusal = PushRefusedError(
        HTTPStatus.UNPROCESSABLE_ENTITY, incident.trouble.value, remedy.happened
    )
    details = [tr.say(detail) for detail in describe_details(incident)]
    payload = dict(refusal.answer.payload) | {"remedy": tr.say(remedy.helps), "read": details}
    refusal.answer = Answer(refusal.answer.status, payload)
    return refusal


def _repeat(receipt: Receipt, digest: str) -> Answer:
    if receipt.body_digest != digest:
        raise PushRefusedError(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            "idempotency_key_reused",
            say(
                "This Idempotency-Key came with other counts before. Use a new one for new counts."
            ),
        )
    return Answer(_status_of(receipt.answer), receipt.answer, {"Idempotency-Replayed": "true"})


def describe_run(run: Run, dates: int) -> dict[str, Any]:
    """Return what became of a push with counts of so many dates."""
    tr = translator(Language.EN)
    totals = facts_from_snapshot(Snapshot(run.as_of, SourceKind.PUSH, run.rows or ()))
    return {
        "status": run.status.value,
        "as_of": run.as_of.isoformat(),
        "customer_facing": totals.customer_facing,
        "enablers": None if totals.enablers is None else float(totals.enablers),
        "dates": dates,
        "holds": [tr.say(describe_hold(hold)) for hold in run.holds],
    }


def _status_of(payload: Mapping[str, Any]) -> HTTPStatus:
    return HTTPStatus.OK if payload["status"] == RunStatus.OK.value else HTTPStatus.ACCEPTED
