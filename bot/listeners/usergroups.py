"""User groups that change: a source that counts them is read soon afterwards."""

from typing import Any

from slack_bolt import Ack, App, BoltContext

from bot.listeners.members import workspace_id
from bot.services import Services
from bot.storage.sources import bring_forward
from bot.views.ids import Event
from rules.headcounts import SourceKind


def register(app: App) -> None:
    """Attach this journey's listeners."""
    for event in (Event.GROUP_MEMBERS_CHANGED, Event.GROUP_UPDATED):
        app.event(event.value)(note_change)


def note_change(ack: Ack, event: dict[str, Any], context: BoltContext, services: Services) -> None:
    """Have the sources that count this group read at the next tick; a burst is one reading."""
    ack()
    group = event.get("subteam_id") or event.get("subteam", {}).get("id")
    with services.database.sessions.begin() as session:
        bring_forward(
            session,
            workspace_id(context),
            SourceKind.SLACK_USERGROUPS,
            services.clock(),
            wanted=lambda config: any(one["id"] == group for one in config["groups"]),
        )
