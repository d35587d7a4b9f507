import pytest
from sqlalchemy.exc import (
    DatabaseError,
    DBAPIError,
    InterfaceError,
    OperationalError,
    ProgrammingError,
    ResourceClosedError,
)

from bot.sources.sql.troubles import describe_trouble
from rules.troubles import Incident, Trouble


@pytest.mark.parametrize(
    ("kind", "trouble"),
    [
        (OperationalError, Trouble.UNREACHABLE),
        (InterfaceError, Trouble.UNREACHABLE),
        (ProgrammingError, Trouble.QUERY_REFUSED),
        (DatabaseError, Trouble.QUERY_REFUSED),
    ],
)
def test_drivers_we_do_not_know_are_judged_by_the_names_they_share(
    kind: type[DBAPIError], trouble: Trouble
) -> None:
    error = kind("SELECT secret", None, Exception("secret"))
    assert describe_trouble(error).incident == Incident(trouble)


def test_a_query_that_returns_no_rows_at_all_is_refused() -> None:
    error = ResourceClosedError("This result object does not return rows.")
    assert describe_trouble(error).incident == Incident(Trouble.QUERY_REFUSED)
