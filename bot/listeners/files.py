"""A file in Slack as a headcount source: found, fetched, counted, and never kept."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from slack_sdk.errors import SlackApiError
from sqlalchemy.orm import Session

from bot.connections import Cause, Run
from bot.errors import SourceError
from bot.jobs.entries import bring
from bot.jobs.runs import get_calendar
from bot.listeners.calls import Call
from bot.listeners.members import workspace_id
from bot.storage.sources import find_connection, save_connection
from rules.headcounts import SourceKind
from rules.titles import STARTER_MAPPING
from rules.troubles import Trouble

FILE = "file"
"""What the configuration of a file source calls the file: Slack's id of it."""
GONE = frozenset({"file_not_found", "file_deleted"})


def find_file(call: Call, file_id: str) -> Mapping[str, Any]:
    """Return Slack's file object.

    Raises:
        SourceError: If the file is not there any more.
    """
    try:
        file: Mapping[str, Any] = call.client.files_info(file=file_id)["file"]
    except SlackApiError as error:
        if error.response["error"] not in GONE:
            raise
        raise SourceError(Trouble.FILE_GONE) from None
    return file


def count_file(call: Call, file: Mapping[str, Any]) -> Run:
    """Count a file and keep the counts as a preview; the file stays in Slack alone.

    Args:
        call: Whose client has the bot's token.
        file: Slack's file object.

    Raises:
        SourceError: If the file is not to be had, or cannot be read to its end.
    """
    # Readers of spreadsheets are imported when somebody uploads one, and not at every start.
    from bot.sources.files.source import FileSource
    from bot.sources.slack_files import fetch_file

    services, workspace = call.services, workspace_id(call.context)
    now, client = services.clock(), call.client
    with Session(services.database.reader) as session:
        on = get_calendar(session, workspace).find_date(now)
    reading = FileSource(fetch_file(file, client.token or "", client.base_url)).read(on)
    with services.database.sessions.begin() as session:
        run = bring(
            session,
            workspace,
            SourceKind.FILE,
            reading,
            cause=Cause.PREVIEW,
            by=call.context.user_id or "",
            mapping=STARTER_MAPPING,
            now=now,
        )
        # Remembered by its id, so that a changed mapping can be tried on it.
        connection = find_connection(session, workspace, SourceKind.FILE)
        if connection is not None:
            save_connection(session, replace(connection, config={FILE: str(file["id"])}))
    return run
