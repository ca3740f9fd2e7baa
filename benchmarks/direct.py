"""Direct answers: fit the weights on training questions, and say how often those in use are right on others.

python -m benchmarks.direct DATA --train TRAIN --work DIR

TRAIN holds contexts with questions as JSON Lines. The sentences of a context that share most words with the question
stand for the quotations. DATA and DIR are those of `benchmarks.quality`; its SQuAD 2.0 questions are asked of the
whole articles and have no part in fitting.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from benchmarks.data import articles, questions
from benchmarks.direct_fit import KINDS, fit
from benchmarks.direct_right import near_enough, right
from benchmarks.direct_train import SETS, read
from benchmarks.figures import line
from qa_bot import QABot, Settings
from qa_bot.answer.direct.wanted import wanted
from qa_bot.evaluation.quotation import exact_match
from qa_bot.model import Answer


def main() -> None:
    """Fit if there is something to fit on, then measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, help="folder with a folder squad2")
    parser.add_argument("--train", type=Path, help=f"folder with {', '.join(SETS)} as .jsonl.gz")
    parser.add_argument("--work", type=Path, required=True, help="folder that keeps the libraries between runs")
    arguments = parser.parse_args()
    if arguments.train:
        fit(list(read(arguments.train)))
    for threshold in (0.0, Settings.load().threshold):
        measure(arguments.data / "squad2", arguments.work, threshold)


def measure(folder: Path, work: Path, threshold: float) -> None:
    """Print precision and coverage on the questions of a set, asked of its whole articles."""
    settings = Settings.load(threshold=threshold)
    with QABot.open(work / folder.name, settings=settings) as bot:
        print(f"{folder.name}, threshold {threshold}: {bot.add(*articles(folder))}")
        asked = [(each, bot.ask(each.question)) for each in questions(folder)]
    answerable = [(each.question, each.answers, answer) for each, answer in asked if not each.unanswerable]
    others = [(each.question, answer) for each, answer in asked if each.unanswerable]
    for kind in KINDS:
        print_precision(kind, [row for row in answerable if _kind(row[0]) == kind])
    print_precision("all four", [row for row in answerable if _kind(row[0])])
    print(line("shown, of all questions", [float(bool(answer.direct)) for _, _, answer in answerable]))
    print("unanswerable questions")
    print(line("shown, of the four kinds", [float(bool(answer.direct)) for text, answer in others if _kind(text)]))
    print(line("shown, of all questions", [float(bool(answer.direct)) for _, answer in others]))


def print_precision(name: str, rows: Sequence[tuple[str, Sequence[str], Answer]]) -> None:
    """Print how many direct answers are shown to these questions, and how many of them are right."""
    shown = [(answer.direct.text, gold) for _, gold, answer in rows if answer.direct]
    print(name)
    print(line("shown", [float(bool(answer.direct)) for _, _, answer in rows]))
    for what, judge in (("right", right), ("exact match", exact_match), ("exact, or F1 at least .5", near_enough)):
        print(line(what, [float(judge(text, gold)) for text, gold in shown]))


def _kind(question: str) -> str | None:
    asked = wanted(question)
    return asked.kind if asked else None


if __name__ == "__main__":
    main()
