"""Read and write what is watched for drift. The caller owns the transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, func, insert, select, true, update
from sqlalchemy.orm import Session

from bot.alerts import Target
from bot.storage.alert_models import AlertStateRow, EpisodeRow, TargetRow
from bot.storage.models import WorkspaceRow
from rules.stage_notices import StageState

LONGEST_POSTPONEMENT = timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check made of a target.

    Attributes:
        is_candidate: Whether the next check has to look at it even if nothing new comes.
        wakes_at: When time alone next matters; None while only a sync can.
    """

    target: Target
    is_candidate: bool
    wakes_at: datetime | None


def list_targets(session: Session, workspace_id: str) -> list[Target]:
    """Return a workspace's targets, the workspace itself first, then its segments by name."""
    rows = session.scalars(
        select(TargetRow)
        .where(TargetRow.workspace_id == workspace_id)
        .order_by(TargetRow.segment)
        .with_for_update()
    )
    return [_to_target(row) for row in rows]


def get_target(session: Session, target_id: int) -> Target:
    """Return a target; in a writing transaction nobody else changes it meanwhile.

    Raises:
        sqlalchemy.exc.NoResultFound: If it is not watched any more.
    """
    return _to_target(session.get_one(TargetRow, target_id, with_for_update=True))


def find_target(session: Session, workspace_id: str, episode_id: int) -> int | None:
    """Return the target that an episode is about, or None where it is not this workspace's."""
    return session.scalar(
        select(TargetRow.id)
        .join(AlertStateRow, AlertStateRow.target_id == TargetRow.id)
        .join(EpisodeRow, EpisodeRow.state_id == AlertStateRow.id)
        .where(EpisodeRow.id == episode_id, TargetRow.workspace_id == workspace_id)
    )


def add_target(session: Session, target: Target, wakes_at: datetime | None) -> None:
    """Begin to watch a workspace or segment; the first check has to look at it."""
    session.execute(
        insert(TargetRow).values(
            **_counts(target),
            is_candidate=True,
            wakes_at=wakes_at,
            forecasts_at=None if target.segment else wakes_at,
            last_error="",
        )
    )


def save_counts(session: Session, target: Target, now: datetime, *, needs_judging: bool) -> None:
    """Keep a target's newest counts and have a check look at them.

    Without need the check only lets it sleep again, unless it was a candidate before.
    """
    changes = _counts(target) | {"wakes_at": now}
    if needs_judging:
        changes["is_candidate"] = True
    session.execute(update(TargetRow).where(TargetRow.id == target.id).values(changes))


def claim_workspaces(
    session: Session, now: datetime, limit: int, workspace_id: str | None = None
) -> set[str]:
    """Lock workspaces with candidates that are due, the longest due first.

    The segments of a workspace are judged together: how they are told depends on how many change.
    """
    # Both predicates repeat the index's, or it would not be used.
    due = session.scalars(
        select(WorkspaceRow.id)
        .join(TargetRow, TargetRow.workspace_id == WorkspaceRow.id)
        .where(TargetRow.is_candidate, TargetRow.wakes_at <= now, _is_of(workspace_id))
        .order_by(TargetRow.wakes_at, TargetRow.id)
        .limit(limit)
        # Rows that only belong to the workspace, such as a member's, may be added meanwhile.
        .with_for_update(of=WorkspaceRow, key_share=True, skip_locked=True)
    )
    return set(due)


def claim_candidates(session: Session, workspace_ids: set[str], now: datetime) -> list[Target]:
    """Lock the candidates of locked workspaces that are due, by workspace and segment."""
    due = session.scalars(
        select(TargetRow)
        .where(
            TargetRow.is_candidate,
            TargetRow.wakes_at <= now,
            TargetRow.workspace_id.in_(workspace_ids),
        )
        .order_by(TargetRow.workspace_id, TargetRow.segment)
        # Somebody may be answering one at this moment: it is judged with the answer.
        .with_for_update(skip_locked=True)
    )
    return [_to_target(row) for row in due]


