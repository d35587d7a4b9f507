"""Go through the pages of a list and count their rows, one page in memory at a time."""

from bot.errors import SourceError
from bot.sources.numbers import parse_count
from bot.sources.rest.counting import Counts, GroupCounter, PeopleCounter
from bot.sources.rest.exchanges import Answer, Request
from bot.sources.rest.inquiries import Inquiry
from bot.sources.rest.paging import Page
from bot.sources.rest.shapes import Listing
from rules.troubles import Trouble


class Walk:
    """A walk through one list."""

    def __init__(
        self, inquiry: Inquiry, listing: Listing, counter: PeopleCounter | GroupCounter
    ) -> None:
        self._inquiry = inquiry
        self._listing = listing
        self._counter = counter
        self._marks: set[str] = set()
        self._rows = 0
        self._total: int | None = None

    def go(self, request: Request) -> Counts:
        """Read all pages, from the request for all of them on.

        Raises:
            SourceError: If a page is missing, repeats itself or cannot be read, or if the source
                announced another total.
        """
        following: Request | None = self._listing.paging.begin(request)
        while following is not None:
            following = self._read_page(following)
        if self._total is not None and self._total != self._rows:
            raise SourceError(Trouble.TOTAL_DISAGREES, rows=self._rows, total=self._total)
        return self._counter.finish()

    def _read_page(self, request: Request) -> Request | None:
        """Count one page, and return where the next one is. Nothing else of it outlives this."""
        if request.mark in self._marks:
            raise SourceError(Trouble.PAGES_REPEAT, rows=self._rows)
        self._marks.add(request.mark)
        answer = self._inquiry.ask(request)
        rows = self._listing.rows.find(answer.body)
        # Only a list that is there and empty says that there is nobody.
        if not isinstance(rows, list):
            raise SourceError(Trouble.NOTHING_AT_PATH, column=self._listing.rows.text)
        self._inquiry.client.budget.spend_rows(len(rows))
        self._read_total(answer)
        new = self._counter.add(rows)
        if rows and not new:
            raise SourceError(Trouble.PAGES_REPEAT, rows=self._rows)
        self._rows += new
        return self._listing.paging.follow(Page(request, answer, len(rows)))

    def _read_total(self, answer: Answer) -> None:
        """Remember the total; later pages may leave it out, or correct it."""
        if self._listing.total is None:
            return
        found = self._listing.total.find(answer.body)
        if found is None and self._total is not None:
            return
        self._total = parse_count(found, column=self._listing.total.text)
