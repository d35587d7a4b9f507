"""`run` without Slack: the sandbox stands where Slack would, and the bot runs its production code."""

import asyncio
import logging
import secrets
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import watchfiles

from bot.app import build_client
from bot.errors import StartError
from bot.manifest import build_manifest
from bot.processes import PATIENCE_SECONDS, build_services, run
from bot.sandbox.company_file import DEFAULT_COMPANY, read_company
from bot.sandbox.config import SandboxConfig
from bot.sandbox.manifest import parse_manifest
from bot.sandbox.sandbox import Sandbox
from bot.sandbox.server import SandboxServer, build_sandbox, open_socket
from bot.scheduler import build_jobs, run_job
from bot.settings import Settings, environment_for
from bot.signals import catch_signals
from bot.vault import make_key

logger = logging.getLogger(__name__)

LOOPBACK = "127.0.0.1"
CODE = Path(__file__).parents[1]


def run_trial(settings: Settings, seed: Path | None, *, reloads: bool) -> None:
    """Serve a workspace with the bot in it until told to end; what it holds is gone then.

    Args:
        settings: HOST and PORT are the workspace's; the bot gets a free port behind it.
        seed: Another company; None for the one we ship.
        reloads: Whether the bot restarts when its code changes. It then lives by the wall clock.

    Raises:
        StartError: If the port is taken, the host is not this machine, or the seed is no company.
    """
    settings = settings.model_copy(update={"port": settings.port or _find_free_port()})
    with tempfile.TemporaryDirectory() as folder:
        bot = settings.model_copy(
            update={
                "slack_bot_token": f"xoxb-{secrets.token_hex(8)}",
                "slack_app_token": "",
                "slack_signing_secret": secrets.token_hex(16),
                "slack_api_url": f"http://{settings.host}:{settings.port}/api/",
                "database_url": f"sqlite:///{Path(folder) / 'trial.db'}",
                "host": LOOPBACK,
                "port": _find_free_port(),
                "token_encryption_keys": settings.token_encryption_keys or (make_key(),),
            }
        )
        with _sandbox(settings, bot, seed) as sandbox:
            if reloads:
                _run_and_reload(bot)
            else:
                run(bot, sandbox.clock.now)


@contextmanager
def _sandbox(settings: Settings, bot: Settings, seed: Path | None) -> Iterator[Sandbox]:
    """Serve the workspace in the background."""

    async def run_jobs(now: datetime) -> None:
        await asyncio.to_thread(_run_jobs, bot, now)

    try:
        config = SandboxConfig(
            manifest=parse_manifest(build_manifest()),
            company=read_company(seed or DEFAULT_COMPANY),
            signing_secret=bot.slack_signing_secret,
            bot_token=bot.slack_bot_token,
            app_token="",
            bot_url=f"http://{bot.host}:{bot.port}/slack/events",
            host=settings.host,
            port=settings.port,
            on_time_moved=run_jobs,
        )
        listening = open_socket(config)
    except (ValueError, OSError) as error:
        raise StartError(str(error)) from error
    application = build_sandbox(config)
    server = SandboxServer(application)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    logger.info("no Slack app is configured, so here is a workspace: %s", config.base_url)
    yield application.state.sandbox
    server.should_exit = True
    thread.join(PATIENCE_SECONDS)


def _run_jobs(bot: Settings, now: datetime) -> None:
    """Do what the bot would do by itself at the workspace's new time."""
    client = build_client(bot.slack_bot_token, bot.api_url)
    services = build_services(bot, client, lambda: now)
    for job in build_jobs(services, client):
        run_job(job, services.clock)
    services.background.shutdown()
    services.database.close()


def _run_and_reload(bot: Settings) -> None:
    """Run the bot as a process of its own and start it anew whenever its code changes."""
    command = [sys.executable, "-m", "bot", "run"]
    environment = environment_for(bot)
    stopped = threading.Event()
    catch_signals(stopped)
    while not stopped.is_set():
        with subprocess.Popen(command, env=environment) as process:  # noqa: S603 - ourselves
            for _ in watchfiles.watch(CODE / "bot", CODE / "rules", stop_event=stopped):
                logger.info("code changed, starting the bot again")
                break
            process.terminate()


def _find_free_port() -> int:
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        port: int = probe.getsockname()[1]
        return port
