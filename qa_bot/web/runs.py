"""Keep the evaluation runs of one visitor in folders, named after their question set and numbered."""

from __future__ import annotations

import hashlib
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from qa_bot.errors import QABotError
from qa_bot.evaluation import Report, load_report
from qa_bot.evaluation.files import RUN
from qa_bot.evaluation.run import NAME as JOURNAL
from qa_bot.files import keep_private

_MOST_OF_VISITOR, _MOST_KEPT = 100, 1000
"""Runs that are kept of a visitor, and of all."""

RUNNING = Lock()
"""Held by the one evaluation that is running, of the page or of a program."""


@dataclass(frozen=True, slots=True)
class Runs:
    """The runs in a folder, which lies among those of other visitors."""

    folder: Path

    @classmethod
    def of(cls, visitor: str, folder: Path) -> Runs:
        """Return those of a visitor, whose name their place does not give away."""
        return cls(folder / hashlib.sha256(visitor.encode()).hexdigest()[:16])

    def names(self) -> list[str]:
        """Return the names of the finished runs, the newest first."""
        found = [path for path in self.folder.glob("*") if (path / RUN).is_file()]
        return [path.name for path in sorted(found, key=lambda path: -(path / RUN).stat().st_mtime)]

    def report(self, name: object) -> Report:
        """Return the report of a run; what a browser sends is no path. Raises QABotError for one that is not there."""
        if name not in self.names():
            raise QABotError("this run is no longer there; choose another")
        return load_report(self.folder / str(name))

    def next(self, stem: str) -> Path:
        """Return the folder of a run of this set that was stopped, else a new one."""
        return self._place(stem, goes_on=True)

    def new(self, stem: str) -> Path:
        """Return the folder of a new run of this set, made, so that no other takes it."""
        path = self._place(stem, goes_on=False)
        path.mkdir()
        return path

    def _place(self, stem: str, *, goes_on: bool) -> Path:
        name = re.sub(r"[^\w.-]+", "-", stem).strip("-.")[:60] or "questions"
        self.folder.mkdir(parents=True, exist_ok=True)
        keep_private(self.folder.parent, self.folder)
        self._forget()
        number = 1
        while (path := self.folder / f"{name}-{number}").exists() and not (goes_on and (path / JOURNAL).exists()):
            number += 1
        return path

    def _forget(self) -> None:
        """Delete the oldest runs, finished or stopped, where this visitor or all together have many."""
        for pattern, most in (f"{self.folder.name}/*", _MOST_OF_VISITOR), ("*/*", _MOST_KEPT):
            paths = self.folder.parent.glob(pattern)
            found = [path for path in paths if any((path / each).is_file() for each in (RUN, JOURNAL))]
            oldest = sorted(found, key=lambda path: path.stat().st_mtime)
            for path in oldest[: max(0, len(found) - most + 1)]:
                shutil.rmtree(path, ignore_errors=True)
