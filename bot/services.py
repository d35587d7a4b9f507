"""What every listener is given."""

from concurrent.futures import Executor
from dataclasses import dataclass

from bot.clock import Clock
from bot.storage.engine import Database


@dataclass(frozen=True, slots=True)
class Services:
    """The world outside, as listeners reach it.

    Attributes:
        background: For what must not delay an answer.
    """

    database: Database
    clock: Clock
    background: Executor
