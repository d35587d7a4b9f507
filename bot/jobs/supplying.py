"""Which source is the one truth for a class, and what becomes of the others.

The caller owns the transaction.
"""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from bot.connections import Connection, Decision
from bot.storage.notices import settle_questions
from bot.storage.runs import find_open_run, save_decision
from bot.storage.sources import list_connections, remove_connection, save_connection
from rules.freshness import PUSHED
from rules.mappings import Mapping
from rules.titles import STARTER_MAPPING


def take_over(session: Session, connection: Connection, now: datetime) -> None:
    """Make a source the one truth for its classes: whoever supplied them before, no longer does.

    What is left without a class is deleted where it is brought to us, and paused where it is read
    by itself: connecting it took work, and so did a mapping, or a pause. One that waits for its
    first preview to be accepted supplies nothing yet, and is left alone.
    """
    for other in list_connections(session, connection.workspace_id):
        is_rival = other.is_confirmed and other.id != connection.id
        if not is_rival or not other.supplies & connection.supplies:
            continue
        left = other.supplies - connection.supplies
        is_brought = other.kind in PUSHED
        if not left and is_brought and not _is_work(other):
            remove_connection(session, other.workspace_id, other.id, now)
            continue
        if not left:
            _end_question(session, other.id, now)
        is_paused = other.is_paused or not (left or is_brought)
        save_connection(session, replace(other, supplies=left, is_paused=is_paused))


def _is_work(connection: Connection) -> bool:
    """Return whether an admin would miss a source without classes: for its mapping or its pause."""
    return connection.is_paused or connection.mapping not in {Mapping(), STARTER_MAPPING}


def _end_question(session: Session, connection_id: int, now: datetime) -> None:
    """Ask nobody any more about counts of a source that can make none count."""
    settle_questions(session, connection_id, now)
    open_run = find_open_run(session, connection_id)
    if open_run is not None:
        save_decision(session, replace(open_run, decision=Decision.PAUSED))
