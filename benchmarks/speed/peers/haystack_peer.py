"""Haystack: its splitter by words and its document store in memory, written at the end."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from told import TOP, measure, model_path


def load(store: str) -> Any:  # noqa: ANN401 - a library of the peer's environment
    """Return the components, warmed up."""
    from haystack.components.preprocessors import DocumentSplitter
    from haystack.components.retrievers.in_memory import InMemoryEmbeddingRetriever
    from haystack.document_stores.in_memory import InMemoryDocumentStore
    from haystack_integrations.components.embedders.sentence_transformers import (
        SentenceTransformersDocumentEmbedder,
        SentenceTransformersTextEmbedder,
    )

    documents = InMemoryDocumentStore(embedding_similarity_function="cosine")
    parts = {
        "splitter": DocumentSplitter(split_by="word", split_length=160, split_overlap=30),
        "embedder": SentenceTransformersDocumentEmbedder(model=model_path(), progress_bar=False),
        "asker": SentenceTransformersTextEmbedder(model=model_path(), progress_bar=False),
        "retriever": InMemoryEmbeddingRetriever(documents, top_k=TOP),
        "documents": documents,
        "file": str(Path(store) / "documents.json"),
    }
    for name in ("splitter", "embedder", "asker"):
        parts[name].warm_up()
    Path(store).mkdir(parents=True, exist_ok=True)
    return parts


def add(system: Any, articles: list[dict[str, str]]) -> int:  # noqa: ANN401
    """Split, embed and write all articles."""
    from haystack import Document

    pieces = system["splitter"].run([Document(content=each["text"], meta={"article": each["id"]}) for each in articles])
    embedded = system["embedder"].run(pieces["documents"])["documents"]
    system["documents"].write_documents(embedded)
    system["documents"].save_to_disk(system["file"])
    return len(embedded)


def ask(system: Any, question: str) -> object:  # noqa: ANN401
    """Return the nearest pieces."""
    return system["retriever"].run(query_embedding=system["asker"].run(question)["embedding"])


if __name__ == "__main__":
    measure(load, add, ask)
