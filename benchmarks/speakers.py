"""Who said it: the speakers that are found for the direct quotations of news whose speakers people have marked.

    python -m benchmarks.speakers DATA

DATA/polnear holds `articles.jsonl[.gz]` (id, text) and `direct_quotes.jsonl[.gz]` (article_id, source, content_spans,
source_spans, as characters). A quotation counts as attributed if what overlaps it most has a speaker, and as right if
the speaker's words overlap those that were marked, are the same words, or stand right before a marked "who". The rules
were made looking at the half of the articles that a checksum of their ids chooses; the other half is reported beside.
Rows are left out that mark no source, or a word of saying for one.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qa_bot.english.verbs import UTTERANCE
from qa_bot.model import Saying, Span
from qa_bot.news import sayings

_SAMPLES = 1000
_PRONOUNS = frozenset(("he", "she"))


@dataclass(frozen=True, slots=True)
class Case:
    """A quotation with what was found for it, and whether that is right."""

    article: str
    found: Saying | None
    right: bool

    @property
    def for_looking(self) -> bool:
        """Say whether it is of the half of the articles that the rules were made with."""
        return zlib.crc32(self.article.encode()) % 2 == 0


def main() -> None:
    """Print how many quotations have a speaker and for how many that is the right one, for both halves."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, help="folder with the folder polnear, or that folder itself")
    arguments = parser.parse_args()
    folder = arguments.data / "polnear" if (arguments.data / "polnear").is_dir() else arguments.data
    texts = {row["id"]: row["text"] for row in _rows(folder / "articles.jsonl")}
    found = {each: sayings(text) for each, text in texts.items()}
    cases = [_case(row, texts[row["article_id"]], found[row["article_id"]]) for row in _rows_that_count(folder)]
    for title, part in (("looked at", True), ("reported", False)):
        chosen = [each for each in cases if each.for_looking == part]
        print(f"\n{title}: {len(chosen)} direct quotations of {len({each.article for each in chosen})} articles")
        report(chosen)
    print("\nboth, by how the speaker was found (right of attributed)")
    for way, (right, all_of) in ways(cases).items():
        print(f"  {way:28} {right / all_of:.3f}  of {all_of}")
    report_fuller(texts, found)


def report(cases: Sequence[Case]) -> None:
    """Print coverage and precision, with 95 % bootstrap intervals over whole articles."""
    by_article: dict[str, list[Case]] = {}
    for each in cases:
        by_article.setdefault(each.article, []).append(each)
    chance = random.Random(0)
    drawn = [
        _shares([each for group in chance.choices(list(by_article.values()), k=len(by_article)) for each in group])
        for _ in range(_SAMPLES)
    ]
    for at, (name, value) in enumerate(zip(("attributed", "right of these"), _shares(cases), strict=True)):
        values = sorted(each[at] for each in drawn)
        low, high = values[_SAMPLES // 40], values[-_SAMPLES // 40 - 1]
        print(f"  {name:28} {value:.3f}  [{low:.3f}, {high:.3f}]")


def ways(cases: Sequence[Case]) -> dict[str, tuple[int, int]]:
    """Return for each way in which a speaker was found how many are right, and how many there are."""
    every = Counter(each.found.way for each in cases if each.found)
    right = Counter(each.found.way for each in cases if each.found and each.right)
    return {way: (right[way], count) for way, count in every.most_common()}


def report_fuller(texts: dict[str, str], found: dict[str, list[Saying]]) -> None:
    """Print for how many speakers of one word the article is found to name them in fuller words."""
    kinds: dict[str, list[bool]] = {"he or she": [], "one name": []}
    for article, several in found.items():
        for each in several:
            words = each.speaker.of(texts[article])
            if words.lower() in _PRONOUNS:
                kinds["he or she"].append(each.known_as is not None)
            elif words.istitle() and " " not in words:
                kinds["one name"].append(each.known_as is not None)
    print("\nspeakers with a fuller mention, all sayings; whether it is the right one nobody has marked")
    for name, values in kinds.items():
        print(f"  {name:28} {sum(values) / max(1, len(values)):.3f}  of {len(values)}")
    direct = sum(each.direct for several in found.values() for each in several)
    print(f"  sayings: {direct} direct, {sum(map(len, found.values())) - direct} indirect")


def _shares(cases: Sequence[Case]) -> tuple[float, float]:
    attributed = [each for each in cases if each.found]
    return len(attributed) / max(1, len(cases)), sum(each.right for each in attributed) / max(1, len(attributed))


def _case(row: dict[str, Any], text: str, found: Sequence[Saying]) -> Case:
    content = [Span(*each) for each in row["content_spans"]]
    shared = [(sum(_common(each.span, span) for span in content), each) for each in found]
    best = max(shared, key=lambda pair: (pair[0] > 0, pair[1].direct, pair[0]), default=None)
    if best is None or not best[0]:
        return Case(row["article_id"], None, False)
    marked = [Span(*each) for each in row["source_spans"]]
    return Case(row["article_id"], best[1], _is_right(best[1].speaker, row["source"], marked, text))


def _is_right(speaker: Span, source: str, marked: Sequence[Span], text: str) -> bool:
    if any(speaker.overlaps(each) for each in marked):
        return True
    is_before_who = source.lower() == "who" and any(0 <= each.start - speaker.end <= len(", ") for each in marked)
    return is_before_who or speaker.of(text).lower().split() == source.lower().split()


def _common(one: Span, other: Span) -> int:
    return max(0, min(one.end, other.end) - max(one.start, other.start))


def _rows_that_count(folder: Path) -> Iterator[dict[str, Any]]:
    for row in _rows(folder / "direct_quotes.jsonl"):
        first = (row["source"].lower().split() or [""])[0]
        if row["source_spans"] and first not in UTTERANCE | {"according"}:
            yield row


def _rows(file: Path) -> Iterator[dict[str, Any]]:
    packed = file.with_name(f"{file.name}.gz")
    with gzip.open(packed, "rt", encoding="utf-8") if packed.exists() else file.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


if __name__ == "__main__":
    main()
