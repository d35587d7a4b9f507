"""What cannot be done about sources from a shell is refused in a sentence, and nothing is done."""

from pathlib import Path

import pytest

from bot.views.source_forms import LONGEST_NAME
from tests.bot.commands.conftest import Shell, list_sources, sentence, write_counts


@pytest.mark.usefixtures("workspace")
@pytest.mark.parametrize("action", ["preview", "pause", "resume", "renew", "history", "disconnect"])
def test_a_source_that_is_not_known_is_refused(shell: Shell, action: str) -> None:
    more = ["--yes"] if action == "disconnect" else []
    assert "no such source" in sentence(shell("source", action, "99", *more))


@pytest.mark.usefixtures("workspace")
@pytest.mark.parametrize("action", ["accept", "keep"])
def test_a_run_that_is_not_known_is_refused(shell: Shell, action: str) -> None:
    assert "no such run" in sentence(shell("source", action, "99"))
    assert "not a valid integer" in sentence(shell("source", action, "last"))


@pytest.mark.usefixtures("workspace")
@pytest.mark.parametrize("action", ["preview", "renew"])
def test_what_people_bring_is_not_read(shell: Shell, tmp_path: Path, action: str) -> None:
    shell("import", write_counts(tmp_path, 320, 6))
    assert "by hand" in sentence(shell("source", action, "1"))


@pytest.mark.usefixtures("workspace")
@pytest.mark.parametrize(
    ("kind", "content", "words"),
    [
        ("rest", "nonsense", "--config is not JSON"),
        ("rest", "\udcff", "--config is not JSON"),
        ("rest", "[" * 100_000, "--config is not JSON"),
        ("rest", "[]", "should hold one object"),
        ("rest", "{}", "preset"),
        ("rest", '{"preset": "nobody"}', "has to be one of: bamboohr"),
        ("rest", '{"preset": "scim", "base_url": "http://a", "surprise": 1}', "Error: "),
        ("sql", "{}", "query"),
        ("google", "{}", "product"),
        ("slack_usergroups", "{}", "groups"),
    ],
)
def test_a_configuration_that_cannot_be_is_refused_before_a_credential_is_asked_for(
    shell: Shell, tmp_path: Path, kind: str, content: str, words: str
) -> None:
    path = tmp_path / "config.json"
    path.write_bytes(content.encode("utf-8", "surrogateescape"))
    assert words in sentence(shell("source", "connect", kind, "--config", str(path)))
    assert list_sources(shell) == []


@pytest.mark.usefixtures("workspace")
def test_what_cannot_be_connected_is_refused(shell: Shell, config: str) -> None:
    assert "--config" in sentence(shell("source", "connect", "rest"))
    assert "'csv'" in sentence(shell("source", "connect", "csv", "--config", config))
    named = shell("source", "connect", "rest", "--config", config, "--name", "n" * 81)
    assert str(LONGEST_NAME) in sentence(named)
    wrong = shell("source", "connect", "rest", "--config", config, "--supplies", "everybody")
    assert "everybody" in sentence(wrong)
