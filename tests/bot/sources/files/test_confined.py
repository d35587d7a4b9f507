import os
import signal
import subprocess
import sys
import threading
from collections.abc import Generator, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.errors import SourceError
from bot.sources.files.confined import read_confined
from bot.sources.files.limits import MOST_MEMORY, MOST_PROCESSOR_TIME
from bot.sources.files.rows import Row
from bot.sources.files.source import FileSource
from rules.troubles import Trouble
from tests.bot.sources.files.readings import an_incident
from tests.bot.sources.files.workbooks import a_workbook
from tests.builders import TODAY

ROOT = Path(__file__).parents[4]
# More than a pipe holds, and a row longer than a buffer, so that the reader waits in the middle of one.
WIDE = [("Sales", *["x" * 190] * 99)] * 20


def list_children() -> list[str]:
    return Path(f"/proc/self/task/{threading.get_native_id()}/children").read_text().split()


@dataclass
class Reader:
    """A process that has read its file and waits until somebody takes the rows."""

    rows: Generator[Row, None, None]
    pid: int

    @property
    def folder(self) -> Path:
        return Path(f"/proc/{self.pid}")


@pytest.fixture
def reader() -> Iterator[Reader]:
    before = list_children()
    with closing(read_confined(a_workbook(("department", "title"), *WIDE))) as rows:
        next(rows)
        (pid,) = set(list_children()) - set(before)
        reader = Reader(rows, int(pid))
        while "State:\tS" not in (reader.folder / "status").read_text():
            pass  # it writes until the pipe is full
        yield reader
    assert list_children() == before


def test_a_reader_has_only_so_much_memory_and_time(reader: Reader) -> None:
    limits = (reader.folder / "limits").read_text()
    told = {line[:26].strip(): line[26:].split() for line in limits.splitlines()[1:]}
    assert told["Max data size"][:2] == [str(MOST_MEMORY)] * 2
    assert told["Max cpu time"][:2] == [str(int(MOST_PROCESSOR_TIME.total_seconds()))] * 2
    assert told["Max file size"][:2] == told["Max core file size"][:2] == ["0", "0"]


def test_a_reader_starts_where_less_is_allowed_than_it_would_take() -> None:
    script = """
import resource
from bot.sources.files.__main__ import confine
resource.setrlimit(resource.RLIMIT_CPU, (10, 10))
confine()
assert resource.getrlimit(resource.RLIMIT_CPU) == (10, 10)
"""
    subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=True)  # noqa: S603 - see above


def test_a_reader_that_is_killed_in_the_middle_of_a_row_was_too_greedy(reader: Reader) -> None:
    os.kill(reader.pid, signal.SIGKILL)
    with pytest.raises(SourceError) as caught:
        list(reader.rows)
    assert caught.value.incident == an_incident(Trouble.UNPACKS_TOO_LARGE, limit="128 MB")


def test_a_reader_that_hangs_is_ended_with_its_file(reader: Reader) -> None:
    os.kill(reader.pid, signal.SIGSTOP)
    reader.rows.close()
    assert not reader.folder.exists()


def test_a_reader_is_gone_when_its_file_is_refused() -> None:
    before = list_children()
    with pytest.raises(SourceError) as caught:
        FileSource(a_workbook(("department", "E-mail"), *WIDE)).read(TODAY)
    assert caught.value.incident == an_incident(Trouble.PERSONAL_COLUMN, column="E-mail")
    assert list_children() == before


@pytest.mark.parametrize(
    ("act", "error"),
    [
        ("Path('stray').write_bytes(b'x')", "OSError"),
        ("bytearray(200 * 2**20)", "MemoryError"),
    ],
)
def test_what_a_reader_may_not_do_fails(act: str, error: str, tmp_path: Path) -> None:
    script = f"""
import sys
from pathlib import Path
sys.path.insert(0, {str(ROOT)!r})
from bot.sources.files.__main__ import confine
confine()
{act}
"""
    process = subprocess.run(  # noqa: S603 - the script above
        [sys.executable, "-c", script], capture_output=True, cwd=tmp_path, check=False, text=True
    )
    assert process.stderr.splitlines()[-1].startswith(error)
