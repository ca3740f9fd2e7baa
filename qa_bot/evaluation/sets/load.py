"""Read a question set, whatever its format, and say all that is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from qa_bot.apart import ApartError, work_apart
from qa_bot.errors import QuestionSetError
from qa_bot.evaluation.sets import formats
from qa_bot.evaluation.sets.dialects import Entry, to_native, unknown_answers, without_absent
from qa_bot.evaluation.sets.question import Evidence, Question
from qa_bot.evaluation.sets.rows import HistoryRow, MessageRow, QuestionRow, TurnRow, check_row
from qa_bot.model import Turn
from qa_bot.settings import Settings

READERS: Mapping[str, Callable[[Path], Iterator[Entry]]] = {
    ".jsonl": formats.json_lines,
    ".ndjson": formats.json_lines,
    ".json": formats.json_document,
    ".csv": formats.table_entries,
    ".tsv": formats.table_entries,
}
"""By the suffix of a file's name; a folder is one of BEIR. Inside, field names tell ours, ragas and deepeval apart."""


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """What a file holds: the questions that can be asked, where each stands, and lines on what is wrong or unclear."""

    path: Path
    questions: tuple[Question, ...]
    places: Mapping[str, str]
    problems: tuple[str, ...]
    notes: tuple[str, ...] = ()

    def require(self) -> list[Question]:
        """Return the questions; raise QuestionSetError with all problems, a line each, or if there is no question."""
        if self.problems:
            raise QuestionSetError("\n".join(f"{self.path} {problem}" for problem in self.problems))
        if not self.questions:
            raise QuestionSetError(f"{self.path}: there are no questions in this file")
        return list(self.questions)


def load_questions(path: Path | str, settings: Settings | None = None) -> list[Question]:
    """Return the questions of a file or BEIR folder; raise QuestionSetError with all that is wrong in it, a line each.

    Formats: JSON Lines, JSON, CSV and TSV with our field names or those of ragas and deepeval; SQuAD; BEIR.
    """
    return read_questions(path, settings).require()


def read_questions(path: Path | str, settings: Settings | None = None) -> QuestionSet:
    """Return what can be read of a file; raise QuestionSetError only if it is no question set at all.

    It is read like an article, in a process of its own with the bounds that the settings name.
    """
    path = Path(path)
    settings = settings or Settings.load()
    if not _is_folder(path):
        _check_file(path, settings)
    work = f"{read_given.__module__}:{read_given.__name__}"
    questions: list[Question] = []
    try:
        with closing(work_apart(work, {"path": str(path)}, seconds=settings.read_seconds)) as answers:
            for value in answers:
                if "question" not in value:
                    return _whole(path, questions, value)
                questions.append(_from_json(value))
    except ApartError as error:
        raise QuestionSetError(f"{path}: {error}") from None
    raise AssertionError("the last answer is no question")


def _check_file(path: Path, settings: Settings) -> None:
    if path.suffix.lower() not in READERS:
        raise QuestionSetError(f"{path}: not a question set in a known format ({', '.join(READERS)}, a BEIR folder)")
    with suppress(OSError):  # said by its reader
        size = path.stat().st_size
        if size > settings.max_file_mb * 1e6:
            limit = f"over the limit of {settings.max_file_mb:g} MB (QA_BOT_MAX_FILE_MB)"
            raise QuestionSetError(f"{path}: {size / 1e6:.3g} MB is {limit}")


def read_given(given: Mapping[str, Any], data: bytes) -> Iterator[dict[str, Any]]:
    """Yield the questions of a file, then all else that is to be said of it, in the process that reads it."""
    path = Path(given["path"])
    try:
        reader = formats.beir_entries if _is_folder(path) else READERS[path.suffix.lower()]
        questions, places, problems, notes = _questions(map(to_native, map(without_absent, reader(path))))
    except QuestionSetError as error:
        yield {"error": str(error)}
        return
    for question in questions:
        yield {**asdict(question), "asked": question.asked.isoformat() if question.asked else None}
    yield {"places": places, "problems": problems, "notes": notes}


def _whole(path: Path, questions: Sequence[Question], value: Mapping[str, Any]) -> QuestionSet:
    if "error" in value:
        raise QuestionSetError(value["error"])
    return QuestionSet(path, tuple(questions), value["places"], tuple(value["problems"]), tuple(value["notes"]))


def _from_json(value: dict[str, Any]) -> Question:
    return Question(
        **{
            **value,
            "answers": tuple(value["answers"]),
            "evidence": tuple(Evidence(**each) for each in value["evidence"]),
            "history": tuple(Turn(each["question"], each["answer"]) for each in value["history"]),
            "tags": tuple(value["tags"]),
            "asked": date.fromisoformat(value["asked"]) if value["asked"] else None,
        }
    )


def question_from(fields: object) -> Question:
    """Return the question that an object with our field names is; raise QuestionSetError if it is none."""
    row = check_row(fields)
    if isinstance(row, list):
        raise QuestionSetError("; ".join(row))
    return _question(row, "q1")


def _is_folder(path: Path) -> bool:
    return path.is_dir() and path.suffix.lower() not in READERS


def _questions(entries: Iterable[Entry]) -> tuple[list[Question], dict[str, str], list[str], list[str]]:
    questions: list[Question] = []
    problems: list[str] = []
    notes: list[str] = []
    places: dict[str, str] = {}
    for entry in entries:
        notes += [f"{entry.where}: {note}" for note in entry.notes]
        row = [f"entry: {entry.problem}"] if entry.problem else check_row(entry.fields, entry.names)
        if isinstance(row, list):
            problems += [f"{entry.where}: {problem}" for problem in row]
            continue
        question = _question(row, entry.key)
        if question.id in places:
            problems.append(f"{entry.where}: id: {question.id!r} is also the id of {places[question.id]}")
            continue
        places[question.id] = entry.where
        questions.append(question)
        notes += [f"{entry.where}: {note}" for note in unknown_answers(question.answers)]
    return questions, places, problems, notes


def _question(row: QuestionRow, key: str) -> Question:
    return Question(
        id=row.id or key,
        question=row.question,
        answers=row.answers,
        evidence=tuple(Evidence(each.quote, each.article_id, each.speaker) for each in row.evidence),
        unanswerable=row.unanswerable,
        history=_turns(row.history),
        type=row.type,
        tags=tuple(dict.fromkeys((*row.tag, *row.tags))),
        reference=row.reference,
        asked=row.date,
        draft=row.draft,
        day=row.day,
        conflict=row.conflict,
    )


def _turns(rows: Sequence[HistoryRow]) -> tuple[Turn, ...]:
    """Return the conversation as turns; an answer in several messages is joined, a blank line between them."""
    turns: list[Turn] = []
    for row in rows:
        if isinstance(row, TurnRow):
            turns.append(Turn(row.question, row.answer))
        elif isinstance(row, str):
            turns.append(Turn(row))
        elif isinstance(row, MessageRow) and row.role == "user":
            turns.append(Turn(row.text))
        else:
            last = turns.pop()
            turns.append(Turn(last.question, f"{last.answer}\n\n{row.text}" if last.answer else row.text))
    return tuple(turns)
