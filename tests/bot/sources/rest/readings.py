"""Read a source in a test: against a server on this machine, without waiting."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
import yaml

from bot.errors import SourceError
from bot.sources.readings import Reading
from bot.sources.rest.configs import parse_rest_config
from bot.sources.rest.connector import RestSource
from bot.sources.rest.network import Caps, Network
from rules.troubles import Detail, Trouble

DAY = date(2026, 3, 3)
TOKEN = "a-token-nobody-may-see"


class Clock:
    """A clock that moves when somebody sleeps, or by a step at each look."""

    def __init__(self, step: float = 0) -> None:
        self.now = 0.0
        self.step = step
        self.waits: list[float] = []

    def __call__(self) -> float:
        self.now += self.step
        return self.now

    def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.now += seconds


def a_network(clock: Clock | None = None, caps: Caps | None = None, **changes: Any) -> Network:
    clock = clock or Clock()
    defaults = {
        "allowed_hosts": frozenset({"127.0.0.1"}),
        "sleep": clock.sleep,
        "clock": clock,
        "caps": caps or Caps(),
    }
    return Network(**{**defaults, **changes})


def a_preset(**changes: Any) -> dict[str, Any]:
    """A preset of rows, all on one page; None takes a setting out."""
    preset = {
        "preset": "ours",
        "auth": {"type": "bearer"},
        "path": "/people",
        "rows": "people",
        "id": "id",
        "dims": {"department": "department"},
        **changes,
    }
    return {name: value for name, value in preset.items() if value is not None}


def a_config(url: str, preset: Mapping[str, Any] | None = None, **changes: Any) -> dict[str, Any]:
    text = yaml.safe_dump(dict(preset or a_preset()))
    return {"preset": "custom", "definition": text, "base_url": url, **changes}


def read(
    config: Mapping[str, Any],
    network: Network | None = None,
    secret: Mapping[str, str] | None = None,
    on: date = DAY,
) -> Reading:
    source = RestSource(
        parse_rest_config(config), secret or {"token": TOKEN}, network or a_network()
    )
    return source.read(on)


def trouble_of(
    config: Mapping[str, Any],
    network: Network | None = None,
    secret: Mapping[str, str] | None = None,
) -> tuple[Trouble, Mapping[Detail, int | str]]:
    with pytest.raises(SourceError) as caught:
        read(config, network, secret)
    return caught.value.incident.trouble, caught.value.incident.details


def people(count: int, start: int = 0) -> list[dict[str, Any]]:
    return [{"id": number, "department": "Sales"} for number in range(start, start + count)]


def count(reading: Reading) -> dict[str, int]:
    """How many people each department has."""
    return {tally.traits.department: tally.people for tally in reading.tallies}
