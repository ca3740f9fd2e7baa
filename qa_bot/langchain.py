"""Offer QABot to LangChain: a retriever and a runnable."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Protocol

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import Runnable, RunnableLambda
from pydantic import SkipValidation

from qa_bot.model import Answer, Hit


class SearchedBot(Protocol):
    """What LangChain needs of a QABot."""

    def search(
        self,
        question: str,
        *,
        k: int = 10,
        after: date | str | None = None,
        before: date | str | None = None,
        source: str | None = None,
        speaker: str | None = None,
    ) -> list[Hit]:
        """Return the k best passages."""

    def ask(self, question: str) -> Answer:
        """Answer or refuse."""


class QABotRetriever(BaseRetriever):
    """Returns the best passages of a library as documents, best first.

    Metadata: `article_id`, `start`, `end` (offsets into the article's text), `score`, `title`, `source`, `published`,
    `url`, `path`, `speakers` (who says something in it, in the words of the article); what an article does not state
    is left out.
    """

    bot: Annotated[SearchedBot, SkipValidation]
    k: int = 4
    after: date | str | None = None
    before: date | str | None = None
    source: str | None = None
    speaker: str | None = None

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:
        hits = self.bot.search(
            query, k=self.k, after=self.after, before=self.before, source=self.source, speaker=self.speaker
        )
        return [_document(hit) for hit in hits]


def as_runnable(bot: SearchedBot) -> Runnable[str, Answer]:
    """Return a runnable from a question to an `Answer`."""
    return RunnableLambda(bot.ask, name="qa_bot")


def _document(hit: Hit) -> Document:
    article, span = hit.passage.article, hit.passage.span
    known = {
        "article_id": article.id,
        "start": span.start,
        "end": span.end,
        "score": hit.score,
        "title": article.title,
        "source": article.source,
        "published": article.published.isoformat() if article.published else None,
        "url": article.url,
        "path": article.path,
        "speakers": list(hit.speakers) or None,
    }
    return Document(
        id=f"{article.id}:{span.start}-{span.end}",
        page_content=hit.passage.text,
        metadata={name: value for name, value in known.items() if value is not None},
    )
