"""Short ways to hand a file in, and to look at what came out or why nothing did."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import pytest

from bot.errors import SourceError
from bot.sources.files.source import FileSource
from bot.sources.readings import Reading
from rules.troubles import Detail, Incident, Trouble
from tests.builders import TODAY


def read(content: str | bytes, on: date = TODAY) -> Reading:
    return FileSource(content if isinstance(content, bytes) else content.encode()).read(on)


def refuse(content: str | bytes) -> Incident:
    """Return why a file is refused."""
    with pytest.raises(SourceError) as caught:
        read(content)
    return caught.value.incident


def an_incident(trouble: Trouble, **details: int | str) -> Incident:
    return Incident(trouble, {Detail(name): value for name, value in details.items()})


def lines(header: str, *rows: str) -> str:
    return "\n".join([header, *rows]) + "\n"


def counts(*rows: str) -> str:
    """A file in the aggregate template without dates."""
    return lines("class,function,segment,count,fte", *rows)


def people(*rows: str) -> str:
    """A file in the roster template."""
    return lines("department,title,region,status,kind,start,end,fte", *rows)


def rows_of(reading: Reading) -> list[tuple[Any, ...]]:
    return [(r.headcount_class, r.function, r.segment, r.people, r.fte) for r in reading.rows]


def join(table: Iterable[Iterable[str]], delimiter: str = ",") -> str:
    return "".join(delimiter.join(row) + "\r\n" for row in table)
