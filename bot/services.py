"""What every listener is given."""

from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Self

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

    def __deepcopy__(self, memo: dict[int, object]) -> Self:
        """Return itself: Bolt deep-copies the context for lazy listeners and drops what it cannot."""
        return self
