"""The usual tutorial: LangChain's splitter, sentence-transformers and Chroma."""

from __future__ import annotations

from typing import Any

from told import CHUNK, OVERLAP, TOP, measure, model_path


def load(store: str) -> Any:  # noqa: ANN401 - a library of the peer's environment
    """Return an empty store."""
    from langchain_chroma import Chroma
    from langchain_core.embeddings import Embeddings
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(model_path(), device="cpu")

    class Embedder(Embeddings):
        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            return model.encode(texts).tolist()

        def embed_query(self, text: str) -> list[float]:
            return model.encode(text).tolist()

    return Chroma(
        "articles",
        embedding_function=Embedder(),
        persist_directory=store,
        collection_metadata={"hnsw:space": "cosine"},
    )


def add(store: Any, articles: list[dict[str, str]]) -> int:  # noqa: ANN401
    """Split all articles and add the pieces, as many at a time as Chroma takes."""
    from langchain_core.documents import Document
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    splitter = RecursiveCharacterTextSplitter(chunk_size=CHUNK, chunk_overlap=OVERLAP)
    pieces = splitter.split_documents([Document(each["text"], metadata={"id": each["id"]}) for each in articles])
    for start in range(0, len(pieces), 5000):
        store.add_documents(pieces[start : start + 5000])
    return len(pieces)


def ask(store: Any, question: str) -> object:  # noqa: ANN401
    """Return the nearest pieces."""
    return store.similarity_search(question, k=TOP)


if __name__ == "__main__":
    measure(load, add, ask)
