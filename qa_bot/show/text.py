"""Show answers as plain text, wrapped, without control characters, and in colours on a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from qa_bot.model import Answer
from qa_bot.show.answers import Answers
from qa_bot.show.blocks import Quotation, Sureness, Written, blocks, by_number, quotations, written
from qa_bot.show.words import NEAREST, NO_ANSWER, NO_TIMELINE, TIMELINE, days, flattened, plain, source, struck_out

WIDTH = 88


def to_text(answers: Answers) -> str:
    """Return plain text for a terminal; the questions are in it if there are several."""
    if isinstance(answers, Answer):
        return answer_text(answers)
    return "\n".join(f"> {' '.join(each.question.split())}\n\n{answer_text(each)}" for each in answers)


def answer_text(answer: Answer, width: int = WIDTH) -> str:
    """Return an answer: the short answer, what is written, numbered quotations with their sources, or the refusal."""
    shown = blocks(answer)
    said = [paragraph(shown.asked_of, width)] if shown.asked_of else []
    if shown.refusal:
        said.append(paragraph(f"{NO_ANSWER} {shown.refusal}", width))
        said += [f"{NEAREST}:"] if shown.quotations else []
    if shown.hedge:
        said.append(paragraph(shown.hedge, width))
    if short := shown.short:
        by = f" — {short.said_by}" if short.said_by else ""
        day = f" ({short.day})" if short.day else ""
        said.append(f"{flattened(short.text)}{day} [{short.citation.n}]{by}")
    if shown.kept:
        said.append(paragraph(" ".join(each.text for each in shown.kept), width))
    said += [written_text(each, width) for each in shown.struck]
    said += [_quotation(each, width) for each in shown.quotations]
    said += [each for each in (shown.sources, shown.as_of) if each]
    if not shown.refusal:
        said.append(sureness_text(shown.sureness))
    if shown.notice:
        said.append(paragraph(shown.notice, width))
    return "\n\n".join(said) + "\n"


def quotations_text(quotations: Iterable[Quotation], width: int = WIDTH) -> str:
    """Return quotations, each with its number, who says it, and its source."""
    return "\n\n".join(_quotation(each, width) for each in quotations)


def timeline_text(answer: Answer, width: int = WIDTH) -> str:
    """Return the sentences of an answer that tell of a time, by time, each with the number of its quotation."""
    events = [
        "\n".join([days(each.time.first, each.time.last), *_indented(f"{flattened(each.text)} [{each.n}]", width)])
        for each in answer.timeline
    ]
    return "\n\n".join([TIMELINE if events else NO_TIMELINE, *events]) + "\n"


def _indented(text: str, width: int) -> list[str]:
    return [f"    {line}" for line in _wrap(text, width - 4)]


def written_text(written: Written, width: int = WIDTH) -> str:
    """Return what a model wrote; a sentence that is struck out says so, and why."""
    return paragraph(f"({struck_out(f'{written.text} -- {written.why}')})" if written.why else written.text, width)


def sureness_text(sureness: Sureness) -> str:
    """Return how sure an answer is, in words and as a number."""
    return f"{sureness.words} ({sureness.number:.2f})."


def paragraph(text: str, width: int = WIDTH) -> str:
    """Return a text as one paragraph, wrapped, without control characters."""
    return textwrap.fill(flattened(text), width)


def _quotation(quotation: Quotation, width: int) -> str:
    citation = quotation.citation
    first = f"[{citation.n}] "
    indent = " " * len(first)
    lines = [line for each in plain(citation.quote).split("\n") for line in _wrap(each, width - len(indent))]
    spoken = _wrap(f"-- {quotation.spoken_by}", width - len(indent)) if quotation.spoken_by else []
    told = _wrap(f"({'; '.join(quotation.told)})", width - len(indent)) if quotation.told else []
    about = _wrap("-- " + plain(source(citation.article)), width - len(indent))
    also = _wrap(quotation.also_in, width - len(indent)) if quotation.also_in else []
    warned = _wrap(f"! {quotation.warning}", width - len(indent)) if quotation.warning else []
    return first + f"\n{indent}".join([*lines, *told, *spoken, *about, *also, *warned])


def _wrap(line: str, width: int) -> list[str]:
    """Break a line at blanks only, so that nothing else of a quotation changes."""
    return textwrap.wrap(
        line, width, break_long_words=False, break_on_hyphens=False, replace_whitespace=False, expand_tabs=False
    ) or [""]


def show_in_terminal(steps: Iterator[Answer], echo: Callable[[str], object], *, is_written: bool) -> Answer:
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
    for line in filter(None, (shown.sources, shown.as_of)):
        echo(paragraph(line) + "\n")
    echo(sureness_text(shown.sureness) + "\n")
