"""Write a file whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """Lend a path beside `path` to write to; it takes the place of `path` once all is there, and goes if that fails.

    Raises OSError.
    """
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
