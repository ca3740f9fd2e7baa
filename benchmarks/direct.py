"""Direct answers: fit the weights on training questions; `benchmarks.quality` says how often they are right on others.

python -m benchmarks.direct TRAIN

TRAIN holds contexts with questions as JSON Lines. The sentences of a context that share most words with the question
stand for the quotations.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.data import Asked
from benchmarks.direct_fit import KINDS, fit
from benchmarks.direct_right import near_enough, right
from benchmarks.direct_train import SETS, read
from benchmarks.figures import line
from qa_bot.answer.direct.wanted import wanted
from qa_bot.evaluation.metrics.quotation import exact_match
from qa_bot.model import Answer, Direct


@dataclass(frozen=True, slots=True)
class Shown:
    """A question, the kind of answer that it asks for, and what was shown."""

    asked: Asked
    kind: str | None
    direct: Direct | None


def main() -> None:
    """Fit and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("train", type=Path, help=f"folder with {', '.join(SETS)} as .jsonl.gz")
    fit(list(read(parser.parse_args().train)))


def shown(asked: Asked, answer: Answer, threshold: float) -> Shown:
    """Return what of an answer is shown to the person, to whom less sure ones are refused."""
    kind = wanted(asked.question)
    return Shown(asked, kind.kind if kind else None, answer.direct if answer.confidence >= threshold else None)


def report(shown: Sequence[Shown]) -> Iterator[str]:
    """Yield, for each kind, how many direct answers are shown and how many of them are right; then the unanswerable."""
    answerable = [each for each in shown if not each.asked.unanswerable]
    others = [each for each in shown if each.asked.unanswerable]
    for kind in KINDS:
        yield from right_lines(kind, [each for each in answerable if each.kind == kind])
    yield from right_lines("all four", [each for each in answerable if each.kind])
    yield line("shown, of all questions", [float(bool(each.direct)) for each in answerable])
    yield line("unanswerable: shown, of the four kinds", [float(bool(each.direct)) for each in others if each.kind])


def right_lines(name: str, rows: Sequence[Shown]) -> Iterator[str]:
    """Yield how many direct answers are shown to these questions, and how many of them are right."""
    pairs = [(each.direct.text, each.asked.answers) for each in rows if each.direct]
    yield line(f"{name}: shown", [float(bool(each.direct)) for each in rows])
    for what, judge in (("right", right), ("exact match", exact_match), ("token F1 at least .5", near_enough)):
        yield line(f"{name}: {what}", [float(judge(text, gold)) for text, gold in pairs])


if __name__ == "__main__":
    main()
