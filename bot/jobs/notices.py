"""Tell admins what became of their sources: once for each trouble, until Slack takes it."""

import logging
from datetime import datetime, timedelta

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from sqlalchemy.orm import Session

from bot.storage.engine import Database
from bot.storage.notices import Notice, claim_notices, postpone_notice, remove_notice
from bot.storage.workspaces import find_member_language
from bot.views.language import translator
from bot.views.runs import run_notice

logger = logging.getLogger(__name__)

AT_ONCE = 20
LONGEST_WAIT = timedelta(minutes=15)
GIVEN_UP_AFTER = timedelta(hours=24)
MOST_ATTEMPTS = 12
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
    while True:
        with database.sessions.begin() as session:
            notices = claim_notices(session, now, AT_ONCE)
        for notice in notices:
            _tell(database, client, notice, now)
        if not notices:
            return


def _tell(database: Database, client: WebClient, notice: Notice, now: datetime) -> None:
    with Session(database.reader) as session:
        language = find_member_language(session, notice.workspace_id, notice.recipient)
    message = run_notice(translator(language), notice.run)
    try:
        client.chat_postMessage(channel=notice.recipient, **message)
    except SlackApiError as error:
        code = str(error.response["error"])
        wait = timedelta(seconds=int(error.response.headers.get("Retry-After", 0)))
        _postpone(database, notice, code, now, wait)
    except OSError as error:
        # Slack may have taken it: an admin told twice is better off than one never told.
        _postpone(database, notice, type(error).__name__, now, timedelta())
    else:
        with database.sessions.begin() as session:
            remove_notice(session, notice)


def _postpone(
    database: Database, notice: Notice, code: str, now: datetime, wait: timedelta
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
