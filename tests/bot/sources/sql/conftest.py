from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.bot.sources.sql.people import PASSWORD, PEOPLE, People
from tests.databases import PostgresServer


@pytest.fixture(scope="session")
def people(postgres: PostgresServer) -> Iterator[People]:
    """A company's database, with somebody who may read it and somebody who may not."""
    name = postgres.create_database()
    people = People(postgres.socket_folder, name)
    with people.connect() as connection:
        connection.execute(f"CREATE ROLE reader LOGIN PASSWORD '{PASSWORD}'")
        connection.execute(f"CREATE ROLE outsider LOGIN PASSWORD '{PASSWORD}'")
        connection.execute(f"CREATE ROLE crowd LOGIN PASSWORD '{PASSWORD}' CONNECTION LIMIT 0")
        for statement in PEOPLE:
            connection.execute(statement)
        connection.execute("GRANT SELECT ON staff TO reader")
        connection.execute("GRANT INSERT ON staff TO reader")
    ask_for_passwords(postgres, "reader", "outsider", "crowd")
    yield people
    postgres.drop_database(name)


def ask_for_passwords(postgres: PostgresServer, *roles: str) -> None:
    """Let these roles in with their password only; the server trusts everybody else."""
    rules: Path = postgres.socket_folder / "data" / "pg_hba.conf"
    asked = "".join(f"local all {role} scram-sha-256\n" for role in roles)
    rules.write_text(asked + rules.read_text())
    server = People(postgres.socket_folder, "postgres")
    with server.connect() as connection:
        loaded = read_load_time(connection)
        connection.execute("SELECT pg_reload_conf()")
    newer = loaded
    while newer == loaded:
        with server.connect() as connection:
            newer = read_load_time(connection)


def read_load_time(connection: psycopg.Connection[Any]) -> Any:
    """When the server read its settings that this connection was accepted by."""
    return connection.execute("SELECT pg_conf_load_time()").fetchone()
