"""What one run has used up of what it may read."""

from bot.errors import SourceError
from bot.sources.rest.network import Network
from rules.troubles import Trouble


class Budget:
    """Counts along with one run and ends it at a cap."""

    def __init__(self, network: Network) -> None:
        self._caps = network.caps
        self._clock = network.clock
        self._ends_at = network.clock() + network.caps.run_time.total_seconds()
        self._bytes = 0
        self.pages = 0
        self.rows = 0

    def spend_page(self) -> None:
        """Count a request that is about to be made.

        Raises:
            SourceError: If there were enough of them.
        """
        if self.pages == self._caps.pages:
            raise SourceError(Trouble.TOO_MANY_PAGES, limit=self._caps.pages)
        self.pages += 1

    def spend_rows(self, count: int) -> None:
        """Count rows that arrived.

        Raises:
            SourceError: If they are more than a run may count.
        """
        self.rows += count
        if self.rows > self._caps.rows:
            raise SourceError(Trouble.TOO_MANY_ROWS, limit=self._caps.rows)

    def spend_bytes(self, count: int, of_page: int) -> None:
        """Count unpacked bytes that arrived, given how many the page has with them.

        Raises:
            SourceError: If they are more than a page or a run may have.
        """
        self._bytes += count
        if of_page > self._caps.page_bytes:
            raise SourceError(Trouble.TOO_MANY_BYTES, limit=self._caps.page_bytes)
        if self._bytes > self._caps.run_bytes:
            raise SourceError(Trouble.TOO_MANY_BYTES, limit=self._caps.run_bytes)

    def remaining(self) -> float:
        """Return the seconds that are left.

        Raises:
            SourceError: If there are none.
        """
        left = self._ends_at - self._clock()
        if left <= 0:
            limit = round(self._caps.run_time.total_seconds())
            raise SourceError(Trouble.TOOK_TOO_LONG, limit=limit)
        return left
