"""The curve: time, disk and memory while a library grows."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from benchmarks.speed.asking import find
from qa_bot.library import Library
from qa_bot.model import Article, Filters
from qa_bot.models import PassageEmbedder
from qa_bot.read import FoundArticle

PANELS = (
    ("added, articles/s", "rate"),
    ("asked, p50 ms", "asked"),
    ("disk, MB", "disk"),
    ("memory, peak, MB", "peak"),
)
WIDTH, HEIGHT, MARGIN = 430, 230, 44


@dataclass(frozen=True, slots=True)
class Point:
    """A library of so many articles: how fast the last of them went in, what it takes, how long finding takes."""

    articles: int
    passages: int
    rate: float
    disk: float
    memory: float
    peak: float
    asked: float
    slowest: float

    def row(self) -> str:
        """Return a line of the table."""
        return (
            f"| {self.articles:,} | {self.passages:,} | {self.rate:.2f} | {self.disk:.0f}"
            f" | {1000 * self.disk / self.articles:.0f} | {self.memory:.0f} | {self.peak:.0f}"
            f" | {self.asked:.1f} | {self.slowest:.1f} |"
        )


HEAD = (
    "| articles | passages | articles/s | disk, MB | disk, MB/1,000 articles | memory, MB | peak, MB"
    " | found, p50 ms | p95 ms |\n|---|---|---|---|---|---|---|---|---|"
)


def scale(
    articles: Iterator[Article], questions: Sequence[str], folder: Path, embedder: PassageEmbedder, *, step: int
) -> Iterator[Point]:
    """Yield a point for each so many articles that are added to a new library."""
    library = Library(folder, embedder)
    if library.truth.passage_count():
        raise SystemExit(f"{folder} holds a library already; name another --work, or delete it")
    for some in _steps(articles, step):
        began = time.perf_counter()
        library.add([FoundArticle(f"id:{each.id}", each) for each in some], lambda what, done, total: None)
        rate = len(some) / (time.perf_counter() - began)
        for question in questions[:5]:
            find(library, question, Filters())
        times = sorted(find(library, each, Filters()) for each in questions)
        about, (memory, peak) = library.about(), _memory()
        found = times[len(times) // 2], times[int(0.95 * len(times))]
        yield Point(about.articles, about.passages, rate, about.size / 1e6, memory, peak, *found)
    library.close()


def draw(points: Sequence[Point], title: str) -> str:
    """Return the curves as SVG: what each panel shows, over the articles."""
    panels = "".join(
        f'<g transform="translate({at % 2 * WIDTH} {30 + at // 2 * HEIGHT})">{_panel(name, points, column)}</g>'
        for at, (name, column) in enumerate(PANELS)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {2 * WIDTH} {30 + 2 * HEIGHT}" '
        f'font-family="system-ui, sans-serif" font-size="12"><rect width="100%" height="100%" fill="#fff"/>'
        f'<text x="{MARGIN}" y="24" font-size="16" font-weight="600">{title}</text>{panels}</svg>\n'
    )


def _panel(name: str, points: Sequence[Point], column: str) -> str:
    bottom, right = HEIGHT - MARGIN, WIDTH - 14
    far, high = points[-1].articles, 1.1 * max(getattr(each, column) for each in points)
    places = [
        (
            MARGIN + each.articles / far * (right - MARGIN),
            bottom - getattr(each, column) / high * (bottom - MARGIN),
            each,
        )
        for each in points
    ]
    path = "M" + "L".join(f"{x:.1f},{y:.1f}" for x, y, _ in places)
    dots = "".join(
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="#2563eb"><title>{each.row()}</title></circle>'
        for x, y, each in places
    )
    return (
        f'<path d="M{MARGIN},{MARGIN}V{bottom}H{right}" fill="none" stroke="#a1a1aa"/>'
        f'<text x="{MARGIN}" y="{MARGIN - 10}">{name}</text>'
        f'<text x="{MARGIN - 6}" y="{MARGIN + 8}" text-anchor="end">{high:,.0f}</text>'
        f'<text x="{MARGIN - 6}" y="{bottom}" text-anchor="end">0</text>'
        f'<text x="{right}" y="{bottom + 18}" text-anchor="end">{far:,} articles</text>'
        f'<path d="{path}" fill="none" stroke="#2563eb" stroke-width="2"/>{dots}'
    )


def _steps(articles: Iterator[Article], step: int) -> Iterator[tuple[Article, ...]]:
    while some := tuple(islice(articles, step)):
        yield some


def _memory() -> tuple[float, float]:
    """Return the megabytes of this process that are in memory now, and that were at most (on Linux)."""
    status = Path("/proc/self/status").read_text()
    now, most = (int(status.partition(f"{name}:")[2].split()[0]) / 1000 for name in ("VmRSS", "VmHWM"))
    return now, most
