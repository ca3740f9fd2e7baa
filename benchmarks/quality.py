"""Retrieval, quotation and refusal on public data, beside two baselines.

python -m benchmarks.quality DATA --work DIR
"""

from __future__ import annotations

import argparse
import statistics
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Protocol

from benchmarks.baselines import Keywords, PlainVectors
from benchmarks.data import Asked, articles, questions
from benchmarks.figures import Gold, Row, answer_row, article_row, line, passage_row, sentences_of
from qa_bot import QABot, Settings
from qa_bot.evaluation.abstention import auroc, calibration_error
from qa_bot.evaluation.quotation import answer_contained
from qa_bot.evaluation.statistics import percentile
from qa_bot.model import Answer, Citation, Slice

SETS = {"squad2": passage_row, "realtimeqa": article_row}
UNANSWERABLE = {"realtimeqa": "unanswerable.jsonl"}
DEEP = 20


class Searcher(Protocol):
    """A way to rank passages."""

    name: str

    def search(self, question: str, k: int) -> list[Slice]:
        """Return the k best, best first."""


def main() -> None:
    """Measure the sets that are asked for and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="folder with a folder for each set")
    parser.add_argument("--work", type=Path, required=True, help="folder that keeps the libraries between runs")
    parser.add_argument("--sets", nargs="+", choices=SETS, default=list(SETS))
    parser.add_argument(
        "--no-vectors", action="store_true", help="leave out plain vectors, which embed everything again"
    )
    arguments = parser.parse_args()
    for name in arguments.sets:
        measure(arguments.data / name, arguments.work, plain_vectors=not arguments.no_vectors)


def measure(folder: Path, work: Path, *, plain_vectors: bool) -> None:
    """Print the figures of one set."""
    settings = Settings.load(threshold=0)
    with QABot.open(work / folder.name, settings=settings) as bot:
        print(f"{folder.name}: {bot.add(*articles(folder))}")
        asked = questions(folder)
        answerable = [each for each in asked if not each.unanswerable]
        others = [each for each in asked if each.unanswerable]
        if folder.name in UNANSWERABLE:
            others += questions(folder, UNANSWERABLE[folder.name])
        texts = {article.id: article for article in bot.articles()}
        golds = [Gold.of(each, texts) for each in answerable]
        row = SETS[folder.name]
        searchers: list[Searcher] = [Keywords(bot._library)]
        if plain_vectors:
            searchers.insert(0, PlainVectors(work / f"{folder.name}-plain", texts.values()))
        for searcher in searchers:
            print(searcher.name)
            print_rows([baseline_row(searcher, *each, row) for each in zip(answerable, golds, strict=True)])
        print("QA Bot")
        answers = [bot.ask(each.question) for each in answerable]
        rows = zip(answerable, golds, answers, strict=True)
        print_rows([{**row(each, found(bot, each), gold), **answer_row(each, best_first(a))} for each, gold, a in rows])
        print_refusal(answerable, answers, [bot.ask(each.question) for each in others])


def baseline_row(searcher: Searcher, asked: Asked, gold: Gold, row: Callable[..., Row]) -> Row:
    """Return the numbers of one question for a baseline, which quotes its passages' sentences in plain order."""
    ranked = searcher.search(asked.question, DEEP)
    return {**row(asked, ranked, gold), **answer_row(asked, sentences_of(ranked))}


def found(bot: QABot, asked: Asked) -> list[Slice]:
    """Return the passages that the bot ranks best."""
    return [hit.passage for hit in bot.search(asked.question, k=DEEP)]


def best_first(answer: Answer) -> Sequence[Slice]:
    """Return the quotations, the best one first; the answer shows them in reading order."""
    cited: Sequence[Citation] = answer.citations
    return sorted(cited, key=lambda citation: -citation.score)


def print_rows(rows: Sequence[Row]) -> None:
    """Print a line for each figure."""
    for name in rows[0]:
        print(line(name, [row[name] for row in rows]))


def print_refusal(asked: Sequence[Asked], answers: Sequence[Answer], unanswerable: Sequence[Answer]) -> None:
    """Print how well confidence tells right answers, how long quotations are, and how long a question takes."""
    for text in _refusal_lines(asked, answers, unanswerable):
        print(f"  {text}")


def _refusal_lines(asked: Sequence[Asked], answers: Sequence[Answer], others: Sequence[Answer]) -> Iterator[str]:
    sure = [answer.confidence for answer in (*answers, *others)]
    is_answerable = [True] * len(answers) + [False] * len(others)
    right = [
        bool(answer_contained(each.answers, [citation.quote for citation in answer.citations]))
        for each, answer in zip(asked, answers, strict=True)
    ]
    yield f"AUROC answerable against not         {auroc(sure, is_answerable):.3f}  n={len(answers)}+{len(others)}"
    yield f"calibration error                    {calibration_error(sure, right + [False] * len(others)):.3f}"
    words = [sum(len(citation.quote.split()) for citation in answer.citations) for answer in answers]
    counts = [len(answer.citations) for answer in answers]
    length = f"{statistics.median(words):.0f} in {statistics.mean(counts):.1f} quotations"
    yield f"words quoted, median                 {length}"
    times = [sum(answer.timings.values()) for answer in answers]
    yield f"milliseconds a question, p50 and p95 {percentile(times, 50):.0f}, {percentile(times, 95):.0f}"


if __name__ == "__main__":
    main()
