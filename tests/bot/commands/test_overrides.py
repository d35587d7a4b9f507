"""Numbers typed in a shell."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from bot.storage.engine import Database
from bot.storage.snapshots import read_current_snapshot
from rules.headcounts import facts_from_snapshot
from tests.bot.commands.conftest import (
    Environment,
    Shell,
    add_workspace,
    count,
    list_sources,
    read,
    sentence,
    write_counts,
)
from tests.fakes import FakeSlack


def numbers(database: Database, workspace_id: str = "T1") -> tuple[int, str | None] | None:
    """Return what counts: customer-facing teammates and enablers."""
    with Session(database.reader) as session:
        snapshot = read_current_snapshot(session, workspace_id)
    if snapshot is None:
        return None
    facts = facts_from_snapshot(snapshot)
    return facts.customer_facing, None if facts.enablers is None else str(facts.enablers)


def overrides(shell: Shell) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = read(shell("source", "override", "--json"))
    return found


def test_a_number_stands_over_its_source_through_every_sync_until_it_is_taken_away(
    shell: Shell, connected: Environment, workspace: Database, slack: FakeSlack
) -> None:
    assert shell("source", "override").stdout == "no number stands over a source\n"
    made = shell("source", "override", "enablement", "7", "--fte", "6.5")
    assert (made.exit_code, made.stdout) == (0, "enablement: 7 (6.5 FTE), over the source\n")
    assert numbers(workspace) == (320, "6.5")
    count(slack, 330, 6)
    assert shell("sync", **connected).exit_code == 0
    assert numbers(workspace) == (330, "6.5")
    assert "enablement: 7 (6.5 FTE), over the source since" in shell("source", "override").stdout
    removed = shell("source", "override", "enablement", "--remove")
    assert (removed.exit_code, removed.stdout) == (0, "enablement: its source counts again\n")
    assert numbers(workspace) == (330, "6")


@pytest.mark.usefixtures("connected")
def test_an_override_is_described_with_these_keys(shell: Shell) -> None:
    assert overrides(shell) == []
    shell("source", "override", "enablement", "7", "--fte", "6.5")
    shell("source", "override", "customer_facing", "1,200")
    found, other = overrides(shell)
    assert other["fte"] == 6.5
    assert list(found) == ["class", "people", "fte", "by", "at"]
    assert [found[key] for key in ("class", "people", "fte", "by")] == [
        *("customer_facing", 1200, None, "shell"),
    ]


def test_counts_that_a_number_stands_over_are_said_to_be_accepted_alone(
    shell: Shell, connected: Environment
) -> None:
    for name, classes in (
        ("enablement", "enablement"),
        ("customer_facing", "customer_facing, enablement"),
    ):
        shell("source", "override", name, "9")
        shell("source", "preview", "1", **connected)
        [run, *_] = read(shell("source", "history", "--json"))
        said = shell("source", "accept", str(run["run"])).stdout
        stands = f"a number typed by hand stands over {classes}"
        assert said == f"run {run['run']} is accepted, but {stands}\n"


@pytest.mark.usefixtures("connected")
def test_what_the_source_says_anyway_is_set_over_nothing(shell: Shell) -> None:
    result = shell("source", "override", "enablement", "6")
    assert result.stdout == "enablement: 6, as the source says: nothing stands over it\n"
    assert overrides(shell) == []


def test_without_a_source_each_number_is_kept_by_hand_and_leaves_the_other(
    shell: Shell, workspace: Database
) -> None:
    typed = shell("source", "override", "customer_facing", "320")
    assert typed.stdout == "customer_facing: 320, kept by hand\n"
    shell("source", "override", "enablement", "6")
    assert numbers(workspace) == (320, "6")
    shell("source", "override", "customer_facing", "330")
    assert numbers(workspace) == (330, "6")
    assert [source["kind"] for source in list_sources(shell)] == ["manual"]


def test_a_number_over_a_file_leaves_the_file_its_other_class(
    shell: Shell, workspace: Database, tmp_path: Path
) -> None:
    shell("import", write_counts(tmp_path, 320, 6))
    shell("source", "override", "enablement", "8")
    assert numbers(workspace) == (320, "8")
    supplied = {source["kind"]: source["supplies"] for source in list_sources(shell)}
    assert supplied == {"file": ["customer_facing"], "manual": ["enablement"]}


@pytest.mark.usefixtures("workspace")
@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["sellers", "6"], "'sellers' is not one of"),
        (["enablement"], "PEOPLE is missing"),
        (["--fte", "5.5"], "PEOPLE is missing"),
        (["enablement", "many"], "PEOPLE: I read many, which is not a number; try 320."),
        (["enablement", "5.5"], "PEOPLE: I read 5.5. Count whole people"),
        (["enablement", "99999999"], "PEOPLE: I read 99999999. That is more than"),
        (["enablement", "6", "--fte", "5.55"], "--fte: I read 5.55 enablers."),
        (["enablement", "6", "--fte", "5,5"], "--fte: I read 5,5, which is not a number; try 5.5."),
        (["enablement", "6", "--fte", "12.1"], "--fte: I read 12.1 for 6 people"),
        (["--remove"], "--remove takes a CLASS"),
        (["enablement", "6", "--remove"], "--remove takes a CLASS"),
        (["enablement", "--remove"], "no number stands over the source of enablement"),
        (["--workspace", "T9"], "T9"),
    ],
)
def test_what_is_no_number_is_refused(shell: Shell, arguments: list[str], words: str) -> None:
    assert words in sentence(shell("source", "override", *arguments))
    assert list_sources(shell) == []


@pytest.mark.usefixtures("connected")
def test_another_workspace_keeps_its_numbers(shell: Shell, workspace: Database) -> None:
    add_workspace(workspace, "T2")
    shell("source", "override", "enablement", "9", "--workspace", "T1")
    there = ("enablement", "--remove", "--workspace", "T2")
    assert "no number stands" in sentence(shell("source", "override", *there))
    assert numbers(workspace) == (320, "9")
    assert numbers(workspace, "T2") is None
