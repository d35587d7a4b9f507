"""The page about files says what the code does."""

import re
from pathlib import Path

from bot.sources.files import limits
from bot.sources.files.aggregate import CLASS_NAMES, FUNCTION_NAMES
from bot.sources.files.columns import NAMES, Column
from bot.sources.files.roster import KINDS, NO_END_FROM_YEAR, STATUSES
from tests.bot.sources.files.readings import read

PAGE = (Path(__file__).parents[4] / "docs" / "headcount-file.md").read_text()
EXAMPLES = re.findall(r"```\n(.*?)```", PAGE, re.DOTALL)


def find_row(section: str, column: Column) -> str:
    return next(line for line in section.splitlines() if line.startswith(f"| `{column}` |"))


def test_every_name_of_a_column_is_in_its_row() -> None:
    sections = PAGE.split("\n## ")[1:]
    for section, columns in zip(sections, NAMES.values(), strict=False):
        for column, names in columns.items():
            words = re.findall(r"`([^`]+)`|(\S+)", find_row(section, column).rsplit("|", 2)[1])
            assert tuple(code or plain for code, plain in words) == names


def test_every_word_for_a_class_function_status_and_kind_is_there() -> None:
    text = re.sub(r"```.*?```", "", PAGE, flags=re.DOTALL)
    words = set(re.findall(r"`([^`\n]+)`", text)) | set(re.split(r"[\s|()`;,.]+", text))
    for known in (CLASS_NAMES, FUNCTION_NAMES, STATUSES, KINDS):
        for names in known.values():
            assert set(names) <= words


def test_the_examples_are_read() -> None:
    counts, roster = (read(example) for example in EXAMPLES)
    assert ([row.people for row in counts.rows], len(counts.history)) == ([180, 60, 6], 1)
    assert sum(tally.people for tally in roster.tallies) == 3
    assert (roster.people, roster.arriving, roster.contractors) == (5, 1, 1)


def test_the_limits_are_those_of_the_code() -> None:
    table = PAGE[PAGE.index("## Limits") :]
    for size in (limits.LARGEST_FILE, limits.LARGEST_UNPACKED, limits.MOST_MEMORY):
        assert limits.write_size(size) in table
    for most in (
        limits.MOST_COUNT_ROWS, limits.MOST_ROSTER_ROWS, limits.MOST_COMBINATIONS,
        limits.LONGEST_NAME, limits.LONGEST_TITLE, limits.MOST_COLUMNS,
    ):  # fmt: skip
        assert f"{most:,}" in table
    assert f"year {NO_END_FROM_YEAR}" in PAGE
