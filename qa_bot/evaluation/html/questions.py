"""What a report shows of a question: its answer, what was expected, and what was missed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from qa_bot.evaluation.metrics.places import Place
from qa_bot.evaluation.outcome import Outcome, Sought
from qa_bot.evaluation.table import number
from qa_bot.model import Span
from qa_bot.show.links import link
from qa_bot.show.marks import Mark, Piece, lay_out
from qa_bot.text.fold import locate

VERDICTS = {"right": "right", "wrong": "wrong", "refused": "refused, though answerable"}
_REASONS = {
    "no_match": "nothing is on this subject",
    "not_stated": "the articles do not say",
    "outside_dates": "nothing lies in these dates",
    "empty_library": "the library is empty",
    "other_language": "the question is not in English",
    "nothing_asked": "there is no question in it",
}
_SHOWN = (
    *("quote_precision", "quote_recall", "quote_f1", "sentence_f1", "answer_contained", "reference_recall"),
    *("exact_match", "token_f1", "speaker_correct", "article_mrr", "passage_mrr", "quote_validity"),
)


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quotation in pieces, in which gold evidence, gold answers and the direct answer are marked, and its source."""

    pieces: tuple[Piece, ...]
    place: Place
    title: str
    url: str | None
    source: str
    speaker: str | None


@dataclass(frozen=True, slots=True)
class Examined:
    """What is shown of an outcome; `refusal` is empty if it answered, `understood` if the question stood alone."""

    outcome: Outcome
    understood: str
    refusal: str
    direct: str
    quotations: tuple[Quoted, ...]
    expected: str
    metrics: str


def examined(outcome: Outcome) -> Examined:
    """Return what a report shows of an outcome."""
    answer, question = outcome.answer, outcome.question
    asked = answer["standalone_question"]
    right = "The articles do not answer this." if question.unanswerable else " or ".join(question.answers)
    direct = answer.get("direct")
    return Examined(
        outcome,
        understood=asked if asked != answer["question"] else "",
        refusal="" if answer["answered"] else _REASONS.get(answer["reason"], str(answer["reason"])),
        direct=direct["text"] if direct else "",
        quotations=tuple(_quoted(outcome, each) for each in outcome.shown),
        expected=right or question.reference,
        metrics=_metrics(outcome),
    )


def what_was_found(sought: Sought) -> str:
    """Return what became of a piece of gold evidence."""
    if sought.cited:
        return "Evidence, quoted"
    if sought.rank:
        return f"Evidence missed, retrieved at rank {sought.rank}"
    return "Evidence missed, not retrieved" if sought.places else "Evidence that was not found in any article"


def _quoted(outcome: Outcome, citation: Mapping[str, Any]) -> Quoted:
    article = citation["article"]
    place = Place(article["id"], Span(citation["start"], citation["end"]))
    return Quoted(
        tuple(lay_out(citation["quote"], list(_marks(outcome, citation, place)))),
        place,
        title=article["title"] or article["id"],
        url=link(article.get("url")),
        source=" · ".join(filter(None, (article.get("source"), article.get("published")))),
        speaker=citation.get("speaker"),
    )


def _marks(outcome: Outcome, citation: Mapping[str, Any], place: Place) -> Iterator[Mark]:
    """Yield what is marked in a quotation: gold evidence, gold answers, the direct answer."""
    start = place.span.start
    for sought in outcome.sought:
        for gold in sought.places:
            if sought.quote and gold.shared(place):
                inside = Span(max(gold.span.start, start), min(gold.span.end, place.span.end))
                yield "qe-gold", Span(inside.start - start, inside.end - start)
    for answer in outcome.question.answers:
        if found := locate(answer, citation["quote"]):
            yield "qe-answer", found
    direct = outcome.answer.get("direct")
    if direct and direct["citation"] == citation["n"] and outcome.answered:
        yield "qe-direct-mark", Span(direct["start"] - start, direct["end"] - start)


def _metrics(outcome: Outcome) -> str:
    shown = [(name, outcome.metrics.get(name)) for name in _SHOWN]
    return ", ".join(f"{name} {number(value)}" for name, value in shown if value is not None)
