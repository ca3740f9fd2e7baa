"""Make the vectors of passages and of their sentences, by a transformer in one pass or by LangChain's `Embeddings`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from threading import RLock, Thread
from typing import Protocol, runtime_checkable

import numpy as np
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray

from qa_bot.errors import QABotError
from qa_bot.model import Passage

Vectors = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Encoded:
    """A passage's vector, shape (d,), and those of its sentences, shape (sentences, d); all of length 1."""

    vector: Vectors
    sentences: Vectors


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of a text: vectors, shape (tokens, d), and offsets, shape (tokens, 2)."""

    vectors: Vectors
    offsets: NDArray[np.int64]


@runtime_checkable
class PassageEmbedder(Protocol):
    """What the library needs of a model; `fingerprint` changes whenever its vectors would."""

    fingerprint: str

    @property
    def max_tokens(self) -> int:
        """Return how many tokens the model sees of a text."""

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return the number of tokens of each text, special tokens left out."""

    def embed_passages(self, passages: Sequence[Passage]) -> list[Encoded]:
        """Return the vectors of each passage and of its sentences."""

    def embed_query(self, text: str) -> list[float]:
        """Return the vector of a question."""


def cosines(vectors: Vectors, vector: Vectors) -> Vectors:
    """Return the cosine of each of some vectors of length 1, shape (n, d), with another.

    In one thread: those of a BLAS wait for each other, on a machine at work for longer than they compute.
    """
    return np.asarray(np.einsum("ij,j->i", vectors, vector))


def unit(vectors: Vectors) -> Vectors:
    """Return the vectors at length 1; those of length 0 stay."""
    norms = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(vectors / np.maximum(norms, 1e-12), dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Seen:
    """What the model makes of a text: a vector of length 1, and its tokens as far as the model sees them."""

    vector: Vectors
    tokens: Tokens


class Encoder(Protocol):
    """A model in memory."""

    @property
    def max_tokens(self) -> int:
        """Return how many tokens it sees of a text, special tokens left out."""

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return the number of tokens of each text, special tokens left out."""

    def encode(self, texts: Sequence[str]) -> list[Seen]:
        """Return what the model makes of each text."""

    def encode_query(self, text: str) -> Vectors:
        """Return the vector of a question, of length 1."""


class TransformerEmbedder(Embeddings):
    """A transformer that is loaded at the first use.

    Token vectors of a passage, averaged over the tokens of each sentence, are the sentences' vectors: one forward
    pass gives both.
    """

    def __init__(self, load: Callable[[], Encoder], fingerprint: str) -> None:
        self.fingerprint = fingerprint
        self._load = load
        self._lock = RLock()
        self._loaded: Encoder | None = None

    @property
    def max_tokens(self) -> int:
        """Return how many tokens the model sees of a text, special tokens left out."""
        return self.encoder.max_tokens

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return the number of tokens of each text, special tokens left out."""
        return self.encoder.count_tokens(texts) if texts else []

    def preload(self) -> None:
        """Begin to load the model in a thread of its own; whoever needs it before it is there waits for it."""
        Thread(target=self._preload, daemon=True).start()

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Return a vector of length 1 for each text."""
        return [seen.vector.tolist() for seen in self.encoder.encode(texts)]

    def embed_query(self, text: str) -> list[float]:
        """Return the vector of a question, with the model's query prompt where it has one."""
        return [float(value) for value in self.encoder.encode_query(text)]

    def embed_passages(self, passages: Sequence[Passage]) -> list[Encoded]:
        """Return the vectors of each passage and of its sentences, from one forward pass."""
        found = self.encoder.encode([passage.text for passage in passages])
        return [Encoded(seen.vector, _pool(passage, seen)) for passage, seen in zip(passages, found, strict=True)]

    def _preload(self) -> None:
        with suppress(QABotError):  # said again to whoever needs the model
            self._load_once()

    @property
    def encoder(self) -> Encoder:
        """Return the model, loaded."""
        return self._load_once()

    def _load_once(self) -> Encoder:
        with self._lock:
            if self._loaded is None:
                self._loaded = self._load()
            return self._loaded


def _pool(passage: Passage, seen: Seen) -> Vectors:
    """Average the token vectors over each sentence; one of which the model sees no token gets the passage's."""
    middles = seen.tokens.offsets.sum(axis=1) / 2 + passage.span.start
    rows = []
    for sentence in passage.sentences:
        inside = (middles >= sentence.start) & (middles < sentence.end)
        rows.append(seen.tokens.vectors[inside].mean(axis=0) if inside.any() else seen.vector)
    return unit(np.array(rows, dtype=np.float32))


class PooledEmbedder:
    """Any LangChain `Embeddings`, with the sentences of a passage embedded one by one."""

    max_tokens: int = 254

    def __init__(self, embeddings: Embeddings) -> None:
        self._embeddings = embeddings
        kind = type(embeddings)
        name = getattr(embeddings, "model", None) or getattr(embeddings, "model_name", None)
        size = len(embeddings.embed_query("size"))
        self.fingerprint = f"{kind.__module__}.{kind.__qualname__} {name or ''} {size}d"

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return an estimate: four characters a token."""
        return [len(text) // 4 + 1 for text in texts]

    def embed_passages(self, passages: Sequence[Passage]) -> list[Encoded]:
        """Return the vectors of each passage and of its sentences."""
        return [self._embed(passage) for passage in passages]

    def embed_query(self, text: str) -> list[float]:
        """Return the vector of a question."""
        return [float(value) for value in unit(np.array(self._embeddings.embed_query(text), dtype=np.float32))]

    def _embed(self, passage: Passage) -> Encoded:
        texts = [passage.text, *(sentence.of(passage.article.text) for sentence in passage.sentences)]
        vectors = unit(np.array(self._embeddings.embed_documents(texts), dtype=np.float32))
        return Encoded(vectors[0], vectors[1:])


def as_passage_embedder(embedder: PassageEmbedder | Embeddings) -> PassageEmbedder:
    """Return what the library needs, from any LangChain `Embeddings` too."""
    return embedder if isinstance(embedder, PassageEmbedder) else PooledEmbedder(embedder)
