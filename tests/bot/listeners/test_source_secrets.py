"""Credentials are typed once, go into the vault, and are seen by the source alone."""

import json
import logging
from collections.abc import Iterator

import pytest
from sqlalchemy import text

from bot.connections import Connection
from bot.storage.engine import Database
from bot.vault import Vault
from bot.views.ids import Action
from bot.views.notices import NO_KEY
from bot.workspaces import Standing
from rules.headcounts import SourceKind
from tests.bot.modals import Modal
from tests.bot.source_kit import PASSWORD, choose, count_in, fill_scim, list_stored, store
from tests.bot.workbench import Transport, Workbench, says
from tests.fakes import FakeSlack
from tests.slack_payloads import a_press

QUERY = "SELECT department, title, count(*) AS n FROM people GROUP BY 1, 2"


@pytest.fixture
def transport() -> Transport:
    return Transport.HTTP


@pytest.fixture(autouse=True)
def admin(bench: Workbench, caplog: pytest.LogCaptureFixture) -> None:
    bench.add_member(standing=Standing.ADMIN)
    caplog.set_level(logging.DEBUG, "bot")


@pytest.fixture
def connection(bench: Workbench) -> Connection:
    count_in(bench.slack, 10)
    choose(bench, "rest:scim").submit(**fill_scim(bench.slack))
    return list_stored(bench)[0]


def test_secrets_are_in_no_view_message_or_log(
    bench: Workbench, connection: Connection, caplog: pytest.LogCaptureFixture
) -> None:
    modal = Modal(bench).open(Action.RENEW_SECRET, str(connection.id))
    modal.submit(token=PASSWORD + "2")
    to_slack = [call for call in bench.slack.calls if not call.method.startswith("hr/")]
    assert PASSWORD not in json.dumps([call.arguments for call in to_slack])
    assert PASSWORD not in modal.text
    assert PASSWORD not in caplog.text


def test_secrets_reach_the_source(bench: Workbench, connection: Connection) -> None:
    tokens = {call.token for call in bench.slack.calls if call.method == "hr/Users"}
    assert tokens == {PASSWORD}
    Modal(bench).open(Action.RENEW_SECRET, str(connection.id)).submit(token="new")
    assert [call.token for call in bench.slack.calls if call.method == "hr/Users"][-1] == "new"


def test_secrets_are_in_no_table_in_plain(bench: Workbench, connection: Connection) -> None:
    Modal(bench).open(Action.RENEW_SECRET, str(connection.id)).submit(token=PASSWORD)
    assert PASSWORD not in "".join(dump(bench.database))


def test_secrets_are_in_no_error(bench: Workbench) -> None:
    modal = choose(bench, "sql")
    modal.submit(url=f"sqlite:///{PASSWORD}", query=QUERY)
    assert PASSWORD not in json.dumps(modal.answer)


def test_secrets_have_to_be_given(bench: Workbench, connection: Connection) -> None:
    modal = Modal(bench).open(Action.RENEW_SECRET, str(connection.id)).submit(token="  ")
    assert list(modal.errors) == ["token"]


@pytest.mark.parametrize("action", [Action.CHOOSE_KIND, Action.RENEW_SECRET])
def test_without_a_key_nobody_is_asked_for_a_credential(
    sqlite: Database, slack: FakeSlack, transport: Transport, action: Action
) -> None:
    bench = Workbench(sqlite, slack, transport, Vault(()))
    bench.add_member(standing=Standing.ADMIN)
    connection = store(bench, SourceKind.SQL)
    value = "sql" if action is Action.CHOOSE_KIND else str(connection.id)
    bench.send(a_press(action, value))
    assert says(slack.sent("response_url")[0], NO_KEY)
    assert slack.sent("views.open") == []
    bench.close()


def dump(database: Database) -> Iterator[str]:
    """Yield everything that is stored."""
    with database.reader.connect() as connection:
        tables = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'table'"))
        for (table,) in tables.all():
            for row in connection.execute(text(f"SELECT * FROM {table}")):  # noqa: S608 - our own
                yield str(tuple(row))
