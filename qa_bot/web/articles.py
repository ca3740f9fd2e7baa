"""Handle what visitors do with the articles: look through them, add, remove and take back."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import replace
from threading import Lock
from typing import Any, cast, get_args

import gradio as gr

from qa_bot.bot import QABot
from qa_bot.errors import QABotError
from qa_bot.history import History
from qa_bot.library import Order
from qa_bot.model import SETTABLE, Article
from qa_bot.show.words import how_many_articles, sentence
from qa_bot.web import articles_html, shell_html, source_html
from qa_bot.web.adding import Adding
from qa_bot.web.engine import engine_field, own_engine
from qa_bot.web.fresh import fresh
from qa_bot.web.submitted import checked_texts
from qa_bot.web.uploads import Uploads, upload_name
from qa_bot.web.visitor import sender, visitor
from qa_bot.web.welcome import Welcome

_SHOWN = 100
_MOST_SHOWN = 5000
_REMOVED_KEPT = 100


class Articles:
    """The handlers of the articles' events."""

    def __init__(self, bot: QABot, kept: History, sent: Uploads, adding: Adding, welcome: Welcome) -> None:
        self._bot = bot
        self._kept = kept
        self._sent = sent
        self._adding = adding
        self._lock = Lock()
        self._welcome = welcome
        self._removed: OrderedDict[tuple[str, str], tuple[Article, list[str]]] = OrderedDict()
        self._described: OrderedDict[str, list[Article]] = OrderedDict()

    def close(self) -> None:
        """End what is being added."""
        self._adding.close()

    def load(self, request: gr.Request) -> Iterator[tuple[Any, ...]]:
        """Yield everything that shows the library, the report and the settings, and again with example questions."""
        who = visitor(request)
        report = articles_html.report(self._adding.items(who), is_busy=self._adding.is_busy(who))
        settings = shell_html.settings(
            request.username, len(self._kept.feedback_lines()), engine_field(self._bot.settings, own_engine(self._bot))
        )
        welcome, *shown = self._shown()
        yield welcome, *shown, report, settings
        yield self._welcome.grown(), *(gr.skip() for _ in (*shown, report, settings))

    def find(self, event: gr.EventData) -> str:
        """Return the list that the visitor asks for: searched, of a source, of a collection, in an order, so many."""
        sent = event._data if isinstance(event._data, dict) else {}
        search, source = str(sent.get("search") or "")[:200], str(sent.get("source") or "")
        order = cast(Order, sent["order"]) if sent.get("order") in get_args(Order) else "newest"
        shown = sent.get("shown")
        most = min(_SHOWN + (shown if isinstance(shown, int) and shown > 0 else 0), _MOST_SHOWN)
        named = str(sent.get("collection") or "")
        among = self._bot.library.collections().get(named, ()) if named else None
        found = self._bot.library.listing(search, source=source, among=among, order=order, most=most)
        return articles_html.listing(found, self._bot.library.listing(most=0).total, search, source, named, order)

    def open(self, event: gr.EventData) -> str:
        """Return the article that was chosen from the list."""
        article = self._bot.article(_text(event, "article"))
        return fresh(source_html.opened(article) if article else source_html.gone())

    def add(self, event: gr.EventData, request: gr.Request) -> str:
        """Begin to add what the visitor sent, files by the names of their uploads, and return the report."""
        who = visitor(request)
        sent = event._data if isinstance(event._data, dict) else {}
        self._adding.begin(who, _text(event, "round"))
        for each in checked_texts(sent.get("files"), "files"):
            self._adding.add_file(who, self._sent.file(sender(request), each), upload_name(each))
        if address := _text(event, "address").strip():
            self._adding.add_address(who, address)
        if pasted := _text(event, "pasted"):
            file = self._sent.file(sender(request), pasted)
            self._adding.add_pasted(who, _text(event, "title"), file, upload_name(pasted))
        return articles_html.report(self._adding.items(who), is_busy=self._adding.is_busy(who))

    def follow(self, request: gr.Request) -> Iterator[tuple[Any, ...]]:
        """Yield how far adding is, and everything that shows the library once it is done."""
        who = visitor(request)
        blank = [gr.skip()] * 5
        for _ in self._adding.changes(who):
            yield *blank, articles_html.report(self._adding.items(who), is_busy=self._adding.is_busy(who))
        yield *self._shown(), gr.skip()

    def remove(self, event: gr.EventData, request: gr.Request) -> tuple[Any, ...]:
        """Remove an article and return everything that shows the library, and a notice with a way back."""
        article = self._bot.article(_text(event, "article"))
        if article is None:
            return *self._shown(), fresh(articles_html.notice("This article is no longer there."))
        collections = [name for name, ids in self._bot.library.collections().items() if article.id in ids]
        self._bot.library.remove(article.id)
        with self._lock:
            self._removed[visitor(request), article.id] = article, collections
            while len(self._removed) > _REMOVED_KEPT:
                self._removed.popitem(last=False)
        return *self._shown(), fresh(articles_html.removed(article.title, article.id))

    def undo(self, event: gr.EventData, request: gr.Request) -> tuple[Any, ...]:
        """Bring back an article that the visitor removed."""
        with self._lock:
            article, collections = self._removed.pop((visitor(request), _text(event, "article")), (None, []))
        if article is None:
            return *self._shown(), fresh(articles_html.notice("It can no longer be brought back; add it again."))
        self._bot.add(article)
        for name in collections:
            self._bot.library.collect(name, article.id)
        return *self._shown(), fresh(articles_html.notice("It is back."))

    def describe(self, event: gr.EventData, request: gr.Request) -> tuple[Any, ...]:
        """Set what is known of articles, and return everything that shows the library, and a notice with a way back."""
        sent = event._data if isinstance(event._data, dict) else {}
        before = [
            found for each in checked_texts(sent.get("articles"), "articles") if (found := self._bot.article(each))
        ]
        try:
            set_ = self._bot.library.set(*(each.id for each in before), **_values(sent.get("values")))
        except QABotError as error:
            return *self._shown(), fresh(articles_html.notice(sentence(str(error))))
        with self._lock:
            self._described[visitor(request)] = [replace(each, text="") for each in before]
            while len(self._described) > _REMOVED_KEPT:
                self._described.popitem(last=False)
        return *self._shown(), fresh(articles_html.described(len(set_)))

    def collect(self, event: gr.EventData) -> tuple[Any, ...]:
        """Put articles into a collection, or take them out, and return everything that shows the library."""
        sent = event._data if isinstance(event._data, dict) else {}
        name, ids, out = _text(event, "name"), checked_texts(sent.get("articles"), "articles"), bool(sent.get("out"))
        try:
            if out and ids:
                self._bot.library.uncollect(name, *ids)
            known = ids if out else self._bot.library.collect(name, *ids)
        except QABotError as error:
            return *self._shown(), fresh(articles_html.notice(sentence(str(error))))
        return *self._shown(), fresh(articles_html.collected(name, len(known), out=out))

    def undo_describe(self, request: gr.Request) -> tuple[Any, ...]:
        """Give the articles that the visitor described last what was known of them before."""
        with self._lock:
            before = self._described.pop(visitor(request), [])
        count = len(self._bot.library.set_back(*before))
        said = f"As before: {how_many_articles(count)}." if count else "It can no longer be undone."
        return *self._shown(), fresh(articles_html.notice(said, "set"))

    def _shown(self) -> tuple[str, str, str, str, str]:
        """Return welcome, question box, list tools, list and facts as they are now."""
        sources, collections = self._bot.library.sources(), self._bot.library.collections()
        found = self._bot.library.listing(most=_SHOWN)
        return (
            self._welcome.shown(),
            shell_html.composer(sources, collections, is_empty=not found.total),
            articles_html.tools(sources, collections),
            articles_html.listing(found, found.total),
            articles_html.about(self._bot.library.about(), self._bot.library.folder.name),
        )


def _values(given: object) -> dict[str, Any]:
    """Return what a visitor set, as `bot.library.set` takes it."""
    named = given.items() if isinstance(given, dict) else ()
    values: dict[str, Any] = {name: text for name, text in named if name in SETTABLE and isinstance(text, str)}
    if "authors" in values:
        values["authors"] = values["authors"].split(";")
    return values


def _text(event: gr.EventData, name: str) -> str:
    value = event._data.get(name, "") if isinstance(event._data, dict) else ""
    return value if isinstance(value, str) else ""
