"""Show an answer in a terminal while it is written: quotations at once, then each sentence as soon as it is checked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from qa_bot.model import Answer
from qa_bot.show.blocks import blocks, by_number, quotations, written
from qa_bot.show.text import answer_text, paragraph, quotations_text, sureness_text, written_text


def show(steps: Iterator[Answer], echo: Callable[[str], object], *, is_written: bool) -> Answer:
    """Print an answer as its steps come, one paragraph after the other, and return it.

    `is_written` says whether a language model has a part in it; without one there is one step. Ctrl-C ends the writing:
    what has been checked stands.
    """
    answer = next(steps)
    if not is_written or not answer.answered:
        echo(answer_text(answer))
        return answer
    echo(quotations_text(quotations(answer.citations)) + "\n")
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
    if fresh := [each for each in step.citations if each.n not in known]:
        echo(quotations_text(quotations(fresh)) + "\n")
    citations = by_number(step.citations)
    for claim in step.claims[len(before.claims) :]:
        echo(written_text(written(claim, citations)) + "\n")


def _show_end(answer: Answer, echo: Callable[[str], object]) -> None:
    if not answer.answered:
        echo(answer_text(replace(answer, nearest=(), claims=())))
        return
    if answer.notice:
        echo(paragraph(answer.notice) + "\n")
    shown = blocks(answer)
    conflict = shown.conflict.text if shown.conflict else ""
    for line in filter(None, (conflict, shown.sources, shown.as_of)):
        echo(paragraph(line) + "\n")
    echo(sureness_text(shown.sureness) + "\n")
