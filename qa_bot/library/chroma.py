"""Hold the vectors of a library in a folder or on a Chroma server: an index derived from the database.

This is the only module that opens Chroma. Whatever a call of Chroma raises is a LibraryError with one line that says
what to do.
"""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, Self, TypeVar, cast
from urllib.parse import urlsplit

import httpx
import numpy as np

from qa_bot.errors import LibraryError, SettingsError
from qa_bot.library.protocols import MOST_AT_ONCE
from qa_bot.models import Vectors

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.client import Client
    from chromadb.api.models.Collection import Collection

Result = TypeVar("Result")

_WAITS = (0.1, 0.2, 0.4, 0.8, 1.6, 3.2)
_SECONDS = 60


class _Chroma(Protocol):
    """What an index asks of a folder or a server."""

    def connect(self) -> ClientAPI:
        """Return a client."""

    def disconnect(self, client: ClientAPI) -> None:
        """Let go of what the client holds."""

    def attempt(self, call: Callable[[], Result]) -> Result:
        """Return what a call of Chroma that may be repeated returns; raise LibraryError."""


class Embedded:
    """A folder."""

    shared = False

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def open(self, name: str, /) -> ChromaIndex:
        """Open the index of that name, a new and empty one if there is none."""
        return ChromaIndex.of(self, name)

    def connect(self) -> ClientAPI:
        """Open the folder; make it if there is none."""
        import chromadb  # a second to import: only when a library is opened
        from chromadb.api.shared_system_client import SharedSystemClient
        from chromadb.config import Settings

        try:
            return chromadb.PersistentClient(str(self._folder), settings=Settings(anonymized_telemetry=False))
        except BaseException:
            SharedSystemClient._identifier_to_system.pop(str(self._folder), None)  # or it fails for ever
            raise

    def disconnect(self, client: ClientAPI) -> None:
        """Close the files."""
        cast("Client", client).close()  # the interface lacks it

    def attempt(self, call: Callable[[], Result]) -> Result:
        """Return what a call returns."""
        try:
            return call()
        except (KeyboardInterrupt, SystemExit):
            raise
        except BaseException as error:  # the native core raises its own, undocumented kinds, and panics
            raise LibraryError(
                f"the index {self._folder} cannot be used ({error}); check that the disk is not full and try again;"
                " qa-bot doctor --repair makes it anew"
            ) from error

    def state(self) -> str:
        """Return a digest of the sizes and times of the graph's files.

        Chroma writes them in place, and reads them in native code that trusts them: one cut short gives wrong
        neighbours or brings the whole process down.
        """
        files = sorted(path for path in self._folder.glob("*/*") if path.is_file())
        shapes = [f"{path.name} {path.stat().st_size} {path.stat().st_mtime_ns}" for path in files]
        return hashlib.sha256("\n".join(shapes).encode()).hexdigest() if shapes else ""

    def is_sound(self) -> bool:
        """Say whether SQLite finds no fault in it, and every text of it is one.

        What Chroma makes of others is an error whose message is no text, and that ends the process.
        """
        file = self._folder / "chroma.sqlite3"
        if not file.exists():
            return True
        try:
            with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as connection:
                tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
                for name in tables:
                    for _ in connection.execute(f'SELECT * FROM "{name}"'):
                        pass
                return bool(connection.execute("PRAGMA integrity_check(1)").fetchone() == ("ok",))
        except (sqlite3.Error, ValueError):
            return False

    def discard(self) -> None:
        """Delete the folder."""
        try:
            if self._folder.is_dir():
                shutil.rmtree(self._folder)
            else:
                self._folder.unlink(missing_ok=True)
        except OSError as error:
            raise LibraryError(
                f"the index {self._folder} cannot be made anew ({error.strerror}); check its permissions and the disk"
            ) from error


