"""Compare a question with sentences word by word: which of its words have a counterpart there, and which have none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from qa_bot.embed import PassageEmbedder, TokenEmbedder, Tokens, Vectors
from qa_bot.model import Passage, Span

Weights = Mapping[str, NDArray[np.float32]]

NEIGHBOUR, ELSEWHERE = 0.3, 0.03
"""How much the words of the sentences beside a sentence, and of the rest of its passage, count for it."""

_UNSEEN = -10.0
"""Log odds of a sentence of which the model sees no token."""

_FILE = "match.npz"


@dataclass(frozen=True, slots=True)
class Matcher:
    """Reads passages with the token vectors of the embedding model and a small layer trained on top of them.

    Soft alignment of question words with passage words, comparison of each with its counterpart, and aggregation:
    Parikh et al.: A Decomposable Attention Model (2016). `python -m benchmarks.match` trains the weights.
    """

    embedder: TokenEmbedder
    weights: Weights

    def read(self, question: str, passages: Sequence[Passage]) -> list[NDArray[np.float64]]:
        """Return for each passage the log odds of each of its sentences, shape (sentences,), to hold the answer.

        They are odds against the passage not holding it; case does not matter.
        """
        (asked,) = self.embedder.embed_tokens([question.lower()])
        shown = self.embedder.embed_tokens([each.text for each in passages])
        return [
            sentence_odds(self.weights, asked, tokens, closeness(tokens, passage))
            for passage, tokens in zip(passages, shown, strict=True)
        ]


def load_matcher(embedder: PassageEmbedder) -> Matcher | None:
    """Return the matcher that was trained on the token vectors of this embedder, None if there is none."""
    if not isinstance(embedder, TokenEmbedder):
        return None
    fingerprint, weights = _load()
    return Matcher(embedder, weights) if embedder.fingerprint == fingerprint else None


def closeness(tokens: Tokens, passage: Passage) -> Vectors:
    """Return how much each token counts for each sentence, shape (tokens, sentences); the sentence's own count 1."""
    middles = tokens.offsets.mean(axis=1) + passage.span.start
    own = np.array([_inside(middles, sentence) for sentence in passage.sentences], dtype=np.float32).T
    beside = np.zeros_like(own)
    beside[:, 1:] += own[:, :-1]
    beside[:, :-1] += own[:, 1:]
    return np.asarray(own + NEIGHBOUR * beside + ELSEWHERE, dtype=np.float32)


def sentence_odds(weights: Weights, question: Tokens, passage: Tokens, close: Vectors) -> NDArray[np.float64]:
    """Return the log odds of each sentence; `close` is what `closeness` says."""
    w = weights
    asked, there = question.vectors @ w["b"] + w["b_bias"], passage.vectors @ w["b"] + w["b_bias"]
    similar = _unit(question.vectors @ w["a"]) @ _unit(passage.vectors @ w["a"]).T * np.exp(w["tau"])
    attention = np.exp(similar - similar.max(axis=1, keepdims=True))
    same = question.ids[:, np.newaxis] == passage.ids
    importance = 1 / (1 + np.exp(-(question.vectors @ w["w"] + w["w_bias"])))
    whole = asked.mean(axis=0)
    odds = []
    for near in close.T:
        if near.max() < 1:
            odds.append(_UNSEEN)
            continue
        aligned = (attention * near) @ there / (attention @ near + 1e-9)[:, np.newaxis]
        best = (similar + np.log(near + 1e-6)).max(axis=1) / np.exp(w["tau"])
        exact = (same * near).max(axis=1)
        compared = np.column_stack([asked, asked * aligned, np.abs(asked - aligned), best, exact])
        hidden = _relu(_relu(compared @ w["cmp0"] + w["cmp0_bias"]) @ w["cmp1"] + w["cmp1_bias"])
        average = (hidden * importance).sum(axis=0) / (importance.sum() + 1e-6)
        own = there[near >= 1].mean(axis=0)
        joined = np.concatenate([average, hidden.max(axis=0), whole * own, whole])
        odds.append(float((_relu(joined @ w["out0"] + w["out0_bias"]) @ w["out1"] + w["out1_bias"])[0]))
    return np.array(odds)


@lru_cache(maxsize=1)
def _load() -> tuple[str, Weights]:
    with (files("qa_bot.retrieve") / _FILE).open("rb") as stream, np.load(stream) as stored:
        weights = {name: stored[name].astype(np.float32) for name in stored.files if name != "fingerprint"}
        return str(stored["fingerprint"]), weights


def _inside(middles: NDArray[np.float64], span: Span) -> NDArray[np.bool_]:
    return np.asarray((middles >= span.start) & (middles < span.end))


def _relu(values: Vectors) -> Vectors:
    return np.maximum(values, 0)


def _unit(vectors: Vectors) -> Vectors:
    return np.asarray(vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-12))
