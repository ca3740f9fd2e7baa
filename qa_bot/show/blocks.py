"""An answer as blocks: what there is to show of it, which a writer for each medium lays out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from qa_bot.model import Answer, Citation, Claim, Direct, Span
from qa_bot.show.answers import quoted
from qa_bot.show.words import (
    MAY_NOT_ANSWER,
    SURENESS,
    also_in,
    as_of,
    asked_of,
    confidence_meaning,
    flattened,
    refusal,
    sources,
    sureness,
    told,
    understood,
    warning,
)

Mark = tuple[str, Span]
"""A name, and a span that bears it; several spans of a text can bear the same."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a text under the same marks all along; `begins` and `ends` name those that do so at its edges."""

    text: str
    covering: tuple[str, ...] = ()
    begins: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()


def lay_out(text: str, marks: Sequence[Mark]) -> Iterator[Piece]:
    """Yield the text in pieces, in order and without gaps; marks may touch, overlap and hold each other.

    Of a mark that reaches out of the text the last piece is empty, and bears its end.
    """
    edges = {0, len(text), *(at for _, span in marks for at in (span.start, span.end))}
    for start, end in pairwise(sorted(edges)):
        covering = [(name, span) for name, span in marks if span.start <= start and end <= span.end]
        yield Piece(
            text[start:end],
            _names(covering),
            _names(mark for mark in covering if mark[1].start == start),
            _names(mark for mark in covering if mark[1].end == end),
        )


def apart(marks: Sequence[Mark], whole: Mark | None = None) -> list[Mark]:
    """Return marks that overlap nowhere: `whole` as it is, of the others what is left of each in front.

    They come in the order of the text; what is covered by others altogether is left out.
    """
    laid = [whole] if whole else []
    end = 0
    for name, span in sorted(marks, key=lambda mark: mark[1]):
        if left := _left(span, end, whole and whole[1]):
            laid.append((name, left))
            end = left.end
    return sorted(laid, key=lambda mark: mark[1])


def _left(span: Span, end: int, whole: Span | None) -> Span | None:
    """Return the first piece of a span that lies behind `end` and outside of what stays whole, or None."""
    start, stop = max(span.start, end), span.end
    if whole and start < whole.start:
        stop = min(stop, whole.start)
    elif whole:
        start = max(start, whole.end)
    return Span(start, stop) if start < stop else None


def _names(marks: Iterator[Mark] | Sequence[Mark]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name, _ in marks))


_NUMBER = re.compile(r"\[(\d+)\]")


@dataclass(frozen=True, slots=True)
class ShortAnswer:
    """A direct answer, the citation that holds it, and on a line whom its sentence names, empty if nobody.

    `told` are the days that are meant by its words for times, such as "Tuesday: 2 August 2022".
    """

    text: str
    citation: Citation
    said_by: str
    told: tuple[str, ...] = ()

    @property
    def day(self) -> str:
        """Return the days alone, for a place beside the words."""
        return "; ".join(each.rpartition(": ")[2] for each in self.told)


@dataclass(frozen=True, slots=True)
class Written:
    """Words of an engine's own: in each of `parts` text, or the citation whose number stands there.

    `why` says why they are struck out; it is empty if they are kept.
    """

    parts: tuple[str | Citation, ...]
    why: str = ""

    @property
    def text(self) -> str:
        """Return the words with the numbers of citations in brackets."""
        return "".join(each if isinstance(each, str) else f"[{each.n}]" for each in self.parts)


@dataclass(frozen=True, slots=True)
class Quotation:
    """A citation with its words in pieces, those of the short answer marked, and who says most of it, if known.

    `told` are the days that are meant by its words for times, `warning` that its article tells of what is later than
    its date, `also_in` in which other papers its text stands, each empty where there is none.
    """

    citation: Citation
    pieces: tuple[Piece, ...]
    spoken_by: str
    told: tuple[str, ...] = ()
    warning: str = ""
    also_in: str = ""


@dataclass(frozen=True, slots=True)
class Sureness:
    """How sure an answer is: in words, as a number from 0 to 1, as a level from 1, and what the number means."""

    words: str
    number: float
    level: int
    meaning: str


