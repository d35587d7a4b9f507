"""Slack's answers about user groups, and a source that reads them."""

from datetime import date
from typing import Any

import pytest
from slack_sdk import WebClient

from bot.errors import SourceError
from bot.sources.readings import Reading
from bot.sources.slack_usergroups import SlackUsergroupsSource, parse_usergroups_config
from rules.troubles import Incident
from tests.fakes import BOT_TOKEN, FakeSlack, Reply, ok

TODAY = date(2026, 3, 2)
CHOSEN = {"id": "S1", "handle": "sales", "headcount_class": "customer_facing"}


def a_group(*users: str, **changes: Any) -> Reply:
    """What usergroups.list answers; a change to None takes the key away."""
    group = {
        "id": "S1",
        "handle": "sales",
        "name": "Sales",
        "date_delete": 0,
        "users": list(users),
        "user_count": len(users),
        **changes,
    }
    return ok(usergroups=[{key: value for key, value in group.items() if value is not None}])


def a_page(*members: dict[str, Any], after: str = "") -> Reply:
    """What users.list answers."""
    return ok(members=list(members), response_metadata={"next_cursor": after})


class Waits:
    """Remembers how long it should have slept."""

    def __init__(self) -> None:
        self.seconds: list[float] = []

    def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)


def read(slack: FakeSlack, team_id: str | None = None, sleep: Waits | None = None) -> Reading:
    client = WebClient(BOT_TOKEN, slack.api_url, timeout=1, retry_handlers=[])
    config = parse_usergroups_config({"groups": [CHOSEN]})
    return SlackUsergroupsSource(config, client, team_id, sleep or Waits()).read(TODAY)


def people_in(slack: FakeSlack) -> int:
    [row] = read(slack).rows
    return row.people


def trouble_of(slack: FakeSlack, sleep: Waits | None = None) -> Incident:
    with pytest.raises(SourceError) as caught:
        read(slack, sleep=sleep)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__ or caught.value.__context__ is None
    return caught.value.incident
