"""Measure the reader on the paragraphs of SQuAD 2.0, one at a time: does this one answer, and with which words?

python -m benchmarks.reading DATA [--model FILE] [--most 1500]

DATA holds `squad2` as docs/benchmarks.md has it. A question counts as refused if the odds of its likeliest answer are
below a threshold, which is chosen on one half of the articles; the figures are of the other. Exact match and F1 are the
official ones: a refusal is right where there is no answer, and wrong where there is one (Rajpurkar et al., 2018).
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.data import Asked, questions
from benchmarks.figures import line
from qa_bot.evaluation.metrics.abstention import auroc
from qa_bot.evaluation.metrics.quotation import answer_contained, exact_match, token_f1
from qa_bot.model import Article, Passage, Span
from qa_bot.models import Reader, load_reader
from qa_bot.settings import DEFAULT_READER
from qa_bot.text.sentences import split_sentences

KINDS = ("who", "when", "where", "why", "how many", "how much", "how long", "how", "which", "what", "other")


@dataclass(frozen=True, slots=True)
class Read:
    """A question, the answer that its paragraph gives, the odds of it and of its evidence, and whether that is gold."""

    asked: Asked
    answer: str
    answer_odds: float
    odds: float
    right_sentence: bool

    def scores(self, threshold: float) -> tuple[float, float]:
        """Return exact match and F1 if answers below the threshold are refused."""
        refused = self.sure < threshold
        if refused or self.asked.unanswerable:
            right = float(refused and self.asked.unanswerable)
            return right, right
        return exact_match(self.answer, self.asked.answers), token_f1(self.answer, self.asked.answers)

    @property
    def sure(self) -> float:
        """Return the odds that decide: the mean of those of the words and those of the sentence."""
        return (self.answer_odds / 2 + self.odds) / 2


def main() -> None:
    """Read and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, help="folder with a folder for each set")
    parser.add_argument(
        "--model", default=DEFAULT_READER, help="what training.export wrote  [default: the packaged one]"
    )
    parser.add_argument("--most", type=int, help="only so many questions, evenly spread")
    arguments = parser.parse_args()
    every = questions(arguments.data / "squad2")
    chosen = every[:: max(1, len(every) // arguments.most)] if arguments.most else every
    reader = load_reader(arguments.model)
    started = time.perf_counter()
    found = [read(reader, each) for each in chosen]
    seconds = time.perf_counter() - started
    fitting = [each for each in found if each.asked.for_fitting]
    unseen = [each for each in found if not each.asked.for_fitting]
    threshold = best_threshold(fitting)
    print(f"squad2, closed paragraph: threshold {threshold:.2f} from {len(fitting)} questions; {len(unseen)} others:")
    for name, group in (
        ("all", unseen),
        ("answerable", [each for each in unseen if not each.asked.unanswerable]),
        ("unanswerable", [each for each in unseen if each.asked.unanswerable]),
    ):
        scores = [each.scores(threshold) for each in group]
        print(line(f"{name}: exact match", [exact for exact, _ in scores]))
        print(line(f"{name}: F1", [f1 for _, f1 in scores]))
    answerable = [each for each in unseen if not each.asked.unanswerable]
    print(line("answerable, none refused: F1", [each.scores(-1e9)[1] for each in answerable]))
    print(line("answerable: right sentence", [float(each.right_sentence) for each in answerable]))
    for kind in KINDS:
        asked = [each for each in unseen if kind_of(each.asked.question) == kind]
        print(line(f"{kind}: F1", [each.scores(threshold)[1] for each in asked]))
    there = [not each.asked.unanswerable for each in unseen]
    for name, sure in (("sentence", [each.odds for each in unseen]), ("both", [each.sure for each in unseen])):
        print(f"AUROC, odds of {name}: {auroc(sure, there):.3f}  n={len(unseen)}")
    print(f"{1000 * seconds / len(found):.0f} ms a paragraph")


def kind_of(question: str) -> str:
    """Return the question word that decides what is asked for, `other` if there is none."""
    plain = f" {question.lower()} "
    return next((kind for kind in KINDS if f" {kind} " in plain), "other")


def read(reader: Reader, asked: Asked) -> Read:
    """Read the paragraph of a question."""
    paragraph = asked.evidence[0][1]
    sentences = split_sentences(paragraph)
    article = Article("paragraph", "", paragraph)
    (said,) = reader.read(asked.question, [Passage(article, Span(0, len(paragraph)), tuple(sentences))])
    best = max(range(len(said)), key=lambda at: said[at].odds)
    short = max((each.short for each in said if each.short), key=lambda each: each.odds)
    right = bool(answer_contained(asked.answers, [sentences[best].of(paragraph)]))
    return Read(asked, short.span.of(paragraph), short.odds, said[best].odds, right)


def best_threshold(read: Sequence[Read]) -> float:
    """Return the threshold that gives the best F1."""
    steps = sorted({each.sure for each in read})
    chosen = steps[:: max(1, len(steps) // 60)]
    return max(chosen, key=lambda each: sum(one.scores(each)[1] for one in read))


if __name__ == "__main__":
    main()
