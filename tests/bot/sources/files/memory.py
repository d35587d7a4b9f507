"""A process that reads one file and tells what that took, in a line of JSON.

python -m tests.bot.sources.files.memory FILE
"""

import json
import re
import resource
import sys
from pathlib import Path
from typing import BinaryIO, cast

from bot.errors import SourceError
from bot.sources.files.source import FileSource
from tests.bot.sources.files.hostile import WrittenAsRead
from tests.builders import TODAY

TEN_MILLION_ROWS = "ten million rows"


def measure(name: str) -> dict[str, object]:
    if name == TEN_MILLION_ROWS:
        stream: BinaryIO = cast("BinaryIO", WrittenAsRead(b"title\n", b"Manager\n", 10_000_000))
    else:
        stream = Path(name).open("rb")  # noqa: SIM115 - closed when the process ends
    try:
        told: dict[str, object] = {"people": FileSource(stream).read(TODAY).people}
    except SourceError as error:
        told = {"trouble": error.incident.trouble, "details": dict(error.incident.details)}
    return told | {"megabytes": _own_peak(), "reader": _childrens_peak()}


def _own_peak() -> int:
    # ru_maxrss of a process begins at what its parent had when it was started.
    status = Path("/proc/self/status").read_text()
    return int(re.findall(r"VmHWM:\s+(\d+) kB", status)[0]) // 2**10


def _childrens_peak() -> int:
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 2**10


if __name__ == "__main__":
    sys.stdout.write(json.dumps(measure(sys.argv[1])))
