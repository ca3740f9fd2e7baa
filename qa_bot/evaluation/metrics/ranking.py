"""Measure retrieval over ranked ids with binary relevance; an id that comes again counts at its best rank.

All return a number from 0 to 1, or None if nothing is relevant. `k` counts distinct ids.
"""

from __future__ import annotations

import math
from collections.abc import Sequence, Set


def hit_at_k(ranked: Sequence[str], relevant: Set[str], k: int) -> float | None:
    """Return 1 if one of the first `k` is relevant, else 0.

    The `success` measure of trec_eval and Success@k of ir-measures.
    """
    if not relevant:
        return None
    return float(any(item in relevant for item in _first(ranked, k)))


def recall_at_k(ranked: Sequence[str], relevant: Set[str], k: int) -> float | None:
    """Return the share of what is relevant that is among the first `k`.

    Manning, Raghavan, Schütze: Introduction to Information Retrieval (2008), 8.3 and 8.4.
    """
    if not relevant:
        return None
    return sum(item in relevant for item in _first(ranked, k)) / len(relevant)


def reciprocal_rank(ranked: Sequence[str], relevant: Set[str]) -> float | None:
    """Return 1 / the rank of the first relevant one, 0 if there is none; its mean is MRR.

    Voorhees: The TREC-8 Question Answering Track Report (1999).
    """
    if not relevant:
        return None
    ranks = (rank for rank, item in enumerate(dict.fromkeys(ranked), 1) if item in relevant)
    first = next(ranks, None)
    return 1 / first if first else 0.0


def ndcg_at_k(ranked: Sequence[str], relevant: Set[str], k: int = 10) -> float | None:
    """Return DCG@k divided by that of the best possible ranking; DCG@k = sum of 1 / log2(rank + 1) over relevant ranks.

    Järvelin, Kekäläinen: Cumulated gain-based evaluation of IR techniques (2002), in the form of trec_eval.
    """
    if not relevant:
        return None
    found = [rank for rank, item in enumerate(_first(ranked, k), 1) if item in relevant]
    return _dcg(found) / _dcg(range(1, min(k, len(relevant)) + 1))


def _dcg(ranks: Sequence[int]) -> float:
    return math.fsum(1 / math.log2(rank + 1) for rank in ranks)


def _first(ranked: Sequence[str], k: int) -> list[str]:
    if k < 1:
        raise ValueError(f"k counts from 1, got {k}")
    return list(dict.fromkeys(ranked))[:k]
