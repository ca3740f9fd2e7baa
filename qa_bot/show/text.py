"""Answers as plain text, wrapped, without control characters."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable

from qa_bot.model import Answer
from qa_bot.show.answers import Answers
from qa_bot.show.blocks import Quotation, Sureness, Written, blocks
from qa_bot.show.words import NEAREST, NO_ANSWER, NO_TIMELINE, TIMELINE, days, one_line, plain, source, struck_out

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
        said.append(f"{one_line(short.text)}{day} [{short.citation.n}]{by}")
    if shown.conflict:
        said.append(paragraph(shown.conflict.text, width))
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
        "\n".join([days(each.time.first, each.time.last), *_indented(f"{one_line(each.text)} [{each.n}]", width)])
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
    return textwrap.fill(one_line(text), width)


def marked_paragraph(text: str, mark: str, width: int = WIDTH) -> str:
    """Return a line of text as an indented paragraph with a mark before it."""
    blank = " " * len(mark)
    return "\n".join(f"  {blank if at else mark}{line}" for at, line in enumerate(_wrap(text, width - 2 - len(mark))))


def _quotation(quotation: Quotation, width: int) -> str:
    citation = quotation.citation
    first = f"[{citation.n}] "
    indent = " " * len(first)
    lines = [line for each in plain(citation.quote).split("\n") for line in _wrap(each, width - len(indent))]
    spoken = _wrap(f"-- {quotation.spoken_by}", width - len(indent)) if quotation.spoken_by else []
    told = _wrap(f"({'; '.join(quotation.told)})", width - len(indent)) if quotation.told else []
    about = _wrap("-- " + plain(source(citation.article)), width - len(indent))
    also = _wrap(quotation.also_in, width - len(indent)) if quotation.also_in else []
    warned = [line for each in quotation.warnings for line in _wrap(f"! {each}", width - len(indent))]
    return first + f"\n{indent}".join([*lines, *told, *spoken, *about, *also, *warned])


def _wrap(line: str, width: int) -> list[str]:
    """Break a line at blanks only, so that nothing else of a quotation changes."""
    return textwrap.wrap(
        line, width, break_long_words=False, break_on_hyphens=False, replace_whitespace=False, expand_tabs=False
    ) or [""]
