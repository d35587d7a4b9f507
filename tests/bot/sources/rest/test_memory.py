"""However much a source sends, a run stays small and quick."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.sources.rest.counting import PeopleCounter
from bot.sources.rest.network import Caps
from bot.sources.rest.parsing import parse_preset
from bot.sources.rest.presets import find_tree
from bot.sources.rest.shapes import PeoplePlan
from rules.tallies import count_people
from rules.troubles import Trouble
from tests.bot.sources.rest.bodies import personio_employee
from tests.bot.sources.rest.conftest import Serve
from tests.bot.sources.rest.readings import DAY, a_config, a_preset
from tests.bot.sources.rest.servers import Asked, Reply

ROOT = Path(__file__).parents[4]
MOST_MEGABYTES = 200
TEN_MILLION = 10_000_000
PAGE = 5_000
# Not by ru_maxrss: it begins at what the parent had when it started the process.
READER = """
import json, re, sys
from pathlib import Path
from tests.bot.sources.rest.readings import read, a_network
from bot.errors import SourceError
try:
    outcome = read(json.loads(sys.argv[1])).people
except SourceError as error:
    outcome = error.incident.trouble.value
peak = re.findall(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())
print(json.dumps([outcome, int(peak[0]) // 1024]))
"""


def read_elsewhere(config: dict[str, Any]) -> tuple[int | str, int]:
    """Read in a process of its own, and return what came of it and its most megabytes."""
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", READER, json.dumps(config)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    outcome, megabytes = json.loads(done.stdout)
    return outcome, megabytes


def rows(start: int, count: int) -> Iterator[bytes]:
    """People of all kinds, as an answer writes them."""
    yield b'{"people": ['
    for number in range(start, start + count):
        comma = b"," if number > start else b""
        yield comma + b'{"id": "person-%d", "department": "Department %d"}' % (number, number % 999)
    yield b"]}"


def test_ten_million_rows_in_pages_end_at_the_cap_in_little_memory(serve: Serve) -> None:
    def answer(asked: Asked) -> Reply:
        start = int(asked.first("start"))
        assert start < TEN_MILLION
        return Reply(b"".join(rows(start, PAGE)))

    paging = {"type": "index", "start_param": "start", "base": 0, "size_param": "n", "size": PAGE}
    stub = serve(answer)
    outcome, megabytes = read_elsewhere(a_config(stub.url, a_preset(paging=paging)))
    assert outcome == Trouble.TOO_MANY_ROWS
    assert len(stub.asked) == Caps().rows // PAGE + 1
    assert megabytes < MOST_MEGABYTES


def test_ten_million_rows_in_one_answer_end_at_the_cap_in_little_memory(serve: Serve) -> None:
    stub = serve(lambda _: Reply(rows(0, TEN_MILLION)))
    outcome, megabytes = read_elsewhere(a_config(stub.url))
    assert outcome == Trouble.TOO_MANY_BYTES
    assert megabytes < MOST_MEGABYTES


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b'{"people": [' + b"{}," * 190_000 + b"{}]}", id="objects"),
        pytest.param(b'{"people": [' + b'{"a":{}},' * 160_000 + b"{}]}", id="objects in objects"),
        pytest.param(b'{"people": "' + b"a" * 8_000_000 + "😀".encode() + b'"}', id="a wide text"),
    ],
)
def test_what_unpacks_to_the_most_memory_stays_small(serve: Serve, body: bytes) -> None:
    stub = serve(lambda _: Reply(body))
    outcome, megabytes = read_elsewhere(a_config(stub.url))
    assert outcome in {Trouble.ROW_WITHOUT_ID, Trouble.NOTHING_AT_PATH}
    assert megabytes < MOST_MEGABYTES


def test_ten_thousand_people_are_counted_well_within_a_second() -> None:
    plan = parse_preset(find_tree("personio") or {}).plan
    assert isinstance(plan, PeoplePlan)
    people = [
        personio_employee(number, position=f"Title {number % 300}") for number in range(10_000)
    ]
    counter = PeopleCounter(plan, DAY, counts_contractors=False)
    started = time.process_time()
    counter.add(people)
    counts = counter.finish()
    assert time.process_time() - started < 1
    assert count_people(counts.tallies) == 10_000
