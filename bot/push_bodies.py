"""What the body of a push says: the aggregate template, as JSON or as CSV."""

import json
from collections.abc import Mapping
from datetime import date
from http import HTTPStatus

from bot.errors import SourceError
from bot.push_answers import PushRefusedError
from bot.sources.files.aggregate import parse_aggregate_records
from bot.sources.files.source import read_counts
from bot.sources.files.tables import ZIP
from bot.sources.readings import Reading
from bot.views.language import translator
from bot.workspaces import Language
from rules.headcounts import SourceKind
from rules.push_remedies import describe_push, get_remedy
from rules.troubles import Incident
from rules.wording import say

CSV, JSON = "text/csv", "application/json"


def read_body(content_type: str, body: bytes, on: date) -> Reading:
    """Return the counts of a body; those without a date are of the day it came.

    Raises:
        PushRefusedError: If it cannot be read.
    """
    kind = content_type.partition(";")[0].strip().lower()
    try:
        if kind == JSON:
            return parse_aggregate_records(_read_records(body), on, SourceKind.PUSH)
        # Unpacking a workbook takes seconds, and nobody types a push into one.
        if kind == CSV and not body.startswith(ZIP):
            return read_counts(body, on, SourceKind.PUSH)
    except SourceError as error:
        raise _refuse(error.incident, has_lines=kind == CSV) from None
    raise PushRefusedError(
        HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
        "unsupported_media_type",
        say(
            "Send Content-Type {json} or {csv}, and a body of just that kind: no workbook.",
            json=JSON,
            csv=CSV,
        ),
    )


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


def _refuse(incident: Incident, *, has_lines: bool) -> PushRefusedError:
    english, remedy = translator(Language.EN), get_remedy(incident.trouble)
    return PushRefusedError(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        incident.trouble.value,
        remedy.happened,
        more={
            "remedy": english.say(remedy.helps),
            "read": [english.say(part) for part in describe_push(incident, has_lines=has_lines)],
        },
    )
