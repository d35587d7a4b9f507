"""How a source hands out its rows: six styles, each saying what to ask for next."""

from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urljoin

from bot.errors import SourceError
from bot.sources.rest.exchanges import Answer, Request
from bot.sources.rest.selectors import Selector
from bot.sources.rest.urls import leaves_origin
from rules.troubles import Trouble

LONGEST_LINK = 4_000


@dataclass(frozen=True, slots=True)
class Page:
    """One page: what was asked, what came, and how many rows came with it."""

    request: Request
    answer: Answer
    rows: int


class Paging(Protocol):
    """One style. It remembers nothing: where we are in the list stands in the request."""

    def begin(self, request: Request) -> Request:
        """Return the request for the first page."""

    def follow(self, page: Page) -> Request | None:
        """Return the request for the page after this one; None where this was the last.

        Raises:
            SourceError: If the answer points where we do not go.
        """


@dataclass(frozen=True, slots=True)
class NoPaging:
    """Everything comes at once."""

    def begin(self, request: Request) -> Request:
        """Ask as it is."""
        return request

    def follow(self, page: Page) -> None:
        """Ask no more, whatever came."""


@dataclass(frozen=True, slots=True)
class IndexPaging:
    """A start index and a size.

    It moves on by the rows that came, because servers cap the size, and ends with an empty page,
    because an index that begins at one reaches the total while the last row is still to come.
    """

    start_param: str
    base: int
    size_param: str
    size: int
    is_in_body: bool = False

    def begin(self, request: Request) -> Request:
        """Start at the first row."""
        values = {self.start_param: self.base, self.size_param: self.size}
        return request.with_values(values, is_in_body=self.is_in_body)

    def follow(self, page: Page) -> Request | None:
        """Move on by the rows that came."""
        if page.rows == 0:
            return None
        start = page.request.value(self.start_param, is_in_body=self.is_in_body) + page.rows
        return page.request.with_values({self.start_param: start}, is_in_body=self.is_in_body)


@dataclass(frozen=True, slots=True)
class PagePaging:
    """A page number and a size.

    Attributes:
        more: Finds something while there are further pages; None where an empty page says so.
    """

    page_param: str
    base: int
    size_param: str
    size: int
    is_in_body: bool = False
    more: Selector | None = None

    def begin(self, request: Request) -> Request:
        """Ask for the first page."""
        values = {self.page_param: self.base, self.size_param: self.size}
        return request.with_values(values, is_in_body=self.is_in_body)

    def follow(self, page: Page) -> Request | None:
        """Ask for the next number."""
        if page.rows == 0 or (self.more is not None and not self.more.find(page.answer.body)):
            return None
        number = page.request.value(self.page_param, is_in_body=self.is_in_body) + 1
        return page.request.with_values({self.page_param: number}, is_in_body=self.is_in_body)


@dataclass(frozen=True, slots=True)
class CursorPaging:
    """A cursor from each answer; a page may be empty and yet not be the last."""

    cursor: Selector
    cursor_param: str
    is_in_body: bool = False

    def begin(self, request: Request) -> Request:
        """Ask without a cursor."""
        return request

    def follow(self, page: Page) -> Request | None:
        """Give the cursor back."""
        cursor = _read_link(self.cursor.find(page.answer.body), self.cursor.text)
        if cursor is None:
            return None
        return page.request.with_values({self.cursor_param: cursor}, is_in_body=self.is_in_body)


@dataclass(frozen=True, slots=True)
class LinkHeaderPaging:
    """A `Link` header with the next URL (RFC 8288)."""

    def begin(self, request: Request) -> Request:
        """Ask as it is."""
        return request

    def follow(self, page: Page) -> Request | None:
        """Go where the header points."""
        return _go_to(page, _read_link(page.answer.next_link, "Link"))


@dataclass(frozen=True, slots=True)
class NextUrlPaging:
    """The next URL in the answer itself."""

    next_url: Selector

    def begin(self, request: Request) -> Request:
        """Ask as it is."""
        return request

    def follow(self, page: Page) -> Request | None:
        """Go where the answer points."""
        return _go_to(page, _read_link(self.next_url.find(page.answer.body), self.next_url.text))


def _read_link(found: object, name: str) -> str | None:
    """Return a cursor or URL; None where there is no next page."""
    if found is None or found == "":
        return None
    if isinstance(found, bool) or not isinstance(found, int | str):
        raise SourceError(Trouble.NOT_READABLE, column=name)
    if len(str(found)) > LONGEST_LINK:
        raise SourceError(Trouble.NOT_READABLE, column=name)
    return str(found)


def _go_to(page: Page, link: str | None) -> Request | None:
    if link is None:
        return None
    # The credential goes with every request: it must not follow a link to somebody else.
    if leaves_origin(page.answer.url, link):
        raise SourceError(Trouble.LEFT_ITS_ORIGIN)
    return page.request.going_to(urljoin(page.answer.url, link))
