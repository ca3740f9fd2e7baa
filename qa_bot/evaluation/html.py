"""Show reports and comparisons as HTML: as pages of their own, parts of another page, and in a notebook."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qa_bot.evaluation.figures import HEADLINES, LOWER_IS_BETTER, figure_blocks
from qa_bot.evaluation.metrics.abstention import Bin, Risk
from qa_bot.evaluation.metrics.places import EvidencePlace
from qa_bot.evaluation.outcome import Outcome, Sought, worst_first
from qa_bot.evaluation.table import figure_text, p_value, signed
from qa_bot.model import Span
from qa_bot.show.blocks import Mark, Piece, lay_out
from qa_bot.show.html import Markup, render
from qa_bot.show.links import link
from qa_bot.text.fold import locate

if TYPE_CHECKING:
    from qa_bot.evaluation.compare import Comparison, Difference, Flip
    from qa_bot.evaluation.report import Report

_WIDTH, _HEIGHT = 380, 260
_LEFT, _RIGHT, _TOP, _BOTTOM = 46, 14, 12, 40
_BAR = 120


@dataclass(frozen=True, slots=True)
class Tick:
    """A step on both axes: where it is, and what stands there."""

    x: float
    y: float
    along: str
    up: str


@dataclass(frozen=True, slots=True)
class Dot:
    """A dot with what is said of it."""

    x: float
    y: float
    radius: float
    said: str


@dataclass(frozen=True, slots=True)
class Plot:
    """A drawing of the unit square or the lower part of it, with what its axes are; `said` says all of it in words.

    `paths` are lines, each with its class.
    """

    said: str
    below: str
    beside: str
    ticks: tuple[Tick, ...]
    paths: tuple[tuple[str, str], ...]
    dots: tuple[Dot, ...] = ()
    width: int = _WIDTH
    height: int = _HEIGHT
    left: int = _LEFT
    right: int = _WIDTH - _RIGHT
    top: int = _TOP
    bottom: int = _HEIGHT - _BOTTOM


@dataclass(frozen=True, slots=True)
class IntervalBar:
    """A value and its interval on a small bar, and where zero is if that lies on it."""

    value: float
    low: float | None
    high: float | None
    zero: float | None
    width: int = _BAR


@dataclass(frozen=True, slots=True)
class _Axes:
    """The unit square, or a part of it up to `top`, on a drawing."""

    top: float = 1.0

    def x(self, value: float) -> float:
        return round(_LEFT + value * (_WIDTH - _LEFT - _RIGHT), 1)

    def y(self, value: float) -> float:
        return round(_HEIGHT - _BOTTOM - value / self.top * (_HEIGHT - _TOP - _BOTTOM), 1)

    def path(self, points: Sequence[tuple[float, float]]) -> str:
        return "M" + "L".join(f"{self.x(x)},{self.y(y)}" for x, y in points)

    def ticks(self) -> tuple[Tick, ...]:
        steps = (0.0, 0.25, 0.5, 0.75, 1.0)
        return tuple(Tick(self.x(at), self.y(at * self.top), _percent(at), _percent(at * self.top)) for at in steps)


def risk_plot(curve: Sequence[Risk]) -> Plot | None:
    """Return the risk-coverage curve: the share of wrong answers if only the surest questions were answered."""
    if not curve:
        return None
    axes = _Axes(top=_nice(max(each.risk for each in curve)))
    whole = curve[-1].risk
    said = ", ".join(f"{_percent(each.risk)} at {_percent(each.coverage)}" for each in _quarters(curve))
    return Plot(
        f"Risk at coverage: {said}",
        below="Share of the questions answered",
        beside="Share of wrong answers",
        ticks=axes.ticks(),
        paths=(
            ("qe-base", axes.path([(0, whole), (1, whole)])),
            ("qe-line", axes.path([(each.coverage, each.risk) for each in curve])),
        ),
    )


def reliability_plot(bins: Sequence[Bin]) -> Plot | None:
    """Return how often answers are right against how sure the bot is; on the diagonal it is as sure as it should be."""
    if not bins:
        return None
    axes = _Axes()
    most = max(each.n for each in bins)
    said = ", ".join(f"{each.confidence:.2f} is right {_percent(each.right)} ({each.n})" for each in bins)
    return Plot(
        f"Calibration: {said}",
        below="Confidence",
        beside="Share that holds the answer",
        ticks=axes.ticks(),
        paths=(("qe-base", axes.path([(0, 0), (1, 1)])),),
        dots=tuple(_dot(each, axes, most) for each in bins),
    )


def interval_bar(
    value: float | None, low: float | None, high: float | None, *, least: float = 0.0, most: float = 1.0
) -> IntervalBar | None:
    """Return a small bar from `least` to `most` with the interval and the value on it; None without a value."""

    def x(number: float) -> float:
        return round((min(max(number, least), most) - least) / (most - least) * (_BAR - 6) + 3, 1)

    if value is None:
        return None
    first, last = (x(low), x(high)) if low is not None and high is not None else (None, None)
    return IntervalBar(x(value), first, last, x(0) if least < 0 < most else None)


def _dot(one: Bin, axes: _Axes, most: int) -> Dot:
    said = f"{one.n} questions, confidence {one.confidence:.2f}, right {one.right:.2f}"
    return Dot(axes.x(one.confidence), axes.y(one.right), round(3 + 8 * (one.n / most) ** 0.5, 1), said)


def _nice(most: float) -> float:
    return next((top for top in (0.04, 0.1, 0.2, 0.4, 0.6, 0.8) if most <= top), 1.0)


def _quarters(curve: Sequence[Risk]) -> list[Risk]:
    found = [next(each for each in curve if each.coverage >= at - 1e-9) for at in (0.25, 0.5, 0.75, 1.0)]
    return list(dict.fromkeys(found))


def _percent(value: float) -> str:
    return f"{100 * value:.0f}%"


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
class MarkedQuotation:
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
    quotations: tuple[MarkedQuotation, ...]
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


def _quoted(outcome: Outcome, citation: Mapping[str, Any]) -> MarkedQuotation:
    article = citation["article"]
    place = EvidencePlace(article["id"], Span(citation["start"], citation["end"]))
    return MarkedQuotation(
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
