"""What happens to the articles: looking through them, adding, removing and taking back."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from pathlib import Path
from threading import Lock
from typing import Any, cast, get_args

import gradio as gr
from gradio.utils import get_upload_folder

from qa_bot.bot import QABot
from qa_bot.history import History
from qa_bot.library import Order
from qa_bot.model import Article
from qa_bot.web import articles_html, chat_html, shell_html, source_html
from qa_bot.web.adding import Adding
from qa_bot.web.engine import engine_field, own_engine
from qa_bot.web.examples import Example, find_examples
from qa_bot.web.visitor import visitor

_SHOWN = 100
_MOST_SHOWN = 5000
_LOOKED_AT_FOR_EXAMPLES = 60
_REMOVED_KEPT = 100


class Articles:
    """The handlers of the articles' events."""

    def __init__(self, bot: QABot, kept: History, uploads: Path) -> None:
        self._bot = bot
        self._kept = kept
        self._adding = Adding(bot, uploads)
        self._lock = Lock()
        self._examples: tuple[object, list[Example]] = (None, [])
        self._removed: OrderedDict[tuple[str, str], Article] = OrderedDict()

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
        total = self._bot.listing(most=0).total
        yield chat_html.welcome(total, self._find_examples()), *(gr.skip() for _ in (*shown, report, settings))

    def find(self, event: gr.EventData) -> str:
        """Return the list that the visitor asks for: searched, of a source, in an order, so many."""
        sent = event._data if isinstance(event._data, dict) else {}
        search, source = str(sent.get("search") or "")[:200], str(sent.get("source") or "")
        order = cast(Order, sent["order"]) if sent.get("order") in get_args(Order) else "newest"
        shown = sent.get("shown")
        most = min(_SHOWN + (shown if isinstance(shown, int) and shown > 0 else 0), _MOST_SHOWN)
        found = self._bot.listing(search, source=source, order=order, most=most)
        return articles_html.listing(found, self._bot.listing(most=0).total, search, source, order)

    def open(self, event: gr.EventData) -> str:
        """Return the article that was chosen from the list."""
        article = self._bot.article(_text(event, "article"))
        return source_html.opened(article) if article else source_html.gone()

    def add(self, event: gr.EventData, request: gr.Request) -> str:
        """Begin to add what the visitor sent, files by where they were uploaded to, and return the report."""
        who = visitor(request)
        sent = event._data if isinstance(event._data, dict) else {}
        passing = Path(get_upload_folder()).resolve()
        for each in sent.get("files") or []:
            uploaded = Path(str(each)).resolve()
            if uploaded.is_relative_to(passing) and uploaded.is_file():  # a browser can send any path
                self._adding.add_file(who, uploaded)
        if address := _text(event, "address").strip():
            self._adding.add_address(who, address)
        if text := _text(event, "text"):
            self._adding.add_text(who, _text(event, "title"), text)
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
            return *self._shown(), '<p data-notice="">This article is no longer there.</p>'
        self._bot.remove(article.id)
        with self._lock:
            self._removed[visitor(request), article.id] = article
            while len(self._removed) > _REMOVED_KEPT:
                self._removed.popitem(last=False)
        return *self._shown(), articles_html.removed(article.title, article.id)

    def undo(self, event: gr.EventData, request: gr.Request) -> tuple[Any, ...]:
        """Bring back an article that the visitor removed."""
        with self._lock:
            article = self._removed.pop((visitor(request), _text(event, "article")), None)
        if article is None:
            return *self._shown(), '<p data-notice="">It can no longer be brought back; add it again.</p>'
        self._bot.add(article)
        return *self._shown(), '<p data-notice="">It is back.</p>'

    def _shown(self) -> tuple[str, str, str, str, str]:
        """Return welcome, question box, list tools, list and facts as they are now."""
        sources = self._bot.sources()
        found = self._bot.listing(most=_SHOWN)
        return (
            chat_html.welcome(found.total, self._examples[1]),
            shell_html.composer(sources),
            articles_html.tools(sources),
            articles_html.listing(found, found.total),
            articles_html.about(self._bot.about(), self._bot.folder.name),
        )

    def _find_examples(self) -> list[Example]:
        """Return example questions, looked for again only once the library has changed."""
        with self._lock:
            state = self._bot.about().changed
            if state != self._examples[0]:
                newest = self._bot.listing(most=_LOOKED_AT_FOR_EXAMPLES).articles
                articles = [article for each in newest if (article := self._bot.article(each.id))]
                self._examples = state, find_examples(self._bot, articles)
            return self._examples[1]


def _text(event: gr.EventData, name: str) -> str:
    value = event._data.get(name, "") if isinstance(event._data, dict) else ""
    return value if isinstance(value, str) else ""
