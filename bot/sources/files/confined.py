"""Read a spreadsheet in a process of its own, with so much memory and time and no more.

A spreadsheet is zipped XML, and a small one can grow without end in a parser: two cells in opposite
corners of a sheet, a long text that a million cells share. Whatever such a file says about itself, the
kernel keeps the limits, and what runs out of them is that process and not the bot.
"""

import json
import signal
import subprocess
import sys
from collections.abc import Generator, Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO, cast

from bot.errors import SourceError
from bot.sources.files.limits import MOST_MEMORY, write_size
from bot.sources.files.rows import Row
from rules.troubles import Trouble

ROOT = Path(__file__).parents[3]
READER = "bot.sources.files"
"""The package whose `__main__` is that process."""
OUT_OF_ROOM = {signal.SIGABRT, signal.SIGKILL, signal.SIGXCPU}
"""What ends a process that wants more memory or time than it may have."""


def read_confined(content: bytes) -> Generator[Row, None, None]:
    """Yield the rows of a spreadsheet in which something stands.

    Raises:
        SourceError: If it cannot be read, or not within the limits.
    """
    with subprocess.Popen(  # noqa: S603 - our own module, with no argument
        [sys.executable, "-m", READER],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # what a parser says about a cell stays there
        cwd=ROOT,
    ) as process:
        try:
            yield from _exchange(process, content)
            status = process.wait()
        finally:
            process.kill()
    if status:
        raise _explain(status)


def _explain(status: int) -> SourceError:
    if -status in OUT_OF_ROOM:
        return SourceError(Trouble.UNPACKS_TOO_LARGE, limit=write_size(MOST_MEMORY))
    return SourceError(Trouble.FILE_NOT_READABLE)


def _exchange(process: subprocess.Popen[bytes], content: bytes) -> Iterator[Row]:
    """Hand the file in and take the rows out."""
    # It reads everything before it answers; where it has ended already, its status says why.
    with suppress(BrokenPipeError), cast("IO[bytes]", process.stdin) as entrance:
        entrance.write(content)
    for answer in cast("IO[bytes]", process.stdout):
        if not answer.endswith(b"\n"):
            return  # it ended in the middle of a row
        read = json.loads(answer)
        if isinstance(read, dict):
            raise SourceError(Trouble(read.pop("trouble")), **read)
        line, cells = read
        yield Row(line, tuple(cells))