def claim_candidate(session: Session, target_id: int, now: datetime) -> Target | None:
    """Lock one candidate that is due, or return None where somebody else has it or judged it."""
    row = session.scalars(
        select(TargetRow)
        .where(TargetRow.id == target_id, TargetRow.is_candidate, TargetRow.wakes_at <= now)
        .with_for_update(skip_locked=True)
    ).one_or_none()
    return None if row is None else _to_target(row)


def rest_healthy(
    session: Session, now: datetime, limit: int, workspace_id: str | None = None
) -> int:
    """Let targets that are due and well sleep until their counts turn stale; return how many."""
    return _update_due(
        session,
        now,
        limit,
        and_(TargetRow.stale_at > now, _is_of(workspace_id)),
        {"wakes_at": TargetRow.stale_at, "checked_at": now},
    )


def wake_stale(session: Session, now: datetime, limit: int, workspace_id: str | None = None) -> int:
    """Have targets whose counts have turned stale judged; return how many."""
    is_stale = and_(TargetRow.stale_at <= now, _is_of(workspace_id))
    return _update_due(session, now, limit, is_stale, {"is_candidate": True})


def save_verdicts(session: Session, verdicts: Sequence[Verdict], now: datetime) -> None:
    """Keep what a check made of targets."""
    if verdicts:
        session.execute(update(TargetRow), [_verdict(one, now) for one in verdicts])


def postpone_target(session: Session, target: Target, error: str, now: datetime) -> None:
    """Look at a target that cannot be judged again later, and each time later still."""
    wait = min(timedelta(minutes=2 ** min(target.errors, 10)), LONGEST_POSTPONEMENT)
    session.execute(
        update(TargetRow)
        .where(TargetRow.id == target.id)
        .values(errors=target.errors + 1, last_error=error[:80], wakes_at=now + wait)
    )


def _is_of(workspace_id: str | None) -> ColumnElement[bool]:
    return true() if workspace_id is None else TargetRow.workspace_id == workspace_id


def _update_due(
    session: Session,
    now: datetime,
    limit: int,
    condition: ColumnElement[bool],
    values: dict[str, Any],
) -> int:
    due = (
        select(TargetRow.id)
        .where(~TargetRow.is_candidate, TargetRow.wakes_at <= now, condition)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    is_due = (
        # As an array it is computed once; as a list of rows PostgreSQL may compute it again.
        TargetRow.id == func.any(func.array(due.scalar_subquery()))
        if session.get_bind().dialect.name == "postgresql"
        else TargetRow.id.in_(due)
    )
    done = session.execute(
        update(TargetRow).where(is_due).values(values).execution_options(synchronize_session=False)
    )
    return int(done.rowcount)  # type: ignore[attr-defined]  # an update's result has it


def _counts(target: Target) -> dict[str, Any]:
    return {
        "workspace_id": target.workspace_id,
        "segment": target.segment,
        "customer_facing": target.customer_facing,
        "enablers": target.enablers,
        "synced_on": target.synced_on,
        "outcome": target.outcome,
        "stale_at": target.stale_at,
        "is_expected": target.is_expected,
        "is_kept_by_hand": target.is_kept_by_hand,
    }


def _verdict(verdict: Verdict, now: datetime) -> dict[str, Any]:
    stage = verdict.target.stage
    return {
        "id": verdict.target.id,
        "is_candidate": verdict.is_candidate,
        "wakes_at": verdict.wakes_at,
        "checked_at": now,
        "errors": 0,
        "last_error": "",
        "stage": stage.stage,
        "stage_candidate": stage.candidate,
        "stage_agreements": stage.agreements,
        "stage_sync_id": stage.sync_id,
        "stage_sequence": stage.sequence,
    }


def _to_target(row: TargetRow) -> Target:
    return Target(
        id=row.id,
        workspace_id=row.workspace_id,
        segment=row.segment,
        customer_facing=row.customer_facing,
        enablers=row.enablers,
        synced_on=row.synced_on,
        outcome=row.outcome,
        stale_at=row.stale_at,
        is_expected=row.is_expected,
        is_kept_by_hand=row.is_kept_by_hand,
        stage=StageState(
            row.stage,
            row.stage_candidate,
            row.stage_agreements,
            row.stage_sync_id,
            row.stage_sequence,
        ),
        errors=row.errors,
    )
