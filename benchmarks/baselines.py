"""What QA Bot is compared with: plain vector search as the usual tutorial has it, and BM25."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy as np

from qa_bot.library import Library
from qa_bot.model import Article, Filters, Slice, Span
from qa_bot.models import load_embedder
from qa_bot.text.terms import content_terms

CHUNK, OVERLAP, TOP = 1000, 200, 4


class PlainVectors:
    """1,000-character splits with 200 overlap in Chroma, same embedding model, nearest first."""

    name = "plain vectors"

    def __init__(self, folder: Path, articles: Iterable[Article]) -> None:
        import chromadb

        self._articles = {article.id: article for article in articles}
        self._embedder = load_embedder()
        client = chromadb.PersistentClient(str(folder))
        self._collection = client.get_or_create_collection(
            "plain", embedding_function=None, configuration={"hnsw": {"space": "cosine"}}
        )
        present = {key.rsplit(":", 2)[0] for key in self._collection.get(include=[])["ids"]}
        for article in self._articles.values():
            if article.id not in present:
                self._add(article)

    def search(self, question: str, k: int) -> list[Slice]:
        """Return the k nearest chunks."""
        return [each for each, _ in self.nearest(question, k)]

    def nearest(self, question: str, k: int) -> list[tuple[Slice, float]]:
        """Return the k nearest chunks, each with its cosine."""
        vector = np.array([self._embedder.embed_query(question)], dtype=np.float32)
        found = self._collection.query(query_embeddings=vector, n_results=k, include=["distances"])
        distances = (found["distances"] or [[]])[0]
        return [(self._slice(key), 1 - distance) for key, distance in zip(found["ids"][0], distances, strict=True)]

    def _add(self, article: Article) -> None:
        spans = list(split(article.text))
        vectors = self._embedder.embed_documents([span.of(article.text) for span in spans])
        keys = [f"{article.id}:{span.start}:{span.end}" for span in spans]
        self._collection.upsert(ids=keys, embeddings=np.array(vectors, dtype=np.float32))

    def _slice(self, key: str) -> Slice:
        article_id, start, end = key.rsplit(":", 2)
        return Slice(self._articles[article_id], Span(int(start), int(end)))


class Keywords:
    """BM25 (SQLite FTS5, Porter stems, any word) over the passages of a library."""

    name = "BM25"

    def __init__(self, library: Library) -> None:
        self._truth = library.truth

    def search(self, question: str, k: int) -> list[Slice]:
        """Return the k best passages."""
        found = [each for each, _ in self._truth.search_keywords(content_terms(question), k=k, filters=Filters())]
        stored = self._truth.passages(found)
        return [stored[each].passage for each in found]


def split(text: str) -> Iterable[Span]:
    """Yield the chunks of LangChain's RecursiveCharacterTextSplitter, each with its place in the text."""
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    at = 0
    for chunk in RecursiveCharacterTextSplitter(chunk_size=CHUNK, chunk_overlap=OVERLAP).split_text(text):
        at = text.index(chunk, at)
        yield Span(at, at + len(chunk))
        at += 1
