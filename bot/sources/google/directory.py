"""How Google is asked: for a token, and for the people in its directory."""

from dataclasses import dataclass
from decimal import Decimal

from bot.sources.rest.paging import CursorPaging
from bot.sources.rest.selectors import parse_selector
from bot.sources.rest.shapes import (
    Auth,
    Call,
    Condition,
    FteShare,
    Listing,
    PeoplePlan,
    Preset,
    SecretPart,
    State,
    TokenRequest,
    Trait,
)

DIRECTORY_SCOPE = "https://www.googleapis.com/auth/admin.directory.user.readonly"
FIELDS = (
    "nextPageToken,users(id,suspended,archived,"
    "organizations(primary,department,title,costCenter,location,fullTimeEquivalent))"
)
# The post that is marked as the main one; some companies mark none.
MAIN_POST = "((organizations[?primary] | [0]) || organizations[0])"
WHOLE_POST = Decimal(100_000)
"""Thousandths of a per cent."""


@dataclass(frozen=True, slots=True)
class Places:
    """Google's servers; nobody but a test has others."""

    tokens: str = "https://oauth2.googleapis.com"
    directory: str = "https://admin.googleapis.com"
    sheets: str = "https://sheets.googleapis.com"

    @property
    def token_url(self) -> str:
        """Return where a service account's word is exchanged for a token."""
        return f"{self.tokens}/token"


GOOGLE = Places()


def build_auth(places: Places) -> Auth:
    """Return how a signed assertion, given as the secret's token, becomes an access token."""
    fields = {
        "grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer",
        "assertion": "{token}",
    }
    access_token = parse_selector("access_token")
    return Auth(
        token_request=TokenRequest(places.token_url, fields, is_form=True, token=access_token),
        parts=(SecretPart.TOKEN,),
    )


def build_directory(places: Places) -> Preset:
    """Return how the directory is read: users who are not suspended, and five facts of each.

    Rooms and shared mailboxes are users as well; without a title, a mapping leaves them over. A
    cost centre counts as a group.
    """
    plan = PeoplePlan(
        Listing(
            parse_selector("users"),
            paging=CursorPaging(parse_selector("nextPageToken"), "pageToken"),
        ),
        parse_selector("id"),
        {
            Trait.DEPARTMENT: parse_selector(f"{MAIN_POST}.department"),
            Trait.TITLE: parse_selector(f"{MAIN_POST}.title"),
            Trait.REGION: parse_selector(f"{MAIN_POST}.location"),
            Trait.GROUP: parse_selector(f"{MAIN_POST}.costCenter"),
        },
        State(tuple(_is_not(flag) for flag in ("suspended", "archived"))),
        fte=FteShare(parse_selector(f"{MAIN_POST}.fullTimeEquivalent"), WHOLE_POST),
    )
    params = {
        "customer": "my_customer",
        "maxResults": 500,
        "projection": "full",
        "query": "isSuspended=false",
        "fields": FIELDS,
    }
    call = Call("/admin/directory/v1/users", params=params)
    auth = build_auth(places)
    return Preset("google", "Google Workspace", places.directory, auth, call, plan)


def _is_not(flag: str) -> Condition:
    # A flag that is not there is not set.
    return Condition(parse_selector(f"{flag} || `false`"), (False,))
