"""Retrieval, quotation, refusal and direct answers on public data, beside two baselines.

python -m benchmarks.quality DATA --work DIR [--sets squad2 ...] [--most-articles N]

The figures are printed; DIR/report.html has them too, with risk-coverage curves.
"""

from __future__ import annotations

import argparse
import statistics
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from benchmarks.baselines import Keywords, PlainVectors
from benchmarks.data import LONG_ANSWERS, Asked, articles, questions, told_day
from benchmarks.direct import report as report_direct
from benchmarks.direct import shown
from benchmarks.figures import (
    Gold,
    Row,
    answer_row,
    article_row,
    line,
    passage_row,
    sentence_row,
    sentences_of,
)
from benchmarks.report import Report
from qa_bot import QABot, Settings
from qa_bot.evaluation.metrics.abstention import auroc, calibration_error
from qa_bot.evaluation.metrics.quotation import answer_contained
from qa_bot.evaluation.metrics.statistics import percentile
from qa_bot.model import Answer, Article, Citation, Slice
from qa_bot.settings import DEFAULT_READER

Rows = Callable[[Asked, Sequence[Slice], Sequence[Slice], Gold], Row]

UNANSWERABLE = {"realtimeqa": "unanswerable.jsonl"}
FITTED = frozenset({"squad2", "qed", "clapnq"})
"""Sets on one half of whose articles weights were fitted: the questions about the other half are reported."""

DEEP = 20


class Searcher(Protocol):
    """A way to rank passages."""

    name: str

    def search(self, question: str, k: int) -> list[Slice]:
        """Return the k best, best first."""


def squad_rows(asked: Asked, ranked: Sequence[Slice], quoted: Sequence[Slice], gold: Gold) -> Row:
    """Return where the gold paragraph is, and whether the answer is quoted."""
    return {**passage_row(ranked, gold), **answer_row(asked, quoted)}


def news_rows(asked: Asked, ranked: Sequence[Slice], quoted: Sequence[Slice], gold: Gold) -> Row:
    """Return where a gold article is, and whether the answer is quoted."""
    return {**article_row(asked, ranked), **answer_row(asked, quoted)}


def sentence_rows(asked: Asked, ranked: Sequence[Slice], quoted: Sequence[Slice], gold: Gold) -> Row:
    """Return where the gold paragraph is, and which gold sentences are quoted."""
    return {**passage_row(ranked, gold), **sentence_row(quoted, gold)}


SETS: dict[str, Rows] = {
    "squad2": squad_rows,
    "realtimeqa": news_rows,
    "qed": sentence_rows,
    "clapnq": sentence_rows,
}


@dataclass(frozen=True, slots=True)
class Answered:
    """A question, its answer, and whether the quotations hold a gold answer or gold sentence."""

    asked: Asked
    answer: Answer
    right: bool


