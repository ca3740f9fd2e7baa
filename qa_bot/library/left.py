"""Note how the files of a library are left, so that what changed while nobody had it open is looked at."""

from __future__ import annotations

import json
import zlib
from contextlib import suppress
from pathlib import Path

from qa_bot.library.folder import INDEX, LEFT, TRUTH

_READ_WHOLE = 64_000_000
"""Bytes; larger files are known by size and time alone, of smaller ones the content counts too."""

Noted = dict[str, list[int]]


class Left:
    """A note in the folder of sizes, times and checksums; what a killed process left is not as noted either."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._noted, found = self._read(), self._now()
        self.is_as_noted = self._noted == found
        self.index_decayed = any(
            self._noted.get(name, [])[:2] == now[:2] and self._noted[name] != now
            for name, now in found.items()
            if name.startswith(INDEX)
        )
        """Whether a file of the index has other content than it was left with, though nobody has written it."""

    def note(self) -> None:
        """Note how the files are; where that cannot be written, they are looked at when they are opened next."""
        with suppress(OSError):
            (self._folder / LEFT).write_text(json.dumps(self._now()), encoding="utf-8")

    def _read(self) -> Noted:
        try:
            noted = json.loads((self._folder / LEFT).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return noted if isinstance(noted, dict) and all(isinstance(each, list) for each in noted.values()) else {}

    def _now(self) -> Noted:
        paths = [self._folder / TRUTH, *sorted((self._folder / INDEX).rglob("*"))]
        return {path.relative_to(self._folder).as_posix(): _shape(path) for path in paths if path.is_file()}


def _shape(path: Path) -> list[int]:
    found = path.stat()
    shape = [found.st_size, found.st_mtime_ns]
    return [*shape, zlib.crc32(path.read_bytes())] if found.st_size <= _READ_WHOLE else shape
