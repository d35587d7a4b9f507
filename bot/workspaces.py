"""Workspaces and their members, as the bot sees them."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from rules.facts import Facts
from rules.headcounts import SourceKind
from rules.ratios import DEFAULT_BOUNDS, Bounds

MEMBER_FRESH_FOR = timedelta(hours=24)


class Language(StrEnum):
    """Languages the bot speaks, complete in each."""

    EN = "en"
    JA = "ja"


class Standing(StrEnum):
    """What a member may do in Slack."""

    OWNER = "owner"
    ADMIN = "admin"
    MEMBER = "member"


@dataclass(frozen=True, slots=True)
class Workspace:
    """One Slack workspace and its settings.

    Attributes:
        id: Slack's team id, as `T0123`; the enterprise id for an org-wide install.
        language: Of posts that a channel sees.
        time_zone: An IANA name.
    """

    id: str
    language: Language
    time_zone: str
    bounds: Bounds = DEFAULT_BOUNDS


@dataclass(frozen=True, slots=True)
class Member:
    """What Slack last said about one user.

    Attributes:
        language: Of answers that only they see.
        is_guest: Whether they are a guest or belong to another workspace.
        refreshed_at: When Slack was asked, aware UTC.
    """

    workspace_id: str
    user_id: str
    language: Language
    standing: Standing
    is_guest: bool
    refreshed_at: datetime

    def is_fresh(self, now: datetime) -> bool:
        """Return whether Slack need not be asked again."""
        return now - self.refreshed_at < MEMBER_FRESH_FOR


@dataclass(frozen=True, slots=True)
class Enquiry:
    """What advice is asked about.

    Attributes:
        as_of: The date of a stored headcount; None for a what-if.
        source: Where a stored headcount came from; None for a what-if.
    """

    facts: Facts
    as_of: date | None = None
    source: SourceKind | None = None

    @property
    def is_what_if(self) -> bool:
        """Return whether the numbers were typed rather than stored."""
        return self.as_of is None


@dataclass(frozen=True, slots=True)
class Briefing:
    """Everything that answering one member needs, loaded in one read.

    Attributes:
        headcount: The newest one; None before the first.
    """

    workspace: Workspace
    member: Member
    headcount: Enquiry | None


def pick_language(locale: str) -> Language:
    """Return the language of a Slack locale such as `ja-JP`; English where we speak no other."""
    return Language.JA if locale.casefold().startswith("ja") else Language.EN
