"""The articles of the library, and adding to them, as HTML."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from qa_bot.library import About, Listed, Listing
from qa_bot.show.html import render
from qa_bot.show.words import day, how_many_articles
from qa_bot.web.adding import MOST_WAITING, Item
from qa_bot.web.source_html import set_by_hand

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


def report(items: Sequence[Item], *, is_busy: bool) -> str:
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


def tools(sources: Sequence[str], collections: Iterable[str] = ()) -> str:
    """Return what finds articles in the list: search, source, collection, order."""
    values = {"sources": sources, "collections": list(collections), "orders": _ORDERS}
    return str(render("web/list_tools.html", values))


def listing(
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


def about(library: About, name: str) -> str:
    """Return what the library is."""
    return str(render("web/about.html", {"library": library, "name": name, "size": _size(library.size)}))


def notice(said: str, about: str = "", *, undo: str = "", article: str = "") -> str:
    """Return a notice; `undo` is the event that takes back what it says, of an article if one is named."""
    return str(render("web/notice.html", {"said": said, "notice": about, "undo": undo, "article": article}))


def removed(title: str, article_id: str) -> str:
    """Return the notice that an article was removed, with a way back."""
    return notice(f"Removed “{title}”.", article_id, undo="undo", article=article_id)


def collected(name: str, count: int, *, out: bool) -> str:
    """Return the notice that so many articles are in a collection now, or no longer."""
    return notice(f"{how_many_articles(count).capitalize()} {'taken out of' if out else 'in'} “{name}”.")


def described(count: int) -> str:
    """Return the notice that something was set of so many articles, with a way back."""
    return notice(f"Set for {how_many_articles(count)}.", "set", undo="undo-details")


def _known(article: Listed) -> str:
    """Return what is known of an article in the list, beside its title."""
    place, by_hand = article.source or Path(article.path or "").name, set_by_hand(article.set_by_hand)
    return " · ".join(filter(None, (place, day(article.published), ", ".join(article.authors), by_hand)))


def _is_new(item: Item) -> bool:
    return item.state == "added" and ("added" in item.outcome or "replaced" in item.outcome)


def _size(size: int) -> str:
    return f"{size / 1e9:.1f} GB" if size >= 1e9 else f"{size / 1e6:.1f} MB"
