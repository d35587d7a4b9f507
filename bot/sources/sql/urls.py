"""The address of a database as an admin writes it, with the password in it."""

import re
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from bot.errors import SourceConfigError
from rules.facts import LONGEST_ECHO
from rules.wording import Phrase, say

FIELD = "url"
POSTGRESQL = "postgresql"
SQLITE = "sqlite"
# All others are refused: drivers read files, load libraries and call other hosts when told to.
OPTIONS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        POSTGRESQL: frozenset(
            {"application_name", "channel_binding", "host", "options", "sslmode"}
        ),
        "mariadb": frozenset({"charset"}),
        "mssql": frozenset({"driver", "encrypt"}),
        "mysql": frozenset({"charset"}),
    }
)
PLAIN = re.compile(r"[\w .,:=+-]*")
HOST = re.compile(r"[\w.-]+|[\da-f.:]+", re.IGNORECASE)
SSL_MODES = {"require", "verify-full"}


def parse_source_url(secret: Mapping[str, str]) -> URL:
    """Return the address of a database.

    Args:
        secret: With the key `url`.

    Raises:
        SourceConfigError: If it is none, or asks a driver for what it must not do.
    """
    text = secret.get(FIELD, "").strip()
    try:
        url = make_url(re.sub("^postgres://", "postgresql://", text))
    except (ArgumentError, ValueError):
        # Not chained: SQLAlchemy's own message quotes the password.
        raise _not_an_address() from None
    _check_options(url)
    if url.get_backend_name() == SQLITE:
        return _check_file(url)
    # What does not look like a host could be the end of a password with an @ in it.
    if not HOST.fullmatch(url.host or "socket") or not PLAIN.fullmatch(url.database or ""):
        raise _not_an_address()
    if not url.host and "host" not in url.query:
        raise _not_an_address()
    # Without one, drivers look for a password among the operator's own files and variables.
    if url.host and not (url.username and url.password):
        raise _refused(say("The address needs a user and a password."))
    return url.set(drivername="postgresql+psycopg") if is_postgres(url) else url


def is_postgres(url: URL) -> bool:
    """Return whether an address is one of PostgreSQL."""
    return url.get_backend_name() == POSTGRESQL


def _check_options(url: URL) -> None:
    allowed = OPTIONS.get(url.get_backend_name(), frozenset())
    for name, value in url.query.items():
        if not re.fullmatch(r"\w+", name):
            raise _not_an_address()
        if name not in allowed or not _is_harmless(url, name, value):
            raise _refused(say("Leave “{text}” out of the address.", text=name[:LONGEST_ECHO]))


def _is_harmless(url: URL, name: str, value: str | tuple[str, ...]) -> bool:
    if not isinstance(value, str):
        return False
    if name == "host":
        # The folder of a socket; beside another host it would win.
        return not url.host
    if name == "sslmode":
        return value in SSL_MODES
    return PLAIN.fullmatch(value) is not None


def _check_file(url: URL) -> URL:
    if url.host or not Path(url.database or "").is_absolute():
        raise _refused(say("Give the full path of the file, as in sqlite:////srv/people.db."))
    return url.set(drivername=SQLITE)


def _not_an_address() -> SourceConfigError:
    return _refused(say("Give the address as dialect://user:password@host/database."))


def _refused(phrase: Phrase) -> SourceConfigError:
    return SourceConfigError(FIELD, phrase)
