"""QABot: a library that is asked questions."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import chain
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from qa_bot.answer.abstain import confidence, features, reason
from qa_bot.answer.direct import direct_answer
from qa_bot.answer.extractive import Extractive, nearest
from qa_bot.answer.followup import standalone
from qa_bot.conversation import Conversation
from qa_bot.embed import as_passage_embedder, load_embedder
from qa_bot.errors import LibraryError, ReadError
from qa_bot.library import AddReport, Health, Library, rebuild
from qa_bot.model import Answer, Article, Filters, Hit, Passage, Progress, Turn
from qa_bot.question import MAX_QUESTION, checked, to_day, to_filters
from qa_bot.readers import Found, NotArticlesError, find, normalise, read
from qa_bot.retrieve import Evidence, Query, Ranked, Reader, find_evidence, load_matcher, search
from qa_bot.retrieve.looks import looks
from qa_bot.settings import Settings
from qa_bot.when import TimeFrame, infer_time

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings
    from langchain_core.retrievers import BaseRetriever

    from qa_bot.answer.engine import Engine
    from qa_bot.embed import PassageEmbedder

_READ_CLOSELY = 30
"""Passages whose sentences are scored; measured, more change nothing."""


class QABot:
    """Answers questions from the articles of one library; safe to call from several threads."""

    def __init__(self, library: Library, embedder: PassageEmbedder, *, engine: Engine, settings: Settings) -> None:
        self._library = library
        self._embedder = embedder
        self._engine = engine
        self._reader: Reader | None = load_matcher(embedder)
        self.settings = settings

    @classmethod
    def open(
        cls,
        folder: str | Path | None = None,
        *,
        settings: Settings | None = None,
        embedder: PassageEmbedder | Embeddings | None = None,
        create: bool = True,
        repair: bool = False,
    ) -> Self:
        """Open the library in `folder`, or the one that the settings name; make it if there is none and `create`.

        `embedder` is any LangChain `Embeddings`, by default the model that the settings name. With `repair` an index
        that cannot be opened is made anew. Raises LibraryError or ModelError.
        """
        settings = settings or Settings.load()
        model = as_passage_embedder(embedder) if embedder else load_embedder(settings.embedder)
        library = Library(Path(folder or settings.library), model, create=create, repair=repair)
        return cls(library, model, engine=Extractive(settings.max_quotes), settings=settings)

    @classmethod
    def rebuild(
        cls,
        folder: str | Path | None = None,
        *,
        settings: Settings | None = None,
        embedder: PassageEmbedder | Embeddings | None = None,
        progress: Progress | None = None,
    ) -> None:
        """Cut and embed every article of a library anew with `embedder`, or the model that the settings name."""
        settings = settings or Settings.load()
        model = as_passage_embedder(embedder) if embedder else load_embedder(settings.embedder)
        rebuild(Path(folder or settings.library), model, progress or _silent)

    @property
    def folder(self) -> Path:
        """Return the absolute path of the library's folder."""
        return self._library.folder.absolute()

    def close(self) -> None:
        """Let go of the library, so that another process can open it."""
        self._library.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def add(self, *targets: str | Path | Article, progress: Progress | None = None) -> AddReport:
        """Add files, folders, addresses and articles, and say what became of each; unchanged ones are skipped."""
        tell = progress or _silent
        tell("loading the embedding model", 0, None)
        self.warm()
        listing = find([each for each in targets if not isinstance(each, Article)])
        skipped = [f"{path}: {why}" for path, why in listing.skipped]
        given = (
            Found(f"id:{each.id}", replace(each, text=normalise(each.text)))
            for each in targets
            if isinstance(each, Article)
        )
        report = self._library.add(chain(given, listing.failed, self._read(listing.sources, skipped)), tell)
        return replace(report, skipped=tuple(skipped))

    def _read(self, sources: Sequence[str], skipped: list[str]) -> Iterator[Found | ReadError]:
        """Yield what the sources hold; files of another kind of thing (question sets) are noted in `skipped`."""
        for source in sources:
            for item in read(source, self.settings):
                if isinstance(item, NotArticlesError):
                    skipped.append(str(item))
                else:
                    yield item

    def warm(self) -> None:
        """Load the embedding model now instead of at the first question."""
        self._embedder.count_tokens(["ready"])

    def remove(self, *ids: str) -> list[str]:
        """Remove articles by id and return the ids that were there."""
        return [each for each in ids if self._library.remove(each)]

    def article(self, article_id: str) -> Article | None:
        """Return the article with that id, or None."""
        return self._library.truth.article(article_id)

    def articles(self) -> Iterator[Article]:
        """Yield all articles, by id."""
        return self._library.truth.articles()

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
        return self._library.repair(progress or _silent)

    def export(self, file: str | Path) -> int:
        """Write all articles as JSON Lines that `add` reads back to the same library; return how many."""
        target = Path(file)
        if target.is_dir():
            raise LibraryError(f"{target} is a folder; name a file to write the articles to")
        unfinished = target.with_name(target.name + ".part")
        try:
            with unfinished.open("w", encoding="utf-8") as stream:
                for article in self.articles():
                    record = {**article.to_dict(), "text": article.text, "origins": self.origins(article.id)}
                    stream.write(json.dumps(record, ensure_ascii=False) + "\n")
            os.replace(unfinished, target)
        except OSError as error:
            unfinished.unlink(missing_ok=True)
            raise LibraryError(f"{target} cannot be written ({error.strerror}); name another file") from error
        return self._library.truth.article_count()

    def search(
        self,
        question: str,
        *,
        k: int = 10,
        after: date | str | None = None,
        before: date | str | None = None,
        source: str | None = None,
    ) -> list[Hit]:
        """Return the k best passages for a standalone question, best first: those with the best sentences."""
        filters = to_filters(after, before, source, known=self.sources())
        query = self._query(question)
        ranked = self._retrieve(query, filters)
        return _hits(ranked, find_evidence(query, ranked, self._reader))[:k]

    def ask(
        self,
        question: str,
        *,
        history: Sequence[Turn] = (),
        standalone_question: str | None = None,
        after: date | str | None = None,
        before: date | str | None = None,
        source: str | None = None,
        today: date | str | None = None,
        infer_dates: bool = True,
    ) -> Answer:
        """Answer from the articles that pass the filters, or refuse and say why.

        `history` holds the earlier turns of a conversation, oldest first. A question that leans on them is answered as
        the standalone question that it is made into, or as `standalone_question` if that is given. `after` and `before`
        are days, included. If neither is given, they are inferred from a time that the question names, "last week"
        relative to `today` (by default the day it is), unless `infer_dates` is off; docs/decisions/006.md says how such
        a filter is meant. Raises QuestionError for a question that is empty or too long, dates out of order or an
        unknown source.
        """
        filters = to_filters(after, before, source, known=self.sources())
        day = to_day(today) or date.today()
        clock = Clock()
        question = checked(question)
        alone = (
            checked(standalone_question) if standalone_question else standalone(question, history, longest=MAX_QUESTION)
        )
        frame = self._infer(question, alone, day) if infer_dates and not filters.dated else None
        blank = Answer(question, alone, 0.0, engine=self._engine.name, reason="no_match", filters=filters)
        if not self._library.truth.article_count():
            return replace(blank, reason="empty_library")
        query = self._query(frame.asked_of_its_articles(alone) if frame else alone)
        answers = []
        for passed, ranked in looks(query, self._library, k=_READ_CLOSELY, filters=filters, time=frame):
            clock.lap("retrieve_ms")
            answers.append(self._answer(replace(blank, filters=passed), query, ranked, clock))
        return _narrowest(answers)

    def _answer(self, blank: Answer, query: Query, ranked: Sequence[Ranked], clock: Clock) -> Answer:
        """Answer from these passages, or refuse."""
        alone = blank.standalone_question
        if not ranked:
            return self._nothing_passes(blank, clock)
        evidence = find_evidence(query, ranked, self._reader)
        draft = self._engine.answer(alone, evidence)
        values = features(query, ranked, evidence, draft.citations)
        sure = confidence(values)
        direct = direct_answer(alone, draft.citations)
        clock.lap("answer_ms")
        if sure < self.settings.threshold:
            refusal = replace(blank, confidence=sure, reason=reason(values), timings=clock.laps)
            return replace(refusal, nearest=nearest(evidence))
        return replace(
            blank,
            confidence=sure,
            reason=None,
            text=draft.text,
            citations=draft.citations,
            direct=direct,
            timings=clock.laps,
        )

    def conversation(self, turns: Sequence[Turn] = ()) -> Conversation:
        """Return a conversation, which goes on from `turns` if there are any."""
        return Conversation(self, turns)

    def _infer(self, question: str, alone: str, today: date) -> TimeFrame | None:
        """Return the time that the question names, or else what it leans on; None if no article has a date."""
        frame = infer_time(question, today) or infer_time(alone, today)
        return frame if frame and self._library.truth.date_range() else None

    def _nothing_passes(self, blank: Answer, clock: Clock) -> Answer:
        """Refuse because the filters leave nothing, and say what there is instead."""
        if not blank.filters.dated:
            return replace(blank, reason="no_match", timings=clock.laps)
        covered = self._library.truth.date_range(blank.filters.source)
        return replace(blank, reason="outside_dates", covered=covered, timings=clock.laps)

    def as_retriever(self, k: int = 4) -> BaseRetriever:
        """Return a LangChain retriever of the k best passages."""
        from qa_bot.langchain import QABotRetriever

        return QABotRetriever(bot=self, k=k)

    def _query(self, question: str) -> Query:
        return Query.of(checked(question), self._library, self._embedder)

    def _retrieve(self, query: Query, filters: Filters) -> list[Ranked]:
        return search(query, self._library, k=_READ_CLOSELY, filters=filters)


