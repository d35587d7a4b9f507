"""Logging: one format for people, one for machines, and no token in either."""

import logging
import re
from typing import Any

import structlog

from bot.settings import LogFormat, LogLevel

_SECRET = re.compile(
    r"\b(?:xox[a-z]|xapp|xwfp)-[\w.-]+|\beap_[\w-]+|(?<=://)[^/\s:@]+:[^/\s@]+(?=@)"
    # Whoever knows a response_url may post there.
    r"|(?<=://hooks\.slack\.com/)\S+"
)
_AT_LEAST = {
    # It warns that the token comes with the client, as it should.
    "slack_bolt.App": logging.ERROR,
    # Of an answer that it cannot read it logs the beginning, which may list people.
    "slack_sdk.web": logging.CRITICAL,
    # At DEBUG these log whole requests: headcounts and tokens with them.
    "slack_bolt": logging.INFO,
    "slack_sdk": logging.INFO,
    "urllib3": logging.INFO,
    # At INFO these tell of every tick and every look at the schema's version.
    "alembic": logging.WARNING,
    "apscheduler": logging.WARNING,
    # It warns of every request that waits a moment for a thread.
    "waitress.queue": logging.ERROR,
}


def configure_logging(level: LogLevel, log_format: LogFormat) -> None:
    """Set up the root logger of this process; everything logs through the standard library."""
    shared: list[Any] = [
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    last = (
        [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
        if log_format is LogFormat.JSON
        else [
            structlog.dev.ConsoleRenderer(
                colors=False, exception_formatter=structlog.dev.plain_traceback
            )
        ]
    )
    handler = logging.StreamHandler()
    handler.setFormatter(
        _RedactingFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *last],
        )
    )
    handler.addFilter(_is_wanted)
    logging.basicConfig(level=level.value, handlers=[handler], force=True)


def _is_wanted(record: logging.LogRecord) -> bool:
    # On the handler, because Bolt sets the level of its own loggers to the root's.
    for name, least in _AT_LEAST.items():
        if record.name.startswith(name):
            return record.levelno >= least
    return True


def redact(text: str) -> str:
    """Return text with tokens and passwords blotted out."""
    return _SECRET.sub("[secret]", text)


class _RedactingFormatter(structlog.stdlib.ProcessorFormatter):
    """The last stop before a line is written, so that no trace slips by."""

    def format(self, record: logging.LogRecord) -> str:
        return redact(super().format(record))
