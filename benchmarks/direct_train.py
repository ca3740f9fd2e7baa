"""Training questions for direct answers: contexts, their sentences nearest to the question, and what is found there."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.direct_right import right
from qa_bot.answer.direct.choose import Find, finds
from qa_bot.answer.direct.layout import Layout
from qa_bot.answer.direct.wanted import wanted
from qa_bot.model import Article, Citation, Span
from qa_bot.text.terms import content_terms, terms

SETS = (
    "squad11_du_test",
    "squadshifts_new_wiki",
    "squad2_answerable_aligned",
    "tydiqa_goldp_en",
    "squad2_unanswerable_aligned",
)
SENTENCES = 4
TELLING = 8.0
"""How far, in log odds, a sentence with all of the question's words lies before one with none of them."""


@dataclass(frozen=True, slots=True)
class Case:
    """A question, what was found in the sentences nearest to it, and which of the finds are right."""

    kind: str
    found: Sequence[Find]
    right: Sequence[bool]
    unanswerable: bool
    half: int


def read(folder: Path) -> Iterator[Case]:
    """Yield the questions of the sets that ask for a name, time, place or number."""
    for name in SETS:
        with gzip.open(folder / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
            for number, row in enumerate(map(json.loads, lines)):
                article = Article(f"{name}-{number}", "", row["context"])
                sentences = [
                    (span, frozenset(terms(span.of(article.text)))) for span in Layout.of(article.text).sentences()
                ]
                for asked in row["questions"]:
                    if kind := wanted(asked["question"]):
                        found = finds(asked["question"], _cite(asked["question"], article, sentences))
                        answers = asked["answers"]
                        judged = [right(each.text, answers) for each in found]
                        half = zlib.crc32(row["context"].encode()) % 2
                        yield Case(kind.kind, found, judged, not answers, half)


def _cite(question: str, article: Article, sentences: Sequence[tuple[Span, frozenset[str]]]) -> list[Citation]:
    wanted_terms = content_terms(question)
    scored = [
        (TELLING * sum(term in own for term in wanted_terms) / max(1, len(wanted_terms)), span)
        for span, own in sentences
    ]
    best = sorted(scored, key=lambda each: (-each[0], each[1]))[:SENTENCES]
    return [
        Citation(article, span, n=n, score=score) for n, (score, span) in enumerate(best, 1) if best[0][0] - score <= 6
    ]
