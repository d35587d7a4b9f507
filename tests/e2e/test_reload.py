"""The sandbox for developers: the bot beside it restarts when its code changes."""

import shutil
from pathlib import Path

from tests.e2e.processes import ROOT, environment, running
from tests.fakes import FakeSlack

SERVING = r"serving on http://127\.0\.0\.1:\d+"


def test_the_bot_starts_again_when_its_code_changes(slack: FakeSlack, tmp_path: Path) -> None:
    for package in ("bot", "rules"):
        shutil.copytree(
            ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__")
        )
    env = environment(
        slack, "", SLACK_BOT_TOKEN=None, SLACK_SIGNING_SECRET=None, PYTHONPATH=str(tmp_path)
    )
    with running("run", "--sandbox", "--reload", env=env, folder=tmp_path) as bot:
        bot.wait_for(SERVING)
        with (tmp_path / "rules" / "wording.py").open("a") as code:
            code.write("\n# changed\n")
        bot.wait_for(rf"(?s)starting the bot again.*{SERVING}")
        assert bot.stop() == 0
