"""LlamaIndex: its sentence splitter at the model's length, and its own store in memory, written at the end."""

from __future__ import annotations

from typing import Any

from told import TOP, measure, model_path


def load(store: str) -> Any:  # noqa: ANN401 - a library of the peer's environment
    """Return what an index needs."""
    from llama_index.core.node_parser import SentenceSplitter
    from llama_index.embeddings.huggingface import HuggingFaceEmbedding

    model = HuggingFaceEmbedding(model_name=model_path(), device="cpu", embed_batch_size=32)
    return {"model": model, "splitter": SentenceSplitter(chunk_size=256, chunk_overlap=20), "store": store}


def add(system: Any, articles: list[dict[str, str]]) -> int:  # noqa: ANN401
    """Index all articles and write the index."""
    from llama_index.core import Document, VectorStoreIndex

    documents = [Document(text=each["text"], doc_id=each["id"]) for each in articles]
    index = VectorStoreIndex.from_documents(
        documents, embed_model=system["model"], transformations=[system["splitter"]]
    )
    index.storage_context.persist(system["store"])
    system["retriever"] = index.as_retriever(similarity_top_k=TOP)
    return len(index.docstore.docs)


def ask(system: Any, question: str) -> object:  # noqa: ANN401
    """Return the nearest pieces."""
    return system["retriever"].retrieve(question)


if __name__ == "__main__":
    measure(load, add, ask)
