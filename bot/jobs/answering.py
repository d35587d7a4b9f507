"""What people answer to alerts: taking them on, silencing them. The caller owns the transaction."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.alerts import AlertCard, StoredState, Watch
from bot.errors import AlertNotFoundError, AllSilencedError
from bot.jobs.check import apply_checks
from bot.jobs.watching import Check, find_rule, observe, plan_check
from bot.storage.cards import find_card
from bot.storage.observations import note_change
from bot.storage.silences import add_silence, end_silences, find_wide_silence
from bot.storage.targets import find_target, get_target
from bot.storage.watches import gather_watches
from bot.storage.workspaces import lock_workspace
from rules.acknowledgements import acknowledge
from rules.silences import SNOOZE, Silence


def take_on(session: Session, workspace_id: str, episode_id: int, by: str, now: datetime) -> None:
    """Let somebody take an open alert on; the first to do so holds it.

    Raises:
        AlertNotFoundError: If there is no such alert, or it is closed.
    """
    card, watch = _get_open(session, workspace_id, episode_id, now)
    stored = watch.states[card.rule]
    state, events = acknowledge(stored.state, observe(watch), find_rule(watch, card.rule), now, by)
    if not events:
        return
    # Judged again at once, so that reminders and the next look follow from the new state.
    check = Check(
        target=watch.target,
        states=(StoredState(stored.id, stored.target_id, stored.rule, state),),
        events=tuple((card.rule, event) for event in events),
        notice=None,
        is_candidate=True,
        wakes_at=now,
    )
    apply_checks(session, [(watch, check)], now)


def snooze(session: Session, workspace_id: str, episode_id: int, by: str, now: datetime) -> None:
    """Silence an open alert for seven days.

    Raises:
        AlertNotFoundError: If there is no such alert, or it is closed.
    """
    silence(session, workspace_id, episode_id, by, now + SNOOZE, "", now)


def silence(
    session: Session,
    workspace_id: str,
    episode_id: int,
    by: str,
    ends_at: datetime,
    comment: str,
    now: datetime,
) -> None:
    """Silence an open alert until a moment.

    Raises:
        AlertNotFoundError: If there is no such alert, or it is closed.
        SilenceError: If the end or the comment cannot be granted.
    """
    card, _ = _get_open(session, workspace_id, episode_id, now)
    add_silence(session, workspace_id, Silence(now, ends_at, by, comment, card.segment, card.rule))
    _look_again(session, workspace_id, episode_id, now)


def speak_again(
    session: Session, workspace_id: str, episode_id: int, by: str, now: datetime
) -> None:
    """End what silences an open alert.

    Raises:
        AlertNotFoundError: If there is no such alert, or it is closed.
        AllSilencedError: If only what silences all of them does.
    """
    card, _ = _get_open(session, workspace_id, episode_id, now)
    has_ended = end_silences(session, workspace_id, card.segment, card.rule, by, now)
    if not has_ended and find_wide_silence(session, workspace_id, now) is not None:
        raise AllSilencedError(str(episode_id))
    _look_again(session, workspace_id, episode_id, now)


def silence_all(
    session: Session, workspace_id: str, by: str, ends_at: datetime, comment: str, now: datetime
) -> None:
    """Silence everything of a workspace until a moment; one that does so already gives way.

    Raises:
        SilenceError: If the end or the comment cannot be granted.
    """
    granted = Silence(now, ends_at, by, comment)
    speak_again_all(session, workspace_id, by, now)
    add_silence(session, workspace_id, granted)


def speak_again_all(session: Session, workspace_id: str, by: str, now: datetime) -> None:
    """End what silences everything of a workspace; the next check tells what still holds."""
    lock_workspace(session, workspace_id)
    end_silences(session, workspace_id, None, None, by, now)
    note_change(session, workspace_id, now)


def _get_open(
    session: Session, workspace_id: str, episode_id: int, now: datetime
) -> tuple[AlertCard, Watch]:
    target_id = find_target(session, workspace_id, episode_id)
    if target_id is None:
        raise AlertNotFoundError(str(episode_id))
    # Locked before it is read: a check may be judging it at this moment.
    target = get_target(session, target_id)
    card = find_card(session, workspace_id, episode_id, now)
    if card is None or card.episode.closed_at is not None:
        raise AlertNotFoundError(str(episode_id))
    return card, gather_watches(session, [target], now)[0]


def _look_again(session: Session, workspace_id: str, episode_id: int, now: datetime) -> None:
    _, watch = _get_open(session, workspace_id, episode_id, now)
    apply_checks(session, [(watch, plan_check(watch, now))], now)
