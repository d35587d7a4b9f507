"""Where titles count, shown and changed in a shell."""

import json
from pathlib import Path

import pytest

from bot.storage.engine import Database
from tests.bot.commands.conftest import Environment, Shell, add_workspace, read, sentence
from tests.fakes import FakeSlack, Reply

HEADER = "department,title,group,class,function,segment,people\n"
RULES = f"{HEADER}Ops,Wizard,,customer_facing,sales,,\n"
PEOPLE = [("Sales", "Account Executive")] * 8 + [("Ops", "Wizard")] * 3 + [("", "")]
PRESET = {
    "preset": "hr",
    "auth": {"type": "bearer"},
    "path": "/people",
    "rows": "people",
    "id": "id",
    "dims": {"department": "department", "title": "title"},
}


@pytest.fixture
def listed(
    shell: Shell,
    workspace: Database,  # noqa: ARG001 - where it is connected
    slack: FakeSlack,
    tmp_path: Path,
    environment: Environment,
) -> Environment:
    """A workspace whose one source lists people, and what commands need to read it."""
    people = [
        {"id": number, "title": title, "department": department}
        for number, (department, title) in enumerate(PEOPLE)
    ]
    slack.on("hr/people", Reply({"people": people}))
    path = tmp_path / "rows.json"
    definition = json.dumps(PRESET | {"base_url": f"{slack.address}/hr"})
    path.write_text(json.dumps({"preset": "custom", "definition": definition}))
    made = shell("source", "connect", "rest", "--config", str(path), **environment)
    assert "place them with: python -m bot source mapping 1" in made.stdout
    return environment


def write(folder: Path, text: str) -> str:
    path = folder / "rules.csv"
    path.write_text(text)
    return str(path)


@pytest.mark.usefixtures("listed")
def test_a_mapping_is_shown_with_its_coverage_and_the_titles_that_are_open(shell: Shell) -> None:
    shown = shell("source", "mapping", "1")
    assert (shown.exit_code, shown.stdout) == (0, f"{HEADER}Ops,Wizard,,,,,3\n")
    assert shown.stderr.splitlines() == [
        "what counts, with our lexicon; segments: nothing",
        "8 classified / 4 unclassified",
        "1 without a title or a department: no rule can say where",
    ]
    data = read(shell("source", "mapping", "1", "--json"))
    assert list(data) == ["source", "draft", "segments", "lexicon", "rules", "unmapped", "run"]
    assert data["unmapped"] == [{"department": "Ops", "title": "Wizard", "group": "", "people": 3}]
    assert (data["draft"], data["rules"], data["run"]["unclassified"]) == (False, [], 4)


def test_a_changed_mapping_counts_once_its_preview_is_accepted(
    shell: Shell, listed: Environment, tmp_path: Path
) -> None:
    shell("source", "accept", "1")
    changed = shell("source", "mapping", "1", write(tmp_path, RULES), **listed)
    assert changed.exit_code == 0
    assert "  customer_facing: 11" in changed.stdout
    assert "python -m bot source accept 2" in changed.stdout
    shell("sync", **listed)
    [synced, *_] = read(shell("source", "history", "--json"))
    assert synced["counts"]["customer_facing"] == 8
    assert shell("source", "mapping", "1").stderr.startswith("a draft that waits")
    preview = read(shell("source", "preview", "1", "--json", **listed))
    assert shell("source", "accept", str(preview["run"])).exit_code == 0
    shown = shell("source", "mapping", "1")
    assert shown.stdout == RULES
    assert shown.stderr.startswith("what counts, with our lexicon")


def test_a_draft_goes_with_the_preview_that_nobody_wants(shell: Shell, listed: Environment) -> None:
    shell("source", "accept", "1")
    shell("source", "mapping", "1", "-", typed=RULES, **listed)
    shell("source", "keep", "2")
    data = read(shell("source", "mapping", "1", "--json"))
    assert (data["draft"], data["rules"]) == (False, [])


