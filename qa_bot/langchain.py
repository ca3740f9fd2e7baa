"""Offer QABot to LangChain: a retriever, a runnable, a tool, and answers as messages with citations."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Protocol

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.messages import AIMessage
from langchain_core.messages.content import ContentBlock, create_citation, create_text_block
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import Runnable, RunnableLambda
from langchain_core.tools import BaseTool, StructuredTool, ToolException
from pydantic import BaseModel, Field, SkipValidation

from qa_bot.errors import QuestionError
from qa_bot.model import Answer, Citation, Hit
from qa_bot.news import correction
from qa_bot.news.days import told_times
from qa_bot.show.words import refusal

_TOOL = (
    "Ask a collection of articles. Returns the sentences that answer, word for word, each with its article, or says "
    "that the articles do not answer: then say so, and do not answer from what you know. Quote them unchanged."
)


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

    def ask(
        self,
        question: str,
        *,
        after: date | str | None = None,
        before: date | str | None = None,
        source: str | None = None,
        speaker: str | None = None,
    ) -> Answer:
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


class _Asked(BaseModel):
    """What a model says when it calls the tool."""

    question: str = Field(min_length=1, max_length=2000, description="A question that can be understood alone")
    after: date | None = Field(None, description="Only articles published on that day or later")
    before: date | None = Field(None, description="Only articles published on that day or earlier")
    source: str | None = Field(None, description="Only articles of that source")
    speaker: str | None = Field(None, description="Only what somebody of that name says")


def as_tool(bot: SearchedBot, *, name: str = "ask_articles") -> BaseTool:
    """Return a tool with which a model asks the articles: it reads Markdown, and the `Answer` is the artifact.

    A question that cannot be asked is told to the model in a line instead of being raised.
    """

    def ask(
        question: str,
        after: date | None = None,
        before: date | None = None,
        source: str | None = None,
        speaker: str | None = None,
    ) -> tuple[str, Answer]:
        try:
            answer = bot.ask(question, after=after, before=before, source=source, speaker=speaker)
        except QuestionError as error:
            raise ToolException(str(error)) from error
        return answer.to_markdown(), answer

    return StructuredTool.from_function(
        ask,
        name=name,
        description=_TOOL,
        args_schema=_Asked,
        response_format="content_and_artifact",
        handle_tool_error=True,
    )


def as_message(answer: Answer) -> AIMessage:
    """Return an answer as a message: each quotation a block of text with the citation of its place.

    What a model wrote comes first, as a block without one; a refusal is its reason. `start_index` and `end_index` count
    the characters of the block; where the words stand in the article is among the citation's `extras`.
    """
    words = answer.text or refusal(answer)
    said: list[ContentBlock] = [create_text_block(words, id="words")] if words else []
    return AIMessage(content_blocks=[*said, *map(_quoted, answer.citations)])


def _quoted(citation: Citation) -> ContentBlock:
    article, span = citation.article, citation.span
    cited = create_citation(
        url=article.url,
        title=article.title,
        start_index=0,
        end_index=len(citation.quote),
        cited_text=citation.quote,
        id=citation.id,
        article_id=article.id,
        start=span.start,
        end=span.end,
    )
    return create_text_block(citation.quote, id=citation.id, annotations=[cited])


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
        "days": [f"{each.first}/{each.last}" for each in told_times(article, span)] or None,
        "correction": note.of(article.text) if (note := correction(article.text)) else None,
    }
    return Document(
        id=f"{article.id}:{span.start}-{span.end}",
        page_content=hit.passage.text,
        metadata={name: value for name, value in known.items() if value is not None},
    )
