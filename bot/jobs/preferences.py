"""Change a workspace's settings, with all that follows from them. The caller owns the transaction."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from bot.jobs.runs import get_calendar
from bot.preferences.changes import Setting, change_settings
from bot.preferences.tuning import Knob, change_tuning
from bot.storage.digests import schedule_digest
from bot.storage.forecasts import schedule_forecast
from bot.storage.headcounts import publish_headcount
from bot.storage.observations import note_change
from bot.storage.revivals import revive_deliveries
from bot.storage.snapshots import read_current_snapshot
from bot.storage.sources import reschedule_sources
from bot.storage.watches import get_tuning, save_tuning
from bot.storage.workspaces import (
    get_preferences,
    get_workspace,
    lock_workspace,
    save_workspace,
)
from bot.workspaces import Preferences, Workspace
from rules.headcounts import list_segment_names
from rules.tuning import DEFAULT_TUNING, Tuning


def get_settings(session: Session, workspace_id: str) -> tuple[Workspace, Preferences]:
    """Return what a workspace chose; in a writing transaction nobody else changes it meanwhile.

    Raises:
        sqlalchemy.exc.NoResultFound: If the workspace is not known.
    """
    lock_workspace(session, workspace_id)
    return get_workspace(session, workspace_id), get_preferences(session, workspace_id)


def list_known_segments(session: Session, workspace_id: str) -> list[str]:
    """Return the segments that a workspace may choose: those of its headcount and those chosen."""
    snapshot = read_current_snapshot(session, workspace_id)
    counted = [] if snapshot is None else list_segment_names(snapshot)
    chosen = get_preferences(session, workspace_id).segments or ()
    return sorted({*counted, *chosen})


def save_changes(
    session: Session, workspace_id: str, changes: Mapping[Setting, str], now: datetime
) -> tuple[Workspace, Preferences]:
    """Change some settings and return all of them as they are now.

    Another calendar moves the next reading of sources, and until when their counts can be trusted.

    Raises:
        PreferencesError: Naming every setting at fault; nothing is written then.
    """
    before = get_settings(session, workspace_id)
    segments = list_known_segments(session, workspace_id)
    workspace, preferences = change_settings(*before, changes, segments)
    save_workspace(session, workspace, preferences)
    if {Setting.TIME_ZONE, Setting.SYNC_AT} & changes.keys():
        due_at = get_calendar(session, workspace_id).find_next(now, workspace_id)
        reschedule_sources(session, workspace_id, due_at, now)
        publish_headcount(session, workspace_id, now)
    if {Setting.BOUNDS, Setting.SEGMENTS} & changes.keys():
        note_change(session, workspace_id, now)
    if workspace.bounds != before[0].bounds:
        schedule_forecast(session, workspace_id, now)
    if {Setting.DIGEST, Setting.TIME_ZONE} & changes.keys():
        schedule_digest(session, workspace_id, now)
    if Setting.ALERT_CHANNEL in changes:
        revive_deliveries(session, workspace_id, now)
    return workspace, preferences


def save_tuning_changes(
    session: Session, workspace_id: str, texts: Mapping[Knob, str], now: datetime
) -> None:
    """Tune the alerts of a workspace.

    Raises:
        PreferencesError: Naming every knob at fault; nothing is written then.
    """
    lock_workspace(session, workspace_id)
    tuned = change_tuning(get_tuning(session, workspace_id), texts)
    _tune(session, workspace_id, tuned, now)


def reset_tuning(session: Session, workspace_id: str, now: datetime) -> None:
    """Let a workspace's alerts go by the defaults again."""
    lock_workspace(session, workspace_id)
    _tune(session, workspace_id, DEFAULT_TUNING, now)


def _tune(session: Session, workspace_id: str, tuning: Tuning, now: datetime) -> None:
    # An unchanged form must not have every open alert judged by another version of the rules.
    if tuning == get_tuning(session, workspace_id):
        return
    save_tuning(session, workspace_id, tuning)
    note_change(session, workspace_id, now)