class Server:
    """A server at a URL, which several processes may share; while it is restarted, calls wait for some seconds."""

    shared = True

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.path.strip("/"):
            raise SettingsError("setting chroma_url (QA_BOT_CHROMA_URL): write it as http://host:port")
        self._url = f"{parts.scheme}://{parts.netloc}"
        self._host, self._ssl = parts.hostname, parts.scheme == "https"
        self._port = parts.port or (443 if self._ssl else 8000)

    def open(self, name: str, /) -> ChromaIndex:
        """Open the index of that name, a new and empty one if there is none."""
        return ChromaIndex.of(self, name)

    def connect(self) -> ClientAPI:
        """Connect; what does not answer within a minute is an error."""
        import chromadb
        from chromadb.config import Settings

        client = chromadb.HttpClient(
            self._host, self._port, ssl=self._ssl, settings=Settings(anonymized_telemetry=False)
        )
        cast("Any", client)._server._session.timeout = _SECONDS  # it would wait for ever
        return client

    def disconnect(self, client: ClientAPI) -> None:
        """Close the connections, which `close` leaves open."""
        known = cast("Any", client)
        for each in (known._server, known._admin_client._server):
            each._session.close()
        known.close()

    def attempt(self, call: Callable[[], Result]) -> Result:
        """Return what a call returns; repeat it while the server cannot be reached."""
        for wait in (*_WAITS, None):
            try:
                return call()
            except Exception as error:
                fault = _unreachable(error)
                if fault is None:
                    raise LibraryError(
                        f"the index on {self._url} cannot be used ({error}); open the library again, then run"
                        " qa-bot doctor --repair"
                    ) from error
                if wait is None or isinstance(fault, httpx.TimeoutException):
                    raise LibraryError(
                        f"the Chroma server {self._url} cannot be reached ({fault or 'no answer'}); start it and try"
                        " again: what was added is kept"
                    ) from error
                time.sleep(wait)
        raise AssertionError

    def state(self) -> str:
        """Return nothing: its files are the server's own care."""
        return ""

    def is_sound(self) -> bool:
        """Say yes: it is the server that reads it."""
        return True

    def discard(self) -> None:
        """Do nothing: others have vectors there too."""


def _unreachable(error: Exception) -> httpx.TransportError | None:
    """Return the fault of the connection that an error comes from, or None; Chroma wraps it when it connects."""
    for each in (error, error.__context__):
        if isinstance(each, httpx.TransportError):
            return each
    return None


_SEARCHED = 400
"""How many vectors a search goes through. With the hundred of the default, a hundred asked for differ by process."""


class ChromaIndex:
    """A collection of Chroma, as `VectorIndex` asks for it."""

    def __init__(self, store: _Chroma, client: ClientAPI, collection: Collection) -> None:
        self._store = store
        self._client = client
        self._collection = collection

    @classmethod
    def of(cls, store: _Chroma, name: str) -> Self:
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

    def upsert(self, ids: Sequence[int], vectors: Sequence[Vectors], /) -> None:
        """Put vectors in, at most `MOST_AT_ONCE`, in place of those that had the ids."""
        names, rows = [str(each) for each in ids], np.array(vectors, dtype=np.float32)
        self._do(lambda collection: collection.upsert(ids=names, embeddings=rows))

    def delete(self, ids: Sequence[int], /) -> None:
        """Take vectors out; unknown ids do not matter."""
        for start in range(0, len(ids), MOST_AT_ONCE):
            names = [str(each) for each in ids[start : start + MOST_AT_ONCE]]
            self._do(lambda collection, names=names: collection.delete(ids=names))  # type: ignore[misc]

    def search(self, vector: Vectors, k: int, /) -> list[int]:
        """Return up to k passage ids, nearest first."""
        rows = vector[np.newaxis, :]
        return self._do(
            lambda collection: [
                int(each) for each in collection.query(query_embeddings=rows, n_results=k, include=[])["ids"][0]
            ]
        )

    def differing(self, ids: Sequence[int], vectors: Vectors, /) -> list[int]:
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
