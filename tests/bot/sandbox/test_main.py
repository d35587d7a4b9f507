import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.sandbox.__main__ import main
from tests.bot.sandbox.harness import listen, request

MANIFEST = "display_information: {name: Tester}\n"


@pytest.fixture
def manifest(tmp_path: Path) -> Path:
    file = tmp_path / "manifest.yml"
    file.write_text(MANIFEST)
    return file


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param(["--host", "0.0.0.0"], "only listens on this machine", id="elsewhere"),  # noqa: S104 - refused
        pytest.param(["--seed", __file__], "cannot be read", id="no company"),
        pytest.param(["--manifest", "missing.yml"], "does not exist", id="no manifest"),
    ],
)
def test_a_fault_is_said_before_anything_starts(
    manifest: Path, arguments: list[str], said: str
) -> None:
    result = CliRunner().invoke(main, ["--manifest", str(manifest), *arguments])
    assert result.exit_code == 2
    assert said in result.output


def test_it_starts_by_itself(manifest: Path) -> None:
    with listen() as held:
        port = held.getsockname()[1]
    command = [sys.executable, "-m", "bot.sandbox", "--port", str(port)]
    with subprocess.Popen(  # noqa: S603 - our own program
        [*command, "--manifest", str(manifest)], stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout is not None
            assert f"127.0.0.1:{port}" in process.stdout.readline()
            assert request(f"http://127.0.0.1:{port}/sandbox/state").body["me"]
        finally:
            process.terminate()


def test_a_port_that_is_taken_is_said(manifest: Path) -> None:
    with listen() as held:
        held.listen()
        port = str(held.getsockname()[1])
        result = CliRunner().invoke(main, ["--manifest", str(manifest), "--port", port])
    assert result.exit_code == 2
    assert "in use" in result.output
