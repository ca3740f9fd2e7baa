"""Engines side by side on a set of questions: the sentences themselves, and any language models.

python -m benchmarks.llm SET --work DIR [--engines extractive openai:NAME ...] [--questions N] [--articles N]

SET is a folder as docs/benchmarks.md has it. The models are set up by QA_BOT_MODEL_URL and the like (docs/models.md).
Precision and recall are those of the sentences that the answer cites, against the gold evidence; an answer is contained
if a gold answer stands in its text.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.data import Asked, questions, told_day
from benchmarks.figures import Gold, line, sentence_row
from benchmarks.quality import limited
from qa_bot import QABot, Settings
from qa_bot.evaluation.metrics.quotation import answer_contained
from qa_bot.evaluation.metrics.statistics import percentile
from qa_bot.model import Answer

_TIMES = ("first quotation", "first sentence", "whole answer")


@dataclass(frozen=True, slots=True)
class Run:
    """One question and what came of it; times in milliseconds, None for a sentence that never came."""

    asked: Asked
    answer: Answer
    times: tuple[float, float | None, float]
    gold: Gold


def main() -> None:
    """Ask every engine the same questions and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("set", type=Path, help="folder with articles and questions")
    parser.add_argument("--work", type=Path, required=True, help="folder that keeps the library between runs")
    parser.add_argument("--engines", nargs="+", default=["extractive"], help="extractive, or provider:name")
    parser.add_argument("--questions", type=int, default=100, help="how many, taken evenly from the set")
    parser.add_argument("--articles", type=int, help="how many; those with evidence first")
    given = parser.parse_args()
    every = questions(given.set)
    asked = every[:: max(1, len(every) // given.questions)][: given.questions]
    with QABot.open(given.work / f"llm-{given.set.name}", settings=Settings.load()) as bot:
        print(f"{given.set.name}: {bot.add(*limited(given.set, asked, given.articles))}", flush=True)
        bot.library.warm()
        for engine in given.engines:
            runs = [run(bot, engine, each) for each in asked]
            print(f"\n{engine}, {len(runs)} questions")
            print("\n".join(f"  {each}" for each in figures(runs)), flush=True)


def run(bot: QABot, engine: str, asked: Asked) -> Run:
    """Ask a question and note when its first quotation, its first sentence and its end were there."""
    began = time.perf_counter()
    first = sentence = None
    for answer in bot.stream(asked.question, engine=engine, **told_day(asked)):
        now = 1000 * (time.perf_counter() - began)
        first = now if first is None else first
        if sentence is None and (engine == "extractive" or any(each.supported for each in answer.claims)):
            sentence = now
    articles = {each: found for each, _ in asked.evidence if (found := bot.library.article(each))}
    return Run(asked, answer, (first or 0.0, sentence, 1000 * (time.perf_counter() - began)), Gold.of(asked, articles))


def figures(runs: Sequence[Run]) -> Iterator[str]:
    """Yield a line for each figure."""
    claims = [claim for each in runs for claim in each.answer.claims]
    if claims:
        yield line("claims kept", [float(each.supported) for each in claims])
        yield f"{'claims a question, kept and struck':<38} {sum(c.supported for c in claims) / len(runs):.2f}, " + (
            f"{sum(not c.supported for c in claims) / len(runs):.2f}"
        )
        yield line("answers with a claim that is kept", [float(bool(written(each.answer))) for each in runs])
    answerable = [each for each in runs if not each.asked.unanswerable]
    rows = [sentence_row(each.answer.citations, each.gold) for each in answerable if each.gold.places]
    for name in ("sentence precision", "sentence recall") if rows else ():
        yield line(f"citations: {name}", [row[name] for row in rows])
    contained = [each for each in answerable if each.asked.answers]
    if contained:
        found = [bool(answer_contained(each.asked.answers, [each.answer.said])) for each in contained]
        yield line("answer contained in the text", [float(each) for each in found])
        words = sorted(len(each.answer.said.split()) for each in contained if each.answer.answered)
        yield f"{'words of an answer, median':<38} {words[len(words) // 2] if words else 0}"
    for name, kind in (("answerable", False), ("unanswerable", True)):
        chosen = [each for each in runs if each.asked.unanswerable == kind]
        if chosen:
            yield line(f"refused, of the {name}", [float(not each.answer.answered) for each in chosen])
    for at, name in enumerate(_TIMES):
        taken = [value for each in runs if (value := each.times[at]) is not None]
        if taken:
            middle, slow = percentile(taken, 50), percentile(taken, 95)
            yield f"{f'ms to the {name}, p50 and p95':<38} {middle:.0f}, {slow:.0f}  n={len(taken)}"
    tokens = [each.answer.timings for each in runs if "tokens_in" in each.answer.timings]
    if tokens:
        spent = (sum(each[name] for each in tokens) / len(tokens) for name in ("tokens_in", "tokens_out"))
        yield f"{'tokens a question, in and out':<38} {', '.join(f'{each:.0f}' for each in spent)}"


def written(answer: Answer) -> bool:
    """Say whether a model's sentence is part of the answer."""
    return any(each.supported for each in answer.claims)


if __name__ == "__main__":
    main()
