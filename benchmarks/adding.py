"""Measure how long adding takes: new articles, the same again, and each with a changed text.

    python -m benchmarks.adding DATA/realtimeqa [--articles 100] [--rounds 3] [--made]

With `--made` vectors are made of numbers instead of by the packaged model, so that what is left is cutting and writing.
Run it in two versions of the code, one after the other a few times, to compare them; what is computed depends less on
what else the machine does than the clock.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks.data import articles
from benchmarks.speed.made import MadeEmbedder
from qa_bot import QABot, Settings
from qa_bot.model import Article
from qa_bot.models import PassageEmbedder, load_embedder


def main() -> None:
    """Print the medians of the seconds for each thing that is done: on the clock, and computed in this process."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, help="folder of a set")
    parser.add_argument("--articles", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--made", action="store_true", help="vectors made of numbers")
    arguments = parser.parse_args()
    some = list(islice(articles(arguments.data), arguments.articles))
    embedder: PassageEmbedder = MadeEmbedder() if arguments.made else load_embedder(Settings.load().embedder)
    embedder.count_tokens(["ready"])
    rounds = [_times(some, embedder) for _ in range(arguments.rounds)]
    for name in rounds[0]:
        passed, computed = (median(each[name][what] for each in rounds) for what in (0, 1))
        print(f"{name:9} {passed:8.2f} s {computed:8.2f} s of computing")


def _times(some: Sequence[Article], embedder: PassageEmbedder) -> dict[str, tuple[float, float]]:
    """Return the seconds that adding to a new library takes and computes, by what is added."""
    changed = [replace(each, text=f"{each.text}\n\nMore is to follow.") for each in some]
    taken: dict[str, tuple[float, float]] = {}
    with TemporaryDirectory() as folder, QABot.open(Path(folder) / "library", embedder=embedder) as bot:
        for name, given in (("new", some), ("the same", some), ("changed", changed)):
            start, used = time.perf_counter(), time.process_time()
            bot.add(*given, progress=lambda what, done, total: None)
            taken[name] = time.perf_counter() - start, time.process_time() - used
    return taken


if __name__ == "__main__":
    main()
