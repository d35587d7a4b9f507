"""Files from a shell: what counts, what is held, what is refused, and what leaves no trace."""

import os
import pty
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from bot.storage.briefings import find_briefing
from bot.storage.engine import Database
from bot.storage.runs import list_runs
from bot.storage.snapshots import list_history
from tests.bot.commands.conftest import Shell, add_workspace, read, sentence, write_counts
from tests.bot.sources.files.workbooks import a_workbook
from tests.builders import NOON
from tests.e2e.processes import ROOT

COUNTS = {"rows": 2, "published": 1, "held": 0, "partial": 0, "failed": 0}
HELD = {**COUNTS, "published": 0, "held": 1}
FAILED = {"rows": 0, "published": 0, "held": 0, "partial": 0, "failed": 1}
PEOPLE = "department,job_title\nSales,Account Executive\nSales,Account Executive\n,Juggler\n"


def numbers(database: Database, workspace_id: str = "T1") -> tuple[int, int] | None:
    briefing = find_briefing(database, workspace_id, "U1", NOON)
    if briefing is None or briefing.headcount is None:
        return None
    facts = briefing.headcount.facts
    return facts.customer_facing, int(facts.enablers or 0)


def write_winter(folder: Path) -> str:
    """Write a file of a date long past, and return its path."""
    path = folder / "winter.csv"
    path.write_text("as_of,class,count\n2025-12-01,customer_facing,295\n2025-12-01,enablement,6\n")
    return str(path)


def count_runs(database: Database) -> int:
    with Session(database.reader) as session:
        return len(list_runs(session, "T1", 100))


def test_a_csv_file_counts(shell: Shell, workspace: Database, tmp_path: Path) -> None:
    result = shell("import", write_counts(tmp_path, 320, 6), "--json")
    assert (result.exit_code, read(result)) == (0, COUNTS)
    assert list(read(result)) == list(COUNTS)
    assert numbers(workspace) == (320, 6)


def test_an_xlsx_file_counts(shell: Shell, workspace: Database, tmp_path: Path) -> None:
    file = tmp_path / "team.xlsx"
    rows: list[tuple[str, str | int]] = [
        ("class", "count"),
        ("customer_facing", 320),
        ("enablement", 6),
    ]
    file.write_bytes(a_workbook(*rows))
    result = shell("import", str(file), "--json")
    assert (result.exit_code, read(result)) == (0, COUNTS)
    assert numbers(workspace) == (320, 6)


@pytest.mark.usefixtures("workspace")
def test_a_roster_is_counted_by_the_titles_that_are_known(shell: Shell, tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text(PEOPLE)
    result = shell("import", str(file))
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0] == "rows 3  published 1  held 0  partial 0  failed 0"
    assert "  customer_facing: 2" in lines
    assert "  2 classified / 1 unclassified" in lines
    assert any("Juggler" in line for line in lines)


def test_days_of_the_past_become_history(shell: Shell, workspace: Database, tmp_path: Path) -> None:
    file = tmp_path / "years.csv"
    days = [f"202{year}-01-31,customer_facing,{year}0" for year in (4, 5, 6)]
    file.write_text("\n".join(["as_of,class,count", *days]))
    assert read(shell("import", str(file), "--json"))["rows"] == len(days)
    with Session(workspace.reader) as session:
        points = list_history(session, "T1", date.min)
    assert [(point.as_of.year, point.customer_facing) for point in points] == [
        (2024, 40),
        (2025, 50),
        (2026, 60),
    ]


def test_days_of_the_past_alone_leave_what_counts(
    shell: Shell, workspace: Database, tmp_path: Path
) -> None:
    shell("import", write_counts(tmp_path, 320, 6))
    lines = shell("import", write_winter(tmp_path)).stdout.splitlines()
    assert lines[0] == "rows 2  published 0  held 0  partial 0  failed 0"
    assert lines[1].endswith("history only: newer numbers count, as of 2025-12-01")
    assert numbers(workspace) == (320, 6)


@pytest.mark.usefixtures("workspace")
def test_a_first_file_of_the_past_alone_waits_for_nobody(shell: Shell, tmp_path: Path) -> None:
    shell("source", "override", "customer_facing", "320")
    shell("source", "override", "enablement", "6")
    shell("import", write_winter(tmp_path))
    listed = shell("source", "list").stdout
    assert "source 2: file (no class) history only\n" in listed
    assert "accept" not in listed


