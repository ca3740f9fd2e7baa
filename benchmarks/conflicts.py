"""Conflicts: whether it is told where articles differ on what was asked, and whether a newer one replaces the other.

    python -m benchmarks.conflicts

`conflicts.tsv` has pairs of short reports on invented events, written for it, each with a question: that differ, of
which the newer updates the older, or that agree. All stand in one library and each question is asked of it. Told
rightly is what is told of the two reports of the question, with the right word for it; precision is its share of all
that is told. The pairs were looked at while the rules were made.
"""

from __future__ import annotations

import argparse
import csv
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from qa_bot import Article, QABot
from qa_bot.model import Answer

_TITLE = 7
"""Words of a title."""

_PAIRS = Path(__file__).with_name("conflicts.tsv")


def main() -> None:
    """Ask all questions and print what is told, and what is told wrongly or not."""
    argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter).parse_args()
    with _PAIRS.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t"))
    told: Counter[tuple[str, str]] = Counter()
    with TemporaryDirectory() as folder, QABot.open(Path(folder) / "library") as bot:
        bot.add(*(each for at, row in enumerate(rows) for each in _articles(at, row)))
        for at, row in enumerate(rows):
            answer = bot.ask(row["question"], infer_dates=False)
            found = _told(answer, at)
            told[row["verdict"], found] += 1
            if found != row["verdict"]:
                print(f"{row['verdict']:8} told as {found:8} {row['question']}")
    right = told["differ", "differ"] + told["updated", "updated"]
    shown = sum(count for (_, found), count in told.items() if found != "none")
    there = sum(count for (verdict, _), count in told.items() if verdict != "none")
    print(
        f"\n{len(rows)} pairs: precision {right / max(1, shown):.3f} of {shown}, recall {right / there:.3f} of {there}"
    )


def _articles(at: int, row: dict[str, str]) -> Iterator[Article]:
    """Yield the two reports of a row; the first words of each are its title."""
    for n, other in enumerate(("", "other ")):
        text, day = row[f"{other}text"], date.fromisoformat(row[f"{other}day"])
        yield Article(f"{at}-{n}", " ".join(text.split()[:_TITLE]), text, day, f"Paper {n}")


def _told(answer: Answer, at: int) -> str:
    """Return what is told of the two reports: that they differ, that one updates the other, or nothing."""
    if not answer.conflict:
        return "none"
    sides = {each.article.id for each in answer.conflict.sides}
    if sides != {f"{at}-0", f"{at}-1"}:
        return "other"
    return "updated" if answer.conflict.updated else "differ"


if __name__ == "__main__":
    main()
