"""Read a folder of public data: `articles.jsonl[.gz]` and `questions.jsonl[.gz]`, as docs/benchmarks.md has them."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from qa_bot.model import Article

LONG_ANSWERS = frozenset({"qed", "clapnq"})
"""Sets that say which sentences answer."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with the short answers and the evidence that the set gives for it."""

    id: str
    question: str
    answers: tuple[str, ...]
    evidence: tuple[tuple[str, str], ...]
    unanswerable: bool
    day: date | None = None
    """When it was asked, if the set says so."""

    @property
    def subject(self) -> str:
        """Return the article that it is about, or what stands for it."""
        return self.evidence[0][0] if self.evidence else self.id

    @property
    def for_fitting(self) -> bool:
        """Say whether weights may be fitted on it: it is of the half of the articles that is not reported."""
        return zlib.crc32(self.subject.encode()) % 2 == 0


@dataclass(frozen=True, slots=True)
class Conversation:
    """A question with the turns before it, oldest first, each a question and its answer."""

    asked: Asked
    history: tuple[tuple[str, str], ...]


def articles(folder: Path) -> Iterator[Article]:
    """Yield the whole articles of a set, as a person would add them."""
    for row in _rows(folder, "articles.jsonl"):
        published = date.fromisoformat(row["date"]) if row.get("date") else None
        yield Article(
            id=row["id"],
            title=row.get("title") or "",
            text=row["text"].strip(),
            published=published,
            source=row.get("source") or None,
            url=row.get("url") or None,
        )


def questions(folder: Path, name: str = "questions.jsonl") -> list[Asked]:
    """Return the questions of a set; evidence as (article id, quotation).

    Where a set says which sentences answer, those with an answer and no such sentence are left out, as a quarter of QED
    ("multi_sentence" or "none"): of what is quoted there, nobody has said whether it is right.
    """
    every = [_asked(row) for row in _rows(folder, name)]
    if folder.name not in LONG_ANSWERS:
        return every
    return [each for each in every if each.unanswerable or any(quote for _, quote in each.evidence)]


def conversations(folder: Path, name: str = "questions.jsonl") -> list[Conversation]:
    """Return the questions of a set whose rows have a `history` of messages: role (user or agent) and text."""
    return [Conversation(_asked(row), _turns(row.get("history") or ())) for row in _rows(folder, name)]


def told_day(asked: Asked) -> dict[str, date]:
    """Return the argument that tells the bot when a question was asked, if the set says so."""
    return {"today": asked.day} if asked.day else {}


def _asked(row: dict[str, Any]) -> Asked:
    return Asked(
        id=row["id"],
        question=row["question"],
        answers=tuple(row.get("answers") or ()),
        evidence=tuple((each["article_id"], each["quote"]) for each in row.get("evidence") or ()),
        unanswerable=bool(row.get("unanswerable")),
        day=date.fromisoformat(row["date"]) if row.get("date") else None,
    )


def _turns(messages: Sequence[dict[str, str]]) -> tuple[tuple[str, str], ...]:
    turns: list[tuple[str, str]] = []
    for message in messages:
        if message["role"] == "user":
            turns.append((message["text"], ""))
        else:
            turns[-1] = (turns[-1][0], f"{turns[-1][1]} {message['text']}".strip())
    return tuple(turns)


def _rows(folder: Path, name: str) -> Iterator[dict[str, Any]]:
    packed, plain = folder / f"{name}.gz", folder / name
    with gzip.open(packed, "rt", encoding="utf-8") if packed.exists() else plain.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)
