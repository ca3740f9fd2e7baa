"""Know files that visitors sent by names that cannot be guessed and are no path, each for its sender alone."""

from __future__ import annotations

import re
import secrets
from collections import OrderedDict
from contextlib import suppress
from pathlib import Path
from threading import Lock

_MOST_REMEMBERED = 100_000
_NAME = re.compile(r"[\w-]{32}", re.ASCII)
_GIVEN_UP_AFTER = 3600.0
"""Seconds after the last byte; no upload that goes on pauses so long."""


def upload_name(said: str) -> str:
    """Return what somebody says is the name of an upload, if names look so, else nothing."""
    return said if _NAME.fullmatch(said) else ""


class Uploads:
    """Lends files to who sent them.

    This is the only way from what a request says to a file of this machine: a name is looked up here, or it is nothing.
    """

    def __init__(self) -> None:
        self._sent: OrderedDict[str, tuple[str, Path]] = OrderedDict()
        self._lock = Lock()

    def keep(self, sender: str, path: Path) -> str:
        """Remember a file that was just stored, and return its name; what was never sent to its end is removed."""
        remove_aborted(path)
        name = secrets.token_urlsafe(24)
        with self._lock:
            self._sent[name] = sender, path
            if len(self._sent) > _MOST_REMEMBERED:
                self._sent.popitem(last=False)
        return name

    def file(self, sender: str, name: object) -> Path | None:
        """Return the file that `sender` was told this name of, None for anything else; `name` can be whatever came."""
        owner, path = self._sent.get(name if isinstance(name, str) else "", ("", None))
        return path if owner == sender else None


def remove_aborted(stored: Path) -> None:
    """Remove files of uploads that broke off: they lie where Gradio stores, not yet in a folder of their own."""
    now = stored.stat().st_mtime
    for each in stored.parent.parent.glob("tmp*"):
        with suppress(OSError):  # another request may remove it too
            if each.is_file() and now - each.stat().st_mtime > _GIVEN_UP_AFTER:
                each.unlink()
