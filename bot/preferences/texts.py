"""What a text means as one of a workspace's settings, or why it means nothing.

Each reader raises UnreadableError with what was read and what would work.
"""

import csv
import re
from collections.abc import Collection, Mapping
from difflib import get_close_matches
from functools import cache
from types import MappingProxyType
from zoneinfo import available_timezones

from bot.errors import UnreadableError
from bot.workspaces import Digest, Language
from rules.facts import shorten
from rules.ratios import Bounds
from rules.schedules import QuietHours, Schedule, parse_quiet_hours, parse_schedule
from rules.wording import Phrase, say

ALL, NONE, OFF = "all", "none", "off"
LARGEST_BOUND = 10_000_000
MOST_NAMED = 5
"""Names that an answer repeats or suggests."""
NO_ZONES = frozenset({"Factory", "localtime", "posixrules"})
"""Files beside the zones that are none."""
ABBREVIATIONS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "jst": ("Asia/Tokyo",),
        "kst": ("Asia/Seoul",),
        "ist": ("Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem"),
        "sgt": ("Asia/Singapore",),
        "hkt": ("Asia/Hong_Kong",),
        "pst": ("America/Los_Angeles",),
        "pdt": ("America/Los_Angeles",),
        "mdt": ("America/Denver",),
        "cst": ("America/Chicago", "Asia/Shanghai"),
        "cdt": ("America/Chicago",),
        "edt": ("America/New_York",),
        "brt": ("America/Sao_Paulo",),
        "bst": ("Europe/London",),
        "cest": ("Europe/Berlin", "Europe/Paris"),
        "eest": ("Europe/Helsinki",),
        "aest": ("Australia/Sydney", "Australia/Brisbane"),
        "aedt": ("Australia/Sydney",),
        "nzst": ("Pacific/Auckland",),
        "nzdt": ("Pacific/Auckland",),
    }
)
"""What people call zones that have no such name; several where several places are called so."""

_CHANNEL = re.compile(r"[CG][A-Z0-9]{2,29}")
_USER = re.compile(r"[UW][A-Z0-9]{2,29}")
_BOUNDS = re.compile(r"(?P<low>[0-9]{1,9})\s*[-–]\s*(?P<high>[0-9]{1,9})")
# Not NFKC, which makes 5002 of 500 with a footnote.
_NARROW = str.maketrans("０１２３４５６７８９－～〜~", "0123456789----")


def read_channel(text: str) -> str | None:
    """Return a channel's id; None for no channel."""
    if text == NONE:
        return None
    if not _CHANNEL.fullmatch(text):
        raise UnreadableError(
            say(
                "“{text}” is no channel's id; one looks like C0123ABCD and stands at the end of the"
                " channel's details. none means no channel.",
                text=shorten(text),
            )
        )
    return text


def read_bounds(text: str) -> Bounds:
    """Return bounds such as `50-500`."""
    match = _BOUNDS.fullmatch(text.translate(_NARROW))
    if match is None or int(match["high"]) > LARGEST_BOUND:
        raise UnreadableError(
            say("I cannot read “{text}” as two bounds; 50-500 works.", text=shorten(text))
        )
    low, high = int(match["low"]), int(match["high"])
    try:
        return Bounds(low, high)
    except ValueError:
        raise UnreadableError(
            say(
                "The upper bound has to be at least twice the lower one, and the lower one at least"
                " 1. I read {low} and {high}; 50 and 500 work.",
                low=low,
                high=high,
            )
        ) from None


def read_zone(text: str) -> str:
    """Return the IANA name of a time zone."""
    if text in list_zones():
        return text
    alike = _list_zones_like(text)
    if alike:
        raise UnreadableError(
            say(
                "I do not know the time zone “{text}”. Did you mean {zones}?",
                text=shorten(text),
                zones=_name(alike),
            )
        )
    raise UnreadableError(
        say("I do not know the time zone “{text}”; Asia/Tokyo works.", text=shorten(text))
    )


@cache
def list_zones() -> frozenset[str]:
    """Return the time zones that this machine knows."""
    return frozenset(available_timezones()) - NO_ZONES


