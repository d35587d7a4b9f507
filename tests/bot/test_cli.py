"""The command line: the promised shape, helpful refusals, and 80 columns."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result
from rich.cells import cell_len

from bot.cli import COMMANDS, main
from bot.manifest import build_manifest
from bot.workspaces import Language
from rules.facts import Role
from rules.ratios import Verdict
from rules.stages import OperatingModel, Stage


def call(*arguments: str) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def data(*arguments: str) -> dict[str, Any]:
    result = call("plan", *arguments, "--json")
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def test_the_example_of_the_contract() -> None:
    plan = data("320", "6")
    assert list(plan) == [
        "customer_facing",
        "enablers",
        "stage",
        "ratio",
        "team",
        "leader",
        "operating_model",
        "roles",
        "reporting",
        "caveats",
    ]
    assert (plan["customer_facing"], plan["enablers"]) == (320, 6)
    assert plan["stage"] == {
        "key": "growth",
        "near_boundary": None,
        "next": {"at": 500, "distance": 180},
    }
    assert plan["ratio"] == {
        "value": 53.3,
        "text": "1:53",
        "verdict": "typical",
        "bounds": [50, 500],
        "in_bounds": True,
    }
    assert plan["team"] == {"minimum": 1, "lean": 4, "typical": 6, "gap": 0}
    assert plan["leader"] == {"tactical": 50, "strategic": 50}
    assert plan["operating_model"] == "orchestration"
    for role in plan["roles"]:
        assert list(role) == ["key", "status", "why", "grade"]
        assert role["key"] in set(Role)
        assert role["status"] in {"suggested", "not_yet"}
    assert list(plan["reporting"]) == ["hint", "grade"]
    assert plan["caveats"]
    assert all(isinstance(caveat, str) for caveat in plan["caveats"])


@pytest.mark.parametrize("count", [0, 1, 45, 49, 50, 499, 500, 1_999, 2_000, 120_000, 10_000_000])
@pytest.mark.parametrize("enablers", [(), ("0",), ("0.5",), ("7",)])
def test_every_key_is_there_for_every_team(count: int, enablers: tuple[str, ...]) -> None:
    plan = data(str(count), *enablers)
    assert list(plan) == list(data("320", "6"))
    if plan["stage"] is not None:
        assert list(plan["stage"]) == ["key", "near_boundary", "next"]
        assert plan["stage"]["key"] in set(Stage)
        assert plan["stage"]["near_boundary"] in {None, 50, 500, 2_000}
        assert list(plan["team"]) == ["minimum", "lean", "typical", "gap"]
        assert plan["operating_model"] in set(OperatingModel)
    if plan["ratio"] is not None:
        assert list(plan["ratio"]) == ["value", "text", "verdict", "bounds", "in_bounds"]
        assert plan["ratio"]["verdict"] in set(Verdict)


def test_enablers_left_out_are_unknown() -> None:
    plan = data("320")
    assert plan["enablers"] is None
    assert plan["ratio"] is None
    assert plan["team"]["gap"] is None
    assert plan["team"]["typical"] == 6


def test_nobody_to_support_has_no_stage() -> None:
    plan = data("0", "2")
    for key in ("stage", "team", "leader", "operating_model", "reporting"):
        assert plan[key] is None
    assert plan["roles"] == []
    assert plan["ratio"] == {
        "value": None,
        "text": None,
        "verdict": "nobody_to_support",
        "bounds": [50, 500],
        "in_bounds": None,
    }


def test_no_enabler_has_no_ratio() -> None:
    ratio = data("320", "0")["ratio"]
    assert (ratio["value"], ratio["text"], ratio["verdict"]) == (None, None, "no_enabler")


def test_half_an_enabler_is_half_an_enabler() -> None:
    plan = data("90", "0.5")
    assert plan["enablers"] == 0.5
    assert plan["ratio"]["value"] == 180.0
    assert data("320", "6.0")["enablers"] == 6
    assert "6.0" not in call("plan", "320", "6.0", "--json").stdout


@pytest.mark.parametrize(
    ("count", "enablers", "value"), [("7", "4", 1.8), ("105", "2", 52.5), ("101", "4", 25.3)]
)
def test_a_ratio_is_rounded_half_up(count: str, enablers: str, value: float) -> None:
    assert data(count, enablers)["ratio"]["value"] == value


def test_the_last_stage_has_no_next() -> None:
    assert data("2000", "9")["stage"]["next"] is None
    assert data("2000", "9")["stage"]["near_boundary"] == 2_000


def test_numbers_that_look_swapped_are_answered_as_typed() -> None:
    assert data("6", "320")["customer_facing"] == 6
    assert "?" not in call("plan", "6", "320").output.splitlines()[0]


@pytest.mark.parametrize("language", Language)
def test_json_is_in_the_language_asked_for(language: Language) -> None:
    plan = data("320", "6", "--lang", language)
    assert ("。" in plan["reporting"]["hint"]) is (language is Language.JA)


@pytest.mark.parametrize(
    ("arguments", "echo"),
    [
        (("--", "-5"), "-5"),
        (("abc",), "abc"),
        (("5000000000",), "5000000000"),
        (("3", "5000000000"), "5000000000"),
        (("320", "--", "-1"), "-1"),
        (("320", "1.25"), "1.25"),
        (("2.5",), "2.5"),
        (("320", "x"), "x"),
        (("",), ""),
    ],
)
@pytest.mark.parametrize("language", Language)
def test_numbers_that_cannot_be_end_with_2_and_a_sentence(
    arguments: tuple[str, ...], echo: str, language: Language
) -> None:
    result = call("plan", "--lang", language, *arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert echo in result.stderr
    assert "Error: " in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize(
    "arguments",
    [("plan",), ("plan", "-5"), ("plan", "1", "2", "3"), ("plan", "1", "--lang", "fr"), ("pla",)],
)
def test_arguments_that_cannot_be_end_with_2(arguments: tuple[str, ...]) -> None:
    result = call(*arguments)
    assert result.exit_code == 2
    assert "Error: " in result.stderr


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize(
    "numbers",
    [("0",), ("5", "1"), ("45", "1"), ("320", "6"), ("900", "0.5"), ("10000000", "9999999.9")],
)
def test_a_plan_fits_80_columns(numbers: tuple[str, ...], language: Language) -> None:
    result = call("plan", *numbers, "--lang", language)
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert len(lines) > 3
    assert max(cell_len(line) for line in lines) <= 80
    for unfilled in ("{", "None", "∞", "NaN"):
        assert unfilled not in result.stdout


def test_full_width_numbers_are_read() -> None:
    assert data("３２０", "６")["ratio"]["text"] == "1:53"
    assert data("2.5k", "40")["customer_facing"] == 2_500
    assert data("1,200", "10")["customer_facing"] == 1_200


def test_the_commands_are_the_promised_ones() -> None:
    promised = (
        "run web worker migrate manifest plan settings source import sync check deliver doctor"
    )
    assert set(promised.split()) <= set(COMMANDS)


@pytest.mark.parametrize("url", [None, "https://bot.example.com"])
def test_the_manifest_is_printed_as_yaml(
    url: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = call("manifest", *(["--url", url] if url else []))
    assert result.exit_code == 0
    assert yaml.safe_load(result.stdout) == build_manifest(url)


def test_a_plan_in_a_terminal_needs_no_slack_and_no_settings(tmp_path: Path) -> None:
    code = (
        "import sys; from bot.cli import main\n"
        "try: main(['plan', '320', '6'])\n"
        "except SystemExit: pass\n"
        "print([name for name in ('slack_bolt', 'slack_sdk', 'sqlalchemy') if name in sys.modules])"
    )
    result = subprocess.run(  # noqa: S603 - our own code
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
        env={"PORT": "nonsense", "PYTHONPATH": str(Path(__file__).parents[2])},
    )
    assert result.stdout.splitlines()[-1] == "[]"
