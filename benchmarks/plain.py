"""Evaluate the usual tutorial, plain vectors, on a library and a question set: a run to compare QA Bot's with.

python -m benchmarks.plain QUESTIONS --library DIR --work DIR --out DIR
qa-bot compare PLAIN_RUN QA_BOT_RUN --html comparison.html
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from tqdm import tqdm

from benchmarks.baselines import CHUNK, OVERLAP, TOP, PlainVectors
from benchmarks.figures import sentences_of
from qa_bot import QABot, Settings
from qa_bot.evaluation import evaluate, render_table
from qa_bot.keeping import Keeping
from qa_bot.model import Answer, Citation, Hit, Passage, Turn

QUOTED = 3


class PlainBot:
    """Quotes the first three sentences of the nearest chunks; as sure as the best one is near, and never refuses."""

    def __init__(self, bot: QABot, folder: Path) -> None:
        self._bot = bot
        self._vectors = PlainVectors(folder, bot.library.articles())

    def ask(self, question: str, *, history: Sequence[Turn] = (), today: date | None = None) -> Answer:
        """Answer from the nearest chunks; history and day mean nothing to it."""
        hits = self.search(question, k=TOP)
        quoted = sentences_of([hit.passage for hit in hits], most=QUOTED)
        citations = tuple(Citation(each.article, each.span, n=n) for n, each in enumerate(quoted, 1))
        text = " ".join(f"{each.quote} [{each.n}]" for each in citations)
        return Answer(question, question, min(1.0, max(0.0, hits[0].score)), "plain", text, citations=citations)

    def search(self, question: str, *, k: int = 10, today: date | None = None) -> list[Hit]:
        """Return the k nearest chunks with their cosine."""
        found = self._vectors.nearest(question, k)
        return [Hit(Passage(each.article, each.span, sentences=(each.span,)), score) for each, score in found]

    @property
    def library(self) -> Keeping:
        """Return what keeps the articles."""
        return self._bot.library

    def identity(self) -> dict[str, Any]:
        """Return what answers."""
        settings = {"baseline": "plain vectors", "chunk": CHUNK, "overlap": OVERLAP, "top": TOP, "quoted": QUOTED}
        return {"settings": settings, "library": self._bot.identity()["library"]}


def main() -> None:
    """Ask every question, write the run and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--library", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True, help="folder that keeps the vectors")
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    with QABot.open(settings=Settings.load(library=arguments.library), create=False) as bot, tqdm() as bar:

        def progress(what: str, done: int, total: int | None, /) -> None:
            bar.total = total
            bar.update(done - bar.n)

        report = evaluate(
            PlainBot(bot, arguments.work), arguments.questions, out=arguments.out, k=10, progress=progress
        )
    print(render_table(report))


if __name__ == "__main__":
    main()
