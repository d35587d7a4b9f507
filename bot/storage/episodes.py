"""Read and write episodes: from the opening of an alert to its end. The caller owns the transaction."""

from collections.abc import Sequence

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.storage.alert_models import AlertStateRow, EpisodeRow, TargetRow
from rules.alert_rules import Rule
from rules.alerts import Event, Reason


def open_episode(session: Session, state_id: int, event: Event) -> None:
    """Insert the episode that an event opened.

    Raises:
        sqlalchemy.exc.IntegrityError: If one of this state is open already.
    """
    session.add(EpisodeRow(state_id=state_id, number=event.episode, opened_at=event.at))
    session.flush()


def close_episode(session: Session, state_id: int, event: Event) -> None:
    """Mark the open episode of a state as ended by an event."""
    session.execute(
        update(EpisodeRow)
        .where(EpisodeRow.state_id == state_id, EpisodeRow.closed_at.is_(None))
        .values(closed_at=event.at, close_reason=event.reason)
    )


def note_acknowledgement(session: Session, state_id: int, event: Event) -> None:
    """Keep who took the open episode of a state on, or that nobody holds it any more."""
    is_taken = event.reason is Reason.ACKNOWLEDGED
    session.execute(
        update(EpisodeRow)
        .where(EpisodeRow.state_id == state_id, EpisodeRow.closed_at.is_(None))
        .values(acked_by=event.actor if is_taken else None, acked_at=event.at if is_taken else None)
    )


def get_episode_id(session: Session, state_id: int, number: int) -> int:
    """Return the id of an episode.

    Raises:
        sqlalchemy.exc.NoResultFound: If a state has none of this number.
    """
    return session.scalars(
        select(EpisodeRow.id).where(EpisodeRow.state_id == state_id, EpisodeRow.number == number)
    ).one()


def link_message(session: Session, episode_ids: Sequence[int], delivery_id: int) -> None:
    """Let a delivery be the message of episodes."""
    session.execute(
        update(EpisodeRow).where(EpisodeRow.id.in_(episode_ids)).values(delivery_id=delivery_id)
    )


def find_message(session: Session, state_id: int, number: int) -> int | None:
    """Return the delivery that is the message of an episode, or None where it has none."""
    return session.scalar(
        select(EpisodeRow.delivery_id).where(
            EpisodeRow.state_id == state_id, EpisodeRow.number == number
        )
    )


def find_open_message(session: Session, workspace_id: str, rule: Rule) -> int | None:
    """Return the delivery that tells of a whole workspace's open alert; None where none does."""
    return session.scalar(
        select(EpisodeRow.delivery_id)
        .join(AlertStateRow, AlertStateRow.id == EpisodeRow.state_id)
        .join(TargetRow, TargetRow.id == AlertStateRow.target_id)
        .where(
            TargetRow.workspace_id == workspace_id,
            TargetRow.segment == "",
            AlertStateRow.rule == rule,
            EpisodeRow.closed_at.is_(None),
        )
    )
