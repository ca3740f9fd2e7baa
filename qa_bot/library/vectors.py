"""Hold the vector index of a library, which is derived from the database."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Self

import numpy as np

from qa_bot.embed import Vectors
from qa_bot.library.chroma import Result, Store

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.models.Collection import Collection

_SEARCHED = 400
"""How many vectors a search goes through. With the hundred of the default, a hundred asked for differ by process."""

MOST_AT_ONCE = 5000
"""Chroma takes 5,461 rows in a call."""


class VectorIndex:
    """Passage vectors by passage id, in cosine space. Every method may raise LibraryError."""

    def __init__(self, store: Store, client: ClientAPI, collection: Collection) -> None:
        self._store = store
        self._client = client
        self._collection = collection

    @classmethod
    def open(cls, store: Store, name: str) -> Self:
        """Open the index of that name, a new and empty one if there is none."""
        client = store.attempt(store.connect)
        return cls(store, client, store.attempt(lambda: _collection(client, name)))

    @property
    def identity(self) -> str:
        """Return what no other index is called, not even one of this name that was made before or after."""
        return str(self._collection.id)

    def clear(self) -> None:
        """Make it anew, empty, under another identity."""
        name = self._collection.name
        self._do(lambda _: self._client.delete_collection(name))
        self._collection = self._do(lambda _: _collection(self._client, name))

    def count(self) -> int:
        """Return how many vectors there are."""
        return self._do(lambda collection: collection.count())

    def upsert(self, ids: Sequence[int], vectors: Sequence[Vectors]) -> None:
        """Put vectors in, at most `MOST_AT_ONCE`, in place of those that had the ids."""
        names, rows = [str(each) for each in ids], np.array(vectors, dtype=np.float32)
        self._do(lambda collection: collection.upsert(ids=names, embeddings=rows))

    def delete(self, ids: Sequence[int]) -> None:
        """Take vectors out; unknown ids do not matter."""
        for start in range(0, len(ids), MOST_AT_ONCE):
            names = [str(each) for each in ids[start : start + MOST_AT_ONCE]]
            self._do(lambda collection, names=names: collection.delete(ids=names))  # type: ignore[misc]

    def search(self, vector: Vectors, k: int) -> list[int]:
        """Return up to k passage ids, nearest first."""
        rows = vector[np.newaxis, :]
        return self._do(
            lambda collection: [
                int(each) for each in collection.query(query_embeddings=rows, n_results=k, include=[])["ids"][0]
            ]
        )

    def differing(self, ids: Sequence[int], vectors: Vectors) -> list[int]:
        """Return the ids, of at most `MOST_AT_ONCE`, under which another vector stands."""
        names = [str(each) for each in ids]
        stored = self._do(lambda collection: _vectors(collection, names))
        pairs = zip(ids, vectors, strict=True)
        return [each for each, vector in pairs if each in stored and not np.allclose(stored[each], vector, atol=1e-5)]

    def ids(self) -> set[int]:
        """Return the ids of all vectors."""
        return self._do(lambda collection: {int(each) for each in collection.get(include=[])["ids"]})

    def close(self) -> None:
        """Let go of the files or the connection."""
        self._store.disconnect(self._client)

    def _do(self, call: Callable[[Collection], Result]) -> Result:
        return self._store.attempt(lambda: call(self._collection))


def _vectors(collection: Collection, names: list[str]) -> dict[int, Vectors]:
    found = collection.get(ids=names, include=["embeddings"])
    return dict(zip(map(int, found["ids"]), np.asarray(found["embeddings"]), strict=True))


def _collection(client: ClientAPI, name: str) -> Collection:
    return client.get_or_create_collection(
        name, embedding_function=None, configuration={"hnsw": {"space": "cosine", "ef_search": _SEARCHED}}
    )
