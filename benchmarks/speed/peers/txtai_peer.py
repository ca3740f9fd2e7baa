"""txtai: its embeddings database with content, saved at the end."""

from __future__ import annotations

from typing import Any

from told import TOP, chunks, measure, model_path


def load(store: str) -> Any:  # noqa: ANN401 - a library of the peer's environment
    """Return an empty database, its model loaded."""
    from txtai import Embeddings

    return Embeddings(path=model_path(), content=True), store


def add(system: Any, articles: list[dict[str, str]]) -> int:  # noqa: ANN401
    """Index the pieces of all articles and save."""
    embeddings, store = system
    pieces = [(f"{each['id']}:{n}", piece) for each in articles for n, piece in enumerate(chunks(each["text"]))]
    embeddings.index(pieces)
    embeddings.save(store)
    return len(pieces)


def ask(system: Any, question: str) -> object:  # noqa: ANN401
    """Return the nearest pieces."""
    return system[0].search(question, TOP)


if __name__ == "__main__":
    measure(load, add, ask)
