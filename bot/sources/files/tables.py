"""Bytes to rows, whichever of the formats we take they are in."""

from collections.abc import Generator
from typing import BinaryIO

from bot.errors import SourceError
from bot.sources.files.confined import read_confined
from bot.sources.files.limits import LARGEST_FILE, write_size
from bot.sources.files.rows import Row
from bot.sources.files.texts import read_text
from rules.troubles import Trouble

ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
"""What a spreadsheet with a password holds instead of a sheet."""
MARKUP = b"<"
"""How a web page begins that calls itself a spreadsheet, as some systems export."""
_CHUNK = 2**16


def read_table(content: bytes | BinaryIO) -> Generator[Row, None, None]:
    """Yield the rows in which something stands: of a CSV file, or of an XLSX file's first sheet.

    Raises:
        SourceError: If it is neither, or too large.
    """
    whole = _read_content(content)
    if whole.startswith(OLE):
        raise SourceError(Trouble.FILE_LOCKED if ENCRYPTED in whole else Trouble.FILE_NOT_READABLE)
    if whole.startswith(MARKUP):
        raise SourceError(Trouble.FILE_NOT_READABLE)
    rows = read_confined(whole) if whole.startswith(ZIP) else read_text(whole)
    yield from (row for row in rows if row.cells)


def _read_content(content: bytes | BinaryIO) -> bytes:
    whole = content if isinstance(content, bytes) else _read_stream(content)
    if len(whole) > LARGEST_FILE:
        raise SourceError(Trouble.FILE_TOO_LARGE, limit=write_size(LARGEST_FILE))
    return whole


def _read_stream(stream: BinaryIO) -> bytes:
    """Return what a stream holds, or so much of it that it is known to be too large."""
    whole = bytearray()
    while len(whole) <= LARGEST_FILE and (chunk := stream.read(_CHUNK)):
        whole += chunk
    return bytes(whole)