def main() -> None:
    """Measure the sets that are asked for, print the figures and write the report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, help="folder with a folder for each set")
    parser.add_argument("--work", type=Path, required=True, help="folder that keeps the libraries between runs")
    parser.add_argument("--sets", nargs="+", choices=SETS, default=list(SETS))
    parser.add_argument("--most-articles", type=int, help="of each set only so many: the gold ones, then the first")
    parser.add_argument("--most-questions", type=int, help="of each set only so many, evenly spread")
    parser.add_argument(
        "--readers", nargs="+", default=[DEFAULT_READER], help="what reads evidence, e.g. none packaged"
    )
    parser.add_argument("--no-vectors", action="store_true", help="leave out plain vectors, which embed all again")
    arguments = parser.parse_args()
    report = Report(arguments.work / "report.html")
    every: dict[str, list[Answered]] = {}
    for name in arguments.sets:
        answers = measure(
            arguments.data / name,
            arguments.work,
            report,
            plain_vectors=not arguments.no_vectors,
            most=arguments.most_articles,
            asked=arguments.most_questions,
            readers=arguments.readers,
        )
        for reader, some in answers.items():
            every.setdefault(reader, []).extend(some)
        report.write()
    if len(arguments.sets) > 1:
        report.section("all sets together")
        for reader, some in every.items():
            report.table(f"QA Bot, reader {reader}", refusal_lines(some))
            report.curve([(each.answer.confidence, each.right) for each in some])
        report.write()


def measure(
    folder: Path,
    work: Path,
    report: Report,
    *,
    plain_vectors: bool,
    most: int | None,
    asked: int | None,
    readers: Sequence[str],
) -> dict[str, list[Answered]]:
    """Print and report the figures of one set; return the answers with each reader."""
    every = [*questions(folder), *(questions(folder, UNANSWERABLE[folder.name]) if folder.name in UNANSWERABLE else ())]
    unseen = [each for each in every if folder.name not in FITTED or not each.for_fitting]
    chosen = unseen[:: max(1, len(unseen) // asked)] if asked else unseen
    answerable = [each for each in chosen if not each.unanswerable]
    library = folder.name if most is None else f"{folder.name}-{most}"
    rows = SETS[folder.name]
    with QABot.open(work / library, settings=Settings.load(threshold=0, reader="none")) as bot:
        given = {article.id: article for article in limited(folder, every, most)}
        report.section(f"{folder.name}: {len(given)} articles; {bot.add(*given.values())}")
        golds, golds_given = (
            {each.id: Gold.of(each, texts) for each in answerable}
            for texts in ({article.id: article for article in bot.library.articles()}, given)
        )
        searchers: list[tuple[Searcher, Mapping[str, Gold]]] = [(Keywords(bot._library), golds)]
        if plain_vectors:
            searchers.insert(0, (PlainVectors(work / f"{library}-plain", given.values()), golds_given))
        for searcher, places in searchers:
            found = [(each, searcher.search(each.question, DEEP)) for each in answerable]
            report.table(searcher.name, lines([rows(a, s, sentences_of(s), places[a.id]) for a, s in found]))
    answers = {}
    for reader in readers:
        with QABot.open(work / library, settings=Settings.load(threshold=0, reader=reader)) as bot:
            answers[reader] = _ask(bot, chosen, golds, folder.name, report)
    return answers


def _ask(bot: QABot, chosen: Sequence[Asked], golds: Mapping[str, Gold], name: str, report: Report) -> list[Answered]:
    """Print and report what the bot does with the questions of a set, and return its answers."""
    title, rows = f"QA Bot, reader {bot.settings.reader}", SETS[name]
    answers = [answered(bot, each, name, golds.get(each.id)) for each in chosen]
    counted = [
        rows(a.asked, found_by(bot, a.asked), best_first(a.answer), golds[a.asked.id])
        for a in answers
        if not a.asked.unanswerable
    ]
    report.table(title, [*lines(counted), *refusal_lines(answers)])
    if any(each.day for each in chosen if not each.unanswerable):
        told = [article_row(each, found_by(bot, each, told=True)) for each in chosen if not each.unanswerable]
        report.table(f"{title}, told the day of the question", lines(told))
    report.curve([(each.answer.confidence, each.right) for each in answers])
    if name == "squad2":
        for threshold in (0.0, Settings.load().threshold):
            seen = [shown(each.asked, each.answer, threshold) for each in answers]
            report.table(f"direct answers, threshold {threshold}", report_direct(seen))
    return answers


def limited(folder: Path, asked: Sequence[Asked], most: int | None) -> list[Article]:
    """Return all articles of a set, or `most` of them: those with gold evidence, then the first of the file."""
    every = list(articles(folder))
    gold = {article_id for each in asked for article_id, _ in each.evidence}
    first = [each for each in every if each.id in gold]
    return every if most is None else [*first, *(each for each in every if each.id not in gold)][:most]


def answered(bot: QABot, asked: Asked, name: str, gold: Gold | None) -> Answered:
    """Ask a question, on the day that the set gives for it."""
    answer = bot.ask(asked.question, **told_day(asked))
    if gold is None:
        return Answered(asked, answer, right=False)
    if name in LONG_ANSWERS:
        return Answered(asked, answer, right=sentence_row(answer.citations, gold)["sentence recall"] > 0)
    return Answered(asked, answer, right=bool(answer_contained(asked.answers, [c.quote for c in answer.citations])))


def found_by(bot: QABot, asked: Asked, *, told: bool = False) -> list[Slice]:
    """Return the passages that the bot ranks best."""
    day = told_day(asked) if told else {}
    return [hit.passage for hit in bot.search(asked.question, k=DEEP, **day)]


def best_first(answer: Answer) -> Sequence[Slice]:
    """Return the quotations, the best one first; the answer shows them in reading order."""
    cited: Sequence[Citation] = answer.citations
    return sorted(cited, key=lambda citation: -citation.score)


def lines(rows: Sequence[Row]) -> list[str]:
    """Return a line for each figure."""
    return [line(name, [row[name] for row in rows]) for name in rows[0]]


def refusal_lines(answers: Sequence[Answered]) -> Iterator[str]:
    """Yield how well confidence tells right answers, how long quotations are, and how long a question takes."""
    sure, right = [each.answer.confidence for each in answers], [each.right for each in answers]
    answerable = [not each.asked.unanswerable for each in answers]
    others = len(answers) - sum(answerable)
    if others:
        yield f"AUROC answerable against not           {auroc(sure, answerable):.3f}  n={sum(answerable)}+{others}"
    yield f"AUROC right against not                {auroc(sure, right):.3f}  n={sum(right)}+{len(right) - sum(right)}"
    yield f"calibration error                      {calibration_error(sure, right):.3f}  n={len(answers)}"
    threshold = Settings.load().threshold
    for name, wanted in (("answerable", True), ("unanswerable", False)):
        below = [float(s < threshold) for s, a in zip(sure, answerable, strict=True) if a == wanted]
        if below:
            yield line(f"refused at {threshold}, of the {name}", below)
    cited = [each.answer.citations for each in answers if each.answer.citations]
    words = [sum(len(citation.quote.split()) for citation in each) for each in cited]
    counts = f"{statistics.median(words):.0f} in {statistics.mean(map(len, cited)):.1f} quotations"
    yield f"words quoted, median                   {counts}"
    times = [sum(each.answer.timings.values()) for each in answers]
    yield f"milliseconds a question, p50 and p95   {percentile(times, 50):.0f}, {percentile(times, 95):.0f}"


if __name__ == "__main__":
    main()
