"""Ask questions of a library of articles."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
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
from qa_bot.ask import MAX_QUESTION, Ask, checked, to_day, to_filters, to_speaker
from qa_bot.conversation import Conversation
from qa_bot.errors import ReadError, SettingsError
from qa_bot.keeping import Keeping, described, to_among
from qa_bot.library import AddReport, Library
from qa_bot.model import Among, Answer, Article, Filters, Hit, Progress, Turn
from qa_bot.models import as_passage_embedder, load_embedder, load_reader
from qa_bot.progress import shown
from qa_bot.read import FoundArticle, NotArticlesError, find, given, read
from qa_bot.settings import ELSEWHERE, WRITING, Settings
from qa_bot.writer import Engines
from qa_bot.writer.writer import rewritten

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings
    from langchain_core.language_models import BaseChatModel
    from langchain_core.retrievers import BaseRetriever
    from langchain_core.runnables import Runnable
    from langchain_core.tools import BaseTool

    from qa_bot.answer import Engine
    from qa_bot.evaluation import Question, Report
    from qa_bot.models import PassageEmbedder
    from qa_bot.web.serve import Inline
    from qa_bot.writer.writer import Writer

_SECRET = re.compile("key|token|secret|password")


class QABot:
    """Answers questions from the articles of one library; safe to call from several threads.

    `library` keeps the articles; `engines` says which language model answers, tries one and takes another.
    """

    def __init__(self, library: Library, embedder: PassageEmbedder, *, engine: Engine, settings: Settings) -> None:
        self._library = library
        self._embedder = embedder
        self.settings = settings
        self._page: Inline | None = None
        self._among: Among | None = None
        self._answering = Answering(
            library, embedder, load_reader(settings.reader), engine, settings.threshold, settings.unsure_below
        )
        self.engines = Engines(settings)

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
            bot.engines.use(model)
        return bot

    @property
    def library(self) -> Keeping:
        """Return what keeps the articles: all about looking at them, describing, collecting and removing them."""
        return Keeping(self._library, self._among)

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
            self._library.warm()
            stop = self._library.stop
            read_items = self._read(listing.sources, skipped, stop, trusted=trusted)
            report = self._library.add(chain(articles, listing.failed, read_items), tell, stop)
        return replace(report, skipped=tuple(skipped))

    def _read(
        self, sources: Sequence[str], skipped: list[str], stop: Event, *, trusted: bool
    ) -> Iterator[FoundArticle | ReadError]:
        """Yield what the sources hold; files of another kind of thing (question sets) are noted in `skipped`."""
        for source in sources:
            for item in read(source, self.settings, stop):
                if isinstance(item, NotArticlesError):
                    skipped.append(str(item))
                elif isinstance(item, ReadError) or trusted:
                    yield item
                else:
                    yield item.as_read_from(source)

    def search(
        self,
        question: str,
        *,
        k: int = 10,
        after: date | str | None = None,
        before: date | str | None = None,
        source: str | None = None,
        speaker: str | None = None,
        today: date | str | None = None,
    ) -> list[Hit]:
        """Return the k best passages for a standalone question, best first: those with the best sentences.

        The filters are those of `ask`; no time is inferred. News is a little ahead as long as it is new `today`.
        """
        filters = self._filters(after, before, source, speaker)
        asked = self._answering.respelt(checked(question))
        query = self._answering.query(asked, to_day(today) or date.today())
        return self._answering.hits(query, filters)[:k]

    def ask(
        self,
        question: str,
        *,
        history: Sequence[Turn] = (),
        standalone_question: str | None = None,
        after: date | str | None = None,
        before: date | str | None = None,
        source: str | None = None,
        speaker: str | None = None,
        today: date | str | None = None,
        infer_dates: bool = True,
        engine: str | BaseChatModel | None = None,
    ) -> Answer:
        """Answer from the articles that pass the filters, or refuse and say why.

        `history` holds the earlier turns of a conversation, oldest first. A question that leans on them is answered as
        the standalone question that it is made into, or as `standalone_question` if that is given. `after` and `before`
        are days, included. With a `speaker`, such as "Mark Welsh" or "Welsh", only what they say in the articles may
        answer. If no day is given, days are inferred from a time that the question names, "last week"
        relative to `today` (by default the day it is), unless `infer_dates` is off; docs/answers.md says how such a
        filter is meant. `engine` is the language model that writes this answer, or "extractive" for none; by default
        that of the bot. Raises QuestionError for a question that is empty or too long, dates out of order or an
        unknown source, ModelError for a model that cannot be set up.
        """
        ask = Ask(
            question,
            standalone_question=standalone_question,
            after=after,
            before=before,
            source=source,
            speaker=speaker,
            infer_dates=infer_dates,
            today=today,
            engine=engine,
        )
        *_, answer = self.answers(ask, history)
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
        speaker: str | None = None,
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
        ask = Ask(
            question,
            standalone_question=standalone_question,
            after=after,
            before=before,
            source=source,
            speaker=speaker,
            infer_dates=infer_dates,
            today=today,
            engine=engine,
        )
        return self.answers(ask, history, stop)

    def answers(self, ask: Ask, history: Sequence[Turn] = (), stop: Event | None = None) -> Iterator[Answer]:
        """Return the answer to an ask as it grows, as `stream` does, from the articles that it names or all."""
        if ask.articles or ask.sources or ask.collection:
            asked = self.among(*ask.articles, collection=ask.collection, sources=ask.sources)
            return asked.answers(replace(ask, articles=(), sources=(), collection=None), history, stop)
        filters = self._filters(ask.after, ask.before, ask.source, ask.speaker)
        question, today = checked(ask.question), to_day(ask.today)
        writer = self.engines.writer(ask.engine)
        alone = self._standing_alone(question, ask.standalone_question, history, writer)
        found = self._answering.find(question, alone, filters=filters, today=today, infer_dates=ask.infer_dates)
        return self._answering.with_copies(writer.write(found, stop) if writer else iter((found.answer,)))

    def _filters(
        self, after: date | str | None, before: date | str | None, source: str | None, speaker: str | None
    ) -> Filters:
        truth = self._library.truth
        filters = to_filters(after, before, source, known=truth.sources(), among=self._among)
        return replace(filters, heard=truth.heard(to_speaker(speaker))) if speaker else filters

    def _standing_alone(self, question: str, given: str | None, history: Sequence[Turn], writer: Writer | None) -> str:
        """Return the question as it stands alone: as is given, else as a model or our own rules make it."""
        if given:
            return checked(given)
        alone = standalone(question, history, longest=MAX_QUESTION)
        if writer and self.settings.model_followups and alone != question:
            return rewritten(writer.chat, question, history) or alone
        return alone

    def identity(self) -> dict[str, Any]:
        """Return what answers, as JSON: the settings that bear on answers and the library; no secret is in it."""
        truth = self._library.truth
        manifest, published = truth.manifest(), truth.date_range()
        writer = self.engines.writer()
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
        bot.engines = self.engines.under(settings)
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

    def chat(self, *, height: int = 720, port: int = 0) -> Inline:
        """Serve the page from this machine and return what shows it in a notebook, `height` pixels high.

        It has an address, `url`, on any free port unless one is given, and is served until its `close` or that of the
        bot. A second call shows the same page.
        """
        from qa_bot.web.serve import show

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
        speaker: str | None = None,
    ) -> BaseRetriever:
        """Return a LangChain retriever of the k best passages; the filters are those of `ask`."""
        from qa_bot.langchain import QABotRetriever

        return QABotRetriever(bot=self, k=k, after=after, before=before, source=source, speaker=speaker)

    def as_runnable(self) -> Runnable[str, Answer]:
        """Return a LangChain runnable from a question to an `Answer`."""
        from qa_bot.langchain import as_runnable

        return as_runnable(self)

    def as_tool(self, *, name: str = "ask_articles") -> BaseTool:
        """Return a LangChain tool with which a model asks these articles."""
        from qa_bot.langchain import as_tool

        return as_tool(self, name=name)
