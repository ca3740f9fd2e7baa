"""One question with its answer, what was expected, what was missed, and what was retrieved, as HTML."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from qa_bot.evaluation.html.marked import marked
from qa_bot.evaluation.metrics.places import Place
from qa_bot.evaluation.outcome import Outcome, Sought
from qa_bot.evaluation.table import number
from qa_bot.model import Span
from qa_bot.show.html import text as escape
from qa_bot.show.links import link
from qa_bot.show.marks import Mark
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


def question_html(outcome: Outcome, *, openable: bool = False) -> str:
    """Return a question that opens to its answer and all that is known about it.

    With `openable` the articles of quotations and of evidence are buttons, for a page to show them.
    """
    question = outcome.question
    kind = f"<span class=qe-kind>{escape(question.type)}</span>" if question.type else ""
    return (
        f'<details class="qe-question qe-{outcome.verdict}" data-question="{escape(question.id)}"><summary>'
        f'<span class="qe-badge">{VERDICTS[outcome.verdict]}</span>'
        f'<span class="qe-asked" dir="auto">{escape(question.question)}</span>{kind}'
        f"<span class=qe-sure>confidence {outcome.confidence:.2f}</span></summary>"
        f'<div class="qe-body">{outcome_html(outcome, openable=openable)}</div></details>'
    )


def outcome_html(outcome: Outcome, *, openable: bool = False) -> str:
    """Return what became of a question: history, answer, what was expected and missed, what was retrieved."""
    return "".join((_history(outcome), answer_html(outcome, openable=openable), _known(outcome, openable=openable)))


def answer_html(outcome: Outcome, *, openable: bool = False) -> str:
    """Return the answer as its quotations, with gold evidence and gold answers marked in them."""
    answer = outcome.answer
    asked = answer["standalone_question"]
    understood = f"<p class=qe-soft>Understood as: {escape(asked)}</p>" if asked != answer["question"] else ""
    if answer["answered"]:
        direct = answer.get("direct")
        head = f'<p class="qe-direct">{escape(direct["text"])}</p>' if direct else ""
    else:
        head = f"<p><strong>No answer</strong>: {_REASONS.get(answer['reason'], escape(str(answer['reason'])))}.</p>"
        head += "<p class=qe-soft>Nearest, shown as such:</p>" if answer["nearest"] else ""
    quotes = "".join(_citation(outcome, each, openable=openable) for each in outcome.shown)
    return f'{understood}{head}<ol class="qe-quotes">{quotes}</ol>'


def _history(outcome: Outcome) -> str:
    turns = "".join(f"<li>{escape(turn.question)}</li>" for turn in outcome.question.history)
    return f'<ul class="qe-history qe-soft">{turns}</ul>' if turns else ""


def _citation(outcome: Outcome, citation: Mapping[str, Any], *, openable: bool) -> str:
    article = citation["article"]
    place = Place(article["id"], Span(citation["start"], citation["end"]))
    speaker = f" — {escape(citation['speaker'])}" if citation.get("speaker") else ""
    source = " · ".join(filter(None, (article.get("source"), article.get("published"))))
    return (
        f'<li><blockquote dir="auto">{marked(citation["quote"], list(_marks(outcome, citation, place)))}</blockquote>'
        f'<p class="qe-source">{_article(article["title"] or article["id"], place, openable, link(article.get("url")))}'
        f"{' · ' + escape(source) if source else ''}{speaker}</p></li>"
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


def _known(outcome: Outcome, *, openable: bool) -> str:
    question = outcome.question
    expected = "The articles do not answer this." if question.unanswerable else " or ".join(question.answers)
    rows: list[tuple[str, str]] = []
    rows += [("Expected", escape(expected or question.reference))] if expected or question.reference else []
    rows += [(_found(each), _evidence(each, openable=openable)) for each in outcome.sought]
    rows += [("Retrieved", _retrieved(outcome))] if outcome.retrieved and outcome.sought else []
    rows += [("Metrics", _metrics(outcome))]
    rows += [("Warning", escape(text)) for text in outcome.warnings]
    shown = "".join(f'<dt>{term}</dt><dd dir="auto">{what}</dd>' for term, what in rows)
    return f'<dl class="qe-known">{shown}</dl>'


def _found(sought: Sought) -> str:
    if sought.cited:
        return "Evidence, quoted"
    if sought.rank:
        return f"Evidence missed, retrieved at rank {sought.rank}"
    return "Evidence missed, not retrieved" if sought.places else "Evidence that was not found in any article"


def _evidence(sought: Sought, *, openable: bool) -> str:
    name = sought.article_id or (sought.places[0].article_id if sought.places else "")
    where = _article(name, sought.places[0], openable) if sought.places else escape(name)
    speaker = f" — {escape(sought.speaker)}" if sought.speaker else ""
    return f"{escape(sought.quote) or 'the whole article'}{speaker} <span class=qe-source>{where}</span>"


def _article(title: str, place: Place, openable: bool, url: str | None = None) -> str:
    shown = escape(title)
    if openable:
        return (
            f'<button type="button" data-act="evidence" data-article="{escape(place.article_id)}" '
            f'data-start="{place.span.start}" data-end="{place.span.end}">{shown}</button>'
        )
    return f'<a href="{escape(url)}" rel="noopener noreferrer">{shown}</a>' if url else f"<cite>{shown}</cite>"


def _retrieved(outcome: Outcome) -> str:
    items: Sequence[str] = [
        f"<li{' class=qe-holds' if each.holds_evidence else ''}>{escape(each.title or each.place.article_id)}"
        f"{' <em>holds evidence</em>' if each.holds_evidence else ''}</li>"
        for each in outcome.retrieved
    ]
    return f'<ol class="qe-retrieved">{"".join(items)}</ol>'


def _metrics(outcome: Outcome) -> str:
    shown = [(name, outcome.metrics.get(name)) for name in _SHOWN]
    return ", ".join(f"{name} {number(value)}" for name, value in shown if value is not None)
