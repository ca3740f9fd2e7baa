"""Offer a library to agents over the Model Context Protocol: tools to ask, search and read, quotations as resources.

`qa-bot mcp` runs it; the package `mcp` comes with `pip install 'qa-bot[mcp]'`. What an agent gets are slices of
articles with the address of each, `qa-bot://articles/ID/START-END`, at which the same words can be read again.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import partial, wraps
from typing import TYPE_CHECKING, Annotated, Any, ParamSpec, TypeVar
from urllib.parse import quote, unquote

from pydantic import BaseModel, Field

from qa_bot import __version__
from qa_bot.errors import QABotError, SettingsError
from qa_bot.model import Answer, Article, Citation, Span
from qa_bot.read.build import ArticleDraft, build

if TYPE_CHECKING:
    from mcp.server import MCPServer
    from starlette.types import ASGIApp, Receive, Scope, Send

    from qa_bot.bot import QABot
    from qa_bot.library.protocols import Listed

_ABOUT = (
    "Answers questions from a collection of articles. Every quotation is verbatim: a slice of an article, with an "
    "address that resolves to the same words. If `answered` is false the articles do not answer the question: say so, "
    "and do not answer from what you know. If `unsure` is true the quotations are only the nearest there is. Quote "
    "what you use word for word, name its source and day, and name its speaker where it has one."
)
_LOCAL = ("127.0.0.1", "localhost", "::1")
_MOST_READ = 20_000

P = ParamSpec("P")
R = TypeVar("R")

Question = Annotated[str, Field(min_length=1, max_length=2000, description="A question that can be understood alone")]
After = Annotated[date | None, Field(description="Only articles published on that day or later")]
Before = Annotated[date | None, Field(description="Only articles published on that day or earlier")]
Source = Annotated[str | None, Field(max_length=200, description="Only articles of that source")]
Speaker = Annotated[str | None, Field(max_length=200, description="Only what somebody of that name says")]
ArticleId = Annotated[str, Field(min_length=1, max_length=500, description="Id of an article")]


class ArticleInfo(BaseModel, frozen=True):
    """An article without its text; what it does not state is None, and so is `url` in a list."""

    id: str
    title: str
    source: str | None
    published: date | None
    url: str | None = None

    @classmethod
    def of(cls, article: Article | Listed) -> ArticleInfo:
        """Return what is said of an article."""
        url = article.url if isinstance(article, Article) else None
        return cls(id=article.id, title=article.title, source=article.source, published=article.published, url=url)


class QuotedWords(BaseModel, frozen=True):
    """Words of an article, verbatim, and the address at which they can be read again."""

    quote: str
    uri: str
    speaker: str | None
    article: ArticleInfo

    @classmethod
    def of(cls, citation: Citation) -> QuotedWords:
        """Return a citation as it is handed out."""
        article = citation.article
        speaker = citation.speaker.of(article.text) if citation.speaker else None
        return cls(
            quote=citation.quote,
            uri=_address(article, citation.span),
            speaker=speaker,
            article=ArticleInfo.of(article),
        )


class AnswerGiven(BaseModel, frozen=True):
    """What the articles say to a question, or why they do not answer it.

    `short` are a few words of the first quotations that answer by themselves. `nearest` is what comes closest where the
    articles do not answer.
    """

    answered: bool
    unsure: bool
    reason: str | None
    confidence: float
    understood_as: str
    short: str | None
    quotations: list[QuotedWords]
    nearest: list[QuotedWords]

    @classmethod
    def of(cls, answer: Answer) -> AnswerGiven:
        """Return an answer as it is handed out."""
        return cls(
            answered=answer.answered,
            unsure=answer.unsure,
            reason=answer.reason,
            confidence=round(answer.confidence, 2),
            understood_as=answer.standalone_question,
            short=answer.direct.text if answer.direct else None,
            quotations=_quotations(answer.citations),
            nearest=_quotations(answer.nearest),
        )


class PassageText(BaseModel, frozen=True):
    """A passage of an article, verbatim."""

    passage: str
    uri: str
    article: ArticleInfo


class TextPart(BaseModel, frozen=True):
    """A part of an article's text; `next_start` is where the rest begins, None at the end."""

    article: ArticleInfo
    text: str
    start: int
    next_start: int | None


