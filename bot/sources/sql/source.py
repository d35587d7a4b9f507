"""A database as a headcount source."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from bot.errors import SourceError
from bot.sources.readings import Reading
from bot.sources.rest.network import Network
from bot.sources.sql.deadlines import Deadline
from bot.sources.sql.engines import connect_to_read
from bot.sources.sql.rows import build_reading
from bot.sources.sql.statements import FIELD, check_statement
from bot.sources.sql.troubles import describe_trouble
from bot.sources.sql.urls import parse_source_url
from rules.troubles import Trouble

ROWS_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class SqlConfig:
    """What a database is asked.

    Attributes:
        query: One SELECT that returns `n` and what it groups by: `class` with `function`, `segment`
            and `fte`, or else `department`, `title`, `region` and `group` for a mapping to place.
    """

    query: str


def parse_sql_config(values: Mapping[str, Any]) -> SqlConfig:
    """Return a configuration.

    Args:
        values: With the key `query`.

    Raises:
        SourceConfigError: If the query is not one that only reads.
    """
    return SqlConfig(check_statement(str(values.get(FIELD, ""))))


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of our time and memory a database may take."""

    reading: timedelta = timedelta(seconds=60)
    rows: int = 20_000


class SqlSource:
    """Asks a database for counts; what is not counted yet never leaves it.

    Args:
        config: What to ask.
        secret: With the key `url`, as `dialect://user:password@host/database`.
        network: The way there. Files and sockets' folders stand among the allowed hosts, in full.
        limits: How much it may take.

    Raises:
        SourceConfigError: If the secret holds no address.
    """

    def __init__(
        self,
        config: SqlConfig,
        secret: Mapping[str, str],
        network: Network,
        limits: Limits = Limits(),
    ) -> None:
        self._config = config
        self._url = parse_source_url(secret)
        self._network = network
        self._limits = limits

    def read(self, on: date) -> Reading:
        """Count who is there now; the query itself may look at a date.

        Raises:
            SourceError: If the answer cannot be used, or is only a part.
        """
        deadline = Deadline(self._limits.reading)
        try:
            columns, rows = self._ask(deadline)
        except SQLAlchemyError as error:
            # Not chained: its message repeats the query and what the database said.
            if deadline.has_passed():
                raise SourceError(Trouble.TOOK_TOO_LONG) from None
            raise describe_trouble(error) from None
        return build_reading(columns, rows, on)

    def _ask(self, deadline: Deadline) -> tuple[list[str], list[tuple[Any, ...]]]:
        most = self._limits.rows
        rows: list[tuple[Any, ...]] = []
        with (
            connect_to_read(self._url, self._network, deadline) as connection,
            # As it is: neither a colon nor a per cent sign in it stands for a value of ours.
            connection.execution_options(
                stream_results=True, max_row_buffer=ROWS_AT_ONCE, no_parameters=True
            ).exec_driver_sql(self._config.query) as result,
        ):
            for row in result:
                if deadline.has_passed():
                    raise SourceError(Trouble.TOOK_TOO_LONG)
                if len(rows) == most:
                    raise SourceError(Trouble.TOO_MANY_ROWS, limit=most)
                rows.append(tuple(row))
            return list(result.keys()), rows
