"""What can go wrong with a headcount source, and what each thing is called."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class RunStatus(StrEnum):
    """How a run of a source ended; only `ok`, or `held` and then accepted, changes what counts."""

    OK = "ok"
    HELD = "held"
    PARTIAL = "partial"
    FAILED = "failed"


class Trouble(StrEnum):
    """Why a source gave no answer that can be used, or only a part of one."""

    # It cannot be reached, or does not let us in.
    UNREACHABLE = "unreachable"
    TIMED_OUT = "timed_out"
    ADDRESS_REFUSED = "address_refused"
    LEFT_ITS_ORIGIN = "left_its_origin"
    UNAUTHORISED = "unauthorised"
    FORBIDDEN = "forbidden"
    NOT_FOUND = "not_found"
    RATE_LIMITED = "rate_limited"
    SERVER_ERROR = "server_error"
    REFUSED_REQUEST = "refused_request"
    APP_REFUSED = "app_refused"
    SCOPE_MISSING = "scope_missing"
    PLAN_REQUIRED = "plan_required"
    SECRET_MISSING = "secret_missing"  # noqa: S105 - a code, not a secret
    EXTRA_MISSING = "extra_missing"
    # Its answer cannot be read.
    NOT_READABLE = "not_readable"
    SAID_NO = "said_no"
    NOTHING_AT_PATH = "nothing_at_path"
    NO_NUMBER = "no_number"
    ROW_WITHOUT_ID = "row_without_id"
    GROUP_MISSING = "group_missing"
    GROUP_DISABLED = "group_disabled"
    QUERY_REFUSED = "query_refused"
    # It is not all there.
    PAGE_FAILED = "page_failed"
    TOTAL_DISAGREES = "total_disagrees"
    PAGES_REPEAT = "pages_repeat"
    TOO_MANY_PAGES = "too_many_pages"
    TOO_MANY_ROWS = "too_many_rows"
    TOO_MANY_BYTES = "too_many_bytes"
    TOOK_TOO_LONG = "took_too_long"
    # The file is not one of ours.
    FILE_TOO_LARGE = "file_too_large"
    FILE_TOO_LONG = "file_too_long"
    FILE_NOT_READABLE = "file_not_readable"
    FILE_EMPTY = "file_empty"
    FILE_GONE = "file_gone"
    UNPACKS_TOO_LARGE = "unpacks_too_large"
    FILE_LOCKED = "file_locked"
    COLUMN_MISSING = "column_missing"
    COLUMN_UNKNOWN = "column_unknown"
    COLUMN_REPEATED = "column_repeated"
    PERSONAL_COLUMN = "personal_column"
    CELL_NOT_READABLE = "cell_not_readable"
    CELL_STRAY = "cell_stray"
    COUNT_NOT_READABLE = "count_not_readable"
    FTE_NOT_READABLE = "fte_not_readable"
    FTE_BEYOND_PEOPLE = "fte_beyond_people"
    SHARE_NOT_READABLE = "share_not_readable"
    DATE_NOT_READABLE = "date_not_readable"
    CLASS_UNKNOWN = "class_unknown"
    STATUS_UNKNOWN = "status_unknown"
    KIND_UNKNOWN = "kind_unknown"
    TEXT_TOO_LONG = "text_too_long"
    END_BEFORE_START = "end_before_start"
    FORMULA = "formula"
    DATE_UNCLEAR = "date_unclear"
    DATE_AHEAD = "date_ahead"
    ROW_REPEATED = "row_repeated"


class Detail(StrEnum):
    """What may be told about a trouble besides its kind; never anything that a source wrote."""

    ROWS = "rows"
    TOTAL = "total"
    LIMIT = "limit"
    LINE = "line"
    COLUMN = "column"
    CODE = "code"
    NAME = "name"
    PEOPLE = "people"
    FTE = "fte"


@dataclass(frozen=True, slots=True)
class Incident:
    """One occurrence of a trouble.

    Attributes:
        details: Numbers; or names that the admin gave: of a column, a group, a host, an extra.
        pages: Requests that were made before; the run keeps them.
        people: Rows that had arrived; the run keeps them.
    """

    trouble: Trouble
    details: Mapping[Detail, int | str] = field(default_factory=dict)
    pages: int = field(default=0, compare=False)
    people: int = field(default=0, compare=False)

    @property
    def status(self) -> RunStatus:
        """Return how a run with this trouble ended."""
        return RunStatus.PARTIAL if self.trouble in INCOMPLETE else RunStatus.FAILED


INCOMPLETE = frozenset(
    {
        Trouble.RATE_LIMITED,
        Trouble.PAGE_FAILED,
        Trouble.TOTAL_DISAGREES,
        Trouble.PAGES_REPEAT,
        Trouble.TOO_MANY_PAGES,
        Trouble.TOO_MANY_ROWS,
        Trouble.TOO_MANY_BYTES,
        Trouble.TOOK_TOO_LONG,
    }
)
"""Something arrived, but not all of it."""
