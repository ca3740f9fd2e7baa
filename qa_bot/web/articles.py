"""Handle what visitors do with the articles: look through them, add, remove and take back."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from threading import Lock
from typing import Any, cast, get_args

import gradio as gr

from qa_bot.bot import QABot
from qa_bot.errors import QABotError
from qa_bot.history import History
from qa_bot.library import About, Listed, Listing, Order
from qa_bot.model import SETTABLE, Article
from qa_bot.show.html import render
from qa_bot.show.words import day, how_many_articles, sentence
from qa_bot.web import page_html
from qa_bot.web.adding import MOST_WAITING, Adding, Item, checked_texts
from qa_bot.web.chat import Welcome
from qa_bot.web.engine import engine_field, own_engine
from qa_bot.web.page_html import fresh, set_by_hand
from qa_bot.web.uploads import Uploads, upload_name
from qa_bot.web.visitor import Sent, sender, visitor

_ORDERS = {
    "newest": "Newest first",
    "oldest": "Oldest first",
    "title": "Title",
    "source": "Source",
    "added": "Last added",
}


def add_forms(max_file_mb: float) -> str:
    """Return the three ways to add: files, an address, a text."""
    return str(render("web/add_forms.html", {"max_mb": f"{max_file_mb:g}", "most": MOST_WAITING}))


def additions_html(items: Sequence[Item], *, is_busy: bool) -> str:
    """Return how far adding is and what became of each input, failures first and with their reasons."""
    if not items:
        return ""
    done = sum(each.state in ("added", "failed") for each in items)
    said = f"Adding: {done} of {len(items)}" if is_busy else f"Added: {sum(map(_is_new, items))}"
    unchanged = sum(each.state == "added" and not _is_new(each) for each in items)
    failed = sum(each.state == "failed" for each in items)
    said += "".join(f", {n} {what}" for n, what in ((unchanged, "unchanged"), (failed, "failed")) if n)
    ordered = sorted(items, key=lambda each: ("reading", "failed", "waiting", "added").index(each.state))
    return str(render("web/adding.html", {"items": ordered, "done": done, "said": said, "is_busy": is_busy}))


def tools_html(sources: Sequence[str], collections: Iterable[str] = ()) -> str:
    """Return what finds articles in the list: search, source, collection, order."""
    values = {"sources": sources, "collections": list(collections), "orders": _ORDERS}
    return str(render("web/list_tools.html", values))


def listing_html(
    found: Listing, articles: int, search: str = "", source: str = "", collection: str = "", order: str = "newest"
) -> str:
    """Return a list of articles, each to be opened or removed, and what was looked for."""
    values = {
        "key": "|".join((search.strip(), source, collection, order)),
        "collection": collection,
        "articles": articles,
        "total": found.total,
        "is_narrowed": bool(search.strip() or source or collection),
        "listed": [(each, _known(each)) for each in found.articles],
    }
    return str(render("web/listing.html", values))


def about_html(library: About, name: str) -> str:
    """Return what the library is."""
    return str(render("web/about.html", {"library": library, "name": name, "size": _size(library.size)}))


def notice_html(said: str, about: str = "", *, undo: str = "", article: str = "") -> str:
    """Return a notice; `undo` is the event that takes back what it says, of an article if one is named."""
    return str(render("web/notice.html", {"said": said, "notice": about, "undo": undo, "article": article}))


def removed_html(title: str, article_id: str) -> str:
    """Return the notice that an article was removed, with a way back."""
    return notice_html(f"Removed “{title}”.", article_id, undo="undo", article=article_id)


def collected_html(name: str, count: int, *, out: bool) -> str:
    """Return the notice that so many articles are in a collection now, or no longer."""
    return notice_html(f"{how_many_articles(count).capitalize()} {'taken out of' if out else 'in'} “{name}”.")


def described_html(count: int) -> str:
    """Return the notice that something was set of so many articles, with a way back."""
    return notice_html(f"Set for {how_many_articles(count)}.", "set", undo="undo-details")


def _known(article: Listed) -> str:
    """Return what is known of an article in the list, beside its title."""
    place, by_hand = article.source or Path(article.path or "").name, set_by_hand(article.set_by_hand)
    return " · ".join(filter(None, (place, day(article.published), ", ".join(article.authors), by_hand)))


def _is_new(item: Item) -> bool:
    return item.state == "added" and ("added" in item.outcome or "replaced" in item.outcome)


def _size(size: int) -> str:
    return f"{size / 1e9:.1f} GB" if size >= 1e9 else f"{size / 1e6:.1f} MB"


_SHOWN = 100
_MOST_SHOWN = 5000
_REMOVED_KEPT = 100


class ArticlesPanel:
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
        report = additions_html(self._adding.items(who), is_busy=self._adding.is_busy(who))
        settings = page_html.settings(
            request.username, len(self._kept.feedback_lines()), engine_field(self._bot.settings, own_engine(self._bot))
        )
        welcome, *shown = self._shown()
        yield welcome, *shown, report, settings
        yield self._welcome.grown(), *(gr.skip() for _ in (*shown, report, settings))

    def find(self, event: gr.EventData) -> str:
        """Return the list that the visitor asks for: searched, of a source, of a collection, in an order, so many."""
        sent = Sent(event)
        search, source = sent.text("search")[:200], sent.text("source")
        order = cast(Order, sent.get("order")) if sent.get("order") in get_args(Order) else "newest"
        shown = sent.get("shown")
        most = min(_SHOWN + (shown if isinstance(shown, int) and shown > 0 else 0), _MOST_SHOWN)
        named = sent.text("collection")
        among = self._bot.library.collections().get(named, ()) if named else None
        found = self._bot.library.listing(search, source=source, among=among, order=order, most=most)
        return listing_html(found, self._bot.library.listing(most=0).total, search, source, named, order)

    def open(self, event: gr.EventData) -> str:
        """Return the article that was chosen from the list."""
        article = self._bot.library.article(Sent(event).text("article"))
        return fresh(page_html.article_opened(article) if article else page_html.article_gone())

    def add(self, event: gr.EventData, request: gr.Request) -> str:
        """Begin to add what the visitor sent, files by the names of their uploads, and return the report."""
        who = visitor(request)
        sent = Sent(event)
        self._adding.begin(who, sent.text("round"))
        for each in checked_texts(sent.get("files"), "files"):
            self._adding.add_file(who, self._sent.file(sender(request), each), upload_name(each))
        if address := sent.text("address").strip():
            self._adding.add_address(who, address)
        if pasted := sent.text("pasted"):
            file = self._sent.file(sender(request), pasted)
            self._adding.add_pasted(who, sent.text("title"), file, upload_name(pasted))
        return additions_html(self._adding.items(who), is_busy=self._adding.is_busy(who))

    def follow(self, request: gr.Request) -> Iterator[tuple[Any, ...]]:
        """Yield how far adding is, and everything that shows the library once it is done."""
        who = visitor(request)
        blank = [gr.skip()] * 5
        for _ in self._adding.changes(who):
            yield *blank, additions_html(self._adding.items(who), is_busy=self._adding.is_busy(who))
        yield *self._shown(), gr.skip()

    def remove(self, event: gr.EventData, request: gr.Request) -> tuple[Any, ...]:
        """Remove an article and return everything that shows the library, and a notice with a way back."""
        article = self._bot.library.article(Sent(event).text("article"))
        if article is None:
            return *self._shown(), fresh(notice_html("This article is no longer there."))
        collections = [name for name, ids in self._bot.library.collections().items() if article.id in ids]
        self._bot.library.remove(article.id)
        with self._lock:
            self._removed[visitor(request), article.id] = article, collections
            while len(self._removed) > _REMOVED_KEPT:
                self._removed.popitem(last=False)
        return *self._shown(), fresh(removed_html(article.title, article.id))

    def undo(self, event: gr.EventData, request: gr.Request) -> tuple[Any, ...]:
        """Bring back an article that the visitor removed."""
        with self._lock:
            article, collections = self._removed.pop((visitor(request), Sent(event).text("article")), (None, []))
        if article is None:
            return *self._shown(), fresh(notice_html("It can no longer be brought back; add it again."))
        self._bot.add(article)
        for name in collections:
            self._bot.library.collect(name, article.id)
        return *self._shown(), fresh(notice_html("It is back."))

    def describe(self, event: gr.EventData, request: gr.Request) -> tuple[Any, ...]:
        """Set what is known of articles, and return everything that shows the library, and a notice with a way back."""
        sent = Sent(event)
        before = [
            found
            for each in checked_texts(sent.get("articles"), "articles")
            if (found := self._bot.library.article(each))
        ]
        try:
            set_ = self._bot.library.set(*(each.id for each in before), **_values(sent.get("values")))
        except QABotError as error:
            return *self._shown(), fresh(notice_html(sentence(str(error))))
        with self._lock:
            self._described[visitor(request)] = [replace(each, text="") for each in before]
            while len(self._described) > _REMOVED_KEPT:
                self._described.popitem(last=False)
        return *self._shown(), fresh(described_html(len(set_)))

    def collect(self, event: gr.EventData) -> tuple[Any, ...]:
        """Put articles into a collection, or take them out, and return everything that shows the library."""
        sent = Sent(event)
        name, ids, out = (
            sent.text("name"),
            checked_texts(sent.get("articles"), "articles"),
            bool(sent.get("out")),
        )
        try:
            if out and ids:
                self._bot.library.uncollect(name, *ids)
            known = ids if out else self._bot.library.collect(name, *ids)
        except QABotError as error:
            return *self._shown(), fresh(notice_html(sentence(str(error))))
        return *self._shown(), fresh(collected_html(name, len(known), out=out))

    def undo_describe(self, request: gr.Request) -> tuple[Any, ...]:
        """Give the articles that the visitor described last what was known of them before."""
        with self._lock:
            before = self._described.pop(visitor(request), [])
        count = len(self._bot.library.set_back(*before))
        said = f"As before: {how_many_articles(count)}." if count else "It can no longer be undone."
        return *self._shown(), fresh(notice_html(said, "set"))

    def _shown(self) -> tuple[str, str, str, str, str]:
        """Return welcome, question box, list tools, list and facts as they are now."""
        sources, collections = self._bot.library.sources(), self._bot.library.collections()
        found = self._bot.library.listing(most=_SHOWN)
        return (
            self._welcome.shown(),
            page_html.composer(sources, collections, is_empty=not found.total),
            tools_html(sources, collections),
            listing_html(found, found.total),
            about_html(self._bot.library.about(), self._bot.library.folder.name),
        )


def _values(given: object) -> dict[str, Any]:
    """Return what a visitor set, as `bot.library.set` takes it."""
    named = given.items() if isinstance(given, dict) else ()
    values: dict[str, Any] = {name: text for name, text in named if name in SETTABLE and isinstance(text, str)}
    if "authors" in values:
        values["authors"] = values["authors"].split(";")
    return values