def test_lexicon_and_segments_change_alone(shell: Shell, listed: Environment) -> None:
    shell("source", "mapping", "1", "-", typed=RULES, **listed)
    options = ("--no-lexicon", "--segments", "department", "--json")
    data = read(shell("source", "mapping", "1", *options, **listed))
    assert (data["draft"], data["lexicon"], data["segments"]) == (True, False, "department")
    assert [rule["title"] for rule in data["rules"]] == ["Wizard"]
    assert data["run"]["counts"] == {"customer_facing": 3}
    again = read(shell("source", "mapping", "1", "--lexicon", "--json", **listed))
    assert again["run"]["counts"] == {"customer_facing": 11}
    assert again["segments"] == "department"


def test_titles_that_went_with_a_decision_are_listed_by_a_preview(
    shell: Shell, listed: Environment
) -> None:
    shell("source", "accept", "1")
    shown = shell("source", "mapping", "1")
    assert shown.stdout == HEADER
    assert "`source preview 1` lists the unclassified titles again" in shown.stderr
    shell("source", "preview", "1", **listed)
    assert "Ops,Wizard" in shell("source", "mapping", "1").stdout


def test_a_preview_that_fails_leaves_the_draft(
    shell: Shell, listed: Environment, slack: FakeSlack
) -> None:
    slack.on("hr/people", Reply({}, 401))
    result = shell("source", "mapping", "1", "-", "--json", typed=RULES, **listed)
    assert (result.exit_code, read(result)["run"]["trouble"]) == (1, "unauthorised")
    data = read(shell("source", "mapping", "1", "--json"))
    assert (data["draft"], data["unmapped"]) == (True, [])


def test_a_paused_source_is_not_read_for_its_mapping(
    shell: Shell, listed: Environment, slack: FakeSlack
) -> None:
    shell("source", "accept", "1")
    shell("source", "pause", "1")
    slack.forget()
    changed = shell("source", "mapping", "1", "-", typed=RULES, **listed)
    assert (changed.exit_code, changed.stdout) == (0, "")
    assert "`source resume 1`, then preview it" in changed.stderr
    assert slack.calls == []


@pytest.mark.usefixtures("workspace")
def test_a_file_is_previewed_by_a_changed_mapping_when_it_is_imported_again(
    shell: Shell, tmp_path: Path
) -> None:
    roster = tmp_path / "roster.csv"
    roster.write_text("department,title\nOps,Wizard\nSales,Account Executive\n")
    assert shell("import", str(roster)).exit_code == 0
    changed = shell("source", "mapping", "1", "-", typed=RULES)
    assert "`import` the file again" in changed.stderr
    assert read(shell("import", str(roster), "--json"))["held"] == 1
    [run, *_] = read(shell("source", "history", "--json"))
    assert (run["cause"], run["counts"]) == ("preview", {"customer_facing": 2})
    assert shell("source", "accept", str(run["run"])).exit_code == 0
    assert read(shell("import", str(roster), "--json"))["published"] == 1


@pytest.mark.usefixtures("listed")
def test_a_mapping_that_cannot_be_read_changes_nothing(shell: Shell, tmp_path: Path) -> None:
    wrong = write(tmp_path, "title,class\nWizard,magician\n")
    assert "line 2: I read magician" in sentence(shell("source", "mapping", "1", wrong))
    latin = tmp_path / "latin.csv"
    latin.write_bytes("title,class\nVerkäufer,enablement\n".encode("latin-1"))
    assert "not a text in UTF-8" in sentence(shell("source", "mapping", "1", str(latin)))
    assert "does not exist" in sentence(shell("source", "mapping", "1", "nowhere.csv"))
    assert "planet" in sentence(shell("source", "mapping", "1", "--segments", "planet"))
    assert read(shell("source", "mapping", "1", "--json"))["draft"] is False


def test_a_source_without_a_mapping_is_refused(shell: Shell, workspace: Database) -> None:
    shell("source", "override", "customer_facing", "320")
    assert "says itself where people count" in sentence(shell("source", "mapping", "1"))
    assert "no such source" in sentence(shell("source", "mapping", "99"))
    add_workspace(workspace, "T2")
    there = shell("source", "mapping", "1", "--workspace", "T2")
    assert "no such source" in sentence(there)
