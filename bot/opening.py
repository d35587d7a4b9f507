"""Open a connected source: its parser, its credential and the network it may use."""

from collections.abc import Callable
from dataclasses import dataclass

from slack_sdk import WebClient

from bot.connections import Connection
from bot.errors import SourceConfigError, SourceError
from bot.sources.readings import Source
from bot.vault import Vault
from rules.headcounts import SourceKind
from rules.troubles import Trouble

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
        """Open a source; modules are imported when one needs them, and not at every start."""
        try:
            return self._open(connection, self.vault.unlock(secret))
        except SourceConfigError as error:
            # An earlier version took it; whoever connected it has to connect it again.
            raise SourceError(Trouble.REFUSED_REQUEST, name=error.field) from None

    def _open(self, connection: Connection, secret: dict[str, str]) -> Source:
        raise NotImplementedError