class ArticlePage(BaseModel, frozen=True):
    """Some of the articles; `total` is how many there are on all pages."""

    articles: list[ArticleInfo]
    total: int


@dataclass(frozen=True, slots=True)
class Tools:
    """What an agent may do with a library; each method is a tool, described by its docstring."""

    bot: QABot

    def ask(
        self,
        question: Question,
        after: After = None,
        before: Before = None,
        source: Source = None,
        speaker: Speaker = None,
    ) -> AnswerGiven:
        """Ask a question of the articles and get the sentences that answer it, word for word, or that they do not."""
        asked = self.bot.ask(question, after=after, before=before, source=source, speaker=speaker, engine="extractive")
        return AnswerGiven.of(asked)

    def search(
        self,
        question: Question,
        most: Annotated[int, Field(ge=1, le=30, description="How many passages")] = 8,
        after: After = None,
        before: Before = None,
        source: Source = None,
        speaker: Speaker = None,
    ) -> list[PassageText]:
        """Find the passages that say most about a question or some words, best first, to read around an answer."""
        hits = self.bot.search(question, k=most, after=after, before=before, source=source, speaker=speaker)
        passages = (each.passage for each in hits)
        return [
            PassageText(passage=one.text, uri=_address(one.article, one.span), article=ArticleInfo.of(one.article))
            for one in passages
        ]

    def article(
        self,
        id: ArticleId,
        start: Annotated[int, Field(ge=0, description="Characters to pass over")] = 0,
        most: Annotated[int, Field(ge=1, le=_MOST_READ, description="Characters to read")] = 8000,
    ) -> TextPart:
        """TextPart the text of an article, a part at a time."""
        found = self._article(id)
        end = min(len(found.text), start + most)
        rest = end if end < len(found.text) else None
        return TextPart(article=ArticleInfo.of(found), text=found.text[start:end], start=start, next_start=rest)

    def list_articles(
        self,
        search: Annotated[str, Field(max_length=200, description="Words of title, source, authors or text")] = "",
        first: Annotated[int, Field(ge=0, description="Articles to pass over")] = 0,
        most: Annotated[int, Field(ge=1, le=100, description="How many articles")] = 20,
        after: After = None,
        before: Before = None,
    ) -> ArticlePage:
        """List the articles, newest first, all or those that have some words."""
        page = self.bot.library.listing(search, after=after, before=before, first=first, most=most)
        return ArticlePage(articles=[ArticleInfo.of(each) for each in page.articles], total=page.total)

    def add(
        self,
        title: Annotated[str, Field(min_length=1, max_length=500)],
        text: Annotated[str, Field(min_length=1, max_length=1_000_000, description="The whole text, unchanged")],
        source: Annotated[str | None, Field(max_length=200, description="Who published it")] = None,
        published: date | None = None,
        url: Annotated[str | None, Field(max_length=2000, description="Where it can be read")] = None,
    ) -> ArticleInfo:
        """Add an article to the collection, to be quoted from then on; the same text is added once."""
        draft = ArticleDraft(text, title=title, source=source, published=published, url=url)
        article = build(draft, title)
        self.bot.add(article)
        return ArticleInfo.of(article)

    def text(self, article_id: str) -> str:
        """Return the text of an article."""
        return self._article(unquote(article_id)).text

    def quotation(self, article_id: str, start: str, end: str) -> str:
        """Return the words of an article from one character to another, verbatim."""
        found = self._article(unquote(article_id))
        if not (start.isdecimal() and end.isdecimal() and int(start) < int(end) <= len(found.text)):
            raise QABotError(f"{found.id} has no characters {start} to {end}")
        return Span(int(start), int(end)).of(found.text)

    def _article(self, article_id: str) -> Article:
        found = self.bot.library.article(article_id)
        if not found:
            raise QABotError(f"there is no article {article_id}; list_articles says which there are")
        return found


