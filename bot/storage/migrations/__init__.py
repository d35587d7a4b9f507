"""The schema's history, and how to bring a database to its newest version."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from bot.errors import SchemaError
from bot.storage.engine import Database


def build_config(database: Database) -> Config:
    """Return Alembic's configuration for a database; there is no alembic.ini."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.attributes["engine"] = database.engine
    return config


def migrate(database: Database) -> None:
    """Bring the schema to the newest version; safe to run by several processes at once."""
    command.upgrade(build_config(database), "head")


def check_schema(database: Database) -> None:
    """Compare the database's version with the code's.

    Raises:
        SchemaError: If they differ; the message says what to run.
    """
    wanted = ScriptDirectory.from_config(build_config(database)).get_current_head()
    with database.engine.connect() as connection:
        found = MigrationContext.configure(connection).get_current_revision()
    if found != wanted:
        raise SchemaError(
            f"the database is at {found or 'no version'}, the code at {wanted}:"
            " run `python -m bot migrate`"
        )
