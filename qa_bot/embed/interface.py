"""Define what the library needs of an embedding model, and what it gets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
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
