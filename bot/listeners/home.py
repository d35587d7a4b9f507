"""App Home: drawn anew whenever somebody opens it, and after what they do there."""

from typing import Any

from slack_bolt import App
from slack_sdk.errors import SlackApiError
from sqlalchemy.orm import Session

from bot.listeners.admins import may_administer
from bot.listeners.calls import Call, after_ack
from bot.listeners.ratios import list_points
from bot.storage.cards import list_open_cards
from bot.storage.deliveries import count_stopped
from bot.storage.headcounts import list_overrides
from bot.storage.runs import find_open_run, list_runs
from bot.storage.silences import find_wide_silence
from bot.storage.sources import list_connections
from bot.storage.workspaces import get_preferences
from bot.views.charts import without_charts
from bot.views.home import Dashboard, home_view
from bot.views.ids import Event
from bot.workspaces import Briefing

SHOWN_RUNS = 5
CHART_REFUSED = frozenset({"invalid_blocks", "invalid_arguments"})
"""The first is documented; the second is what Slack says of a view it cannot read."""


def register(app: App) -> None:
    """Attach this journey's listeners."""
    app.event(Event.HOME_OPENED.value, matchers=[_is_home_tab])(after_ack(show_home))
    # Slack sends the same event for the Messages tab, where there is nothing to draw.
    app.event(Event.HOME_OPENED.value)(lambda ack: ack())


def show_home(call: Call) -> None:
    """Draw App Home for whoever opened it, or pressed something in it."""
    briefing, tr = call.brief()
    board = load_dashboard(call, briefing)
    view = home_view(tr, board)
    try:
        _publish(call, view)
    except SlackApiError as error:
        if error.response["error"] not in CHART_REFUSED:
            raise
        # A Slack that draws no charts yet refuses the whole view.
        _publish(call, view | {"blocks": without_charts(tr, view["blocks"], board.points)})


def load_dashboard(call: Call, briefing: Briefing) -> Dashboard:
    """Return what App Home shows to a member."""
    workspace_id = briefing.workspace.id
    database, now = call.services.database, call.services.clock()
    with Session(database.reader) as session:
        connections = list_connections(session, workspace_id)
        held = [find_open_run(session, connection.id) for connection in connections]
        return Dashboard(
            briefing=briefing,
            preferences=get_preferences(session, workspace_id),
            connections=connections,
            overrides=list_overrides(session, workspace_id),
            points=list_points(database, briefing),
            runs=list_runs(session, workspace_id, SHOWN_RUNS),
            held=[run for run in held if run is not None],
            alerts=list_open_cards(session, workspace_id, now),
            untold=count_stopped(session, workspace_id),
            silence=find_wide_silence(session, workspace_id, now),
            may_administer=may_administer(briefing, call.services),
        )


def _publish(call: Call, view: dict[str, Any]) -> None:
    call.client.views_publish(user_id=call.context.user_id or "", view=view)


def _is_home_tab(event: dict[str, Any]) -> bool:
    return event.get("tab") == "home"
