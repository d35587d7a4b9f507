"""The built page that is shipped."""

import gzip
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.e2e.browser.processes import ROOT

STATIC = ROOT / "bot/sandbox/static"
WEB = ROOT / "web"
LARGEST = 1_000_000


def test_the_page_is_small() -> None:
    assert sum(len(gzip.compress(content)) for content in _read(STATIC).values()) < LARGEST


@pytest.mark.skipif(os.environ.get("CI") != "true", reason="takes npm's packages; CI does it")
@pytest.mark.skipif(shutil.which("npm") is None, reason="PAGE NOT REBUILT: no npm found")
def test_the_sources_give_the_shipped_bytes(tmp_path: Path) -> None:
    web = shutil.copytree(WEB, tmp_path / "web", ignore=shutil.ignore_patterns("node_modules"))
    for command in (["npm", "ci"], ["npm", "run", "build"]):
        subprocess.run(command, cwd=web, check=True, capture_output=True)  # noqa: S603 - fixed
    assert _read(tmp_path / "bot/sandbox/static") == _read(STATIC)


def _read(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}
