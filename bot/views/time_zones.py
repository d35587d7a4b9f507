"""Time zones as people look for them: by their city, in their language."""

from datetime import datetime, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import get_timezone_location

from bot.preferences.texts import list_zones
from bot.views import blocks as b
from bot.views.language import Translator
from bot.workspaces import Language
from rules.questions import normalise

REGIONS = frozenset(
    {
        "Africa",
        "America",
        "Antarctica",
        "Arctic",
        "Asia",
        "Atlantic",
        "Australia",
        "Europe",
        "Indian",
        "Pacific",
    }
)
"""The rest are abbreviations and names of old, which the shell takes as well."""
UTC = "UTC"


def zone_option(language: Language, zone: str, now: datetime) -> dict[str, Any]:
    """Return a time zone as a choice, with its city and how far it is from UTC at a moment."""
    city = _list_cities(language).get(zone, "")
    offset = _write_offset(now.astimezone(ZoneInfo(zone)).utcoffset() or timedelta(0))
    name = f"{city} – {zone}" if city else zone
    return b.option(f"{name} ({offset})", zone)


def zone_options(tr: Translator, typed: str, now: datetime) -> list[dict[str, Any]]:
    """Return the time zones that what was typed may mean, those that begin with it first."""
    wanted = normalise(typed).replace(" ", "_")
    found = []
    for zone, city in _list_cities(tr.language).items():
        names = (normalise(city).replace(" ", "_"), zone.casefold(), zone.casefold().split("/")[-1])
        if any(wanted in name for name in names):
            begins = any(name.startswith(wanted) for name in names)
            found.append((not begins, city, zone))
    return [zone_option(tr.language, zone, now) for _, _, zone in sorted(found)]


@cache
def _list_cities(language: Language) -> dict[str, str]:
    """Return the city of each zone, in words; it takes a tenth of a second, once."""
    zones = [zone for zone in list_zones() if zone.partition("/")[0] in REGIONS]
    cities = {
        zone: get_timezone_location(zone, locale=language.value, return_city=True) for zone in zones
    }
    return cities | {UTC: ""}


def _write_offset(offset: timedelta) -> str:
    minutes = round(offset / timedelta(minutes=1))
    hours, rest = divmod(abs(minutes), 60)
    sign = "-" if minutes < 0 else "+"
    return f"UTC{sign}{hours}:{rest:02}" if rest else f"UTC{sign}{hours}"
