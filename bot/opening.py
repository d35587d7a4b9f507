"""Open a connected source: its parser, its credential and the network it may use."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from slack_sdk import WebClient

from bot.connections import Connection
from bot.errors import SourceConfigError, SourceError
from bot.sources.readings import Source
from bot.vault import Vault
from rules.headcounts import SourceKind
from rules.troubles import Trouble

if TYPE_CHECKING:
    from bot.sources.rest.network import Network

OpenSource = Callable[[Connection, str | None], Source]
"""Opens a source with its locked secret; raises SourceError where it cannot."""


@dataclass(frozen=True, slots=True)
class Opener:
    """What sources need of the world.

    Attributes:
        client: Slack, for user groups.
        allowed_hosts: Inside the network, and may be read all the same.
    """

    client: WebClient
    vault: Vault
    allowed_hosts: frozenset[str]

    def __call__(self, connection: Connection, secret: str | None) -> Source:
        """Open a source.

        Raises:
            SourceError: If its credential or its configuration cannot be used any more.
            LookupError: If people bring it up to date, so that there is nothing to read.
        """
        openers: dict[SourceKind, Callable[[Connection, dict[str, str]], Source]] = {
            SourceKind.REST: self._open_rest,
            SourceKind.SLACK_USERGROUPS: self._open_usergroups,
            SourceKind.SQL: self._open_sql,
            SourceKind.GOOGLE: self._open_google,
        }
        open_kind = openers[connection.kind]
        try:
            return open_kind(connection, self.vault.unlock(secret))
        except SourceConfigError as error:
            # An earlier version took it; whoever connected it has to connect it again.
            raise SourceError(Trouble.REFUSED_REQUEST, name=error.field) from None

    # Each kind is imported when one is read, and not at every start.

    def _open_rest(self, connection: Connection, secret: dict[str, str]) -> Source:
        from bot.sources.rest.configs import parse_rest_config
        from bot.sources.rest.connector import RestSource

        return RestSource(parse_rest_config(connection.config), secret, self._network)

    def _open_sql(self, connection: Connection, secret: dict[str, str]) -> Source:
        from bot.sources.sql.source import SqlSource, parse_sql_config

        return SqlSource(parse_sql_config(connection.config), secret, self._network)

    def _open_usergroups(self, connection: Connection, _secret: dict[str, str]) -> Source:
        from bot.sources.slack_usergroups import SlackUsergroupsSource, parse_usergroups_config

        config = parse_usergroups_config(connection.config)
        return SlackUsergroupsSource(config, self.client)

    def _open_google(self, connection: Connection, secret: dict[str, str]) -> Source:
        from bot.sources.google.source import GoogleSource, parse_google_config

        return GoogleSource(parse_google_config(connection.config), secret, self._network)

    @property
    def _network(self) -> "Network":
        from bot.sources.rest.network import Network

        return Network(self.allowed_hosts)
