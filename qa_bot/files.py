"""Write files whole or not at all, and keep them from the other users of this machine."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO


def keep_private(*paths: Path) -> None:
    """Take away what groups and others may do with files and folders, those that are there and are ours to change."""
    for path in paths:
        with suppress(OSError):
            mode = path.stat().st_mode & 0o777
            if mode & 0o077:
                path.chmod(mode & 0o700)


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """Lend a path beside `path` to write to; it takes the place of `path` once all is there, and goes if that fails.

    Where `path` is a link, what it leads to is replaced. Raises OSError, also for what is there and no regular file: a
    device or a pipe must not be replaced.
    """
    path = Path(os.path.realpath(path))
    if path.is_symlink():
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(path))
    if path.exists() and not path.is_file():
        raise OSError(errno.EINVAL, "a folder" if path.is_dir() else "no regular file", str(path))
    unfinished = path.with_name(path.name + ".part")
    try:
        yield unfinished
        os.replace(unfinished, path)
    finally:
        unfinished.unlink(missing_ok=True)


@contextmanager
def replacing(path: Path, *, errors: str = "backslashreplace") -> Iterator[TextIO]:
    """Open a file that takes the place of `path` once all is in it.

    `errors` says what becomes of half a surrogate pair, which UTF-8 cannot hold: the escape that JSON has for it, or
    with "replace" a question mark. Raises OSError.
    """
    with whole(path) as unfinished, unfinished.open("w", encoding="utf-8", errors=errors, newline="\n") as stream:
        yield stream
