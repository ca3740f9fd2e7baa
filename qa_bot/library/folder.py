"""Name what lies in the folder of a library."""

from __future__ import annotations

import json
from pathlib import Path, PurePath, PurePosixPath

from qa_bot.errors import LibraryError

TRUTH = "library.db"
INDEX = "chroma"
RESTORING = "restoring"
COPIES = "backing-up"
"""Where a backup copies databases to; what a killed one left there goes with the next."""

PLAN = "plan.json"
"""In `RESTORING`, the names of what is being restored: only by it a folder is known to be ours."""

LEFT = "left"
_PASSING = frozenset(
    {LEFT, COPIES, "lock", "holder", "writing", "indexing", "replacing", "library.db.new", "library.db.making"}
)
_OWN = frozenset({TRUTH, f"{TRUTH}-wal", f"{TRUTH}-shm", INDEX, RESTORING, "uploads", "runs"}) | _PASSING
_UNFINISHED = ("-wal", "-shm", "-journal", ".part", ".making")


def names(folder: Path) -> set[str]:
    """Return the names of what is in a folder, none if it is not there."""
    return {entry.name for entry in folder.iterdir()} if folder.is_dir() else set()


def check_folder(folder: Path, *, create: bool, restoring: bool = False) -> None:
    """Raise LibraryError unless the folder holds a library or, with `create`, can become one.

    With `restoring`, unless it is empty but for what an unfinished restoring left.
    """
    if folder.exists() and not folder.is_dir():
        raise LibraryError(f"{folder} is a file, not the folder of a library; name another with --library")
    found = names(folder)
    if restoring:
        if TRUTH in found or found - {"lock", "holder"} - planned(folder):
            raise LibraryError(f"{folder} is not empty; name a new or an empty folder with --library")
    elif TRUTH not in found:
        _check_bare(folder, found, create=create)


def planned(folder: Path) -> set[str]:
    """Return the names of what a restoring that was cut off has put into a folder or would have, none if there is none.

    Whatever else is called `RESTORING` is somebody's own.
    """
    aside = folder / RESTORING
    try:
        plan = json.loads((aside / PLAN).read_text(encoding="utf-8")) if not aside.is_symlink() else None
    except (OSError, ValueError):
        return set()
    return {RESTORING, *map(str, plan)} if isinstance(plan, list) else set()


def _check_bare(folder: Path, found: set[str], *, create: bool) -> None:
    """Raise LibraryError unless a library can be made in a folder that has none."""
    if RESTORING in planned(folder):
        raise LibraryError(f"restoring {folder} was cut off; run the same qa-bot restore again")
    if found - _OWN:
        raise LibraryError(f"{folder} holds other files and no library; name a new or an empty folder with --library")
    if INDEX in found:
        raise LibraryError(
            f"{folder / TRUTH}, which holds the articles, is gone; put it back, or restore a backup into a new folder"
            " with qa-bot restore"
        )
    if not create:
        raise LibraryError(f"there is no library in {folder}; make one with: qa-bot add PATH --library {folder}")


def is_kept(name: str) -> bool:
    """Say whether a name in a backup is that of a file that makes a library."""
    path = PurePosixPath(name)
    return not (path.is_absolute() or ".." in path.parts or "\\" in name) and _is_kept(path)


def kept_files(folder: Path) -> list[Path]:
    """Return the files that make a library, sorted: all but the index and what is passing."""
    return sorted(
        path
        for path in folder.rglob("*")
        if path.is_file() and not path.is_symlink() and _is_kept(path.relative_to(folder))
    )


def _is_kept(path: PurePath) -> bool:
    first = path.parts[0]
    return first not in _PASSING | {INDEX, RESTORING} and not (len(path.parts) == 1 and first.endswith(_UNFINISHED))
