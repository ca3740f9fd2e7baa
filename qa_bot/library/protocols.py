"""Define what a library asks of the places where its articles and its vectors are kept.

`Articles` is all that is known of them above this package. What keeps articles implements `Truth`, what keeps vectors
`VectorIndex` and the `VectorPlace` that opens it; `tests/library/test_contract.py` says what each must do. Every method
may raise LibraryError.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from qa_bot.model import Article, Filters, Heard, Passage, Saying, Version
from qa_bot.models import Encoded, Vectors

Ids = NDArray[np.int64]
Order = Literal["newest", "oldest", "title", "source", "added"]

MOST_AT_ONCE = 5000
"""As many vectors an index is told or asked about in a call; Chroma takes 5,461 rows."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A passage as it is kept, with its id and vectors, and all that somebody says in its article."""

    id: int
    passage: Passage
    encoded: Encoded
    sayings: tuple[Saying, ...] = ()


@dataclass(frozen=True, slots=True)
class Candidates:
    """Passages without their texts, in the order of articles and text.

    `vectors` is of shape (passages, d), `sentences` of shape (all their sentences, d); `starts` are the rows where
    those of each passage begin.
    """

    ids: list[int]
    articles: list[str]
    published: list[date | None]
    vectors: Vectors
    sentences: Vectors
    starts: list[int]


@dataclass(frozen=True, slots=True)
class Listed:
    """An article without its text; `versions` counts those that are kept, with the newest."""

    id: str
    title: str
    published: date | None
    source: str | None
    authors: tuple[str, ...]
    path: str | None
    set_by_hand: tuple[str, ...]
    versions: int = 1

    def lacks(self, field: str) -> bool:
        """Say whether nothing is known of a field."""
        return not getattr(self, field)


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of a list; `total` is how many there are on all pages."""

    articles: tuple[Listed, ...]
    total: int


class Articles(Protocol):
    """The articles of a library and their passages, for reading; safe to use from several threads."""

    def manifest(self) -> dict[str, str]:
        """Return what the library says of itself: model, chunking, schema, its name; nothing where it is new."""

    def article(self, article_id: str, /) -> Article | None:
        """Return the article of that id, or None."""

    def articles(self, damaged: list[str] | None = None, /) -> Iterator[Article]:
        """Yield all articles by id. Ids of damaged ones are put into `damaged`; without it the first is an error."""

    def versions(self, article_id: str, /) -> tuple[Version, ...]:
        """Return the versions of an article, named by an id that any of them has, oldest first; none if none has it.

        The last is the article as it stands there; only that one is searched and quoted.
        """

    def ids(self, sources: Sequence[str] = ()) -> list[str]:
        """Return the ids of all articles, or of those from some sources, sorted."""

    def article_count(self) -> int:
        """Return the number of articles."""

    def passage_count(self) -> int:
        """Return the number of passages."""

    def digest(self) -> str:
        """Return the sha256 of the ids and hashes of all articles: it changes with any of them."""

    def heard(self, speaker: str) -> Heard:
        """Return in which passages somebody says something."""

    def copies(self, article: Article, /) -> tuple[Article, ...]:
        """Return the articles of other sources that are one text with an article, by day of publication and id."""

    def sources(self) -> list[str]:
        """Return the names of the sources, sorted."""

    def collections(self) -> dict[str, tuple[str, ...]]:
        """Return the ids of the articles of each collection, both sorted; a name is written as it was first."""

    def origins(self, article_id: str, /) -> list[str]:
        """Return every place the article was read from."""

    def date_range(self, filters: Filters | None = None, /) -> tuple[date, date] | None:
        """Return the first and last day of publication, or None if no article that passes the filters states one."""

    def listing(
        self, search: str, filters: Filters, among: Collection[str] | None, order: Order, first: int, most: int, /
    ) -> Listing:
        """Return up to `most` articles from the `first` on that pass days and source of filters, of these ids if any.

        With a search, those that have all its words in title, source and authors, or in title and text.
        """

    def passages(self, ids: Iterable[int], /) -> dict[int, Stored]:
        """Return the passages with these ids, those that exist."""

    def candidates(self, ids: Iterable[int], /) -> Candidates | None:
        """Return what decides which of these passages are worth reading; None if none of them exists."""

    def search_keywords(self, words: Sequence[str], /, *, k: int, filters: Filters) -> list[tuple[int, float]]:
        """Return up to k (passage id, BM25) with any of the stemmed words, best first; more is better."""

    def search_articles(self, words: Sequence[str], /, *, k: int) -> dict[str, float]:
        """Return up to k articles that hold any of the stemmed words, with their BM25; more is better."""

    def document_frequencies(self, words: Sequence[str], /) -> Mapping[str, int]:
        """Return in how many passages each stemmed word stands."""

    def words_beginning(self, letters: str, /) -> set[str]:
        """Return the stemmed words of all passages and titles that begin so."""

    def holds_all(self, *alternatives: Sequence[str]) -> bool:
        """Say whether any passage or title holds one of each of the alternatives, words or runs of them, unstemmed."""

    def names_year(self, first: int, last: int, /) -> bool:
        """Say whether any passage names a year from the first to the last, both of four digits."""


class Truth(Articles, Protocol):
    """The articles of a library for the library itself: what changes them, and what the index was told of them."""

    def close(self) -> None:
        """Let go of the files or the connection."""

    def set_manifest(self, values: Mapping[str, str], /) -> None:
        """Write entries of the manifest."""

    def put(
        self,
        article: Article,
        origins: Sequence[str],
        passages: Iterable[tuple[Passage, Encoded]],
        before: str | None = None,
        versions: Sequence[Version] = (),
        /,
    ) -> None:
        """Write an article with its passages, in place of what had its id or alone had its origins, at once.

        What had its id is kept as an earlier version of it, and so is the article `before`, if it alone had its
        origins; its collections are those of the article as well. `versions` are those of an article that is new here.
        """

    def describe(self, article: Article, /) -> None:
        """Write what is known of an article whose text stays as it is; its passages are known by other ids then."""

    def remove(self, article_id: str, /) -> bool:
        """Remove an article; say whether it was there."""

    def claim(self, article_id: str, origins: Sequence[str], /) -> None:
        """Note further places of an article; an article that no place holds any more is removed."""

    def article_at(self, origin: str, /) -> str | None:
        """Return the id of the article that was read from there, or None."""

    def content_hash(self, article_id: str, /) -> str | None:
        """Return the hash of the article's content, or None if it is not there."""

    def last_change(self) -> datetime | None:
        """Return when an article was last added, replaced or removed (UTC), None if never."""

    def set_by_hand(self, article_id: str, /) -> dict[str, Any]:
        """Return what a person set of an article, by field, also of one that is gone for the moment."""

    def forget_gone(self) -> None:
        """Forget what was set of articles that are gone, and in which collections they were."""

    def sketch_older(self) -> None:
        """Note what tells copies of articles that were written before that was done."""

    def collect(self, name: str, ids: Iterable[str], /) -> list[str]:
        """Put articles into a collection, which is made by that, and return the ids that were there."""

    def uncollect(self, name: str, ids: Iterable[str], /) -> None:
        """Take articles out of a collection, all if none is named; one without articles is none."""

    def matching(self, filters: Filters, /) -> Ids:
        """Return the ids of the passages whose articles pass the filters, ascending."""

    def passage_ids(self) -> set[int]:
        """Return the ids of all passages; none is ever used twice."""

    def vectors(self, ids: Iterable[int], /) -> tuple[list[int], Vectors]:
        """Return the passages with these ids that exist, in the order of the ids, and their vectors, shape (n, d)."""

    def to_index(self, limit: int, /) -> list[tuple[int, Vectors]]:
        """Return passages (id, vector) that the index has not got yet."""

    def to_index_count(self) -> int:
        """Return how many passages the index has not got yet."""

    def indexed_count(self) -> int:
        """Return how many passages the index was told."""

    def to_unindex(self) -> list[int]:
        """Return ids that the index still has to forget."""

    def mark_indexed(self, ids: Sequence[int], /) -> None:
        """Note that the index has these passages."""

    def mark_unindexed(self, ids: Sequence[int], /) -> None:
        """Note that the index has forgotten these ids."""

    def mark_stale(self, ids: Iterable[int] | None = None, /) -> None:
        """Note that the index lacks these passages, or all of them."""

    def damaged_articles(self) -> list[str]:
        """Return the ids of the articles that are not as they were written."""

    def damaged_versions(self) -> list[str]:
        """Return which earlier versions are not as they were written: "version 2 of article 3f9a1c20be44"."""

    def problems(self) -> list[str]:
        """Return a line for all else that is damaged."""


