"""Direct answers: fit the weights on training questions, and say how often those in use are right on others.

python -m benchmarks.direct DATA --train TRAIN --work DIR

TRAIN holds contexts with questions as JSON Lines. The sentences of a context that share most words with the question
stand for the quotations. DATA and DIR are those of `benchmarks.quality`; its SQuAD 2.0 questions are asked of the
whole articles and have no part in fitting.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.data import Asked, articles, questions
from benchmarks.direct_fit import KINDS, fit
from benchmarks.direct_right import near_enough, right
from benchmarks.direct_train import SETS, read
from benchmarks.figures import line
from qa_bot import QABot, Settings
from qa_bot.answer.direct.wanted import wanted
from qa_bot.evaluation.quotation import exact_match
from qa_bot.model import Direct


@dataclass(frozen=True, slots=True)
class Shown:
    """A question, the kind of answer that it asks for, and what was shown."""

    asked: Asked
    kind: str | None
    direct: Direct | None


def main() -> None:
    """Fit if there is something to fit on, then measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, help="folder with a folder squad2")
    parser.add_argument("--train", type=Path, help=f"folder with {', '.join(SETS)} as .jsonl.gz")
    parser.add_argument("--work", type=Path, required=True, help="folder that keeps the libraries between runs")
    arguments = parser.parse_args()
    if arguments.train:
        fit(list(read(arguments.train)))
    measure(arguments.data / "squad2", arguments.work)


def measure(folder: Path, work: Path) -> None:
    """Print the figures on the questions of a set, with all of them answered and with the threshold in use."""
    with QABot.open(work / folder.name, settings=Settings.load(threshold=0)) as bot:
        print(f"{folder.name}: {bot.add(*articles(folder))}")
        answers = [(asked, bot.ask(asked.question)) for asked in questions(folder)]
    for threshold in (0.0, Settings.load().threshold):
        print(f"threshold {threshold}")
        shown = [(asked, answer.direct if answer.confidence >= threshold else None) for asked, answer in answers]
        report([Shown(asked, kind_of(asked.question), direct) for asked, direct in shown])


def kind_of(question: str) -> str | None:
    """Return which of the four kinds a question asks for, if any."""
    asked = wanted(question)
    return asked.kind if asked else None


def report(shown: Sequence[Shown]) -> None:
    """Print, for each kind, how many direct answers are shown and how many of them are right; then the unanswerable."""
    answerable = [each for each in shown if not each.asked.unanswerable]
    others = [each for each in shown if each.asked.unanswerable]
    for kind in KINDS:
        print_right(kind, [each for each in answerable if each.kind == kind])
    print_right("all four", [each for each in answerable if each.kind])
    print(line("shown, of all questions", [float(bool(each.direct)) for each in answerable]))
    print("unanswerable")
    print(line("shown, of the four kinds", [float(bool(each.direct)) for each in others if each.kind]))
    print(line("shown, of all questions", [float(bool(each.direct)) for each in others]))


def print_right(name: str, rows: Sequence[Shown]) -> None:
    """Print how many direct answers are shown to these questions, and how many of them are right."""
    pairs = [(each.direct.text, each.asked.answers) for each in rows if each.direct]
    print(name)
    print(line("shown", [float(bool(each.direct)) for each in rows]))
    for what, judge in (("right", right), ("exact match", exact_match), ("token F1 at least .5", near_enough)):
        print(line(what, [float(judge(text, gold)) for text, gold in pairs]))


if __name__ == "__main__":
    main()