def mcp_server(bot: QABot, *, may_add: bool = False) -> MCPServer:
    """Return a server that lets agents ask a library, and add to it if they may; raise SettingsError without `mcp`."""
    try:
        from mcp.server import MCPServer
        from mcp.server.mcpserver.exceptions import ResourceError, ToolError
        from mcp.server.mcpserver.resources.templates import ResourceSecurity
        from mcp_types import ToolAnnotations
    except ImportError:
        raise SettingsError("qa-bot mcp needs the package mcp: pip install 'qa-bot[mcp]'") from None
    server = MCPServer("qa-bot", title="QA Bot", instructions=_ABOUT, version=__version__, log_level="WARNING")
    tools = Tools(bot)
    reading = ToolAnnotations(read_only_hint=True, open_world_hint=False)
    for each in (tools.ask, tools.search, tools.article, tools.list_articles):
        server.add_tool(_beside(each, ToolError), name=each.__name__, annotations=reading)
    if may_add:
        server.add_tool(_beside(tools.add, ToolError), name="add", annotations=ToolAnnotations(destructive_hint=True))
    anywhere = ResourceSecurity(exempt_params=frozenset({"article_id"}))  # an id is looked up, and is no path
    at = partial(server.resource, mime_type="text/plain", security=anywhere)
    at("qa-bot://articles/{article_id}", name="article")(_beside(tools.text, ResourceError))
    at("qa-bot://articles/{article_id}/{start}-{end}", name="quotation")(_beside(tools.quotation, ResourceError))
    return server


def serve_http(server: MCPServer, *, host: str, port: int, token: str) -> None:
    """Serve over streamable HTTP at /mcp until stopped; raise SettingsError if others reach it without a token."""
    import uvicorn

    if host not in _LOCAL and not token:
        raise SettingsError(f"others reach {host}: set QA_BOT_MCP_TOKEN, which agents then send as Bearer token")
    app: ASGIApp = server.streamable_http_app(host=host)
    uvicorn.run(_Guarded(app, token) if token else app, host=host, port=port, log_level="warning")


@dataclass(frozen=True, slots=True)
class _Guarded:
    """Lets only those pass who send the token."""

    app: ASGIApp
    token: str

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        from starlette.datastructures import Headers
        from starlette.responses import PlainTextResponse

        given = Headers(scope=scope).get("authorization", "") if scope["type"] == "http" else ""
        right = f"Bearer {self.token}"
        if scope["type"] == "http" and not secrets.compare_digest(given.encode(), right.encode()):
            refusal = PlainTextResponse("Unauthorized", 401, {"WWW-Authenticate": "Bearer"})
            await refusal(scope, receive, send)
        else:
            await self.app(scope, receive, send)


def _beside(tool: Callable[P, R], error: type[Exception]) -> Callable[P, Any]:
    """Return a tool that runs in a thread, lets go when it is cancelled, and says in a line what went wrong."""
    from anyio import to_thread

    @wraps(tool)
    async def run(*given: P.args, **named: P.kwargs) -> R:
        try:
            return await to_thread.run_sync(partial(tool, *given, **named), abandon_on_cancel=True)
        except QABotError as wrong:
            raise error(str(wrong)) from wrong

    return run


def _quotations(citations: Iterable[Citation]) -> list[QuotedWords]:
    return [QuotedWords.of(each) for each in citations]


def _address(article: Article, span: Span) -> str:
    return f"qa-bot://articles/{quote(article.id, safe='')}/{span.start}-{span.end}"
