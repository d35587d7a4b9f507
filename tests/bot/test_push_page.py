"""What the page about pushes shows is what happens."""

import json
import re
from http import HTTPStatus
from pathlib import Path

import pytest

from bot.push import LONGEST_KEY, MOST_AT_ONCE
from bot.sources.files.limits import MOST_COUNT_ROWS
from bot.wsgi import LARGEST_BODY_BYTES, PUSH_PATH
from tests.bot.pushing import CSV_TYPE, Program

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "headcount-push.md").read_text("utf-8")
CURL, CSV, ANSWER = re.findall(r"```\n(.*?)```", PAGE, re.DOTALL)
SENT = json.loads(CURL[CURL.index("'{") + 1 : CURL.rindex("'")])
CODES = {
    code
    for name in ("push.py", "push_bodies.py", "wsgi.py")
    for code in re.findall(
        r'HTTPStatus\.[A-Z_]+,\s+"([a-z_]+)"', (ROOT / "bot" / name).read_text("utf-8")
    )
}


@pytest.mark.parametrize(("body", "kind"), [(SENT, "application/json"), (CSV, CSV_TYPE)])
def test_the_examples_are_taken_and_answered_as_shown(
    program: Program, body: object, kind: str
) -> None:
    status, answer, _ = program.push(body, kind)
    assert status is HTTPStatus.OK
    assert answer == json.loads(ANSWER) | {"as_of": answer["as_of"]}


def test_every_code_has_its_row() -> None:
    assert "unauthorized" in CODES
    assert set(re.findall(r"^\| \d+ \| `([a-z_]+)` \|", PAGE, re.MULTILINE)) == CODES


@pytest.mark.parametrize(
    "said",
    [
        f"{LARGEST_BODY_BYTES:,} bytes",
        f"{MOST_AT_ONCE} pushes a minute",
        f"{MOST_COUNT_ROWS:,} rows",
        f"{LONGEST_KEY} characters",
        PUSH_PATH,
    ],
)
def test_limits_are_those_of_the_code(said: str) -> None:
    assert said in PAGE
