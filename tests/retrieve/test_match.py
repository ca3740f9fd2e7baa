"""Comparing words: the layer by hand on small numbers, and what it makes of sentences with the real model."""

from __future__ import annotations

import numpy as np
import pytest
from fakes import HashingEmbedder, make_article

from qa_bot.embed import Tokens, TransformerEmbedder
from qa_bot.model import Passage, Span
from qa_bot.retrieve.match import ELSEWHERE, NEIGHBOUR, closeness, load_matcher
from qa_bot.text.sentences import split_sentences

TEXT = (
    "The lighthouse on Skarholm was built by Orm Staal in 1874. It was painted white by his son Jens Staal."
    " Fishermen complained that its lamp was too weak. In 1911 the lamp was replaced by an electric one."
)


def passage(text: str = TEXT) -> Passage:
    return Passage(make_article(text), Span(0, len(text)), tuple(split_sentences(text)))


def test_a_token_counts_for_its_own_sentence_a_little_for_the_next_and_hardly_elsewhere() -> None:
    text = "One came. Two went. Three stayed. Four."
    sentences = (Span(0, 9), Span(10, 19), Span(20, 33), Span(34, 39))
    tokens = Tokens(np.zeros((2, 1), np.float32), np.array([[0, 3], [20, 25]]), np.array([1, 2]))
    close = closeness(tokens, Passage(make_article(text), Span(0, 39), sentences))
    own, beside, far = 1 + ELSEWHERE, NEIGHBOUR + ELSEWHERE, ELSEWHERE
    np.testing.assert_allclose(close, [[own, beside, far, far], [far, beside, own, beside]], rtol=1e-6)


def test_only_the_model_it_was_trained_on_has_a_matcher(tiny_model: object) -> None:
    assert load_matcher(HashingEmbedder()) is None
    assert load_matcher(TransformerEmbedder(str(tiny_model), "tiny")) is None


@pytest.mark.model
@pytest.mark.parametrize(
    ("question", "at"),
    [
        ("Who built the lighthouse?", 0),
        ("who painted the lighthouse white", 1),
        ("What did fishermen say about the lamp?", 2),
        ("When did the lamp become electric?", 3),
    ],
)
def test_the_sentence_that_says_it_has_the_best_odds(embedder: TransformerEmbedder, question: str, at: int) -> None:
    matcher = load_matcher(embedder)
    assert matcher
    (odds,) = matcher.read(question, [passage()])
    assert odds.shape == (4,)
    assert int(odds.argmax()) == at


@pytest.mark.model
def test_what_no_sentence_says_has_worse_odds(embedder: TransformerEmbedder) -> None:
    matcher = load_matcher(embedder)
    assert matcher
    best = {
        question: matcher.read(question, [passage()])[0].max()
        for question in ("Who built the lighthouse?", "Who sold the lighthouse?", "How many bones does a cat have?")
    }
    assert best["Who built the lighthouse?"] > 0 > best["How many bones does a cat have?"]
    assert best["Who built the lighthouse?"] > best["Who sold the lighthouse?"]


@pytest.mark.model
def test_case_and_company_do_not_matter(embedder: TransformerEmbedder) -> None:
    matcher = load_matcher(embedder)
    assert matcher
    (alone,) = matcher.read("Who built the lighthouse?", [passage()])
    _, beside = matcher.read("WHO BUILT THE LIGHTHOUSE?", [passage("Nothing much happened."), passage()])
    np.testing.assert_allclose(alone, beside, atol=0.02)