class VectorIndex(Protocol):
    """Passage vectors by passage id, in cosine space: derived from the truth, and made anew from it where need be."""

    @property
    def identity(self) -> str:
        """Return what no other index is called, not even one of this name that was made before or after."""

    def clear(self) -> None:
        """Make it anew, empty, under another identity."""

    def count(self) -> int:
        """Return how many vectors there are."""

    def ids(self) -> set[int]:
        """Return the ids of all vectors."""

    def upsert(self, ids: Sequence[int], vectors: Sequence[Vectors], /) -> None:
        """Put vectors in, at most `MOST_AT_ONCE`, in place of those that had the ids."""

    def delete(self, ids: Sequence[int], /) -> None:
        """Take vectors out; unknown ids do not matter."""

    def search(self, vector: Vectors, k: int, /) -> list[int]:
        """Return up to k passage ids, nearest first."""

    def differing(self, ids: Sequence[int], vectors: Vectors, /) -> list[int]:
        """Return the ids, of at most `MOST_AT_ONCE`, under which another vector stands."""

    def close(self) -> None:
        """Let go of the files or the connection."""


class VectorPlace(Protocol):
    """A place that keeps vectors; `shared` if several processes may use it at once."""

    shared: bool

    def open(self, name: str, /) -> VectorIndex:
        """Open the index of that name, a new and empty one if there is none."""

    def state(self) -> str:
        """Return what changes whenever files that are read unchecked do; nothing where there are none."""

    def is_sound(self) -> bool:
        """Say whether what is there can be opened without harm."""

    def discard(self) -> None:
        """Delete everything, so that it can be made anew; nothing where it is shared."""
