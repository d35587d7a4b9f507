"""Files and canvases, kept in memory."""

import mimetypes
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

LARGEST_FILE = 10 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class File:
    """A file; `content` is None until it has been uploaded."""

    id: str
    name: str
    title: str
    user: str
    created: int
    content: bytes | None = None
    alt_txt: str | None = None

    @property
    def mimetype(self) -> str:
        """Guessed from the name, as Slack does."""
        return mimetypes.guess_type(self.name)[0] or "application/octet-stream"

    @property
    def filetype(self) -> str:
        """Slack's short name for the type: mostly the name's ending."""
        return PurePath(self.name).suffix.removeprefix(".") or "binary"

    @property
    def path(self) -> str:
        """The end of its address: id and name, safe in a URL."""
        return f"{self.id}/{quote(self.name)}"

    @property
    def size(self) -> int:
        """In bytes."""
        return len(self.content or b"")


@dataclass(frozen=True, slots=True)
class Canvas:
    """A document; `channel` is None for one that stands alone."""

    id: str
    title: str
    channel: str | None
    markdown: str
    created_at: datetime


class Files:
    """All files and canvases of a sandbox, and the places where uploads go."""

    def __init__(self) -> None:
        self._files: dict[str, File] = {}
        self._uploads: dict[str, str] = {}
        self.canvases: list[Canvas] = []

    def find(self, file_id: str) -> File | None:
        """The file of this id once it has content, or None."""
        file = self._files.get(file_id)
        return file if file and file.content is not None else None

    def save(self, file: File) -> None:
        """Add a file, or change it."""
        self._files[file.id] = file

    def expect(self, file: File, secret: str) -> None:
        """Reserve a place for a file whose bytes are still to come."""
        self.save(file)
        self._uploads[secret] = file.id

    def receive(self, secret: str, content: bytes) -> File | None:
        """Take the bytes of an expected file; None if none is expected there, or no longer."""
        file_id = self._uploads.pop(secret, None)
        if file_id is None:
            return None
        self.save(replace(self._files[file_id], content=content))
        return self._files[file_id]


def file_json(file: File, team_id: str, base_url: str) -> dict[str, Any]:
    """The file object as Slack puts it into messages and `files.info`."""
    private = f"{base_url}/files-pri/{team_id}-{file.path}"
    return {
        "id": file.id,
        "created": file.created,
        "timestamp": file.created,
        "name": file.name,
        "title": file.title,
        "mimetype": file.mimetype,
        "filetype": file.filetype,
        "user": file.user,
        "size": file.size,
        "mode": "hosted",
        "is_external": False,
        "is_public": False,
        "url_private": private,
        "url_private_download": private,
        "permalink": f"{base_url}/sandbox/files/{file.path}",
        **({"alt_txt": file.alt_txt} if file.alt_txt else {}),
    }
