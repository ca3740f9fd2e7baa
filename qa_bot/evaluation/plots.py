"""Lay out plots: from numbers to the places on a drawing that a template draws as SVG."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qa_bot.evaluation.metrics.abstention import Bin, Risk

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
