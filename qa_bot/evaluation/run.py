"""Ask every question of a set and measure what comes back; a run that was cut off goes on where it stopped."""

from __future__ import annotations

import hashlib
import json
import platform
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from datetime import date
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from qa_bot.errors import QABotError, QuestionSetError
from qa_bot.evaluation.files import write_report
from qa_bot.evaluation.measure import Answerer, examine
from qa_bot.evaluation.outcome import Outcome
from qa_bot.evaluation.report import Bar, Report
from qa_bot.evaluation.sets import Question, load_questions
from qa_bot.model import Progress

PACKAGES = ("qa-bot", "numpy", "chromadb", "onnxruntime", "torch", "sentence-transformers", "langchain-core")
_PACKAGE = Path(__file__).parent.parent
_COUNTED = (".py", ".npz", ".json")


def identity(bot: Answerer, questions: Sequence[Question], *, k: int, today: date | None) -> dict[str, Any]:
    """Return settings, library, questions, versions and code as JSON: where they are equal, so are the answers."""
    about = json.loads(json.dumps(bot.identity(), default=str))
    day = today or newest(about)
    return {
        **about,
        "questions": {"count": len(questions), "sha256": _digest([each.to_dict() for each in questions])},
        "k": k,
        "today": day.isoformat() if day else None,
        "versions": versions(),
        "code": code(),
    }


def newest(about: Mapping[str, Any]) -> date | None:
    """Return the last day of publication in the library, None if no article has one."""
    published = about.get("library", {}).get("published")
    return date.fromisoformat(published[1]) if published else None


def versions() -> dict[str, str]:
    """Return the versions of Python and of the packages that decide the figures, as far as they are installed."""
    found = {"python": platform.python_version()}
    for package in PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    return found


@lru_cache(maxsize=1)
def code() -> str:
    """Return the sha256 of the files of this package, so that a run of a changed version is known as such."""
    digest = hashlib.sha256()
    for path in sorted(each for each in _PACKAGE.rglob("*") if each.suffix in _COUNTED):
        digest.update(f"{path.relative_to(_PACKAGE).as_posix()}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _digest(value: object) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True, ensure_ascii=True).encode()).hexdigest()


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


def evaluate(
    bot: Answerer,
    questions: Sequence[Question] | Path | str,
    *,
    k: int = 10,
    today: date | None = None,
    drafts: bool = False,
    out: Path | str | None = None,
    bars: Sequence[Bar] = (),
    fresh: bool = False,
    progress: Progress | None = None,
) -> Report:
    """Ask each question in turn and return the report; the same bot and questions give the same figures.

    Retrieval is measured on the best `k` passages for the standalone question that the bot made. Questions are asked on
    the day that they name, else on `today`, by default the last day of publication in the library. Drafts are left out
    unless `drafts`. With `out` the run is written to that folder, `bars` into its junit.xml, and one that was cut off
    there goes on unless `fresh`. `progress` hears of each question when it is done. QuestionSetError names a question
    that the bot cannot be asked.
    """
    if k < 1:
        raise ValueError(f"k counts from 1, got {k}")
    given = load_questions(questions) if isinstance(questions, Path | str) else questions
    asked = [each for each in given if drafts or not each.draft]
    _require_askable(asked, given)
    run = identity(bot, asked, k=k, today=today)
    day = date.fromisoformat(run["today"]) if run["today"] else None
    folder = Path(out) if out else None
    with ExitStack() as stack:
        journal = stack.enter_context(Journal(folder, run, fresh=fresh)) if folder else None
        before = len(journal.done) if journal else 0
        outcomes: list[Outcome] = []
        for done, question in enumerate(asked, 1):
            outcome = journal.done.get(question.id) if journal else None
            if outcome is None:
                outcome = examine(bot, question, k=k, today=day)
                if journal:
                    journal.write(outcome)
            outcomes.append(outcome)
            if progress:
                progress(question.question, done, len(asked))
        report = Report.of(outcomes, k=k, run=run, folder=folder, resumed=before)
        if folder and journal:
            write_report(report, folder, bars=bars)
            journal.remove()
    return report


def _require_askable(asked: Sequence[Question], given: Sequence[Question]) -> None:
    if given and not asked:
        raise QuestionSetError(
            f'all {len(given)} questions are drafts; take "draft": true out of those that you keep, or ask the drafts'
        )
    twice = [key for key, times in Counter(each.id for each in asked).items() if times > 1]
    if twice:
        raise QuestionSetError(f"several questions have the id {', '.join(twice[:3])}; give each its own")
    empty = [each.id for each in asked if not (each.unanswerable or each.answers or each.evidence or each.reference)]
    if empty:
        raise QuestionSetError(
            f"{len(empty)} drafts say nothing of their answer and cannot be measured: {', '.join(empty[:5])}"
        )
