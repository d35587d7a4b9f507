"""The process that `confined` starts: a spreadsheet in, its rows out, one as JSON on each line."""

import json
import resource
import sys

from bot.errors import SourceError
from bot.sources.files.limits import MOST_MEMORY, MOST_PROCESSOR_TIME, write_size
from bot.sources.files.spreadsheets import read_sheet
from rules.troubles import Trouble


def confine() -> None:
    """Give up what reading needs no more of: memory, time, files to write and a core to dump."""
    seconds = int(MOST_PROCESSOR_TIME.total_seconds())
    for kind, most in (
        (resource.RLIMIT_DATA, MOST_MEMORY),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        _, allowed = resource.getrlimit(kind)
        least = most if allowed == resource.RLIM_INFINITY else min(most, allowed)
        resource.setrlimit(kind, (least, least))


def answer() -> None:
    """Write the rows of what comes in, or what is wrong with it."""
    try:
        for row in read_sheet(sys.stdin.buffer.read()):
            _write([row.line, row.cells])
    except SourceError as error:
        _write({"trouble": error.incident.trouble} | dict(error.incident.details))
    except MemoryError:
        _write({"trouble": Trouble.UNPACKS_TOO_LARGE, "limit": write_size(MOST_MEMORY)})


def _write(value: object) -> None:
    sys.stdout.buffer.write(json.dumps(value).encode() + b"\n")


if __name__ == "__main__":
    confine()
    answer()
