"""Workspaces and their members, as the bot sees them."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from rules.facts import Facts
from rules.forecasts import Forecast, NoForecast, Target
from rules.freshness import PUSHED, Freshness
from rules.headcounts import SourceKind
from rules.ratios import DEFAULT_BOUNDS, Bounds
from rules.schedules import DEFAULT_SCHEDULE, QuietHours, Schedule

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


class Digest(StrEnum):
    """How often a channel gets a summary."""

    OFF = "off"
    WEEKLY = "weekly"
    MONTHLY = "monthly"


@dataclass(frozen=True, slots=True)
class Workspace:
    """One Slack workspace, with what every answer depends on.

    Attributes:
        id: Slack's team id, as `T0123`; the enterprise id for an org-wide install.
        language: Of posts that a channel sees.
        time_zone: An IANA name.
        admins: User ids that may change settings beside Slack's own admins and owners.
    """

    id: str
    language: Language
    time_zone: str
    bounds: Bounds = DEFAULT_BOUNDS
    admins: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Preferences:
    """What a workspace chose for the jobs that run by themselves.

    Attributes:
        alert_channel: Where alerts go; None where nobody chose one.
        segments: The segments that are shown and judged; None for all of them.
    """

    alert_channel: str | None = None
    schedule: Schedule = DEFAULT_SCHEDULE
    digest: Digest = Digest.OFF
    quiet_hours: QuietHours | None = None
    segments: tuple[str, ...] | None = None


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
class Origin:
    """Where a stored headcount comes from, and how far it can be trusted.

    Attributes:
        name: The source's name, such as `BambooHR`; empty for numbers entered by hand.
        enablers_source: What counts the enablers, where that is another source; else None.
        is_overridden: Whether an admin set one of the two numbers by hand over a source.
        is_weekly: Whether the source is read once a week, not once a day.
    """

    as_of: date
    source: SourceKind
    name: str = ""
    enablers_source: SourceKind | None = None
    enablers_name: str = ""
    is_overridden: bool = False
    is_weekly: bool = False
    freshness: Freshness = Freshness.FRESH

    @property
    def is_synced(self) -> bool:
        """Return whether they come from what is read by itself; only admins set one over it."""
        return self.is_overridden or not {self.source, self.enablers_source} <= PUSHED | {None}


@dataclass(frozen=True, slots=True)
class Enquiry:
    """What advice is asked about.

    Attributes:
        origin: Of a stored headcount; None for a what-if.
        forecasts: What was last forecast for a stored headcount; empty before the first time.
    """

    facts: Facts
    origin: Origin | None = None
    forecasts: tuple[Forecast | NoForecast, ...] = ()

    @property
    def is_what_if(self) -> bool:
        """Return whether the numbers were typed rather than stored."""
        return self.origin is None

    def find_forecast(self, target: Target) -> Forecast | None:
        """Return when a target is likely to be passed, or None where nothing can be said."""
        return next(
            (one for one in self.forecasts if isinstance(one, Forecast) and one.target is target),
            None,
        )


@dataclass(frozen=True, slots=True)
class Briefing:
    """Everything that answering one member needs, loaded in one read.

    Attributes:
        headcount: The one that counts today; None before the first.
    """

    workspace: Workspace
    member: Member
    headcount: Enquiry | None


def pick_language(locale: str) -> Language:
    """Return the language of a Slack locale such as `ja-JP`; English where we speak no other."""
    return Language.JA if locale.casefold().startswith("ja") else Language.EN
