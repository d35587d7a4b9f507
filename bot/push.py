"""Counts that a program pushes: `POST /api/headcount`, with a workspace's own token."""

import logging
from collections import defaultdict, deque
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from hashlib import sha256
from http import HTTPStatus
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.connections import Cause, Decision, Run
from bot.jobs.entries import bring
from bot.jobs.runs import get_calendar
from bot.push_answers import Answer, PushRefusedError
from bot.push_bodies import read_body
from bot.push_tokens import digest_token
from bot.services import Services
from bot.sources.readings import Reading
from bot.storage.pushes import Receipt, count_pushes, find_receipt, save_receipt
from bot.storage.workspaces import find_pusher
from bot.views.language import translator
from bot.views.runs import HISTORY_ONLY
from bot.workspaces import Language
from rules.guards import PEOPLE, describe_hold
from rules.headcounts import HeadcountClass, Snapshot, SourceKind, count_class
from rules.mappings import Mapping as Titles
from rules.troubles import RunStatus
from rules.wording import Phrase, say

logger = logging.getLogger(__name__)

LONGEST_KEY = 255
MOST_AT_ONCE = 30
WINDOW = timedelta(minutes=1)
PUSHER = "push"
"""Stands in the history where otherwise an admin does."""


class PushEndpoint:
    """Takes the aggregate template as JSON or CSV, each push under its key just once."""

    def __init__(self, services: Services) -> None:
        self._database, self._clock = services.database, services.clock
        # Nothing of them is stored: each process counts those that it read in vain.
        self._refusals: defaultdict[str, deque[datetime]] = defaultdict(
            lambda: deque(maxlen=MOST_AT_ONCE)
        )

    def take(self, token: str, headers: Mapping[str, str], body: bytes) -> Answer:
        """Let pushed counts count, hold them where a guard says so, or say what is wrong.

        Args:
            token: As it came; empty where none did.
            headers: By lower-case name: `content-type`, `idempotency-key`.
            body: As it came.
        """
        try:
            workspace_id = self._authorize(token)
            key = _read_key(headers)
            return self._take(workspace_id, key, headers.get("content-type", ""), body)
        except PushRefusedError as refusal:
            logger.info("push refused, error=%s", refusal)
            return refusal.answer

    def _authorize(self, token: str) -> str:
        with Session(self._database.reader) as session:
            workspace_id = find_pusher(session, digest_token(token))
        if workspace_id is None:
            raise PushRefusedError(
                HTTPStatus.UNAUTHORIZED,
                "unauthorized",
                say("Send the token that an admin made in the settings, as a bearer token."),
                {"WWW-Authenticate": "Bearer"},
            )
        return workspace_id

    def _take(self, workspace_id: str, key: str, content_type: str, body: bytes) -> Answer:
        now, digest = self._clock(), sha256(body).hexdigest()
        with Session(self._database.reader) as session:
            answer = self._find_answer(session, workspace_id, key, digest, now)
            on = get_calendar(session, workspace_id).find_date(now)
        if answer is not None:
            return answer
        # Before the transaction, for which all who write would wait.
        reading = self._read(workspace_id, content_type, body, on, now)
        try:
            return self._keep(workspace_id, key, digest, reading, now)
        except IntegrityError:
            # The same key came twice at once: the other push is stored now, and answers for both.
            return self._keep(workspace_id, key, digest, reading, now)

    def _read(
        self, workspace_id: str, content_type: str, body: bytes, on: date, now: datetime
    ) -> Reading:
        try:
            return read_body(content_type, body, on)
        except PushRefusedError:
            self._refusals[workspace_id].append(now)
            raise

    def _keep(
        self, workspace_id: str, key: str, digest: str, reading: Reading, now: datetime
    ) -> Answer:
        with self._database.sessions.begin() as session:
            answer = self._find_answer(session, workspace_id, key, digest, now)
            if answer is not None:
                return answer
            run = _bring(session, workspace_id, reading, now)
            if run.decision is Decision.PAUSED:
                self._refusals[workspace_id].append(now)
                # Rolls back: nobody could decide about the run, and its key stays free.
                raise PushRefusedError(
                    HTTPStatus.CONFLICT,
                    "paused",
                    say("An admin paused pushes. Push again once an admin has resumed them."),
                )
            payload = describe_run(run, reading)
            # A header begins with no space, so that no key can be this one.
            receipt_key = key or f" run:{run.id}"
            save_receipt(session, workspace_id, receipt_key, Receipt(digest, payload), now)
            return Answer(_status_of(payload), payload)

    def _find_answer(
        self, session: Session, workspace_id: str, key: str, digest: str, now: datetime
    ) -> Answer | None:
        """Return the answer that a push had already, or None for one that may be taken."""
        receipt = find_receipt(session, workspace_id, key) if key else None
        if receipt is not None:
            return _repeat(receipt, digest)
        since = now - WINDOW
        refused = sum(at > since for at in tuple(self._refusals[workspace_id]))
        if refused + count_pushes(session, workspace_id, since) >= MOST_AT_ONCE:
            raise PushRefusedError(
                HTTPStatus.TOO_MANY_REQUESTS,
                "too_many_pushes",
                say(
                    "More than {limit} pushes in a minute. Push totals, not changes.",
                    limit=MOST_AT_ONCE,
                ),
                {"Retry-After": str(int(WINDOW.total_seconds()))},
            )
        return None


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


def describe_run(run: Run, reading: Reading) -> dict[str, Any]:
    """Return what became of a push."""
    tr = translator(Language.EN)
    totals = Snapshot(run.as_of, SourceKind.PUSH, reading.rows)
    has_teammates = count_class(reading.rows, HeadcountClass.CUSTOMER_FACING) is not None
    payload = {
        "status": run.status.value,
        "as_of": run.as_of.isoformat(),
        "customer_facing": totals.customer_facing if has_teammates else None,
        "enablers": None if totals.enablers is None else float(totals.enablers),
        "dates": len(reading.history) + 1,
        "holds": [tr.say(describe_hold(hold)) for hold in run.holds],
    }
    left_out = tr.sentences(map(tr.say, _list_left_out(run, reading)))
    return payload | ({"message": left_out} if left_out else {})


def _list_left_out(run: Run, reading: Reading) -> list[Phrase]:
    """Return what of a push only joins the history."""
    if run.is_history:
        return [HISTORY_ONLY]
    kept = {row.headcount_class for row in run.rows or ()}
    return [
        say("History only for {people}: newer numbers of them count.", people=PEOPLE[one])
        for one in sorted({row.headcount_class for row in reading.rows} - kept)
    ]


def _status_of(payload: Mapping[str, Any]) -> HTTPStatus:
    return HTTPStatus.OK if payload["status"] == RunStatus.OK.value else HTTPStatus.ACCEPTED
