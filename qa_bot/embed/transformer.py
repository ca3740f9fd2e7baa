"""Make the vectors of passages and of their sentences of a transformer's token vectors, in one forward pass."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from threading import RLock, Thread
from typing import Protocol

import numpy as np
from langchain_core.embeddings import Embeddings

from qa_bot.embed.interface import Encoded, Tokens, Vectors, unit
from qa_bot.errors import QABotError
from qa_bot.model import Passage


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
