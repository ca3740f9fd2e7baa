"""Question sets: what is asked, and what a right answer would rest on."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from qa_bot.errors import QuestionSetError
from qa_bot.evaluation.rows import EvidenceRow, HistoryRow, MessageRow, QuestionRow, TurnRow, check
from qa_bot.model import Article, Turn
from qa_bot.text.fold import locate


@dataclass(frozen=True, slots=True)
class Evidence:
    """A quotation that holds the answer; `article_id` is None where the set does not say which article it is from."""

    quote: str
    article_id: str | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """A question with its gold answers and evidence, or marked as one that the articles do not answer."""

    id: str
    question: str
    answers: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    unanswerable: bool = False
    history: tuple[Turn, ...] = ()
    type: str = ""
    tags: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the question as a line of a question set."""
        turns = [{"question": turn.question, "answer": turn.answer} for turn in self.history]
        return {**asdict(self), "history": turns}


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a file as its reader found it: fields with our names, or a problem where it is not readable."""

    line: int
    fields: object = None
    problem: str | None = None


def load_questions(path: Path | str) -> list[Question]:
    """Return the questions of a file; raise QuestionSetError with all that is wrong in it, a line each.

    The suffix of the name decides the format (`READERS`).
    """
    path = Path(path)
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise QuestionSetError(f"{path}: not a question set in a known format ({', '.join(READERS)})")
    questions, problems = _questions(reader(path))
    if problems:
        raise QuestionSetError("\n".join(f"{path} {problem}" for problem in problems))
    if not questions:
        raise QuestionSetError(f"{path}: there are no questions in this file")
    return questions


def check_evidence(questions: Sequence[Question], find_article: Callable[[str], Article | None]) -> list[str]:
    """Return a sentence for each evidence quotation that does not stand in its article, and each unknown article.

    Evidence without an article id is not looked at: it may stand anywhere.
    """
    return [
        f"question {question.id}, evidence {n}: {problem}"
        for question in questions
        for n, evidence in enumerate(question.evidence, 1)
        if (problem := _misplaced(evidence, find_article))
    ]


def _misplaced(evidence: Evidence, find_article: Callable[[str], Article | None]) -> str | None:
    if evidence.article_id is None:
        return None
    article = find_article(evidence.article_id)
    if article is None:
        return f"there is no article {evidence.article_id!r}"
    if locate(evidence.quote, article.text) is None:
        return f"these words do not stand in article {evidence.article_id!r}: {evidence.quote!r}"
    return None


def _questions(entries: Iterator[Entry]) -> tuple[list[Question], list[str]]:
    questions: list[Question] = []
    problems: list[str] = []
    lines: dict[str, int] = {}
    for entry in entries:
        row = [f"entry: {entry.problem}"] if entry.problem else check(entry.fields)
        if isinstance(row, list):
            problems += [f"line {entry.line}: {problem}" for problem in row]
            continue
        question = _question(row, entry.line)
        if question.id in lines:
            problems.append(f"line {entry.line}: id: {question.id!r} is also the id of line {lines[question.id]}")
        lines.setdefault(question.id, entry.line)
        questions.append(question)
    return questions, problems


def _question(row: QuestionRow, line: int) -> Question:
    return Question(
        id=row.id or f"q{line}",
        question=row.question,
        answers=row.answers,
        evidence=tuple(_evidence(evidence) for evidence in row.evidence),
        unanswerable=row.unanswerable,
        history=_turns(row.history),
        type=row.type,
        tags=tuple(dict.fromkeys((*row.tag, *row.tags))),
    )


def _evidence(row: EvidenceRow) -> Evidence:
    return Evidence(row.quote, row.article_id)


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


def _read_json_lines(path: Path) -> Iterator[Entry]:
    # Not splitlines(): a JSON string may hold U+2028 and other characters that it takes for the end of a line.
    for line, text in enumerate(_read(path).split("\n"), 1):
        if text.strip():
            yield _entry(line, text)


def _entry(line: int, text: str) -> Entry:
    try:
        return Entry(line, json.loads(text))
    except json.JSONDecodeError as error:
        return Entry(line, problem=f"not JSON, {error.msg} at character {error.pos + 1}")
    except (ValueError, RecursionError):
        return Entry(line, problem="JSON with too long a number or too deep a nesting")


def _read(path: Path) -> str:
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise QuestionSetError(f"{path}: there is no such file") from None
    except OSError as error:
        raise QuestionSetError(f"{path}: cannot be read ({error.strerror})") from None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise QuestionSetError(f"{path} line {line}: not UTF-8; save the file in this encoding") from None


READERS: Mapping[str, Callable[[Path], Iterator[Entry]]] = {
    ".jsonl": _read_json_lines,
    ".ndjson": _read_json_lines,
}
