"""Show an answer in a terminal while it is written: quotations at once, then each sentence as soon as it is checked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from qa_bot.model import Answer
from qa_bot.render import answer_terminal, claim_terminal, paragraph_terminal, quotations_terminal, sureness

_WIDTH = 88


def show(steps: Iterator[Answer], echo: Callable[[str], object], *, is_written: bool) -> Answer:
    """Print an answer as its steps come, one paragraph after the other, and return it.

    `is_written` says whether a language model has a part in it; without one there is one step. Ctrl-C ends the writing:
    what has been checked stands.
    """
    answer = next(steps)
    if not is_written or not answer.answered:
        echo(answer_terminal(answer))
        return answer
    echo(quotations_terminal(answer) + "\n")
    try:
        for step in steps:
            _show_what_is_new(answer, step, echo)
            answer = step
    except KeyboardInterrupt:
        answer = replace(answer, notice="Stopped.")
    _show_end(answer, echo)
    return answer


def _show_what_is_new(before: Answer, step: Answer, echo: Callable[[str], object]) -> None:
    """Print the claims that were added, and the quotations that they need."""
    known = {each.n for each in before.citations}
    fresh = tuple(each for each in step.citations if each.n not in known)
    if fresh:
        echo(quotations_terminal(replace(step, citations=fresh, claims=(), direct=None)) + "\n")
    for claim in step.claims[len(before.claims) :]:
        echo(claim_terminal(claim, _WIDTH) + "\n")


def _show_end(answer: Answer, echo: Callable[[str], object]) -> None:
    if not answer.answered:
        echo(answer_terminal(replace(answer, nearest=(), claims=())))
        return
    if answer.notice:
        echo(paragraph_terminal(answer.notice, _WIDTH) + "\n")
    echo(f"{sureness(answer.confidence)} ({answer.confidence:.2f}).\n")
