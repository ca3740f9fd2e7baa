"""The articles of the library, and adding to them, as HTML."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

from qa_bot.library import About, Listed, Listing
from qa_bot.show.html import text as escape
from qa_bot.show.words import day, sentence
from qa_bot.web import details_html
from qa_bot.web.adding import MOST_WAITING, Item
from qa_bot.web.chat_html import counted
from qa_bot.web.icons import icon

_ORDERS = {
    "newest": "Newest first",
    "oldest": "Oldest first",
    "title": "Title",
    "source": "Source",
    "added": "Last added",
}


_CHOSEN = (
    '<div class="qa-chosen-bar" role="group" aria-label="Chosen articles" hidden><b></b>'
    '<button type="button" class="qa-second" data-act="ask-chosen">Ask these</button>'
    '<button type="button" class="qa-second" data-act="details" aria-expanded="false"'
    ' aria-controls="qa-collect">Add to a collection</button>'
    '<button type="button" class="qa-second" data-act="uncollect">Take out of this collection</button>'
    '<button type="button" class="qa-second" data-act="details" aria-expanded="false"'
    ' aria-controls="qa-details-many">Set details</button>'
    '<button type="button" class="qa-quiet" data-act="choose-none">Choose none</button></div>'
)
"""What can be done with the articles that are ticked in the list; the script shows it while there are some."""


_COLLECT = (
    '<form class="qa-details" data-form="collect" id="qa-collect" hidden>'
    '<label>Collection, a new one or one that is there<input name="name" maxlength="100" autocomplete="off" required'
    ' list="qa-collections"></label><p class="qa-line"><button class="qa-primary">Add</button>'
    '<button type="button" class="qa-quiet" data-act="close-details">Cancel</button></p></form>'
)


def add_forms(max_file_mb: float) -> str:
    """Return the three ways to add: files, an address, a text."""
    return (
        '<section class="qa-add" aria-labelledby="qa-add-title"><h2 id="qa-add-title">Add articles</h2>'
        f'<label class="qa-drop">{icon("plus")}<span><b>Drop files anywhere</b>, or choose them</span>'
        f"<small>Text, Markdown, HTML, PDF, JSON, feeds · up to {max_file_mb:g} MB each</small>"
        f'<input type="file" multiple data-files data-max-mb="{max_file_mb:g}" data-most="{MOST_WAITING}"'
        ' aria-label="Choose files to add"></label>'
        '<form data-form="address"><label>From the web<span class="qa-line"><input name="address" inputmode="url"'
        ' placeholder="https://" autocomplete="off" required><button class="qa-second">Add</button>'
        "</span></label></form>"
        '<details class="qa-paste"><summary>Paste a text</summary><form data-form="text">'
        '<label>Title<input name="title" autocomplete="off" maxlength="300"></label>'
        '<label>Text<textarea name="text" rows="6" required></textarea></label>'
        '<button class="qa-second">Add</button></form></details></section>'
    )


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
    bar = f'<progress max="{len(items)}" value="{done}" aria-label="Inputs read"></progress>' if is_busy else ""
    return (
        f'<div class="qa-report" data-busy="{int(is_busy)}" data-announce="{escape(said)}"><h3>{said}</h3>{bar}'
        f"<ul>{''.join(map(_reported, ordered))}</ul></div>"
    )


def tools(sources: Sequence[str], collections: Iterable[str] = ()) -> str:
    """Return what finds articles in the list: search, source, collection, order."""
    named = "".join(f'<option value="{escape(each)}">{escape(each)}</option>' for each in collections)
    every = "".join(f'<option value="{escape(each)}">{escape(each)}</option>' for each in sources)
    orders = "".join(f'<option value="{name}">{label}</option>' for name, label in _ORDERS.items())
    return (
        f'<div class="qa-list-tools"><label class="qa-search">{icon("search")}<input type="search"'
        ' data-list="search" placeholder="Search articles" aria-label="Search articles" autocomplete="off"></label>'
        f'<select data-list="source" aria-label="Source"><option value="">All sources</option>{every}</select>'
        f'<select data-list="collection" aria-label="Collection"{"" if named else " hidden"}>'
        f'<option value="">All collections</option>{named}</select>'
        f'<select data-list="order" aria-label="Order">{orders}</select></div>'
        f'<datalist id="qa-sources">{every}</datalist><datalist id="qa-collections">{named}</datalist>'
        f"{_CHOSEN}{details_html.many()}{_COLLECT}"
    )


def listing(
    found: Listing, articles: int, search: str = "", source: str = "", collection: str = "", order: str = "newest"
) -> str:
    """Return a list of articles, each to be opened or removed, and what was looked for."""
    key = escape("|".join((search.strip(), source, collection, order)))
    ask = (
        f'<p><button type="button" class="qa-second" data-act="ask-collection" data-collection="{escape(collection)}">'
        "Ask this collection</button></p>"
    )
    is_narrowed = bool(search.strip() or source or collection)
    return f'<div data-key="{key}">{ask if collection else ""}{_list(found, articles, is_narrowed=is_narrowed)}</div>'


def _list(found: Listing, articles: int, *, is_narrowed: bool) -> str:
    if not articles:
        return '<p class="qa-empty">No articles yet. What you add stands here.</p>'
    if not found.total:
        return '<p class="qa-empty">No article holds these words. Try fewer, or another source.</p>'
    of = f"{found.total:,} of {counted(articles)}" if is_narrowed else counted(articles)
    left = found.total - len(found.articles)
    more = (
        f'<p><button type="button" class="qa-second" data-act="more" data-shown="{len(found.articles)}">'
        f"Show more ({left:,} left)</button></p>"
        if left
        else ""
    )
    items = "".join(map(_listed, found.articles))
    tick_all = '<input type="checkbox" data-tick-all aria-label="Choose all that are shown">'
    return f'<p class="qa-count"><label>{tick_all}{of}</label></p><ul class="qa-articles">{items}</ul>{more}'


def about(library: About, name: str) -> str:
    """Return what the library is."""
    changed = _moment(library.changed) if library.changed else "never"
    facts = {
        "Library": escape(name),
        "Articles": f"{library.articles:,}",
        "Passages": f"{library.passages:,}",
        "Model": escape(library.model.partition("@")[0]),
        "Size": _size(library.size),
        "Last change": changed,
    }
    items = "".join(f"<div><dt>{label}</dt><dd>{value}</dd></div>" for label, value in facts.items())
    return f'<section class="qa-about-library"><h2>This library</h2><dl>{items}</dl></section>'


def removed(title: str, article_id: str) -> str:
    """Return the notice that an article was removed, with a way back."""
    return (
        f'<p data-notice="{escape(article_id)}">Removed “{escape(title)}”.'
        f' <button type="button" data-act="undo" data-article="{escape(article_id)}">Undo</button></p>'
    )


def collected(name: str, count: int, *, out: bool) -> str:
    """Return the notice that so many articles are in a collection now, or no longer."""
    return f'<p data-notice="">{counted(count).capitalize()} {"taken out of" if out else "in"} “{escape(name)}”.</p>'


def described(count: int) -> str:
    """Return the notice that something was set of so many articles, with a way back."""
    return (
        f'<p data-notice="set">Set for {counted(count)}.'
        ' <button type="button" data-act="undo-details">Undo</button></p>'
    )


def _listed(article: Listed) -> str:
    place, marked = article.source or Path(article.path or "").name, details_html.by_hand(article.set_by_hand)
    known = " · ".join(filter(None, (place, day(article.published), ", ".join(article.authors), marked)))
    title = escape(article.title)
    return (
        f'<li data-article="{escape(article.id)}"><input type="checkbox" data-tick aria-label="Choose {title}">'
        '<button type="button" class="qa-open" data-act="article">'
        f'<span dir="auto">{title}</span><small>{escape(known)}</small></button>'
        f'<button type="button" class="qa-tool" data-act="remove" aria-label="Remove {title}" title="Remove">'
        f"{icon('trash')}</button></li>"
    )


def _is_new(item: Item) -> bool:
    return item.state == "added" and ("added" in item.outcome or "replaced" in item.outcome)


def _reported(item: Item) -> str:
    problems = "".join(f"<small>{escape(sentence(each))}</small>" for each in item.problems)
    kind = "qa-failed" if item.problems else f"qa-{item.state}"
    return (
        f'<li class="{kind}" data-upload="{escape(item.upload)}"><span dir="auto">{escape(item.name)}</span>'
        f" <em>{escape(item.outcome)}</em>{problems}</li>"
    )


def _moment(when: datetime) -> str:
    local = when.astimezone()
    return f'<time datetime="{when.isoformat()}">{day(local.date())}, {local:%H:%M}</time>'


def _size(size: int) -> str:
    return f"{size / 1e9:.1f} GB" if size >= 1e9 else f"{size / 1e6:.1f} MB"
