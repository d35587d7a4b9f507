"""What reading a workspace's source costs, among few workspaces and among many."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from statistics import median

from sqlalchemy import delete, update

from bot.app import build_client
from bot.connections import Connection
from bot.jobs.sync import sync_due
from bot.opening import Opener
from bot.storage.engine import Database, open_database
from bot.storage.migrations import migrate
from bot.storage.models import WorkspaceRow
from bot.storage.source_models import SourceRow
from bot.storage.sources import add_connection, save_connection
from bot.storage.workspaces import ensure_workspace
from bot.vault import Vault, make_key
from bot.workspaces import Language, Workspace
from rules.headcounts import HeadcountClass, SourceKind
from rules.titles import STARTER_MAPPING

NOON = datetime(2026, 3, 3, 12, tzinfo=UTC)
DUE = 500
RESTING_DAYS = 90
ROUNDS = 3
PEOPLE = [
    {"id": str(number), "department": "Sales" if number else "Enablement", "title": title}
    for number, title in enumerate(["Sales Enablement Manager", *["Account Executive"] * 59])
]
DEFINITION = """
preset: stub
label: A stub
base_url: {base_url}
auth: {{type: bearer}}
path: /people
rows: people
id: id
dims: {{department: department, title: title}}
"""


class _Stub(BaseHTTPRequestHandler):
    """Answers with sixty people, as fast as it can."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Answer."""
        body = json.dumps({"people": PEOPLE}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def stub() -> Iterator[str]:
    """Yield the address of a source on this machine."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Stub)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()


def time_syncs(url: str, workspaces: int) -> float:
    """Return the seconds that reading a due workspace takes, 500 of them being due at a time."""
    database = open_database(url)
    migrate(database)
    with stub() as address:
        vault = Vault((make_key(),))
        client = build_client("xoxb-bench", "http://127.0.0.1:9/api/")
        opener = Opener(client, vault, frozenset({"127.0.0.1"}))
        _fill(database, vault.lock({"token": "bench"}), address, workspaces)
        times = [_time_pass(database, opener) for _ in range(ROUNDS)]
    database.close()
    return median(times) / DUE


def _time_pass(database: Database, opener: Opener) -> float:
    with database.sessions.begin() as session:
        session.execute(
            update(SourceRow)
            .where(SourceRow.due_at < NOON + timedelta(days=RESTING_DAYS))
            .values(due_at=NOON - timedelta(hours=1))
        )
    begun = time.perf_counter()
    counts = sync_due(database, opener, NOON)
    seconds = time.perf_counter() - begun
    assert (counts.due, counts.ok) == (DUE, DUE), counts
    return seconds


def _fill(database: Database, secret: str, address: str, workspaces: int) -> None:
    config = {"preset": "custom", "definition": DEFINITION.format(base_url=address)}
    with database.sessions.begin() as session:
        session.execute(delete(WorkspaceRow))
        for number in range(workspaces):
            workspace_id = f"S{number}"
            ensure_workspace(session, Workspace(workspace_id, Language.EN, "UTC"), NOON)
            due_at = NOON if number < DUE else NOON + timedelta(days=RESTING_DAYS)
            connection = Connection(
                0,
                workspace_id,
                SourceKind.REST,
                "stub",
                config,
                frozenset(HeadcountClass),
                "U1",
                NOON,
                mapping=STARTER_MAPPING,
                is_confirmed=True,
                due_at=due_at,
            )
            save_connection(session, add_connection(session, connection, secret))
