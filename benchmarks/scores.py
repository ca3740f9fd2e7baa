"""Draw the parts of the scores of the best sentences for one question.

python -m benchmarks.scores QUESTION --library DIR --out FILE.svg
"""

from __future__ import annotations

import argparse
import html
from collections.abc import Iterator, Sequence
from pathlib import Path

from qa_bot import QABot
from qa_bot.fitted import FITTED
from qa_bot.model import Filters
from qa_bot.retrieve import Evidence, find_evidence

MOST, WIDTH, ROW, LEFT = 6, 900, 56, 20
COLOURS = {"read": "#c2410c", "sentence": "#2563eb", "words": "#0891b2", "title": "#64748b", "passage": "#94a3b8"}
REST = "#d4d4d8"


def main() -> None:
    """Ask and draw."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("question")
    parser.add_argument("--library", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    with QABot.open(arguments.library, create=False) as bot:
        answering = bot._answering
        query = answering.query(arguments.question, None)
        found = find_evidence(query, answering.search(query, Filters()), answering.reader)[:MOST]
    arguments.out.write_text(svg(arguments.question, found), encoding="utf-8")


def svg(question: str, found: Sequence[Evidence]) -> str:
    """Return the picture: a bar for each sentence, what adds to its score right of the line, what takes away left."""
    parts = [weighed(each) for each in found]
    most = max(sum(value for value in each.values() if value > 0) for each in parts)
    least = min(sum(value for value in each.values() if value < 0) for each in parts)
    scale = (WIDTH - 2 * LEFT) / (most - least)
    zero = LEFT - least * scale
    rows = "".join(
        _row(each, weights, zero, scale, 70 + at * ROW)
        for at, (each, weights) in enumerate(zip(found, parts, strict=True))
    )
    legend = "".join(
        f'<rect x="{LEFT + at * 110}" y="38" width="12" height="12" fill="{colour}"/>'
        f'<text x="{LEFT + at * 110 + 18}" y="49">{name}</text>'
        for at, (name, colour) in enumerate([*COLOURS.items(), ("others", REST)])
    )
    height = 80 + len(found) * ROW
    line = f'<line x1="{zero:.0f}" x2="{zero:.0f}" y1="60" y2="{height}" stroke="#d4d4d8"/>'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" font-family="system-ui, sans-serif" '
        f'font-size="13"><rect width="100%" height="100%" fill="#fff"/>'
        f'<text x="{LEFT}" y="24" font-size="16" font-weight="600">{html.escape(question)}</text>'
        f"{line}{legend}{rows}</svg>\n"
    )


def weighed(evidence: Evidence) -> dict[str, float]:
    """Return what each part adds to the score."""
    weights = FITTED.sentence_read if evidence.reading else FITTED.sentence_unread
    added = {name: weights[name] * value for name, value in evidence.parts.items()}
    shown = {name: added[name] for name in COLOURS if name in added}
    return {**shown, "others": sum(value for name, value in added.items() if name not in COLOURS)}


def _row(evidence: Evidence, parts: dict[str, float], zero: float, scale: float, top: int) -> str:
    text = " ".join(evidence.sentence.text.split())
    shown = html.escape(text if len(text) <= 120 else f"{text[:119]}…")
    return f'<text x="{LEFT}" y="{top + 12}">{evidence.score:.1f}  {shown}</text>' + "".join(
        f'<rect x="{start:.1f}" y="{top + 18}" width="{width:.1f}" height="18" fill="{COLOURS.get(name, REST)}"/>'
        for name, start, width in _bars(parts, zero, scale)
    )


def _bars(parts: dict[str, float], zero: float, scale: float) -> Iterator[tuple[str, float, float]]:
    """Yield each part's bar: left edge and width; those below zero go left."""
    right = left = zero
    for name, value in parts.items():
        width = abs(value) * scale
        if value > 0:
            yield name, right, width
            right += width
        elif value < 0:
            left -= width
            yield name, left, width


if __name__ == "__main__":
    main()
