"""QABot: a library that is asked questions."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Sequence
from copy import copy
from dataclasses import replace
from datetime import date
from itertools import chain
from pathlib import Path
from threading import Event
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from qa_bot.answer.extractive import Extractive
from qa_bot.answer.followup import standalone
from qa_bot.answering import Answering
from qa_bot.choosing import described, to_among, to_name
from qa_bot.conversation import Conversation
from qa_bot.embed import as_passage_embedder, load_embedder
from qa_bot.errors import LibraryError, QABotError, ReadError, SettingsError
from qa_bot.library import About, AddReport, Health, Library, Listing, Order, backup, rebuild, restore
from qa_bot.model import Among, Answer, Article, Filters, Hit, Progress, Turn
from qa_bot.progress import shown, silent
from qa_bot.question import MAX_QUESTION, checked, to_day, to_filters
from qa_bot.readers import Found, NotArticlesError, checked_values, find, given, read
from qa_bot.reading import load_reader
from qa_bot.replacing import replacing
from qa_bot.settings import ELSEWHERE, WRITING, Settings
from qa_bot.show.table import to_dataframe
from qa_bot.writer import EXTRACTIVE, Engines
from qa_bot.writer.followup import rewritten

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings
    from langchain_core.language_models import BaseChatModel
    from langchain_core.retrievers import BaseRetriever
    from langchain_core.runnables import Runnable
    from pandas import DataFrame

    from qa_bot.answer.engine import Engine
    from qa_bot.embed import PassageEmbedder
    from qa_bot.evaluation import Question, Report
    from qa_bot.web.inline import Inline

_SECRET = re.compile("key|token|secret|password")


class QABot:
    """Answers questions from the articles of one library; safe to call from several threads."""

    def __init__(self, library: Library, embedder: PassageEmbedder, *, engine: Engine, settings: Settings) -> None:
        self._library = library
        self._embedder = embedder
        self.settings = settings
        self._page: Inline | None = None
        self._among: Among | None = None
        self._stop = Event()
        self._answering = Answering(library, embedder, load_reader(settings.reader), engine, settings.threshold)
        self._engines = Engines(settings)

    @classmethod
    def open(
        cls,
        folder: str | Path | None = None,
        *,
        settings: Settings | None = None,
        embedder: PassageEmbedder | Embeddings | None = None,
        model: str | BaseChatModel | None = None,
        create: bool = True,
        repair: bool = False,
    ) -> Self:
        """Open the library in `folder`, or the one that the settings name; make it if there is none and `create`.

        `embedder` is any LangChain `Embeddings`, by default the model that the settings name. `model` is the language
        model that writes answers, `provider:name` or any LangChain chat model; by default the one of the settings, or
        none. With `repair` the index is made anew. Raises LibraryError or ModelError.
        """
        settings = settings or Settings.load()
        vectors = as_passage_embedder(embedder) if embedder else load_embedder(settings.embedder, cache=settings.cache)
        library = Library(
            Path(folder or settings.library), vectors, create=create, repair=repair, chroma_url=settings.chroma_url
        )
        bot = cls(library, vectors, engine=Extractive(settings.max_quotes), settings=settings)
        if model is not None:
            bot.use(model)
        return bot

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
        model = as_passage_embedder(embedder) if embedder else load_embedder(settings.embedder, cache=settings.cache)
        rebuild(Path(folder or settings.library), model, progress or silent, chroma_url=settings.chroma_url)

    @staticmethod
    def backup(file: str | Path, folder: str | Path | None = None) -> None:
        """Write a library to one file, also while it is open, here or elsewhere; the index is left out.

        `folder` is by default that of the settings. Raises LibraryError.
        """
        backup(Path(folder or Settings.load().library), Path(file))

    @staticmethod
    def restore(file: str | Path, folder: str | Path | None = None) -> None:
        """Make a library in a new or empty folder from a backup. Raises LibraryError."""
        restore(Path(file), Path(folder or Settings.load().library))

    @property
    def folder(self) -> Path:
        """Return the absolute path of the library's folder."""
        return self._library.folder.absolute()

    def close(self) -> None:
        """Let go of the library, so that another process can open it, and stop serving its page."""
        if self._page:
            self._page.close()
        self._library.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def add(self, *targets: str | Path | Article, progress: Progress | None = None, trusted: bool = True) -> AddReport:
        """Add files, folders, addresses and articles, and say what became of each; unchanged ones are skipped.

        In a notebook a bar shows how far it is, unless `progress` is told. Where records state places on this machine
        (`path`, `origins`, as `export` writes them) these are kept, and looked at later, only if the input is
        `trusted`.
        """
        listing = find([each for each in targets if not isinstance(each, Article)])
        skipped = [f"{path}: {why}" for path, why in listing.skipped]
        articles = (given(each) for each in targets if isinstance(each, Article))
        with shown(progress, "articles") as tell:
            tell("loading the embedding model", 0, None)
            self.warm()
            stop = self._stop
            read_items = self._read(listing.sources, skipped, stop, trusted=trusted)
            report = self._library.add(chain(articles, listing.failed, read_items), tell, stop)
        return replace(report, skipped=tuple(skipped))

    def stop_adding(self) -> None:
        """End what is being added, from any thread: what is written stands, what is not is left out."""
        self._stop.set()
        self._stop = Event()

    def _read(
        self, sources: Sequence[str], skipped: list[str], stop: Event, *, trusted: bool
    ) -> Iterator[Found | ReadError]:
        """Yield what the sources hold; files of another kind of thing (question sets) are noted in `skipped`."""
        for source in sources:
            for item in read(source, self.settings, stop):
                if isinstance(item, NotArticlesError):
                    skipped.append(str(item))
                elif isinstance(item, ReadError) or trusted:
                    yield item
                else:
                    yield item.as_read_from(source)

    def warm(self) -> None:
        """Load the embedding model now instead of at the first question."""
        self._embedder.count_tokens(["ready"])

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
        if title is not None and len(set(ids)) > 1:
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

    def search(
        self,
        question: str,
        *,
        k: int = 10,
        after: date | str | None = None,
        before: date | str | None = None,
        source: str | None = None,
        today: date | str | None = None,
    ) -> list[Hit]:
        """Return the k best passages for a standalone question, best first: those with the best sentences.

        The filters are those of `ask`; no time is inferred. News is a little ahead as long as it is new `today`.
        """
        filters = to_filters(after, before, source, known=self.sources(), among=self._among)
        query = self._answering.query(checked(question), to_day(today) or date.today())
        return self._answering.hits(query, filters)[:k]

    def use(self, engine: str | BaseChatModel) -> None:
        """Answer with this model from now on, or with none ("extractive"); raise ModelError if it cannot be set up."""
        self._engines.use(engine)

    def problem_with(self, engine: str) -> str:
        """Try a language model and return in a line what is missing for it to answer, "" if nothing is.

        It is sent a few words, none of them of an article or a question.
        """
        return self._engines.problem(engine)

    @property
    def engine(self) -> str:
        """Return the name of what answers: a model's, or "extractive"; raise ModelError if it cannot be set up."""
        writer = self._engines.writer()
        return writer.chat.name if writer else EXTRACTIVE

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
        engine: str | BaseChatModel | None = None,
    ) -> Answer:
        """Answer from the articles that pass the filters, or refuse and say why.

        `history` holds the earlier turns of a conversation, oldest first. A question that leans on them is answered as
        the standalone question that it is made into, or as `standalone_question` if that is given. `after` and `before`
        are days, included. If neither is given, they are inferred from a time that the question names, "last week"
        relative to `today` (by default the day it is), unless `infer_dates` is off; docs/decisions/006.md says how such
        a filter is meant. `engine` is the language model that writes this answer, or "extractive" for none; by default
        that of the bot. Raises QuestionError for a question that is empty or too long, dates out of order or an
        unknown source, ModelError for a model that cannot be set up.
        """
        *_, answer = self.stream(
            question,
            history=history,
            standalone_question=standalone_question,
            after=after,
            before=before,
            source=source,
            today=today,
            infer_dates=infer_dates,
            engine=engine,
        )
        return answer

    def stream(
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
        engine: str | BaseChatModel | None = None,
        stop: Event | None = None,
    ) -> Iterator[Answer]:
        """Return the answer to a question as it grows; each is whole, and the last is what `ask` returns.

        The first has the quotations, before any language model is asked (but for one that writes standalone
        questions); with a model another follows for each sentence that it wrote, once that is checked. Without one,
        the first is the last. Set `stop`, from any thread, to end with what is there; closing the iterator ends too.
        The arguments are those of `ask`.
        """
        filters = to_filters(after, before, source, known=self.sources(), among=self._among)
        day = to_day(today) or date.today()
        question = checked(question)
        writer = self._engines.writer(engine)
        if standalone_question:
            alone = checked(standalone_question)
        else:
            alone = standalone(question, history, longest=MAX_QUESTION)
            if writer and self.settings.model_followups and alone != question:
                alone = rewritten(writer.chat, question, history) or alone
        found = self._answering.find(question, alone, filters=filters, today=day, infer_dates=infer_dates)
        return writer.write(found, stop) if writer else iter((found.answer,))

    def identity(self) -> dict[str, Any]:
        """Return what answers, as JSON: the settings that bear on answers and the library; no secret is in it."""
        truth = self._library.truth
        manifest, published = truth.manifest(), truth.date_range()
        writer = self._engines.writer()
        settings = self.settings.model_dump(mode="json", exclude=set(ELSEWHERE if writer else ELSEWHERE | WRITING))
        settings["reader"] = self._answering.reader.name if self._answering.reader else "none"
        if writer:
            settings["model"] = writer.chat.name
        if self._among:
            settings["among"] = described(self._among)
        return {
            "settings": {name: value for name, value in settings.items() if not _SECRET.search(name)},
            "library": {
                "articles": truth.article_count(),
                "passages": truth.passage_count(),
                "sha256": truth.digest(),
                "published": [each.isoformat() for each in published] if published else None,
                "model": manifest["model"],
                "chunking": manifest["chunking"],
            },
        }

    def with_settings(self, **values: Any) -> Self:  # noqa: ANN401 - each setting has its own type
        """Return a bot on the same library that answers with other settings, such as `threshold`; nothing is rebuilt.

        It is closed with this one. SettingsError for a setting that bears on no answer, or that needs a rebuild.
        """
        fixed = [name for name in values if name == "embedder" or name in ELSEWHERE]
        if fixed:
            raise SettingsError(f"{', '.join(fixed)} cannot change on an open library; open another bot with it")
        settings = Settings.load(**{**self.settings.model_dump(), **values})
        bot = type(self)(self._library, self._embedder, engine=Extractive(settings.max_quotes), settings=settings)
        bot._engines = self._engines.under(settings)
        bot._among = self._among
        return bot

    def among(self, *articles: str, collection: str | None = None, sources: Sequence[str] = ()) -> Self:
        """Return a bot on the same library that is asked of these articles alone: by ids, of a collection, of sources.

        Of several of these an article must fit all. It holds for whatever the bot is asked, `evaluate` and
        `as_retriever` too; it is closed with this one. Raises QuestionError where there is no such article.
        """
        bot = copy(self)
        is_all = not (articles or collection or sources)
        bot._among = None if is_all else to_among(self._library.truth, articles, collection or "", sources)
        return bot

    def collections(self) -> dict[str, tuple[str, ...]]:
        """Return the collections, named sets of articles, with the ids of their articles."""
        return self._library.truth.collections()

    def collect(self, name: str, *ids: str) -> list[str]:
        """Put articles into a collection, which is made by that, and return the ids that were there."""
        return self._library.collect(to_name(name), ids)

    def uncollect(self, name: str, *ids: str) -> None:
        """Take articles out of a collection; with none named, all of them, which is its end."""
        self._library.uncollect(to_name(name), ids)

    def evaluate(
        self,
        questions: str | Path | Sequence[Question],
        *,
        out: str | Path | None = None,
        k: int = 10,
        today: date | str | None = None,
        progress: Progress | None = None,
    ) -> Report:
        """Ask every question of a set (a file, or questions) and return the figures; docs/evaluation.md has them all.

        The report shows itself in a notebook; `out` also writes it to a folder, and a run that was cut off there goes
        on. `compare` in `qa_bot.evaluation` compares two reports.
        """
        from qa_bot.evaluation import evaluate

        return evaluate(self, questions, out=out, k=k, today=to_day(today), progress=progress)

    def conversation(self, turns: Sequence[Turn] = ()) -> Conversation:
        """Return a conversation, which goes on from `turns` if there are any."""
        return Conversation(self, turns)

    def to_dataframe(self) -> DataFrame:
        """Return all articles as a pandas data frame; see `qa_bot.show.table.to_dataframe`."""
        return to_dataframe(self.articles())

    def chat(self, *, height: int = 720, port: int = 0) -> Inline:
        """Serve the page from this machine and return what shows it in a notebook, `height` pixels high.

        It has an address, `url`, on any free port unless one is given, and is served until its `close` or that of the
        bot. A second call shows the same page.
        """
        from qa_bot.web.inline import show

        if self._page is None or self._page.is_closed:
            self._page = show(self, height=height, port=port)
        return self._page

    def as_retriever(
        self,
        k: int = 4,
        *,
        after: date | str | None = None,
        before: date | str | None = None,
        source: str | None = None,
    ) -> BaseRetriever:
        """Return a LangChain retriever of the k best passages; the filters are those of `ask`."""
        from qa_bot.langchain import QABotRetriever

        return QABotRetriever(bot=self, k=k, after=after, before=before, source=source)

    def as_runnable(self) -> Runnable[str, Answer]:
        """Return a LangChain runnable from a question to an `Answer`."""
        from qa_bot.langchain import as_runnable

        return as_runnable(self)
