"""Real databases for tests: files of SQLite, and a PostgreSQL server of our own.

pytest-postgresql was tried first: it starts the server as whoever runs the tests, and PostgreSQL
refuses to run as root, as containers and CI do. Here root hands the server to another user.
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from itertools import count
from pathlib import Path

import psycopg
from psycopg import sql

SERVER_USER = "postgres"
# Nothing here outlives the tests, so nothing need survive a power cut.
IN_A_HURRY = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"


class Backend(StrEnum):
    """Databases the bot runs on; every storage test runs on each."""

    SQLITE = "sqlite"
    POSTGRESQL = "postgresql"


@dataclass(frozen=True, slots=True)
class PostgresServer:
    """A throw-away server on a Unix socket, which no other server can have taken."""

    socket_folder: Path
    numbers: Iterator[int]

    def create_database(self, template: str = "template0") -> str:
        """Return the name of a new database that equals the template."""
        name = f"test_{next(self.numbers)}"
        self._execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                sql.Identifier(name), sql.Identifier(template)
            )
        )
        return name

    def drop_database(self, name: str) -> None:
        self._execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))

    def address_of(self, name: str) -> str:
        """Return what DATABASE_URL would say."""
        return f"postgresql://{SERVER_USER}@/{name}?host={self.socket_folder}"

    def _execute(self, statement: sql.Composed) -> None:
        with psycopg.connect(
            host=str(self.socket_folder), user=SERVER_USER, dbname="postgres", autocommit=True
        ) as connection:
            connection.execute(statement)


def find_postgres_binaries() -> Path | None:
    """Return the folder of `initdb` and `pg_ctl`, the newest version first, or None."""
    versions = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name)
    )
    for folder in reversed(versions):
        if (folder / "initdb").exists():
            return folder
    on_path = shutil.which("initdb")
    return Path(on_path).resolve().parent if on_path else None


@contextmanager
def run_postgres(binaries: Path) -> Iterator[PostgresServer]:
    """Run a server with an empty cluster of its own, and take both away afterwards."""
    # Not under pytest's own folder: that one lets nobody but root in. The name is short because a
    # socket's path may have 107 characters.
    folder = Path(tempfile.mkdtemp(prefix="pg"))
    data = folder / "data"
    if os.geteuid() == 0:
        shutil.chown(folder, SERVER_USER, SERVER_USER)
    settings = f"-c listen_addresses='' -c unix_socket_directories={folder} {IN_A_HURRY}"
    try:
        _run_as_server(
            binaries / "initdb",
            f"--pgdata={data}",
            f"--username={SERVER_USER}",
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C",
            "--no-sync",
        )
        control = (binaries / "pg_ctl", f"--pgdata={data}", "--wait")
        _run_as_server(*control, f"--log={folder / 'log'}", "-o", settings, "start")
        try:
            yield PostgresServer(folder, count())
        finally:
            _run_as_server(*control, "--mode=immediate", "stop")
    finally:
        shutil.rmtree(folder)


def _run_as_server(program: Path, *arguments: str | Path) -> None:
    is_root = os.geteuid() == 0
    subprocess.run(  # noqa: S603 - our own arguments
        [program, *arguments],
        check=True,
        cwd="/",
        stdin=subprocess.DEVNULL,
        # A pipe would stay open for as long as the server lives.
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        user=SERVER_USER if is_root else None,
        group=SERVER_USER if is_root else None,
        extra_groups=[] if is_root else None,
    )
