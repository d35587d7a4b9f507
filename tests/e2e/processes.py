"""Run the bot as an operator does: a process of its own, watched through its output and its port."""

import os
import queue
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

from bot.wsgi import SLACK_PATH
from tests.fakes import BOT_TOKEN, PATIENCE_SECONDS, SIGNING_SECRET, FakeSlack, sign
from tests.slack_payloads import Payload, to_form

ROOT = Path(__file__).parents[2]
ADDRESS = re.compile(r"(?:serving on|Listening at:) http://127\.0\.0\.1:(\d+)")
STOPS_WITHIN_SECONDS = 5


class BotProcess:
    """A running bot."""

    def __init__(self, arguments: list[str], environment: dict[str, str], folder: Path) -> None:
        self._process = subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-m", "bot", *arguments],
            env=environment,
            cwd=folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self._lines: queue.Queue[str | None] = queue.Queue()
        self.log = ""
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        self.port = 0

    def wait_for(self, pattern: str) -> re.Match[str]:
        """Return the match once a line of the output has one."""
        seen = 0
        while True:
            found = re.compile(pattern).search(self.log, seen)
            if found:
                return found
            line = self._lines.get(timeout=PATIENCE_SECONDS)
            assert line is not None, f"ended before {pattern!r}:\n{self.log}"
            self.log += line

    def wait_for_port(self) -> int:
        self.port = int(self.wait_for(ADDRESS.pattern)[1])
        return self.port

    def request(
        self, path: str, body: str | None = None, headers: dict[str, str] | None = None
    ) -> tuple[int, str]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_SECONDS)
        try:
            kind = {"Content-Type": "application/x-www-form-urlencoded"}
            method = "GET" if body is None else "POST"
            connection.request(method, path, body, {**kind, **(headers or {})})
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()

    def send(self, payload: Payload, slack: FakeSlack) -> tuple[int, str]:
        """Send what Slack would, signed."""
        body = to_form({"response_url": slack.response_url, **payload})
        return self.request(SLACK_PATH, body, sign(body))

    def stop(self) -> int:
        """Ask the process to end and return its exit code; it must not take longer than promised."""
        self._process.send_signal(signal.SIGTERM)
        return self.wait(STOPS_WITHIN_SECONDS)

    def wait(self, patience: float = PATIENCE_SECONDS) -> int:
        code = self._process.wait(patience)
        self._reader.join(PATIENCE_SECONDS)
        while (line := self._lines.get(timeout=PATIENCE_SECONDS)) is not None:
            self.log += line
        self._lines.put(None)
        return code

    def kill(self) -> None:
        """End the process and its children with no chance to tidy up."""
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait(PATIENCE_SECONDS)

    def close(self) -> None:
        self.kill()
        self._reader.join(PATIENCE_SECONDS)
        if self._process.stdout is not None:
            self._process.stdout.close()

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._lines.put(line)
        self._lines.put(None)


def environment(slack: FakeSlack, database_url: str, **changes: str | None) -> dict[str, str]:
    """Return what an operator sets; a change to None leaves a variable out."""
    values: dict[str, str | None] = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "HOME": str(ROOT / "no-home"),
        "SLACK_BOT_TOKEN": BOT_TOKEN,
        "SLACK_SIGNING_SECRET": SIGNING_SECRET,
        "SLACK_API_URL": slack.api_url,
        "DATABASE_URL": database_url,
        "PORT": "0",
        **changes,
    }
    return {name: value for name, value in values.items() if value is not None}


@contextmanager
def running(*arguments: str, env: dict[str, str], folder: Path) -> Iterator[BotProcess]:
    process = BotProcess(list(arguments), env, folder)
    try:
        yield process
    finally:
        process.close()


def secrets_in(log: str) -> list[str]:
    """Return the secrets that a log should not hold."""
    return [secret for secret in ("xoxb-", "xapp-", SIGNING_SECRET, "verysecret") if secret in log]
