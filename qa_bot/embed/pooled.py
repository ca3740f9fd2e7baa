"""Use any LangChain `Embeddings` as the library needs them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from langchain_core.embeddings import Embeddings

from qa_bot.embed.interface import Encoded, PassageEmbedder, unit
from qa_bot.model import Passage


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
