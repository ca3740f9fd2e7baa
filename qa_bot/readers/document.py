"""Hold a file or a fetched page before it is known what is in it."""

from __future__ import annotations

import io
import os
import stat
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO
from urllib.parse import unquote, urlsplit

from qa_bot.readers.found import problem

if TYPE_CHECKING:
    # pydantic takes a fifth of a second to import.
    from qa_bot.settings import Settings


@dataclass(frozen=True, slots=True)
class Document:
    """Bytes and where they come from.

    `name` is the absolute path of a file or the URL that was asked for, `url` the address that answered in the end,
    `charset` what the server said the encoding is. `data` is None for a file: it is opened when it is read.
    """

    name: str
    data: bytes | None = None
    url: str | None = None
    charset: str | None = None

    @classmethod
    def at_path(cls, path: str, settings: Settings) -> Document:
        """Return the file at `path`; raise ReadError, without opening it, if it is none, empty or too large."""
        try:
            status = os.stat(path)
        except (OSError, ValueError) as error:
            raise problem(path, _reason(error)) from None
        if stat.S_ISDIR(status.st_mode):
            raise problem(path, "is a folder, not a file")
        if not stat.S_ISREG(status.st_mode):
            raise problem(path, "is not a regular file but a pipe, a socket or a device")
        if status.st_size == 0:
            raise problem(path, "the file is empty")
        if status.st_size > settings.max_file_mb * 1e6:
            size = f"{status.st_size / 1e6:.3g} MB is over the limit of {settings.max_file_mb:g} MB"
            raise problem(path, f"{size} (QA_BOT_MAX_FILE_MB)")
        return cls(path)

    @property
    def path(self) -> str | None:
        """Return the path of a file, None for a page."""
        return None if self.url else self.name

    @property
    def stem(self) -> str:
        """Return the last part of the path or address without its suffix, made readable, to serve as a title."""
        path = unquote(urlsplit(self.url).path).rstrip("/") if self.url else self.name
        stem = os.path.splitext(os.path.basename(path))[0] or urlsplit(self.name).hostname or self.name
        words = " ".join(stem.replace("_", " ").replace("-", " ").split())
        return words[:1].upper() + words[1:] or stem

    def open(self) -> BinaryIO:
        """Return the bytes as a stream; raise ReadError if the file cannot be opened."""
        if self.data is not None:
            return io.BytesIO(self.data)
        try:
            return open(self.name, "rb")
        except OSError as error:
            raise problem(self.name, _reason(error)) from None

    def read(self) -> bytes:
        """Return all the bytes; raise ReadError if the file cannot be read."""
        with self.open() as stream:
            try:
                return stream.read()
            except OSError as error:
                raise problem(self.name, _reason(error)) from None


def _reason(error: OSError | ValueError) -> str:
    if isinstance(error, FileNotFoundError):
        return "there is no such file"
    if isinstance(error, PermissionError):
        return "no permission to read it"
    return f"cannot be opened: {getattr(error, 'strerror', None) or error}"