def read_language(text: str) -> Language:
    """Return a language such as `ja`."""
    try:
        return Language(text)
    except ValueError:
        raise UnreadableError(
            say("I do not speak “{text}”; en and ja work.", text=shorten(text))
        ) from None


def read_schedule(text: str) -> Schedule:
    """Return a schedule such as `06:00` or `mon 06:00`."""
    try:
        return parse_schedule(text)
    except ValueError:
        raise UnreadableError(
            say(
                "I cannot read “{text}” as a time; 06:00 works, and mon 06:00 for once a week.",
                text=shorten(text),
            )
        ) from None


def read_digest(text: str) -> Digest:
    """Return how often a channel gets a summary."""
    try:
        return Digest(text)
    except ValueError:
        raise UnreadableError(
            say("“{text}” is no rhythm; off, weekly and monthly work.", text=shorten(text))
        ) from None


def read_quiet_hours(text: str) -> QuietHours | None:
    """Return hours such as `22:00-07:00`; None for `off`."""
    if text == OFF:
        return None
    try:
        return parse_quiet_hours(text)
    except ValueError:
        raise UnreadableError(
            say(
                "Quiet hours need a beginning and another end, and I read “{text}”; 22:00-07:00"
                " works, and off.",
                text=shorten(text),
            )
        ) from None


def read_admins(text: str) -> frozenset[str]:
    """Return the ids of users, separated by commas."""
    if text == NONE:
        return frozenset()
    named = {name.strip() for name in text.split(",")}
    strange = sorted(name for name in named if not _USER.fullmatch(name))
    if strange:
        raise UnreadableError(
            say(
                "I cannot read “{names}” as user ids; one looks like U0123ABCD and stands in a"
                " person's profile. none means nobody.",
                names=_name(strange),
            )
        )
    return frozenset(named)


def read_segments(text: str, known: Collection[str]) -> tuple[str, ...] | None:
    """Return the names of segments, separated by commas; None for all of them.

    Args:
        text: A name that holds a comma, or is a word of ours, stands in quotes.
        known: What may be chosen: anything else is taken for a slip, which would hide everything
            without a word.
    """
    if text == ALL:
        return None
    if text == NONE:
        return ()
    if {ALL, NONE} & {part.strip() for part in text.split(",")}:
        raise UnreadableError(
            say("Choose segments, or all or none of them; I read “{text}”.", text=shorten(text))
        )
    named = split_names(text)
    strange = [name for name in named if name not in known]
    if strange and not known:
        raise UnreadableError(
            say(
                "Your headcount has no segments, so I cannot choose “{names}”; all and none work.",
                names=_name(strange),
            )
        )
    if strange:
        raise UnreadableError(
            say(
                "I do not know the segments “{names}”; I know {known}, and all and none work.",
                names=_name(strange),
                known=_name(sorted(known)),
            )
        )
    return tuple(sorted(set(named)))


def split_names(text: str) -> list[str]:
    """Return the names in a text such as `EMEA,"Sales, APAC"`."""
    try:
        return next(csv.reader([text], skipinitialspace=True)) or [text]
    except csv.Error:
        # A line break outside of quotes: no segment that we know.
        return [text]


def quote_segment(name: str) -> str:
    """Return a segment's name so that `read_segments` finds it among others."""
    is_plain = name == name.strip() and name not in {ALL, NONE} and not {",", '"'} & set(name)
    return name if is_plain else '"' + name.replace('"', '""') + '"'


def _list_zones_like(text: str) -> list[str]:
    if text.casefold() in ABBREVIATIONS:
        return list(ABBREVIATIONS[text.casefold()])
    wanted = text.casefold().replace(" ", "_")
    by_name = {zone.casefold(): zone for zone in sorted(list_zones())}
    holding = [zone for name, zone in by_name.items() if wanted and wanted in name]
    exact = [by_name[wanted]] if wanted in by_name else []
    return exact + holding + [by_name[name] for name in get_close_matches(wanted, by_name)]


def _name(names: Collection[str]) -> tuple[Phrase, ...]:
    """Return a few names as a list that each language writes in its own way."""
    few = list(dict.fromkeys(names))[:MOST_NAMED]
    return tuple(Phrase("{name}", {"name": shorten(name)}) for name in few)
