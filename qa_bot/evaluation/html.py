"""Show reports and comparisons as HTML: as pages of their own, parts of another page, and in a notebook."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qa_bot.evaluation.figures import HEADLINES, LOWER_IS_BETTER, figure_blocks
from qa_bot.evaluation.metrics.places import EvidencePlace
from qa_bot.evaluation.outcome import Outcome, Sought, worst_first
from qa_bot.evaluation.plots import interval_bar, reliability_plot, risk_plot
from qa_bot.evaluation.table import figure_text, p_value, signed
from qa_bot.model import Span
from qa_bot.show.html import Markup, render
from qa_bot.show.links import link
from qa_bot.show.marks import Mark, Piece, lay_out
from qa_bot.text.fold import locate

if TYPE_CHECKING:
    from qa_bot.evaluation.compare import Comparison, Difference, Flip
    from qa_bot.evaluation.report import Report

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
    place: EvidencePlace
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
    place = EvidencePlace(article["id"], Span(citation["start"], citation["end"]))
    return Quoted(
        tuple(lay_out(citation["quote"], list(_marks(outcome, citation, place)))),
        place,
        title=article["title"] or article["id"],
        url=link(article.get("url")),
        source=" · ".join(filter(None, (article.get("source"), article.get("published")))),
        speaker=citation.get("speaker"),
    )


def _marks(outcome: Outcome, citation: Mapping[str, Any], place: EvidencePlace) -> Iterator[Mark]:
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
    return ", ".join(f"{name} {figure_text(value)}" for name, value in shown if value is not None)


_IN_NOTEBOOK = 10
_TILES = {
    "accuracy": "right",
    "score": "score: +1 right, 0 silent, -1 wrong",
    "answer_accuracy": "right, of what the articles answer",
    "refusal_recall": "refused, of what they do not",
    "quote_validity": "quotations that stand in their article",
}
_SHARED: Mapping[str, object] = {
    "bar_of": interval_bar,
    "number": figure_text,
    "p_value": p_value,
    "signed": signed,
    "verdicts": VERDICTS,
    "what_was_found": what_was_found,
    "openable": False,
}
"""What every template of the evaluation uses."""


def style() -> str:
    """Return the style sheet of reports and comparisons."""
    return str(render("evaluation/style.css", {}))


def report_html(report: Report) -> str:
    """Return one self-contained page, without a script and without anything that is loaded from elsewhere."""
    return _page("Evaluation", report_fragment(report))


def report_fragment(report: Report, *, openable: bool = False, most: int | None = None) -> Markup:
    """Return the report for the inside of a page, with the `most` worst questions.

    With `openable` the articles of quotations and of evidence are buttons, for a page to show them.
    """
    counts = {verdict: sum(each.verdict == verdict for each in report.outcomes) for verdict in VERDICTS}
    left = len(report.outcomes) - most if most is not None else 0
    values = {
        "counts": [(verdict, words, counts[verdict]) for verdict, words in sorted(VERDICTS.items(), reverse=True)],
        "questions": [examined(each) for each in worst_first(report.outcomes)[:most]],
        "left": max(left, 0),
        "openable": openable,
    }
    return render("evaluation/report.html", {**_figures(report), **values})


def report_notebook(report: Report) -> str:
    """Return what a notebook shows: figures, plots, slices and the worst questions."""
    worst = [each for each in worst_first(report.outcomes) if not each.right][:_IN_NOTEBOOK]
    return str(render("evaluation/notebook.html", {**_figures(report), "questions": list(map(examined, worst))}))


def comparison_html(comparison: Comparison) -> str:
    """Return one self-contained page."""
    return _page("Comparison of two runs", comparison_fragment(comparison))


def comparison_fragment(comparison: Comparison, *, openable: bool = False) -> Markup:
    """Return the comparison for the inside of a page."""
    values = {
        "comparison": comparison,
        "better": {each.metric for each in comparison.differences if _gain(each) > 0},
        "worse": {each.metric for each in comparison.differences if _gain(each) < 0},
        "gained": _pairs(comparison.gained),
        "lost": _pairs(comparison.lost),
        "openable": openable,
    }
    return render("evaluation/comparison.html", {**_SHARED, **values})


def comparison_notebook(comparison: Comparison) -> str:
    """Return what a notebook shows."""
    return f"<style>{style()}</style>{comparison_fragment(comparison)}"


def _page(title: str, fragment: Markup) -> str:
    return str(render("evaluation/page.html", {"title": title, "fragment": fragment}))


@dataclass(frozen=True, slots=True)
class _Confused:
    """How many questions of a kind were answered right and wrong, and refused."""

    name: str
    right: int
    wrong: int
    refused: int

    @classmethod
    def of(cls, name: str, outcomes: Sequence[Outcome]) -> _Confused:
        answered = [one for one in outcomes if one.answered]
        right = sum(one.right for one in answered)
        return cls(name, right, len(answered) - right, len(outcomes) - len(answered))


def _figures(report: Report) -> dict[str, object]:
    """Return what the figures, slices and plots of a report are made from."""
    kinds = (("the articles answer", False), ("they do not", True))
    return {
        **_SHARED,
        "report": report,
        "facts": _facts(report),
        "tile_words": _TILES,
        "confused": [
            _Confused.of(name, [one for one in report.outcomes if one.question.unanswerable is unanswerable])
            for name, unanswerable in kinds
        ],
        "risk": risk_plot(report.risk_coverage) if report.outcomes else None,
        "reliability": reliability_plot(report.reliability) if report.outcomes else None,
        "subjects": figure_blocks(report.k),
        "undefined_figures": {name for name, figure in report.figures.items() if figure.value is None},
        "lower_is_better": LOWER_IS_BETTER,
        "headlines": HEADLINES,
    }


def _facts(report: Report) -> list[str]:
    """Return what was evaluated."""
    run = report.run
    library: Mapping[str, Any] = run.get("library", {})
    return [
        f"{library['articles']} articles" if "articles" in library else "",
        str(library.get("model", "")),
        f"best {report.k} passages",
        f"asked on {run['today']}" if run.get("today") else "",
        *(f"{name} {_value(value)}" for name, value in run.get("settings", {}).items()),
    ]


def _value(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _gain(one: Difference) -> float:
    """Return by how much a figure surely became better, less than 0 if worse, and 0 if that may be chance."""
    if one.difference is None or one.p is None or one.p >= 0.05:
        return 0.0
    return -one.difference if one.metric in LOWER_IS_BETTER else one.difference


def _pairs(flips: Sequence[Flip]) -> list[tuple[object, object]]:
    return [(examined(each.before), examined(each.after)) for each in flips]
