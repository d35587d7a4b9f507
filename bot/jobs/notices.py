"""Tell admins what became of their sources: once for each trouble, until Slack takes it."""

import logging
import re
import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from http.client import HTTPException

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from sqlalchemy.orm import Session

from bot.storage.engine import Database
from bot.storage.notices import Notice, claim_notice, postpone_notice, remove_notice
from bot.storage.workspaces import find_member_language
from bot.views.language import translator
from bot.views.runs import run_notice

logger = logging.getLogger(__name__)

PASS_MAY_TAKE = timedelta(seconds=25)
LONGEST_WAIT = timedelta(minutes=15)
GIVEN_UP_AFTER = timedelta(hours=24)
MOST_ATTEMPTS = 12
RATE_LIMITED = "ratelimited"
CODE = re.compile(r"[a-z_]{1,60}")
HOPELESS = frozenset(
    {
        "account_inactive",
        "channel_not_found",
        "invalid_auth",
        "messages_tab_disabled",
        "missing_scope",
        "token_revoked",
        "user_not_found",
    }
)
"""Slack will not take it however often we ask; App Home shows the trouble all the same."""


def tell_admins(database: Database, client: WebClient, now: datetime) -> None:
    """Send what is due; other workers may do the same."""
    deadline = time.monotonic() + PASS_MAY_TAKE.total_seconds()
    while time.monotonic() < deadline:
        # One at a time: what is claimed and not sent would wait until its lease ends.
        with database.sessions.begin() as session:
            notice = claim_notice(session, now)
        if notice is None or not _tell(database, client, notice, now):
            return


def _tell(database: Database, client: WebClient, notice: Notice, now: datetime) -> bool:
    """Tell one admin; False where Slack asks us to slow down."""
    if notice.attempts > MOST_ATTEMPTS:
        # Whoever tried last did not live to say what went wrong.
        _postpone(database, notice, "given_up", now)
        return True
    with Session(database.reader) as session:
        language = find_member_language(session, notice.workspace_id, notice.recipient)
    message = run_notice(translator(language), notice.run)
    try:
        client.chat_postMessage(channel=notice.recipient, **message)
    except SlackApiError as error:
        code = _name(error.response.data)
        if code == RATE_LIMITED:
            # That was no attempt: Slack did not look at it.
            unharmed = replace(notice, attempts=notice.attempts - 1)
            _postpone(database, unharmed, code, now, _read_wait(error.response.headers))
            return False
        _postpone(database, notice, code, now)
    except (OSError, HTTPException) as error:
        # Slack may have taken it: an admin told twice is better off than one never told.
        _postpone(database, notice, type(error).__name__, now)
    else:
        with database.sessions.begin() as session:
            remove_notice(session, notice)
    return True


def _postpone(
    database: Database, notice: Notice, code: str, now: datetime, wait: timedelta = timedelta()
) -> None:
    backoff = min(timedelta(seconds=2**notice.attempts), LONGEST_WAIT)
    is_over = (
        code in HOPELESS
        or notice.attempts >= MOST_ATTEMPTS
        or now - notice.created_at > GIVEN_UP_AFTER
    )
    logger.warning("admin not told, error=%s, gives_up=%s", code, is_over)
    with database.sessions.begin() as session:
        postpone_notice(session, notice, None if is_over else now + max(wait, backoff), code)


def _name(answer: object) -> str:
    """Return Slack's code for an error: what it answers beside it may be anybody's page."""
    code = answer.get("error") if isinstance(answer, dict) else None
    return code if isinstance(code, str) and CODE.fullmatch(code) else "not_readable"


def _read_wait(headers: Mapping[str, str]) -> timedelta:
    stated = headers.get("Retry-After", "")
    return timedelta(seconds=int(stated)) if stated.isdecimal() else timedelta()
