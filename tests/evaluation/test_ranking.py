from math import log2

import ir_measures
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ir_measures import RR, Qrel, R, ScoredDoc, Success, nDCG

from qa_bot.evaluation.metrics.ranking import hit_at_k, ndcg_at_k, recall_at_k, reciprocal_rank

IDS = st.sampled_from("abcdefghijklmno")
RANKINGS = st.lists(IDS, unique=True, max_size=15)
RELEVANT = st.sets(IDS, min_size=1, max_size=15)


def test_hand_computed_ranking() -> None:
    ranked, relevant = ["x", "a", "y", "b"], {"a", "b", "c"}
    assert [hit_at_k(ranked, relevant, k) for k in (1, 2, 4)] == [0, 1, 1]
    assert [recall_at_k(ranked, relevant, k) for k in (1, 2, 4)] == [0, 1 / 3, 2 / 3]
    assert reciprocal_rank(ranked, relevant) == 1 / 2
    ideal = 1 + 1 / log2(3) + 1 / 2
    assert ndcg_at_k(ranked, relevant) == pytest.approx((1 / log2(3) + 1 / log2(5)) / ideal)
    assert ndcg_at_k(ranked, relevant, 2) == pytest.approx((1 / log2(3)) / (1 + 1 / log2(3)))


def test_nothing_found_is_zero_and_nothing_relevant_is_undefined() -> None:
    assert [hit_at_k([], {"a"}, 1), recall_at_k([], {"a"}, 1), reciprocal_rank([], {"a"}), ndcg_at_k([], {"a"})] == [
        0
    ] * 4
    assert [hit_at_k(["a"], set(), 1), recall_at_k(["a"], set(), 1)] == [None, None]
    assert [reciprocal_rank(["a"], set()), ndcg_at_k(["a"], set())] == [None, None]


def test_an_id_that_comes_again_counts_once() -> None:
    assert ndcg_at_k(["a", "a", "b"], {"a", "b"}) == 1
    assert reciprocal_rank(["x", "x", "a"], {"a"}) == 1 / 2
    assert hit_at_k(["x", "x", "a"], {"a"}, 2) == 1


@pytest.mark.parametrize("metric", [hit_at_k, recall_at_k, ndcg_at_k])
def test_k_counts_from_one(metric: type) -> None:
    with pytest.raises(ValueError, match="counts from 1"):
        metric(["a"], {"a"}, 0)


@settings(deadline=None)
@given(RANKINGS, RELEVANT, st.integers(1, 15))
def test_metrics_agree_with_ir_measures(ranked: list[str], relevant: set[str], k: int) -> None:
    qrels = [Qrel("q", item, 1) for item in sorted(relevant)]
    run = [ScoredDoc("q", item, -float(rank)) for rank, item in enumerate(ranked)] or [ScoredDoc("q", "none", 0.0)]
    theirs = ir_measures.calc_aggregate([Success @ k, R @ k, RR, nDCG @ k], qrels, run)
    assert theirs == pytest.approx(
        {
            Success @ k: hit_at_k(ranked, relevant, k),
            R @ k: recall_at_k(ranked, relevant, k),
            RR: reciprocal_rank(ranked, relevant),
            nDCG @ k: ndcg_at_k(ranked, relevant, k),
        }
    )


@given(RANKINGS, RELEVANT)
def test_a_relevant_one_moved_up_never_lowers_a_metric(ranked: list[str], relevant: set[str]) -> None:
    better = sorted(ranked, key=lambda item: item not in relevant)
    for metric in (reciprocal_rank, ndcg_at_k):
        worse, best = metric(ranked, relevant), metric(better, relevant)
        assert worse is not None
        assert best is not None
        assert 0 <= worse <= best <= 1
