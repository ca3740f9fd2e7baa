"""Claims with their evidence, as open data has them: which verdict is right, and what of long evidence is read."""

from __future__ import annotations

import gzip
import json
import random
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qa_bot.text.terms import content_terms, terms
from training.data import CONTRADICTED, NOT_STATED, SUPPORTED, UNSUPPORTED
from training.swapped import NEAR, Names, swapped

VERDICTS = {
    "supported": SUPPORTED,
    "contradicted": CONTRADICTED,
    "not_stated": NOT_STATED,
    "unsupported": UNSUPPORTED,
    "yes": SUPPORTED,
    "no": CONTRADICTED,
}
MOST_WORDS = 165
"""Words of evidence that are read with a claim, about what a window holds."""

MADE_OF = frozenset({"defacto", "fib", "bump", "factcheck_gpt", "wice_claim", "feverous_s"})
"""Sets, news above all, of whose supported claims others are made by an exchange of a name, a number or a word."""

_SUFFIX = ".jsonl.gz"


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim or a question of yes or no, the sentences it is judged by, and those that decide, if the set says so."""

    text: str
    sentences: tuple[str, ...]
    verdict: int
    gold: tuple[int, ...] = ()


def read_claims(file: Path) -> Iterator[Claim]:
    """Yield the claims of a file, and those that are made of them."""
    chosen = random.Random(file.name)
    made = file.name.split(".")[0] in MADE_OF
    around: deque[Names] = deque(maxlen=NEAR)
    for row in _rows(file):
        evidence = [each.strip() for each in row["evidence"] if each.strip()]
        if not evidence or not row["claim"].strip():
            continue
        claim = _claim(row["claim"], evidence, VERDICTS[row["label"]], row.get("gold") or ())
        yield claim
        if made and claim.verdict == SUPPORTED:
            if other := _exchanged(claim, around, chosen):
                yield other
            around.append(Names.of(" ".join(claim.sentences)))


def read_yes_no(file: Path) -> Iterator[Claim]:
    """Yield the questions of a file that are answered by yes or no, and those that its text does not answer."""
    for row in _rows(file):
        for each in row["questions"]:
            label = "not_stated" if each["unanswerable"] else each.get("yesno")
            if label in VERDICTS:
                yield _claim(each["question"], [row["context"]], VERDICTS[label], ())


def _claim(text: str, evidence: Sequence[str], verdict: int, gold: Sequence[int]) -> Claim:
    kept = closest(text, evidence, gold)
    places = {at: place for place, at in enumerate(kept)}
    return Claim(text, tuple(evidence[at] for at in kept), verdict, tuple(places[at] for at in gold if at in places))


def closest(claim: str, sentences: Sequence[str], first: Sequence[int] = (), most: int = MOST_WORDS) -> list[int]:
    """Return which sentences share most words with a claim, in their order, as many as a window holds.

    Those named as the first are kept before all others.
    """
    asked = frozenset(content_terms(claim))
    shares = [len(asked & frozenset(terms(each))) for each in sentences]
    kept: list[int] = []
    left = most
    for at in sorted(range(len(sentences)), key=lambda at: (at not in first, -shares[at], at)):
        words = len(sentences[at].split())
        if not kept or words <= left:
            kept.append(at)
            left -= words
    return sorted(kept)


def _exchanged(claim: Claim, around: Iterable[Names], chosen: random.Random) -> Claim | None:
    """Return the claim with a name, a number or a word exchanged, so that it is not supported; None if it can't be."""
    text = " ".join(claim.sentences)
    other = swapped(claim.text, text, (0, 0), Names.of(text), list(around), chosen)
    return Claim(other, claim.sentences, UNSUPPORTED) if other else None


def _rows(file: Path) -> Iterator[Mapping[str, Any]]:
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def names(folder: Path) -> list[str]:
    """Return the names of the files of claims in a folder."""
    return sorted(each.name.removesuffix(_SUFFIX) for each in folder.glob(f"*{_SUFFIX}"))