class Clock:
    """Measures the steps of an answer, in milliseconds."""

    def __init__(self) -> None:
        self._last = time.perf_counter()
        self.laps: dict[str, float] = {}

    def lap(self, name: str) -> None:
        """Add the time since the last lap to what was noted under this name."""
        now = time.perf_counter()
        self.laps[name] = self.laps.get(name, 0.0) + 1000 * (now - self._last)
        self._last = now


def _narrowest(answers: Sequence[Answer]) -> Answer:
    """Return the first answer if every wider look answers too, no surer than the least sure of them; else the last.

    What is left of fewer articles stands out more, which makes it no truer.
    """
    if not all(each.answered for each in answers):
        return answers[-1]
    return replace(answers[0], confidence=min(each.confidence for each in answers))


def _hits(ranked: Sequence[Ranked], evidence: Sequence[Evidence]) -> list[Hit]:
    """Return the passages in the order of their best sentences."""
    parts = {each.stored.passage: each.parts for each in ranked}
    best: dict[Passage, Evidence] = {}
    for each in evidence:
        best.setdefault(each.passage, each)
    return [
        Hit(passage, each.score, {**parts[passage], "sentence": each.parts["sentence"], "words": each.parts["words"]})
        for passage, each in best.items()
    ]


def _silent(what: str, done: int, total: int | None, /) -> None:
    """Ignore progress."""
