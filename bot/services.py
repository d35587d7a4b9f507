"""What every listener is given."""

from concurrent.futures import Executor
from dataclasses import dataclass

from bot.clock import Clock
from bot.opening import OpenSource
from bot.storage.engine import Database
from bot.vault import Vault


@dataclass(frozen=True, slots=True)
class Services:
    """The world outside, as listeners reach it.

    Attributes:
        background: For what must not delay an answer.
        vault: Locks away the credentials of sources.
        open_source: Opens a connected source for reading.
        admin_users: May change settings in every workspace.
    """

    database: Database
    clock: Clock
    background: Executor
    vault: Vault
    open_source: OpenSource
    admin_users: frozenset[str] = frozenset()
