"""The web process: gunicorn with threads, so that a slow database holds up one request only."""

import logging
from typing import TYPE_CHECKING, Any

from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger

from bot.processes import PATIENCE_SECONDS, SERVER_THREADS, build_web
from bot.settings import Settings

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication


class _PlainLogger(Logger):  # type: ignore[misc]  # gunicorn ships no types
    """Sends gunicorn's lines through the root logger, in the format of all others."""

    def setup(self, cfg: Any) -> None:
        self.error_log = logging.getLogger("gunicorn")
        self.access_log = logging.getLogger("gunicorn.access")
        self.cfg = cfg


class WebServer(BaseApplication):  # type: ignore[misc]  # gunicorn ships no types
    """Gunicorn with our settings; WEB_CONCURRENCY sets the number of processes, as it does there."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        super().__init__()

    def load_config(self) -> None:
        """Set what differs from gunicorn's defaults."""
        for name, value in {
            "bind": f"{self._settings.host}:{self._settings.port}",
            "worker_class": "gthread",
            "threads": SERVER_THREADS,
            "graceful_timeout": PATIENCE_SECONDS,
            "logger_class": _PlainLogger,
            "proc_name": "enablement-advisor",
        }.items():
            self.cfg.set(name, value)

    def load(self) -> "WSGIApplication":
        """Return the application of one worker process."""
        return build_web(self._settings)
