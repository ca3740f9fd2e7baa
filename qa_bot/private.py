"""Keep files from the other users of this machine."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path


def keep_private(*paths: Path) -> None:
    """Take away what groups and others may do with files and folders, those that are there and are ours to change."""
    for path in paths:
        with suppress(OSError):
            mode = path.stat().st_mode & 0o777
            if mode & 0o077:
                path.chmod(mode & 0o700)
