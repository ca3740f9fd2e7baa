"""Run the models that the library and the answers rest on: embedders, and the reader of evidence."""

from qa_bot.models.embedder import (
    Encoded,
    PassageEmbedder,
    PooledEmbedder,
    Tokens,
    TransformerEmbedder,
    Vectors,
    as_passage_embedder,
    cosines,
)
from qa_bot.models.load import common_words, load_embedder, load_reader
from qa_bot.models.reader import Judged, Reader, Reading, Short

__all__ = [
    "Encoded",
    "Judged",
    "PassageEmbedder",
    "PooledEmbedder",
    "Reader",
    "Reading",
    "Short",
    "Tokens",
    "TransformerEmbedder",
    "Vectors",
    "as_passage_embedder",
    "common_words",
    "cosines",
    "load_embedder",
    "load_reader",
]
