"""Time zones are found by their city, in the reader's language and in Latin letters."""

from datetime import UTC, datetime

import pytest

from bot.preferences.texts import list_zones
from bot.views.language import translator
from bot.views.time_zones import zone_option, zone_options
from bot.workspaces import Language

WINTER, SUMMER = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 7, 1, tzinfo=UTC)


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("tok", "Asia/Tokyo"),
        ("ＴＯＫＹＯ", "Asia/Tokyo"),
        ("new york", "America/New_York"),
        ("america/new_y", "America/New_York"),
        ("berlin", "Europe/Berlin"),
        ("utc", "UTC"),
        ("knox", "America/Indiana/Knox"),
    ],
)
def test_a_city_is_found(language: Language, typed: str, first: str) -> None:
    assert zone_options(translator(language), typed, WINTER)[0]["value"] == first


def test_a_japanese_reader_types_japanese() -> None:
    found = zone_options(translator(Language.JA), "ニューヨーク", WINTER)
    assert [option["value"] for option in found][:1] == ["America/New_York"]
    assert zone_options(translator(Language.EN), "東京", WINTER) == []


def test_every_offer_is_a_zone_that_can_be_chosen() -> None:
    offered = [option["value"] for option in zone_options(translator(Language.EN), "", WINTER)]
    assert len(offered) == len(set(offered))
    assert set(offered) <= list_zones()


@pytest.mark.parametrize(
    ("zone", "moment", "text"),
    [
        ("Europe/Berlin", WINTER, "Berlin – Europe/Berlin (UTC+1)"),
        ("Europe/Berlin", SUMMER, "Berlin – Europe/Berlin (UTC+2)"),
        ("Asia/Kolkata", WINTER, "Kolkata – Asia/Kolkata (UTC+5:30)"),
        ("America/St_Johns", WINTER, "St. John’s – America/St_Johns (UTC-3:30)"),
        ("UTC", WINTER, "UTC (UTC+0)"),
        ("EST5EDT", WINTER, "EST5EDT (UTC-5)"),
    ],
)
def test_a_zone_says_how_far_it_is_from_utc_today(zone: str, moment: datetime, text: str) -> None:
    assert zone_option(Language.EN, zone, moment)["text"]["text"] == text
