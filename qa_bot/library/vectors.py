"""The vector index of a library, derived from the database. The only module that speaks Chroma."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Self, cast

import numpy as np

from qa_bot.embed import Vectors
from qa_bot.errors import LibraryError

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.client import Client
    from chromadb.api.models.Collection import Collection

_SEARCHED = 400
"""How many vectors a search goes through. With the hundred of the default, a hundred asked for differ by process."""

MOST_AT_ONCE = 5000
"""Chroma takes 5,461 rows in a call."""


class VectorIndex:
    """Passage vectors by passage id, in cosine space; those of one generation of a library and of no other."""

    def __init__(self, folder: Path, client: ClientAPI, collection: Collection, *, is_new: bool) -> None:
        self._folder = folder
        self._client = client
        self._collection = collection
        self.is_new = is_new

    @classmethod
    def open(cls, folder: Path, generation: str, *, repair: bool = False) -> Self:
        """Open the index in `folder`, a new and empty one if there is none of that generation.

        One that cannot be opened is a LibraryError; with `repair`, one that cannot be opened or searched is deleted:
        nothing stands only there.
        """
        if not repair:
            with _clearly(folder):
                return cls._open(folder, f"passages-{generation}")
        try:
            index = cls.open(folder, generation)
            index._probe()
        except LibraryError:
            _delete(folder)
            return cls.open(folder, generation)
        return index

    def upsert(self, ids: Sequence[int], vectors: Sequence[Vectors]) -> None:
        """Put vectors in, at most `MOST_AT_ONCE`, in place of those that had the ids."""
        with _clearly(self._folder):
            self._collection.upsert(ids=[str(each) for each in ids], embeddings=np.array(vectors, dtype=np.float32))

    def delete(self, ids: Sequence[int]) -> None:
        """Take vectors out; unknown ids do not matter."""
        with _clearly(self._folder):
            for start in range(0, len(ids), MOST_AT_ONCE):
                self._collection.delete(ids=[str(each) for each in ids[start : start + MOST_AT_ONCE]])

    def search(self, vector: Vectors, k: int) -> list[int]:
        """Return up to k passage ids, nearest first."""
        with _clearly(self._folder):
            found = self._collection.query(query_embeddings=vector[np.newaxis, :], n_results=k, include=[])
        return [int(each) for each in found["ids"][0]]

    def differing(self, ids: Sequence[int], vectors: Vectors) -> list[int]:
        """Return the ids, of at most `MOST_AT_ONCE`, under which another vector stands."""
        with _clearly(self._folder):
            found = self._collection.get(ids=[str(each) for each in ids], include=["embeddings"])
        stored = dict(zip(map(int, found["ids"]), np.asarray(found["embeddings"]), strict=True))
        pairs = zip(ids, vectors, strict=True)
        return [each for each, vector in pairs if each in stored and not np.allclose(stored[each], vector, atol=1e-5)]

    def ids(self) -> set[int]:
        """Return the ids of all vectors."""
        with _clearly(self._folder):
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
            name, embedding_function=None, configuration={"hnsw": {"space": "cosine", "ef_search": _SEARCHED}}
        )
        return cls(folder, client, collection, is_new=name not in present)

    def _probe(self) -> None:
        """Search for what is in the index; close it and raise LibraryError if that fails."""
        try:
            with _clearly(self._folder):
                found = self._collection.get(limit=1, include=["embeddings"])["embeddings"]
            if found is not None and len(found):
                self.search(np.asarray(found[0], dtype=np.float32), 1)
        except LibraryError:
            self.close()
            raise


@contextmanager
def _clearly(folder: Path) -> Iterator[None]:
    """Turn the errors of the index into one line that says what to do."""
    try:
        yield
    except Exception as error:  # the index's native core raises its own, undocumented kinds
        raise LibraryError(f"the index {folder} cannot be used ({error}); run qa-bot doctor --repair") from error


def _delete(folder: Path) -> None:
    if folder.is_dir():
        shutil.rmtree(folder)
    else:
        folder.unlink(missing_ok=True)
