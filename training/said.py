"""Questions of who said what, made of news whose direct quotations have a speaker."""

from __future__ import annotations

import gzip
import json
import random
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from qa_bot.text.terms import STOPWORDS

FEWEST, LONGEST = 6, 45
"""Words of a quotation that is asked about."""

_NAME = re.compile(r"[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*)*")
_NOUN = re.compile(r"[a-z]{5,}")
_VERBAL = re.compile(r".*(?:ed|ing|ly|ould|ways|ever|here|thing|body|one)$")
_MARKS = "“”\"'‘’ .,"


def read_said(articles: Path, quotes: Path) -> Iterator[dict[str, Any]]:
    """Yield articles with what is asked of them: rows as `training.prepare` reads them."""
    texts = {row["id"]: row["text"] for row in _rows(articles)}
    spoken: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in _rows(quotes):
        if row["named_source"] and row["content_spans"] and _NAME.fullmatch(row["source"].strip()):
            spoken[row["article_id"]].append(row)
    chosen = random.Random("said")
    for name, rows in spoken.items():
        asked = [each for row in rows for each in _asked(row, texts[name], rows, chosen)]
        if asked:
            yield {"context": texts[name], "questions": asked}


def _asked(
    row: dict[str, Any], text: str, others: list[dict[str, Any]], chosen: random.Random
) -> Iterator[dict[str, Any]]:
    (start, end), speaker = row["content_spans"][0], row["source"].strip()
    content = text[start:end]
    words = content.split()
    if not FEWEST <= len(words) <= LONGEST:
        return
    about = _subject(content, text, chosen)
    inner = content.strip(_MARKS)
    begin = start + content.index(inner)
    if about:
        yield _question(f"What did {speaker} say about {about}?", inner, begin)
        rivals = {each["source"].strip() for each in others} - {speaker}
        rivals = {each for each in rivals if each.split()[-1] not in speaker}
        said_too = " ".join(each["content"] for each in others if each["source"].strip() != speaker)
        if rivals and about not in said_too.lower():
            lost = _question(f"What did {chosen.choice(sorted(rivals))} say about {about}?", "", 0)
            yield {**lost, "plausible": inner}
    cut = " ".join(words[: chosen.randint(FEWEST, min(14, len(words)))]).strip(_MARKS)
    if row["source_spans"]:
        yield _question(f"Who said that {cut}?", speaker, row["source_spans"][0][0])


def _subject(content: str, text: str, chosen: random.Random) -> str | None:
    """Return a word of the quotation that is likely a noun and rare in the text, or two in a row."""
    lowered = content.lower()
    words = [each for each in _NOUN.findall(lowered) if each not in STOPWORDS and not _VERBAL.match(each)]
    rare = [each for each in words if text.lower().count(each) <= 3]
    return chosen.choice(rare) if rare else None


def _question(question: str, answer: str, start: int) -> dict[str, Any]:
    answers = [answer] if answer else []
    return {
        "question": question,
        "answers": answers,
        "answer_start": [start] if answers else [],
        "unanswerable": not answers,
    }


def _rows(file: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)
