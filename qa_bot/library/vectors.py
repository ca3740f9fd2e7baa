"""The vector index of a library, derived from the database. The only module that speaks Chroma."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Self, cast

import numpy as np

from qa_bot.embed import Vectors
from qa_bot.errors import LibraryError

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.client import Client
    from chromadb.api.models.Collection import Collection

MOST_AT_ONCE = 5000
"""Chroma takes 5,461 rows in a call."""


class VectorIndex:
    """Passage vectors by passage id, in cosine space; those of one generation of a library and of no other."""

    def __init__(self, client: ClientAPI, collection: Collection, *, is_new: bool) -> None:
        self._client = client
        self._collection = collection
        self.is_new = is_new

    @classmethod
    def open(cls, folder: Path, generation: str, *, repair: bool = False) -> Self:
        """Open the index in `folder`, a new and empty one if there is none of that generation.

        One that cannot be opened is a LibraryError, or with `repair` is deleted: nothing stands only there.
        """
        try:
            return cls._open(folder, f"passages-{generation}")
        except Exception as error:  # the index's native core raises its own, undocumented kinds
            if repair:
                shutil.rmtree(folder, ignore_errors=True)
                return cls.open(folder, generation)
            raise LibraryError(f"the index {folder} cannot be opened ({error}); run qa-bot doctor --repair") from error

    def upsert(self, ids: Sequence[int], vectors: Sequence[Vectors]) -> None:
        """Put vectors in, at most `MOST_AT_ONCE`, in place of those that had the ids."""
        self._collection.upsert(ids=[str(each) for each in ids], embeddings=np.array(vectors, dtype=np.float32))

    def delete(self, ids: Sequence[int]) -> None:
        """Take vectors out; unknown ids do not matter."""
        for start in range(0, len(ids), MOST_AT_ONCE):
            self._collection.delete(ids=[str(each) for each in ids[start : start + MOST_AT_ONCE]])

    def search(self, vector: Vectors, k: int) -> list[int]:
        """Return up to k passage ids, nearest first."""
        k = min(k, self._collection.count())
        if k == 0:
            return []
        found = self._collection.query(query_embeddings=vector[np.newaxis, :], n_results=k, include=[])
        return [int(each) for each in found["ids"][0]]

    def ids(self) -> set[int]:
        """Return the ids of all vectors."""
        return {int(each) for each in self._collection.get(include=[])["ids"]}

    def close(self) -> None:
        """Let go of the files."""
        cast("Client", self._client).close()  # the interface lacks it

    @classmethod
    def _open(cls, folder: Path, name: str) -> Self:
        os.environ.setdefault("ANONYMIZED_TELEMETRY", "False")
        import chromadb  # a second to import: only when a library is opened
        from chromadb.config import Settings

        client = chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False))
        present = [each.name for each in client.list_collections()]
        for other in present:
            if other != name:
                client.delete_collection(other)
        collection = client.get_or_create_collection(
            name, embedding_function=None, configuration={"hnsw": {"space": "cosine"}}
        )
        return cls(client, collection, is_new=name not in present)
