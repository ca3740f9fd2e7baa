"""Measure how fast QA Bot is, and beside what it is compared with.

python -m benchmarks.speed DATA/realtimeqa --work DIR [--peers DIR] [--parts beside cold asking scale bits]
    [--articles 60] [--most 1000] [--times 1] [--step 250] [--draw FILE]

The peers are those that `benchmarks/speed/peers/install DIR` put into environments of their own.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from benchmarks.data import articles, questions
from benchmarks.speed.asking import asking, crowd
from benchmarks.speed.beside import beside
from benchmarks.speed.bits import bits
from benchmarks.speed.cold import cold
from benchmarks.speed.made import MadeEmbedder, made, varied
from benchmarks.speed.scale import HEAD, draw, scale
from qa_bot.model import Article
from qa_bot.models import load_embedder

PARTS = ("beside", "cold", "asking", "scale", "bits")


def main() -> None:
    """Print the parts that are asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, help="folder of a set")
    parser.add_argument("--work", type=Path, required=True, help="folder for libraries; not emptied")
    parser.add_argument("--peers", type=Path, help="folder with an environment for each peer")
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS)
    parser.add_argument("--articles", type=int, default=60, help="how many each of those beside adds, in each round")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--passages", type=int, default=50_000, help="of the library that is asked, vectors made")
    parser.add_argument("--most", type=int, default=1000, help="articles of the curve")
    parser.add_argument("--step", type=int, default=250)
    parser.add_argument("--times", type=int, default=1, help="so many variations of each on the curve, vectors made")
    parser.add_argument("--draw", type=Path, help="SVG of the curve")
    arguments = parser.parse_args()
    for part in arguments.parts:
        print(f"\n{part}")
        for line in _part(part, arguments):
            print(line, flush=True)


def _part(name: str, arguments: argparse.Namespace) -> Iterator[str]:
    every, asked = list(articles(arguments.data)), questions(arguments.data)
    if name == "beside":
        some = every[: arguments.articles]
        yield from beside(some, asked[:40], peers=arguments.peers, work=arguments.work, rounds=arguments.rounds)
    elif name == "cold":
        yield from cold(arguments.work, rounds=3 * arguments.rounds)
    elif name == "bits":
        yield from bits(every[:120], rounds=arguments.rounds)
    elif name == "scale":
        yield from _curve(every[: arguments.most], [each.question for each in asked[:100]], arguments)
    else:
        library = made(arguments.work / f"made-{arguments.passages}", every, arguments.passages)
        yield from asking(library, [each.question for each in asked[:100]])
        yield from crowd(library, [each.question for each in asked], askers=50)
        library.close()


def _curve(every: Sequence[Article], asked: Sequence[str], arguments: argparse.Namespace) -> Iterator[str]:
    times = arguments.times
    embedder = load_embedder() if times == 1 else MadeEmbedder()
    grown = islice(varied(every), times * len(every))
    yield HEAD
    points = []
    for point in scale(grown, asked, arguments.work / f"scale-{times}", embedder, step=arguments.step):
        points.append(point)
        yield point.row()
    if arguments.draw:
        title = f"RealTime QA, {points[-1].articles:,} articles" + ("" if times == 1 else ", vectors made")
        arguments.draw.write_text(draw(points, title), encoding="utf-8")


if __name__ == "__main__":
    main()
