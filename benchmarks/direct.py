"""How many direct answers are shown, and how many of them are right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from benchmarks.data import Asked
from benchmarks.direct_right import near_enough, right
from benchmarks.figures import line
from qa_bot.evaluation.metrics.quotation import exact_match
from qa_bot.model import Answer, Direct


@dataclass(frozen=True, slots=True)
class Shown:
    """A question and the direct answer that the person sees."""

    asked: Asked
    direct: Direct | None


def shown(asked: Asked, answer: Answer, threshold: float) -> Shown:
    """Return what of an answer is shown to the person, to whom less sure ones are refused."""
    return Shown(asked, answer.direct if answer.confidence >= threshold else None)


def report(shown: Sequence[Shown]) -> Iterator[str]:
    """Yield how many direct answers are shown and how many of them are right; then the unanswerable."""
    answerable = [each for each in shown if not each.asked.unanswerable]
    pairs = [(each.direct.text, each.asked.answers) for each in answerable if each.direct]
    yield line("shown", [float(bool(each.direct)) for each in answerable])
    for what, judge in (("exact match", exact_match), ("right", right), ("token F1 at least .5", near_enough)):
        yield line(f"of those: {what}", [float(judge(text, gold)) for text, gold in pairs])
    yield line("unanswerable: shown", [float(bool(each.direct)) for each in shown if each.asked.unanswerable])
