"""Read and write where alerts stand and what happened to them. The caller owns the transaction."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, replace
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from bot.alerts import StoredState
from bot.storage.alert_models import AlertEventRow, AlertStateRow
from rules.alert_rules import Rule
from rules.alerts import AlertState, Event

_FIELDS = tuple(field.name for field in fields(AlertState) if field.name != "flips")


def read_states(session: Session, target_ids: Iterable[int]) -> dict[int, dict[Rule, StoredState]]:
    """Return the states of targets that ever left their rest, by target and rule."""
    found: defaultdict[int, dict[Rule, StoredState]] = defaultdict(dict)
    rows = session.scalars(
        select(AlertStateRow).where(AlertStateRow.target_id.in_(list(target_ids)))
    )
    for row in rows:
        found[row.target_id][row.rule] = to_stored(row)
    return found


def save_states(session: Session, states: Sequence[StoredState]) -> list[StoredState]:
    """Insert or overwrite states, and return them with their ids in the same order."""
    known = [one for one in states if one.id is not None]
    if known:
        session.execute(update(AlertStateRow), [{"id": one.id, **_encode(one)} for one in known])
    new = [one for one in states if one.id is None]
    ids = iter(
        session.scalars(
            insert(AlertStateRow).returning(AlertStateRow.id, sort_by_parameter_order=True),
            [_encode(one) for one in new],
        ).all()
        if new
        else ()
    )
    return [one if one.id is not None else replace(one, id=next(ids)) for one in states]


def add_events(session: Session, events: Sequence[tuple[int, Event]]) -> None:
    """Append events to the history, each with its state's id."""
    if events:
        session.execute(
            insert(AlertEventRow), [_encode_event(state_id, event) for state_id, event in events]
        )


def _encode(stored: StoredState) -> dict[str, Any]:
    return {
        "target_id": stored.target_id,
        "rule": stored.rule,
        "flips": [at.isoformat() for at in stored.state.flips],
        **{name: getattr(stored.state, name) for name in _FIELDS},
    }


def to_stored(row: AlertStateRow) -> StoredState:
    """Return a row as a value, for those modules of storage that join it."""
    values: Mapping[str, Any] = {name: getattr(row, name) for name in _FIELDS}
    flips = tuple(datetime.fromisoformat(at) for at in row.flips)
    return StoredState(row.id, row.target_id, row.rule, AlertState(**values, flips=flips))


def _encode_event(state_id: int, event: Event) -> dict[str, Any]:
    return {
        "state_id": state_id,
        "sequence": event.sequence,
        "at": event.at,
        "episode": event.episode,
        "before": event.before,
        "after": event.after,
        "data": event.data,
        "reason": event.reason,
        "actions": [action.value for action in event.actions],
        "sync_id": event.sync_id,
        "customer_facing": event.customer_facing,
        "enablers": event.enablers,
        "bound": event.bound,
        "is_flapping": event.is_flapping,
        "actor": event.actor,
    }
