"""When a direct answer counts as right."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from qa_bot.evaluation.metrics.quotation import normalise_answer, token_f1

_MOST_EXTRA = 2


def right(text: str, answers: Sequence[str]) -> bool:
    """Say whether the text and a gold answer are the same, or one holds the other and at most two words more.

    Both as SQuAD normalises them; also if they are so with punctuation as a blank ("24-hour" holds "24").
    """
    return any(_holds(form(text).split(), form(answer).split()) for form in _FORMS for answer in answers)


def near_enough(text: str, answers: Sequence[str]) -> bool:
    """Say whether the token F1 with a gold answer is at least one half."""
    return token_f1(text, answers) >= 0.5


def _holds(one: Sequence[str], other: Sequence[str]) -> bool:
    short, long = sorted((one, other), key=len)
    inside = f" {' '.join(short)} " in f" {' '.join(long)} "
    return bool(short) and len(long) - len(short) <= _MOST_EXTRA and inside


_FORMS: tuple[Callable[[str], str], ...] = (
    normalise_answer,
    lambda text: normalise_answer(re.sub(r"[^\w\s]", " ", text)),
)
