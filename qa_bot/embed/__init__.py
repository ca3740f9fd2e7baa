"""Turn texts into vectors with an embedding model, behind LangChain's `Embeddings` interface."""

from qa_bot.embed.interface import Encoded, PassageEmbedder, Tokens, Vectors, cosines
from qa_bot.embed.load import load_embedder
from qa_bot.embed.pooled import PooledEmbedder, as_passage_embedder
from qa_bot.embed.transformer import TransformerEmbedder

__all__ = [
    "Encoded",
    "PassageEmbedder",
    "PooledEmbedder",
    "Tokens",
    "TransformerEmbedder",
    "Vectors",
    "as_passage_embedder",
    "cosines",
    "load_embedder",
]
