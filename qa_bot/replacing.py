"""Write a file whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO


@contextmanager
def replacing(path: Path, *, errors: str = "backslashreplace") -> Iterator[TextIO]:
    """Open a file beside `path` to be written; it takes the place of `path` once all is in it, and goes if that fails.

    `errors` says what becomes of half a surrogate pair, which UTF-8 cannot hold: the escape that JSON has for it, or
    with "replace" a question mark. Raises OSError.
    """
    unfinished = path.with_name(path.name + ".part")
    try:
        with unfinished.open("w", encoding="utf-8", errors=errors, newline="\n") as stream:
            yield stream
        os.replace(unfinished, path)
    finally:
        unfinished.unlink(missing_ok=True)
