"""Follow-up questions: how well the evidence is found with the last question alone, with its history, and rewritten.

python -m benchmarks.followups DATA --work DIR

Recall@5 of the gold articles on MTRAG's questions that have evidence and a history. Two halves by conversation: the
rules were written with an eye on the first half only.
"""

from __future__ import annotations

import argparse
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.data import articles, conversations
from benchmarks.figures import line
from qa_bot import QABot, Settings, Turn
from qa_bot.answer.followup import standalone
from qa_bot.ask import MAX_QUESTION
from qa_bot.evaluation.metrics.ranking import recall_at_k

DEEP = 30
FIRST = 5
STANDALONE = "standalone question"
HALVES = ("the half the rules were written on", "the other half")


@dataclass(frozen=True, slots=True)
class Case:
    """A last question with its earlier turns and the ids of the articles that hold the evidence."""

    question: str
    history: tuple[Turn, ...]
    gold: frozenset[str]
    half: int


def alone(case: Case) -> str:
    """Return the last question as it was asked."""
    return case.question


def after_questions(case: Case) -> str:
    """Return the last question and all earlier ones."""
    return " ".join([case.question, *(turn.question for turn in reversed(case.history))])


def after_everything(case: Case) -> str:
    """Return the last question and all earlier ones with their answers."""
    return " ".join([case.question, *(f"{turn.question} {turn.answer}" for turn in reversed(case.history))])


def rewritten(case: Case) -> str:
    """Return the standalone question."""
    return standalone(case.question, case.history)


WAYS: dict[str, Callable[[Case], str]] = {
    "last question alone": alone,
    "with earlier questions": after_questions,
    "with questions and answers": after_everything,
    STANDALONE: rewritten,
}


def main() -> None:
    """Measure every way of asking and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, help="folder with a folder `mtrag`")
    parser.add_argument("--work", type=Path, required=True, help="folder that keeps the library between runs")
    arguments = parser.parse_args()
    folder = arguments.data / "mtrag"
    with QABot.open(arguments.work / folder.name, settings=Settings.load(threshold=0)) as bot:
        print(f"{folder.name}: {bot.add(*articles(folder))}")
        found = cases(folder)
        recalls = {name: [recall(bot, way(case), case.gold) for case in found] for name, way in WAYS.items()}
    for half, title in enumerate(HALVES):
        print_figures(title, [case.half == half for case in found], recalls)
    print_figures("all", [True] * len(found), recalls)


def cases(folder: Path) -> list[Case]:
    """Return the questions with evidence that stand in a conversation."""
    return [
        Case(
            question=each.asked.question,
            history=tuple(Turn(*turn) for turn in each.history),
            gold=frozenset(article_id for article_id, _ in each.asked.evidence),
            half=zlib.crc32(each.asked.id.split("<::>")[0].encode()) % 2,
        )
        for each in conversations(folder)
        if each.asked.evidence and each.history
    ]


def recall(bot: QABot, question: str, gold: frozenset[str]) -> float:
    """Return the share of the gold articles among the first five different ones."""
    ranked = [hit.passage.article.id for hit in bot.search(question[:MAX_QUESTION], k=DEEP)]
    return recall_at_k(ranked, gold, FIRST) or 0.0


def print_figures(title: str, chosen: Sequence[bool], recalls: Mapping[str, Sequence[float]]) -> None:
    """Print recall@5 of each way over the chosen cases, and how much better the standalone question does than each."""
    print(f"recall@{FIRST}, {title}")
    kept = {
        name: [value for value, keep in zip(values, chosen, strict=True) if keep] for name, values in recalls.items()
    }
    for name, values in kept.items():
        print(line(name, values))
    best = kept.pop(STANDALONE)
    for name, values in kept.items():
        print(line(f"over {name}", [ours - theirs for ours, theirs in zip(best, values, strict=True)]))


if __name__ == "__main__":
    main()
