"""The schema's history, and how to bring a database to its newest version.

Alembic is imported only where the schema has to change: it would cost every start a tenth of the
time to the first answer.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import inspect, text
from sqlalchemy.exc import OperationalError

from bot.errors import SchemaError
from bot.storage.engine import Database

if TYPE_CHECKING:
    from alembic.config import Config

HERE = Path(__file__).parent
NEWEST = max(path.name[1:5] for path in (HERE / "versions").glob("v[0-9]*.py"))
"""Version files are named `v0001_what_it_does.py` after the revision they hold."""


def migrate(database: Database) -> None:
    """Bring the schema to the newest version; safe to run by several processes at once."""
    if find_version(database) != NEWEST:
        _upgrade(database)


def check_schema(database: Database) -> None:
    """Compare the database's version with the code's.

    Raises:
        SchemaError: If they differ; the message says what to run.
    """
    found = find_version(database)
    if found != NEWEST:
        raise SchemaError(
            f"the database is at {found or 'no version'}, the code at {NEWEST}:"
            " run `python -m bot migrate`"
        )


def find_version(database: Database) -> str | None:
    """Return the schema's version, or None where there is no schema yet.

    Raises:
        SchemaError: If the database does not answer.
    """
    try:
        with database.reader.connect() as connection:
            if not inspect(connection).has_table("alembic_version"):
                return None
            version: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
            return version
    except OperationalError as error:
        raise SchemaError("the database does not answer: check DATABASE_URL") from error


def build_config(database: Database) -> "Config":
    """Return Alembic's configuration for a database; there is no alembic.ini."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(HERE))
    config.attributes["engine"] = database.engine
    return config


def _upgrade(database: Database) -> None:
    from alembic import command

    command.upgrade(build_config(database), "head")
