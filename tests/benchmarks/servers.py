"""Real server processes to measure, and the Slack they talk to."""

import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from bot.clock import utc_now
from bot.jobs.entries import enter_numbers
from bot.storage.engine import open_database
from bot.storage.migrations import migrate
from bot.storage.workspaces import ensure_workspace, save_member
from bot.workspaces import Language, Member, Standing, Workspace
from rules.facts import Facts
from rules.headcounts import rows_from_facts
from tests.benchmarks.load import SECRET

PATIENCE_SECONDS = 30


def free_port() -> int:
    """Return a port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def fill(database_url: str, members: int) -> None:
    """Make a workspace with a headcount and members that Slack was just asked about."""
    database = open_database(database_url)
    migrate(database)
    now = utc_now()
    facts = Facts(320, Decimal(6), sales=200, customer_success=80)
    with database.sessions.begin() as session:
        ensure_workspace(session, Workspace("T1", Language.EN, "UTC"), now)
        enter_numbers(session, "T1", rows_from_facts(facts), "U0", now)
        for number in range(members):
            member = Member(
                "T1", f"U{number}", Language.EN, Standing.MEMBER, is_guest=False, refreshed_at=now
            )
            save_member(session, member)
    database.close()


def environment(
    database_url: str, port: int, api_url: str = "http://127.0.0.1:9/"
) -> dict[str, str]:
    """Return the environment of a server under measurement."""
    return {
        **os.environ,
        "SLACK_BOT_TOKEN": "xoxb-bench",
        "SLACK_SIGNING_SECRET": SECRET,
        "SLACK_API_URL": api_url,
        "DATABASE_URL": database_url,
        "PORT": str(port),
        "LOG_LEVEL": "WARNING",
    }


@contextmanager
def running(
    arguments: list[str], env: dict[str, str], port: int | None
) -> Iterator[subprocess.Popen[bytes]]:
    """Yield a Python process once it accepts connections; end it afterwards."""
    process = subprocess.Popen([sys.executable, *arguments], env=env)  # noqa: S603 - our own server
    try:
        if port is not None:
            wait_for_port(port, process)
        yield process
    finally:
        process.terminate()
        process.wait(PATIENCE_SECONDS)


def wait_for_port(port: int, process: subprocess.Popen[bytes]) -> None:
    """Return once a connection is accepted.

    Raises:
        TimeoutError: If none is within half a minute, or the process has ended.
    """
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.005)
    raise TimeoutError(f"nothing listens on port {port}")


def gunicorn(application: str, port: int) -> list[str]:
    """Return how to serve another application just as `web` serves ours."""
    return [
        *("-m", "gunicorn", application, "--bind", f"127.0.0.1:{port}"),
        *("--worker-class", "gthread", "--threads", "16", "--log-level", "warning"),
    ]


def resident_megabytes(pid: int) -> float:
    """Return the memory that a process holds, from Linux's own account."""
    with open(f"/proc/{pid}/status", encoding="ascii") as status:  # noqa: PTH123 - not a real file
        line = next(line for line in status if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def children(pid: int) -> list[int]:
    """Return the processes that a process started."""
    with open(f"/proc/{pid}/task/{pid}/children", encoding="ascii") as listed:  # noqa: PTH123
        return [int(child) for child in listed.read().split()]


class SlowSlack(ThreadingHTTPServer):
    """A Web API that takes a second for everything, as Slack does on a bad day."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, delay: float, answer: dict[str, object]) -> None:
        self.delay, self.answer = delay, answer
        super().__init__(("127.0.0.1", 0), _SlowHandler)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: a server that is ended mid-call hangs up, and that is no news."""

    @property
    def url(self) -> str:
        """Return its address."""
        return f"http://127.0.0.1:{self.server_port}/"


class _SlowHandler(BaseHTTPRequestHandler):
    server: SlowSlack

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("content-length") or 0))
        time.sleep(self.server.delay)
        body = json.dumps(self.server.answer).encode()
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self) -> None:
        self.do_POST()

    def log_message(self, *_: object) -> None:
        """Say nothing."""
