"""Note the outcomes of a run as they come in, so that a run that was cut off goes on where it stopped."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from qa_bot.errors import QABotError
from qa_bot.evaluation.outcome import Outcome

NAME = "questions.jsonl.part"


class Journal:
    """A file in the folder of a run: a line with what is evaluated, then a line for each outcome.

    `done` are the outcomes of an earlier run of the same identity that was cut off, by the id of their question; a line
    that was cut in the middle does not count. The journal of another identity is started anew.
    """

    def __init__(self, folder: Path, run: Mapping[str, Any], *, fresh: bool = False) -> None:
        self._path = folder / NAME
        self.done: dict[str, Outcome] = {}
        head = _line({"run": run})
        try:
            folder.mkdir(parents=True, exist_ok=True)
            kept = 0 if fresh else self._read(head)
            self._file = self._path.open("r+b" if kept else "wb")
            self._file.seek(kept)
            self._file.truncate()
            if not kept:
                self._write(head)
        except OSError as error:
            raise QABotError(
                f"{folder}: the results cannot be written there ({error.strerror}); name another folder"
            ) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._file.close()

    def write(self, outcome: Outcome) -> None:
        """Note an outcome; once this returns, killing the process does not lose it."""
        self._write(_line(outcome.to_dict()))

    def remove(self) -> None:
        """Take the journal away, because the run is complete."""
        self._file.close()
        self._path.unlink(missing_ok=True)

    def _write(self, line: bytes) -> None:
        self._file.write(line)
        self._file.flush()

    def _read(self, head: bytes) -> int:
        """Return how many bytes of a journal that begins with `head` are whole lines, and note their outcomes."""
        content = self._path.read_bytes() if self._path.exists() else b""
        if not content.startswith(head):
            return 0
        kept = len(head)
        for line in content[kept:].split(b"\n")[:-1]:
            outcome = _outcome(line)
            if outcome is None:
                break
            self.done[outcome.question.id] = outcome
            kept += len(line) + 1
        return kept


def _outcome(line: bytes) -> Outcome | None:
    try:
        return Outcome.from_dict(json.loads(line))
    except (ValueError, KeyError, TypeError, QABotError):
        return None


def _line(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=True, allow_nan=False).encode() + b"\n"
