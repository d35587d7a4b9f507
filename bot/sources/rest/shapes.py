"""What a preset says about a source, once it is read and found to be in order."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any

from bot.sources.rest.paging import NoPaging, Paging
from bot.sources.rest.selectors import Selector
from bot.sources.rest.templates import Quoting


class SecretPart(StrEnum):
    """What a credential can consist of."""

    TOKEN = "token"  # noqa: S105 - a name, not a secret
    API_KEY = "api_key"
    ACCOUNT_TOKEN = "account_token"  # noqa: S105 - a name, not a secret
    USERNAME = "username"
    PASSWORD = "password"  # noqa: S105 - a name, not a secret
    CLIENT_ID = "client_id"
    CLIENT_SECRET = "client_secret"  # noqa: S105 - a name, not a secret


class Trait(StrEnum):
    """What people can have in common; the fields of `rules.tallies.Traits`."""

    DEPARTMENT = "department"
    TITLE = "title"
    REGION = "region"
    GROUP = "group"


@dataclass(frozen=True, slots=True)
class TokenRequest:
    """How client credentials become a token.

    Attributes:
        fields: What is sent, with places for parts of the secret.
    """

    url: str
    fields: Mapping[str, str]
    is_form: bool
    token: Selector


@dataclass(frozen=True, slots=True)
class Auth:
    """How a source knows us; texts have places for parts of the secret.

    Attributes:
        basic: User name and password; None where the source wants none.
        token_request: Made once a run; its token goes into a bearer header.
        parts: What the secret has to consist of.
    """

    headers: Mapping[str, str] = field(default_factory=dict)
    basic: tuple[str, str] | None = None
    token_request: TokenRequest | None = None
    parts: tuple[SecretPart, ...] = ()


Scalar = str | int | bool


@dataclass(frozen=True, slots=True)
class Condition:
    """Where to look and what has to be there.

    Attributes:
        accepted: Texts among them folded: their case does not matter.
    """

    selector: Selector
    accepted: tuple[Scalar, ...]

    def accepts(self, found: object) -> bool:
        """Return whether what was found there will do."""
        if not isinstance(found, Scalar):
            return False
        # In Python True == 1; in an answer they are two things.
        return any(fold(found) == one and type(found) is type(one) for one in self.accepted)

    def holds(self, value: object) -> bool:
        """Return whether an answer or row has there what it should."""
        return self.accepts(self.selector.find(value))


def fold(value: Scalar) -> Scalar:
    """Return a value for comparing."""
    return value.casefold() if isinstance(value, str) else value


@dataclass(frozen=True, slots=True)
class State:
    """Who is there on a day.

    Attributes:
        active_when: All of them have to hold.
        arriving_when: Says that somebody has not started, whatever the date.
        end_inclusive: Whether the end is the last day worked, not the first day gone.
    """

    active_when: tuple[Condition, ...] = ()
    arriving_when: Condition | None = None
    start: Selector | None = None
    end: Selector | None = None
    end_inclusive: bool = True


@dataclass(frozen=True, slots=True)
class FteShare:
    """A row says how much of a job somebody does.

    Attributes:
        full_time: What one whole job is there, such as 40 hours.
    """

    selector: Selector
    full_time: Decimal


@dataclass(frozen=True, slots=True)
class FteFlag:
    """A row only says whether somebody works full time; what another share is stays unknown."""

    full_time: Condition


@dataclass(frozen=True, slots=True)
class Employments:
    """A list inside a row, one entry for each employment; selectors see one as `employment`.

    Attributes:
        effective: From when an entry is true, inside the entry.
    """

    rows: Selector
    effective: Selector


@dataclass(frozen=True, slots=True)
class Listing:
    """Where the rows of an answer are.

    Attributes:
        total: How many rows the source announces; None where it does not.
    """

    rows: Selector
    total: Selector | None = None
    paging: Paging = field(default_factory=NoPaging)


@dataclass(frozen=True, slots=True)
class CountPlan:
    """A number for each place that an admin names, one request each.

    Attributes:
        places: The traits that tell one place from another.
    """

    count: Selector
    places: tuple[Trait, ...]


@dataclass(frozen=True, slots=True)
class GroupPlan:
    """Rows that each count people who have something in common."""

    listing: Listing
    people: Selector
    dims: Mapping[Trait, Selector]
    contractor: Condition | None = None


@dataclass(frozen=True, slots=True)
class PeoplePlan:
    """A row for each person, counted in memory and forgotten.

    Attributes:
        id: Tells one person from another within a run.
        contractor: Holds for people who are no employees.
    """

    listing: Listing
    id: Selector
    dims: Mapping[Trait, Selector]
    state: State = field(default_factory=State)
    employments: Employments | None = None
    contractor: Condition | None = None
    fte: FteShare | FteFlag | None = None


Plan = CountPlan | GroupPlan | PeoplePlan


@dataclass(frozen=True, slots=True)
class Call:
    """The request, with places still to fill.

    Attributes:
        path: From the base URL; it begins with a slash.
        quoting: How a place is written inside `params` and `body`.
    """

    path: str
    method: str = "GET"
    params: Mapping[str, Any] = field(default_factory=dict)
    body: Mapping[str, Any] | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    quoting: Quoting = Quoting.NONE


@dataclass(frozen=True, slots=True)
class Preset:
    """How one kind of source is read.

    Attributes:
        label: The product's name.
        ok_when: Has to hold before anything is counted; None where the status says it all.
        complete_when: Has to hold, or the answer is only a part.
    """

    name: str
    label: str
    base_url: str
    auth: Auth
    call: Call
    plan: Plan
    ok_when: Condition | None = None
    complete_when: Condition | None = None
