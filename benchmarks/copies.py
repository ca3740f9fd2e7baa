"""Copies: how well articles that are one text are told from reports of their own.

    python -m benchmarks.copies [DATA]

Copies are made from the sample corpus and from `reports.jsonl`, two reports on each of some events, written for it: a
text is trimmed to its first 40 to 80 %, or gets another headline, dateline and ending, or is rewritten in part (of five
sentences one goes, two change every fifth word, two stay), or heavily (one goes, three change every fourth word).
Not copies are the two reports on an event, a report and a copy of the other, and any two texts of the corpus, many of
which are on one subject. With DATA, a folder with `realtimeqa/articles.jsonl[.gz]` (id, title, date, source, url,
text), the pairs of different sources are listed whose containment is highest, to be looked at.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import combinations
from pathlib import Path
from time import perf_counter

from qa_bot.model import Article
from qa_bot.news.copies import CANDIDATE, are_copies, containment, may_be_copies, runs, sketch
from qa_bot.read import read
from qa_bot.settings import Settings
from qa_bot.text.sentences import split_sentences

_HERE = Path(__file__).parent
_CORPUS = _HERE.parent / "corpus"
_LISTED = 30

Change = Callable[[str, random.Random, Sequence[str]], str]


def trimmed(text: str, chance: random.Random, _: Sequence[str]) -> str:
    """Return the beginning of a text, 40 to 80 % of its sentences."""
    sentences = _sentences(text)
    return " ".join(sentences[: max(1, round(len(sentences) * chance.uniform(0.4, 0.8)))])


def reheadlined(text: str, chance: random.Random, others: Sequence[str]) -> str:
    """Return a text with another headline and dateline, and with two sentences of another text at its end."""
    strange = _sentences(chance.choice(others))
    return f"{' '.join(strange[0].split()[:8])}\n\nVELL (Wire) - {text} {' '.join(strange[-2:])}"


def rewritten(text: str, chance: random.Random, others: Sequence[str]) -> str:
    """Return a text of which every fifth sentence is gone and two of five have every fifth word changed."""
    return _rewritten(text, chance, others, changed=2, every=5)


def rewritten_heavily(text: str, chance: random.Random, others: Sequence[str]) -> str:
    """Return a text of which every fifth sentence is gone and three of five have every fourth word changed."""
    return _rewritten(text, chance, others, changed=3, every=4)


_CHANGES: tuple[Change, ...] = (trimmed, reheadlined, rewritten, rewritten_heavily)


def main() -> None:
    """Print recall by kind of copy, precision, and what it takes; with DATA also the pairs to look at."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, nargs="?", help="folder with the folder realtimeqa")
    arguments = parser.parse_args()
    reports = [json.loads(line)["reports"] for line in (_HERE / "reports.jsonl").read_text("utf-8").splitlines()]
    corpus = [each.text for each in _corpus()]
    texts = [*corpus, *(each for pair in reports for each in pair)]
    _report(texts, corpus, reports)
    if arguments.data:
        _look(list(_articles(arguments.data / "realtimeqa" / "articles.jsonl")))


def _report(texts: Sequence[str], corpus: Sequence[str], reports: Sequence[Sequence[str]]) -> None:
    chance = random.Random(0)
    found = 0
    for change in _CHANGES:
        made = [(text, change(text, chance, [each for each in texts if each != text])) for text in texts]
        told = sum(_are_one(*pair) for pair in made)
        found += told
        print(f"{change.__name__:20} recall {told / len(made):.3f}  of {len(made)}")
    apart = [*combinations(corpus, 2), *(tuple(each) for each in reports)]
    apart += [(change(one, chance, corpus), other) for one, other in reports for change in _CHANGES]
    wrong = sum(_are_one(one, other) for one, other in apart)
    print(f"{'all copies':20} recall {found / (len(texts) * len(_CHANGES)):.3f}")
    print(f"{'precision':20} {found / max(1, found + wrong):.3f}  ({wrong} of {len(apart)} pairs that are none)")
    start = perf_counter()
    for each in texts:
        sketch(runs(each))
    words = sum(len(each.split()) for each in texts)
    print(f"{'a sketch':20} {1e6 * (perf_counter() - start) / words:.2f} ms for 1,000 words")


def _are_one(one: str, other: str) -> bool:
    """Say whether two texts are told to be one, with the sketches that choose whom to compare."""
    whole = runs(one), runs(other)
    sketches = [sketch(each) for each in whole]
    shared, fewest = len(sketches[0] & sketches[1]), min(map(len, sketches))
    return shared > 0 and shared >= CANDIDATE * fewest and are_copies(*whole)


def _look(articles: Sequence[Article]) -> None:
    """Print the pairs of different sources with the highest containment."""
    known = [runs(each.text) for each in articles]
    having: dict[int, list[int]] = defaultdict(list)
    for at, each in enumerate(known):
        for run in sketch(each):
            having[run].append(at)
    pairs = {pair for several in having.values() if len(several) < 200 for pair in combinations(several, 2)}
    scored = [
        (containment(known[one], known[other]), one, other)
        for one, other in pairs
        if articles[one].source != articles[other].source and may_be_copies(articles[one], articles[other])
    ]
    print(f"\n{len(articles)} articles, {len(scored)} pairs of different sources that share a run")
    for share, one, other in sorted(scored, reverse=True)[:_LISTED]:
        print(f"{share:.2f}  {articles[one].url}\n      {articles[other].url}")


def _rewritten(text: str, chance: random.Random, others: Sequence[str], *, changed: int, every: int) -> str:
    vocabulary = sorted({word for each in others for word in each.split() if word.islower()})
    told = []
    for at, sentence in enumerate(_sentences(text)):
        words = sentence.split()
        if 0 < at % 5 <= changed:
            words = [chance.choice(vocabulary) if n % every == every - 1 else word for n, word in enumerate(words)]
        if at % 5 != 4:
            told.append(" ".join(words))
    return " ".join(told)


def _sentences(text: str) -> list[str]:
    return [each.of(text) for each in split_sentences(text)]


def _corpus() -> list[Article]:
    found = (item for path in sorted(_CORPUS.glob("*.md")) for item in read(str(path), Settings()))
    return [item.article for item in found if not isinstance(item, Exception)]


def _articles(file: Path) -> Iterator[Article]:
    packed = file.with_name(f"{file.name}.gz")
    with gzip.open(packed, "rt", encoding="utf-8") if packed.exists() else file.open(encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            day = date.fromisoformat(row["date"][:10]) if row.get("date") else None
            yield Article(row["id"], row["title"] or row["url"], row["text"], day, row["source"], url=row["url"])


if __name__ == "__main__":
    main()
