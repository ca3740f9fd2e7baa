"""Keep a library: choose, describe, collect, remove and export its articles; check, rebuild, back up and restore it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from qa_bot import library
from qa_bot.ask import known_name, to_day
from qa_bot.errors import LibraryError, QABotError, QuestionError
from qa_bot.files import replacing
from qa_bot.library import About, Health, Library, Listing, Order
from qa_bot.model import Among, Article, Filters, Progress
from qa_bot.models import as_passage_embedder, load_embedder
from qa_bot.progress import silent
from qa_bot.read import checked_values
from qa_bot.settings import Settings
from qa_bot.show.table import to_dataframe

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings
    from pandas import DataFrame

    from qa_bot.library import Articles
    from qa_bot.models import PassageEmbedder

_LONGEST_NAME = 100


def to_name(name: str) -> str:
    """Return the name of a collection on one line; raise QuestionError if it is empty or too long."""
    line = " ".join(name.split())
    if not line or len(line) > _LONGEST_NAME:
        raise QuestionError(f"a collection has a name of at most {_LONGEST_NAME} characters; give it one")
    return line


def to_among(truth: Articles, articles: Sequence[str], collection: str, sources: Sequence[str]) -> Among:
    """Return the articles that fit all that is given; raise QuestionError for what is not there or if none fits."""
    known = truth.sources()
    named = tuple(dict.fromkeys(known_name(each, known) for each in sources))
    chosen = [set(truth.ids(sources=named))]
    if collection:
        collection, ids = _collection(truth, collection)
        chosen.append(set(ids))
    if articles:
        refuse_unknown(articles, truth.ids())
        chosen.append(set(articles))
    fitting = frozenset(set.intersection(*chosen))
    if not fitting:
        raise QuestionError("no article fits all that was chosen; choose less")
    return Among(fitting, collection, named)


def refuse_unknown(ids: Sequence[str], there: Iterable[str]) -> None:
    """Raise QuestionError for ids that are not among those that are there."""
    known = set(there)
    if unknown := [each for each in ids if each not in known]:
        raise QuestionError(f"no article has the id {', '.join(unknown)}; qa-bot list shows the ids")


def described(among: Among) -> str:
    """Return in a line which articles these are, another one for others."""
    named = ", ".join(filter(None, (among.collection, *among.sources))) or "chosen"
    digest = hashlib.sha256("\n".join(sorted(among.articles)).encode()).hexdigest()
    return f"{named} ({len(among.articles):,} articles, {digest[:8]})"


def _collection(truth: Articles, name: str) -> tuple[str, tuple[str, ...]]:
    found = truth.collections()
    same = next((each for each in found if each.casefold() == name.casefold()), None)
    if same is None:
        raise QuestionError(f"there is no collection {name!r}; there are: {', '.join(found) or 'none'}")
    return same, found[same]


class Keeping:
    """Everything about keeping the library of a bot, `bot.library`; safe to use from several threads."""

    def __init__(self, kept: Library, among: Among | None = None) -> None:
        self._library = kept
        self._among = among

    @property
    def folder(self) -> Path:
        """Return the absolute path of the library's folder."""
        return self._library.folder.absolute()

    def warm(self) -> None:
        """Load the embedding model now instead of at the first question."""
        self._library.warm()

    def stop_adding(self) -> None:
        """End what is being added, from any thread: what is written stands, what is not is left out."""
        self._library.stop_adding()

    def remove(self, *ids: str) -> list[str]:
        """Remove articles by id and return the ids that were there."""
        return [each for each in ids if self._library.remove(each)]

    def set(
        self,
        *ids: str,
        title: str | None = None,
        published: date | str | None = None,
        source: str | None = None,
        authors: Sequence[str] | None = None,
    ) -> list[str]:
        """Set what is known of articles, and return the ids that were there.

        What is left out stays; "" and () say that there is none. What is set is marked as `set_by_hand` and is kept
        when the article is added again. Raises QABotError for what cannot be set.
        """
        values = checked_values(title, published, source, authors)
        if title is not None and len({*ids}) > 1:
            raise QABotError("one title cannot be that of several articles; set it for each")
        return self._library.describe(ids, lambda article: article.with_set(values))

    def set_back(self, *articles: Article) -> list[str]:
        """Undo `set`: let what is known of articles be what it is in these, and return the ids that were there."""
        before = {each.id: each for each in articles}
        return self._library.describe(before, lambda now: replace(before[now.id], text=now.text))

    def article(self, article_id: str) -> Article | None:
        """Return the article with that id, or None."""
        return self._library.truth.article(article_id)

    def articles(self) -> Iterator[Article]:
        """Yield all articles, by id."""
        return self._library.truth.articles()

    def listing(
        self,
        search: str = "",
        *,
        after: date | str | None = None,
        before: date | str | None = None,
        source: str = "",
        among: Collection[str] | None = None,
        order: Order = "newest",
        first: int = 0,
        most: int = 100,
    ) -> Listing:
        """Return up to `most` articles, without their texts, from the `first` on; all are counted in `total`.

        Those from days (both included), which one without a date is not, and of a source, if these are given; with
        `among`, those of these ids, by default those of which this bot is asked. With a search, those that have all its
        words in title, source and authors, or in title and text.
        """
        filters = Filters(to_day(after), to_day(before), source or None)
        asked = self._among.articles if self._among else None
        return self._library.truth.listing(search, filters, asked if among is None else among, order, first, most)

    def about(self) -> About:
        """Return what the library is: how much is in it, made with which model, when it changed last."""
        return self._library.about()

    def sources(self) -> list[str]:
        """Return the names of the sources of the articles, sorted."""
        return self._library.truth.sources()

    def origins(self, article_id: str) -> list[str]:
        """Return every place that the article was read from."""
        return self._library.truth.origins(article_id)

    def check(self) -> Health:
        """Compare the library's truth with its index."""
        return self._library.check()

    def repair(self, progress: Progress | None = None) -> Health:
        """Bring the index in line with the truth, and check again."""
        return self._library.repair(progress or silent)

    def export(self, file: str | Path) -> int:
        """Write all articles as JSON Lines that `add` reads back to the same library; return how many.

        Raises LibraryError, after all others are written, where articles are damaged.
        """
        target, written, damaged = Path(file), 0, list[str]()
        if target.is_dir():
            raise LibraryError(f"{target} is a folder; name a file to write the articles to")
        try:
            with replacing(target) as stream:
                for article in self._library.truth.articles(damaged):
                    record = {**article.to_dict(), "text": article.text, "origins": self.origins(article.id)}
                    stream.write(json.dumps(record, ensure_ascii=False) + "\n")
                    written += 1
        except OSError as error:
            raise LibraryError(f"{target} cannot be written ({error.strerror}); name another file") from error
        if damaged:
            raise LibraryError(f"{written} articles are in {target}; left out, as damaged: {', '.join(damaged)}")
        return written

    def collections(self) -> dict[str, tuple[str, ...]]:
        """Return the collections, named sets of articles, with the ids of their articles."""
        return self._library.truth.collections()

    def collect(self, name: str, *ids: str) -> list[str]:
        """Put articles into a collection, which is made by that, and return the ids that were there."""
        return self._library.collect(to_name(name), ids)

    def uncollect(self, name: str, *ids: str) -> None:
        """Take articles out of a collection; with none named, all of them, which is its end."""
        self._library.uncollect(to_name(name), ids)

    def to_dataframe(self) -> DataFrame:
        """Return all articles as a pandas data frame; see `qa_bot.show.table.to_dataframe`."""
        return to_dataframe(self.articles())


def rebuild(
    folder: str | Path | None = None,
    *,
    settings: Settings | None = None,
    embedder: PassageEmbedder | Embeddings | None = None,
    progress: Progress | None = None,
) -> None:
    """Cut and embed every article of a library anew with `embedder`, or the model that the settings name."""
    settings = settings or Settings.load()
    model = as_passage_embedder(embedder) if embedder else load_embedder(settings.embedder, cache=settings.cache)
    library.rebuild(Path(folder or settings.library), model, progress or silent, chroma_url=settings.chroma_url)


def backup(file: str | Path, folder: str | Path | None = None) -> None:
    """Write a library to one file, also while it is open, here or elsewhere; the index is left out.

    `folder` is by default that of the settings. Raises LibraryError.
    """
    library.backup(Path(folder or Settings.load().library), Path(file))


def restore(file: str | Path, folder: str | Path | None = None) -> None:
    """Make a library in a new or empty folder from a backup. Raises LibraryError."""
    library.restore(Path(file), Path(folder or Settings.load().library))
