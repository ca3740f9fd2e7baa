"""The report of a benchmark: what is printed, and the same as one page with risk-coverage curves."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from pathlib import Path

_WIDTH, _HEIGHT, _MARGIN = 460, 240, 40
_STYLE = """
body { font: 15px/1.5 system-ui, sans-serif; max-width: 52rem; margin: 2rem auto; padding: 0 1rem }
:root { color-scheme: light dark }
pre { overflow-x: auto } svg { max-width: 100% } path { fill: none; stroke: #2563eb; stroke-width: 2 }
line { stroke: #8888 } text { font-size: 12px; fill: currentColor }
"""


class Report:
    """Prints figures as they come and keeps them for the page."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._parts: list[str] = []

    def section(self, title: str) -> None:
        """Begin with a set."""
        print(f"\n{title}", flush=True)
        self._parts.append(f"<h2>{html.escape(title)}</h2>")

    def table(self, name: str, lines: Iterable[str]) -> None:
        """Give the figures of a system, a line each."""
        shown = list(lines)
        print("\n".join([name, *(f"  {each}" for each in shown)]), flush=True)
        self._parts.append(f"<h3>{html.escape(name)}</h3><pre>{html.escape(chr(10).join(shown))}</pre>")

    def curve(self, answers: Sequence[tuple[float, bool]]) -> None:
        """Draw the share of wrong answers among those given, over the share of questions answered.

        Answers are (confidence, right); the surest are given first. El-Yaniv, Wiener (2010).
        """
        points = risk_coverage(answers)
        quarters = points[24::25]
        shown = ", ".join(f"{risk:.3f} at {coverage:.0%}" for coverage, risk in quarters)
        print(f"  risk at coverage: {shown}", flush=True)
        self._parts.append(f"<figure>{_svg(points)}<figcaption>Risk at coverage: {shown}</figcaption></figure>")

    def write(self) -> None:
        """Write the page."""
        body = "\n".join(self._parts)
        page = f"<!doctype html><meta charset=utf-8><title>Benchmark</title><style>{_STYLE}</style>{body}\n"
        self._file.write_text(page, encoding="utf-8")


def risk_coverage(answers: Sequence[tuple[float, bool]], steps: int = 100) -> list[tuple[float, float]]:
    """Return (coverage, risk) for each hundredth of the questions, the surest answers first."""
    ordered = sorted(answers, key=lambda each: -each[0])
    points = []
    for step in range(1, steps + 1):
        count = max(1, round(len(ordered) * step / steps))
        points.append((step / steps, sum(not right for _, right in ordered[:count]) / count))
    return points


def _svg(points: Sequence[tuple[float, float]]) -> str:
    at = [(_MARGIN + x * (_WIDTH - 2 * _MARGIN), _HEIGHT - _MARGIN - y * (_HEIGHT - 2 * _MARGIN)) for x, y in points]
    path = "M" + " L".join(f"{x:.1f} {y:.1f}" for x, y in at)
    bottom, right = _HEIGHT - _MARGIN, _WIDTH - _MARGIN
    return (
        f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="Risk over coverage">'
        f'<line x1="{_MARGIN}" y1="{bottom}" x2="{right}" y2="{bottom}"/>'
        f'<line x1="{_MARGIN}" y1="{_MARGIN}" x2="{_MARGIN}" y2="{bottom}"/>'
        f'<text x="{right}" y="{bottom + 16}" text-anchor="end">share of questions answered: 1</text>'
        f'<text x="4" y="{_MARGIN - 8}">share of wrong answers: 1</text><path d="{path}"/></svg>'
    )
