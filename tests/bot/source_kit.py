"""A workspace with sources in it, for tests of the journeys around them."""

from typing import Any

from sqlalchemy.orm import Session

from bot.connections import Connection, Run
from bot.storage.runs import list_runs
from bot.storage.sources import add_connection, list_connections
from bot.views.ids import Action
from rules.headcounts import HeadcountClass, SourceKind
from tests.bot.modals import Modal
from tests.bot.workbench import Workbench
from tests.fakes import FakeSlack, Reply, ok
from tests.slack_payloads import TEAM, USER

PASSWORD = "hunter2-never-shown"


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


def store(bench: Workbench, kind: SourceKind = SourceKind.REST, **changes: Any) -> Connection:
    """Store a source that is not connected to anything."""
    defaults: dict[str, Any] = {
        "name": "",
        "config": {},
        "supplies": frozenset(HeadcountClass),
        "connected_by": USER,
        "connected_at": bench.clock.now,
    }
    connection = Connection(id=0, workspace_id=TEAM, kind=kind, **{**defaults, **changes})
    with bench.database.sessions.begin() as session:
        return add_connection(session, connection, None)


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


def choose(bench: Workbench, choice: str) -> Modal:
    """Open the form of a kind of source."""
    return Modal(bench).open(Action.CONNECT_SOURCE).press(Action.CHOOSE_KIND, choice)


def fill_scim(slack: FakeSlack, **changes: Any) -> dict[str, Any]:
    """Return what to fill into the form of a source that counts by name; None leaves a field."""
    typed: dict[str, Any] = {
        "base_url": f"{slack.address}/hr",
        "token": PASSWORD,
        "place__sales": "Sales\n\n Inside Sales ",
        "place__enablement": "Enablement",
        **changes,
    }
    return {name: value for name, value in typed.items() if value is not None}


def count_in(slack: FakeSlack, *totals: int) -> None:
    """Let the source answer with these numbers, one after the other."""
    slack.on("hr/Users", *(Reply({"totalResults": total}) for total in totals))


def a_page(people: list[dict[str, Any]]) -> Reply:
    """A page of a source that lists people; three altogether."""
    return Reply({"Resources": people, "totalResults": 3, "itemsPerPage": len(people)})