def test_a_dry_run_shows_the_same_and_leaves_no_trace(
    shell: Shell, workspace: Database, tmp_path: Path
) -> None:
    file = write_counts(tmp_path, 320, 6)
    workspace.close()
    database = tmp_path / "shell.db"
    before = database.read_bytes()
    assert read(shell("import", file, "--dry-run", "--json")) == COUNTS
    result = shell("import", file, "--dry-run")
    assert database.read_bytes() == before
    assert not [path for path in tmp_path.glob("shell.db-wal") if path.stat().st_size]
    assert "  customer_facing: 320" in result.stdout
    assert result.stdout.endswith("nothing was kept: this was a dry run\n")
    assert "run 1" not in result.stdout


def test_a_dry_run_of_hard_to_believe_counts_asks_for_no_decision(
    shell: Shell, workspace: Database, tmp_path: Path
) -> None:
    shell("import", write_counts(tmp_path, 320, 6))
    result = shell("import", write_counts(tmp_path, 12, 6), "--dry-run")
    assert "held: " in result.stdout
    assert "accept" not in result.stdout
    assert count_runs(workspace) == 1


def test_counts_that_are_hard_to_believe_are_held_and_can_be_accepted_once(
    shell: Shell, workspace: Database, tmp_path: Path
) -> None:
    shell("import", write_counts(tmp_path, 320, 6))
    file = write_counts(tmp_path, 12, 6)
    held = shell("import", file, "--json")
    assert (held.exit_code, read(held)) == (0, HELD)
    assert numbers(workspace) == (320, 6)
    assert "held: The total went from 326 to 18." in shell("source", "list").stdout
    said = shell("import", file).stdout.splitlines()[-1]
    assert said == "let it count with: python -m bot source accept 3"
    assert shell("source", "accept", "3").stdout == "run 3 counts now\n"
    assert numbers(workspace) == (12, 6)
    assert "is decided already" in sentence(shell("source", "accept", "3"))
    assert "is decided already" in sentence(shell("source", "keep", "3"))


def test_counts_that_are_held_can_be_refused(
    shell: Shell, workspace: Database, tmp_path: Path
) -> None:
    shell("import", write_counts(tmp_path, 320, 6))
    shell("import", write_counts(tmp_path, 12, 6))
    assert shell("source", "keep", "2").exit_code == 0
    assert numbers(workspace) == (320, 6)
    assert "run 2: held, kept" in shell("source", "history").stdout
    assert "is decided already" in sentence(shell("source", "accept", "2"))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "holds no rows"),
        ("nonsense\n", "lacks a column"),
        ("class,count\ncustomer_facing,many\n", "line 2"),
        ("name,email\nAda,ada@example.com\n", "single persons"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_what_helps(
    shell: Shell, workspace: Database, tmp_path: Path, content: str, words: str
) -> None:
    file = tmp_path / "team.csv"
    file.write_text(content)
    result = shell("import", str(file), "--json")
    assert (result.exit_code, read(result)) == (2, FAILED)
    assert words in result.stderr
    assert "ada@" not in result.output
    assert count_runs(workspace) == 0


@pytest.mark.usefixtures("workspace")
@pytest.mark.parametrize("name", ["nowhere.csv", "."])
def test_what_is_no_file_is_refused(shell: Shell, name: str) -> None:
    assert name in sentence(shell("import", name))


def test_the_workspace_is_named_where_there_are_several(
    shell: Shell, workspace: Database, tmp_path: Path
) -> None:
    add_workspace(workspace, "T2")
    file = write_counts(tmp_path, 320, 6)
    assert "T1, T2" in sentence(shell("import", file))
    assert shell("import", file, "--workspace", "T2").exit_code == 0
    assert (numbers(workspace, "T1"), numbers(workspace, "T2")) == (None, (320, 6))
    assert "no such run" in sentence(shell("source", "accept", "1", "--workspace", "T1"))


@pytest.mark.usefixtures("workspace")
def test_progress_goes_to_a_terminal_and_data_to_a_pipe(tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text("department,job_title\n" + "Sales,Account Executive\n" * 3_000)
    controller, terminal = pty.openpty()
    ran = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-m", "bot", "import", str(file), "--json", "--dry-run"],
        env={**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm"},
        stdout=subprocess.PIPE,
        stderr=terminal,
        check=True,
        text=True,
    )
    os.close(terminal)
    shown = os.read(controller, 100_000).decode()
    os.close(controller)
    assert ran.stdout == '{"rows": 3000, "published": 1, "held": 0, "partial": 0, "failed": 0}\n'
    assert "people.csv" in shown or "rows read" in shown


@pytest.mark.usefixtures("workspace")
def test_without_a_terminal_no_progress_is_in_the_way(shell: Shell, tmp_path: Path) -> None:
    assert shell("import", write_counts(tmp_path, 320, 6), "--json").stderr == ""
