"""A workspace with sources in it, for tests of the journeys around them."""

from typing import Any

from sqlalchemy.orm import Session

from bot.connections import Connection, Run
from bot.storage.runs import list_runs
from bot.storage.sources import list_connections
from bot.views.ids import Action
from tests.bot.modals import Modal
from tests.bot.workbench import Workbench
from tests.fakes import FakeSlack, Reply, ok
from tests.slack_payloads import TEAM, USER


def a_group(group_id: str, handle: str, name: str, people: int, **changes: Any) -> dict[str, Any]:
    """A user group as Slack lists it, whose members are nobody."""
    return {
        "id": group_id,
        "handle": handle,
        "name": name,
        "user_count": str(people),
        "users": [f"U{group_id}{number}" for number in range(people)],
        "date_delete": 0,
        **changes,
    }


GROUPS = [
    a_group("S1", "sales", "Sales", 140),
    a_group("S2", "support", "Support", 52),
    a_group("S3", "enablement", "Sales enablement", 6),
    a_group("S4", "lunch", "Lunch", 9),
    a_group("S5", "old", "Old team", 0, date_delete=1_700_000_000),
]


def with_groups(slack: FakeSlack, *groups: dict[str, Any]) -> None:
    """Let Slack list these user groups."""
    slack.on("usergroups.list", ok(usergroups=list(groups or GROUPS)))
    slack.on("users.list", ok(members=[]))


def connect_groups(bench: Workbench) -> Modal:
    """Connect the groups that are suggested; the modal then shows the preview."""
    return Modal(bench).open(Action.CHOOSE_KIND, "slack_usergroups").submit().submit()


def publish_groups(bench: Workbench) -> Connection:
    """Connect the groups that are suggested, and publish what they count."""
    with_groups(bench.slack)
    connect_groups(bench).press(Action.ACCEPT_RUN)
    return list_stored(bench)[-1]


def list_stored(bench: Workbench) -> list[Connection]:
    """Return the sources of the workspace."""
    with Session(bench.database.reader) as session:
        return list_connections(session, TEAM)


def list_history(bench: Workbench) -> list[Run]:
    """Return the runs of the workspace, the newest first."""
    with Session(bench.database.reader) as session:
        return list_runs(session, TEAM, 100)


def upload(slack: FakeSlack, content: str, name: str = "people.csv", user: str = USER) -> Any:
    """Put a file into Slack, and return its object as a form brings it."""
    place = f"files-pri/{TEAM}-F1/{name}"
    slack.on(place, Reply(content))
    file = {
        "id": "F1",
        "name": name,
        "user": user,
        "size": len(content.encode()),
        "url_private_download": f"{slack.address}/{place}",
    }
    slack.on("files.info", ok(file=file))
    return file
