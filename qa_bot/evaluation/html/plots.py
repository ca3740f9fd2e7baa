"""Plots as inline SVG: pure functions from numbers to markup, with colours from the page's style."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qa_bot.evaluation.metrics.curves import Bin, Risk
from qa_bot.show.html import text as escape

_WIDTH, _HEIGHT = 380, 260
_LEFT, _RIGHT, _TOP, _BOTTOM = 46, 14, 12, 40
_BAR = 120


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


def risk_plot(curve: Sequence[Risk]) -> str:
    """Return the risk-coverage curve: the share of wrong answers if only the surest questions were answered."""
    if not curve:
        return ""
    axes = _Axes(top=_nice(max(each.risk for each in curve)))
    whole = curve[-1].risk
    drawn = (
        f'<path class="qe-base" d="{axes.path([(0, whole), (1, whole)])}"/>'
        f'<path class="qe-line" d="{axes.path([(each.coverage, each.risk) for each in curve])}"/>'
    )
    said = ", ".join(f"{_percent(each.risk)} at {_percent(each.coverage)}" for each in _quarters(curve))
    return _plot(axes, drawn, "Share of the questions answered", "Share of wrong answers", f"Risk at coverage: {said}")


def reliability_plot(bins: Sequence[Bin]) -> str:
    """Return how often answers are right against how sure the bot is; on the diagonal it is as sure as it should be."""
    if not bins:
        return ""
    axes = _Axes()
    most = max(each.n for each in bins)
    dots = "".join(
        f'<circle class="qe-dot" cx="{axes.x(each.confidence)}" cy="{axes.y(each.right)}" '
        f'r="{round(3 + 8 * (each.n / most) ** 0.5, 1)}"><title>{each.n} questions, confidence '
        f"{each.confidence:.2f}, right {each.right:.2f}</title></circle>"
        for each in bins
    )
    drawn = f'<path class="qe-base" d="{axes.path([(0, 0), (1, 1)])}"/>{dots}'
    said = ", ".join(f"{each.confidence:.2f} is right {_percent(each.right)} ({each.n})" for each in bins)
    return _plot(axes, drawn, "Confidence", "Share that holds the answer", f"Calibration: {said}")


def interval_bar(
    value: float | None, low: float | None, high: float | None, *, least: float = 0.0, most: float = 1.0
) -> str:
    """Return a small bar from `least` to `most` with the interval and the value on it; nothing without a value."""
    if value is None:
        return ""

    def x(number: float) -> float:
        return round((min(max(number, least), most) - least) / (most - least) * (_BAR - 6) + 3, 1)

    zero = f'<path class="qe-base" d="M{x(0)},1V13"/>' if least < 0 < most else ""
    span = f'<path class="qe-span" d="M{x(low)},7H{x(high)}"/>' if low is not None and high is not None else ""
    return (
        f'<svg class="qe-bar" viewBox="0 0 {_BAR} 14" width="{_BAR}" height="14" aria-hidden="true">'
        f'<path class="qe-axis" d="M3,7H{_BAR - 3}"/>{zero}{span}'
        f'<circle class="qe-dot" cx="{x(value)}" cy="7" r="3.5"/></svg>'
    )


def _plot(axes: _Axes, drawn: str, below: str, beside: str, said: str) -> str:
    steps = [0.0, 0.25, 0.5, 0.75, 1.0]
    ticks = "".join(
        f'<text x="{axes.x(at)}" y="{_HEIGHT - _BOTTOM + 15}" text-anchor="middle">{_percent(at)}</text>'
        f'<path class="qe-grid" d="M{_LEFT},{axes.y(at * axes.top)}H{_WIDTH - _RIGHT}"/>'
        f'<text x="{_LEFT - 6}" y="{axes.y(at * axes.top) + 4}" text-anchor="end">{_percent(at * axes.top)}</text>'
        for at in steps
    )
    middle = (_TOP + _HEIGHT - _BOTTOM) / 2
    return (
        f'<svg class="qe-plot" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="{escape(said)}">{ticks}{drawn}'
        f'<text x="{(_LEFT + _WIDTH - _RIGHT) / 2}" y="{_HEIGHT - 6}" text-anchor="middle">{below}</text>'
        f'<text transform="translate(11 {middle}) rotate(-90)" text-anchor="middle">{beside}</text></svg>'
    )


def _nice(most: float) -> float:
    return next((top for top in (0.04, 0.1, 0.2, 0.4, 0.6, 0.8) if most <= top), 1.0)


def _quarters(curve: Sequence[Risk]) -> list[Risk]:
    found = [next(each for each in curve if each.coverage >= at - 1e-9) for at in (0.25, 0.5, 0.75, 1.0)]
    return list(dict.fromkeys(found))


def _percent(value: float) -> str:
    return f"{100 * value:.0f}%"
