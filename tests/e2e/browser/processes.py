"""Sandboxes and bots as real processes, as somebody starts them who has just cloned this."""

import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import Request, urlopen

from bot.errors import BotError

ROOT = Path(__file__).parents[3]
LOOPBACK = "127.0.0.1"
PATIENCE = 20.0
"""Seconds; a machine that runs all tests at once is slow to start a process."""
SECRET = re.compile(r"xox[a-z]-\w+|xapp-\w+|Traceback", re.ASCII)


class NotServingError(BotError):
    """A process ended, or served nothing in time."""


@dataclass(frozen=True, slots=True)
class Served:
    """A process of ours that answers on a port."""

    process: subprocess.Popen[bytes]
    port: int
    log: Path

    @property
    def address(self) -> str:
        return f"http://{LOOPBACK}:{self.port}"

    def get(self, path: str) -> Any:
        """Return the JSON at a path."""
        with urlopen(f"{self.address}{path}", timeout=PATIENCE) as answer:  # noqa: S310 - loopback
            return json.load(answer)

    def post(self, path: str, body: dict[str, Any]) -> Any:
        """Send JSON to a path, and return what is answered."""
        request = Request(  # noqa: S310 - loopback
            f"{self.address}{path}",
            data=json.dumps(body).encode(),
            headers={"Content-Type": "application/json"},
        )
        with urlopen(request, timeout=PATIENCE) as answer:  # noqa: S310 - loopback
            return json.load(answer)

    def kill(self) -> None:
        """End it without a chance to tidy up."""
        self.process.kill()
        self.process.wait(PATIENCE)

    def find_leaks(self) -> list[str]:
        """Return what no log may hold: tokens and stack traces."""
        return SECRET.findall(self.log.read_text())


@contextmanager
def serve_trial(home: Path) -> Iterator[Served]:
    """Serve what `make run` serves on a machine without Slack."""
    # The workspace is there before its bot is, and tells who types so early that nobody answers.
    with _serve(home, "trial", ["bot", "run"], "/sandbox/state", says="serving on") as trial:
        yield trial
    assert not trial.find_leaks()


@contextmanager
def serve_workspace(home: Path, bot_port: int, credentials: Mapping[str, str]) -> Iterator[Served]:
    """Serve a workspace alone; its bot is expected on a port of its own."""
    module = [
        "bot.sandbox",
        *("--manifest", str(ROOT / "manifest.yml")),
        *("--bot-url", f"http://{LOOPBACK}:{bot_port}/slack/events"),
        *("--bot-token", credentials["SLACK_BOT_TOKEN"]),
        *("--signing-secret", credentials["SLACK_SIGNING_SECRET"]),
    ]
    with _serve(home, "workspace", module, "/sandbox/state", takes_port=True) as workspace:
        yield workspace


@contextmanager
def serve_bot(home: Path, port: int, settings: Mapping[str, str]) -> Iterator[Served]:
    """Serve the bot alone, on a port that was known before."""
    with _serve(home, "bot", ["bot", "run"], "/readyz", settings, port) as bot:
        yield bot
    assert not bot.find_leaks()


@contextmanager
def _serve(
    home: Path,
    name: str,
    module: list[str],
    sign_of_life: str,
    settings: Mapping[str, str] | None = None,
    port: int | None = None,
    *,
    takes_port: bool = False,
    says: str = "",
) -> Iterator[Served]:
    port = port or find_free_port()
    command = [sys.executable, "-m", *module]
    if takes_port:
        command += ["--port", str(port)]
    # An empty HOME and nothing of ours in the environment; `.env` is read from the folder it runs in.
    environment = {
        "HOME": str(home),
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "PORT": str(port),
        **(settings or {}),
    }
    log = home / f"{name}.log"
    with log.open("ab") as lines:
        process = subprocess.Popen(  # noqa: S603 - ourselves
            command, cwd=home, env=environment, stdout=lines, stderr=lines
        )
        served = Served(process, port, log)
        try:
            _wait_until_serving(served, sign_of_life, says)
            yield served
        finally:
            process.terminate()
            process.wait(PATIENCE)


def _wait_until_serving(served: Served, path: str, says: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and served.process.poll() is None:
        try:
            served.get(path)
            if says in served.log.read_text():
                return
        except (URLError, ConnectionError):
            pass
        # Nothing announces a port that opens; a waiting process is what there is to await.
        _pause(served.process)
    raise NotServingError(f"{served.address} does not serve:\n{served.log.read_text()}")


def _pause(process: subprocess.Popen[bytes]) -> None:
    try:
        process.wait(0.05)
    except subprocess.TimeoutExpired:
        return


def find_free_port() -> int:
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        port: int = probe.getsockname()[1]
        return port
