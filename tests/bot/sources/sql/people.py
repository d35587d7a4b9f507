"""A company's people in a real database, and a line to it that can go dead."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from tests.databases import SERVER_USER

PASSWORD = "geheim-4711"
PEOPLE = (
    "CREATE TABLE staff (department text, title text, fte numeric)",
    "INSERT INTO staff VALUES ('Sales', 'Account Executive', 1)",
    "INSERT INTO staff VALUES ('Sales', 'Account Executive', 0.5)",
    "INSERT INTO staff VALUES ('Success', 'CSM', 1), (NULL, 'Enablement Lead', 0.75)",
)
HIRE = (
    "CREATE FUNCTION hire() RETURNS int LANGUAGE plpgsql AS"
    " $$BEGIN INSERT INTO staff VALUES ('Sales', 'Ghost', 1); RETURN 1; END$$"
)


@dataclass(frozen=True, slots=True)
class People:
    """Where the database is."""

    folder: Path
    name: str

    def connect(self) -> psycopg.Connection[Any]:
        return psycopg.connect(
            host=str(self.folder), user=SERVER_USER, dbname=self.name, autocommit=True
        )

    def count(self) -> int:
        with self.connect() as connection:
            [found] = connection.execute("SELECT count(*) FROM staff").fetchall()
            return int(found[0])

    def address(self, role: str = "reader", password: str = PASSWORD, name: str = "") -> str:
        """The database through its socket."""
        return f"postgresql://{role}:{password}@/{name or self.name}?host={self.folder}"


@dataclass(frozen=True, slots=True)
class Fate:
    """What becomes of a line once the client has sent some words; nothing without any.

    Attributes:
        is_cut: It ends; or else the client just gets no more answers.
    """

    words: bytes = b""
    is_cut: bool = False

    def has_come(self, sent: bytes) -> bool:
        return bool(self.words) and self.words in sent


@contextmanager
def relayed(folder: Path, fate: Fate = Fate()) -> Iterator[int]:
    """The port of a TCP server that passes everything on to a socket of PostgreSQL in a folder."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        relay = threading.Thread(target=_relay, args=(listening, folder, fate))
        relay.start()
        try:
            yield listening.getsockname()[1]
        finally:
            listening.shutdown(socket.SHUT_RDWR)
            relay.join()


def _relay(listening: socket.socket, folder: Path, fate: Fate) -> None:
    with suppress(OSError):
        while True:
            client, _ = listening.accept()
            _pass_on(client, folder, fate)


def _pass_on(client: socket.socket, folder: Path, fate: Fate) -> None:
    with client, socket.socket(socket.AF_UNIX) as server:
        server.connect(str(folder / ".s.PGSQL.5432"))
        is_dead = threading.Event()
        answers = threading.Thread(target=_pump, args=(server, client, is_dead))
        answers.start()
        with suppress(OSError):
            while sent := client.recv(2**16):
                if fate.has_come(sent):
                    is_dead.set()
                    if fate.is_cut:
                        break
                server.sendall(sent)
        server.shutdown(socket.SHUT_RDWR)
        answers.join()


def _pump(server: socket.socket, client: socket.socket, is_dead: threading.Event) -> None:
    with suppress(OSError):
        while (answered := server.recv(2**16)) and not is_dead.is_set():
            client.sendall(answered)