@dataclass(frozen=True, slots=True)
class Blocks:
    """What there is to show of an answer, in the order in which it is read.

    `understood` and `asked_of` say how the question was taken. `refusal` is why it was refused, empty if it was
    answered; `quotations` are then the nearest passages, which do not answer it. `hedge` says that they may not, empty
    if the answer is not unsure or an engine wrote words that they hold. `as_of` says of which day an answer on how
    things are is, `sources` how many independent ones it quotes. All text is as it came.
    """

    understood: str
    asked_of: str
    refusal: str
    hedge: str
    short: ShortAnswer | None
    written: tuple[Written, ...]
    quotations: tuple[Quotation, ...]
    sureness: Sureness
    notice: str
    as_of: str = ""
    sources: str = ""

    @property
    def notes(self) -> tuple[str, ...]:
        """Return the sentences on how the question was taken."""
        return tuple(filter(None, (self.understood, self.asked_of)))

    @property
    def kept(self) -> tuple[Written, ...]:
        """Return the written words that are not struck out."""
        return tuple(each for each in self.written if not each.why)

    @property
    def struck(self) -> tuple[Written, ...]:
        """Return the written words that are struck out."""
        return tuple(each for each in self.written if each.why)


def blocks(answer: Answer) -> Blocks:
    """Return what there is to show of an answer or a refusal."""
    return Blocks(
        understood=understood(answer),
        asked_of=asked_of(answer),
        refusal=refusal(answer),
        hedge=MAY_NOT_ANSWER if answer.unsure and not answer.text else "",
        short=_short_answer(answer, answer.direct) if answer.direct else None,
        written=_written(answer) if answer.answered else (),
        quotations=quotations(quoted(answer), answer.direct),
        sureness=_sureness(answer),
        notice=answer.notice,
        as_of=as_of(answer),
        sources=sources(answer),
    )


def quotations(citations: Sequence[Citation], direct: Direct | None = None) -> tuple[Quotation, ...]:
    """Return quotations, with a direct answer marked in the one that holds it."""
    return tuple(_quotation(each, direct) for each in citations)


def _quotation(citation: Citation, direct: Direct | None) -> Quotation:
    pieces = tuple(lay_out(citation.quote, _marks(citation, direct)))
    return Quotation(citation, pieces, _speaker(citation), told(citation), warning(citation), also_in(citation))


def _speaker(citation: Citation) -> str:
    return flattened(citation.speaker.of(citation.article.text)) if citation.speaker else ""


def by_number(citations: Iterable[Citation]) -> dict[str, Citation]:
    """Return citations by their numbers as they stand in a text."""
    return {str(each.n): each for each in citations}


def written(claim: Claim, citations: Mapping[str, Citation]) -> Written:
    """Return a sentence of a language model on a line, with the numbers of the citations that hold it."""
    if claim.why:
        return Written((flattened(claim.text),), claim.why)
    return Written(_parts(flattened(claim.marked), citations))


def _written(answer: Answer) -> tuple[Written, ...]:
    citations = by_number(answer.citations)
    if answer.claims:
        return tuple(written(each, citations) for each in answer.claims)
    return (Written(_parts(answer.text, citations)),) if answer.text else ()


def _parts(text: str, citations: Mapping[str, Citation]) -> tuple[str | Citation, ...]:
    """Return a text taken apart at the numbers of its citations; other numbers in brackets stay text."""
    parts: list[str | Citation] = []
    end = 0
    for found in _NUMBER.finditer(text):
        if citation := citations.get(found[1]):
            parts += [text[end : found.start()], citation]
            end = found.end()
    return tuple(filter(None, (*parts, text[end:])))


def _short_answer(answer: Answer, direct: Direct) -> ShortAnswer:
    held_by = next(each for each in answer.citations if each.shows(direct))
    return ShortAnswer(direct.text, held_by, flattened(direct.said_by), told(held_by, direct.span))


def _marks(citation: Citation, direct: Direct | None) -> list[tuple[str, Span]]:
    if not direct or not citation.shows(direct):
        return []
    start = citation.span.start
    return [("short answer", Span(direct.span.start - start, direct.span.end - start))]


def _sureness(answer: Answer) -> Sureness:
    level = 1 + sum(answer.confidence >= least for least, _ in SURENESS[:-1])
    return Sureness(sureness(answer.confidence), answer.confidence, level, confidence_meaning(answer))
