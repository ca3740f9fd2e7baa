"""The parts of the page as HTML; every string that comes from outside is escaped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from qa_bot.model import Article
from qa_bot.render import answer_html, escape, summary
from qa_bot.web.examples import Example
from qa_bot.web.exchanges import Exchange, Exchanges
from qa_bot.web.uploads import Upload
from qa_bot.wording import day

_MOST_LISTED = 1000


def bar(articles: int) -> str:
    """Return the bar at the top: what this is, how many articles, a way to start anew."""
    return (
        '<header class="qa-bar"><h1>QA Bot</h1><p>Answers in the words of your articles</p>'
        f'<button type="button" class="qa-quiet" data-panel="articles">{counted(articles)}</button>'
        '<button type="button" class="qa-quiet" data-act="new">New chat</button></header>'
    )


def welcome(articles: int, examples: Sequence[Example] = ()) -> str:
    """Return what a visitor sees before the first question."""
    if not articles:
        return (
            '<div class="qa-welcome"><h2>There are no articles yet</h2>'
            "<p>Add some, and ask about what they say: text, Markdown, HTML, PDF, JSON and feeds can be read.</p>"
            '<p><button type="button" class="qa-primary" data-panel="articles">Add articles</button></p>'
            "<p class=qa-hint>Or in a terminal: <code>qa-bot add PATH</code></p></div>"
        )
    shown = "".join(map(_example, examples))
    listed = f'<h3>Try one of these</h3><ul class="qa-examples">{shown}</ul>' if shown else ""
    return (
        '<div class="qa-welcome"><h2>What do you want to know?</h2>'
        f"<p>The answer comes from {counted(articles)}, as quotations that you can check with one click. "
        f"If the articles do not say, QA Bot says so.</p>{listed}</div>"
    )


def conversation(exchanges: Exchanges, pending: str = "") -> str:
    """Return all exchanges; `pending` says what is being done for the last one."""
    shown = "".join(_exchange(number, each, pending) for number, each in enumerate(exchanges.exchanges))
    return f'<div class="qa-exchanges">{shown}</div>'


def searching(articles: int) -> str:
    """Return what is being done between a question and its answer."""
    return f"Searching {counted(articles)} …"


def counted(articles: int) -> str:
    """Return 32 articles, 1 article, no articles."""
    return f"{articles:,} article{'' if articles == 1 else 's'}" if articles else "no articles"


def article_list(articles: Iterable[Article]) -> str:
    """Return the articles, newest first and those without a date last, each to be opened."""
    known = sorted(articles, key=lambda each: each.title.casefold())
    known.sort(key=lambda each: each.published.toordinal() if each.published else 0, reverse=True)
    items = "".join(_listed(each) for each in known[:_MOST_LISTED])
    more = f"<p class=qa-hint>and {len(known) - _MOST_LISTED:,} more</p>" if len(known) > _MOST_LISTED else ""
    return f'<h2 class="qa-count">{counted(len(known)).capitalize()}</h2><ul class="qa-articles">{items}</ul>{more}'


def panel_bar() -> str:
    """Return the switch between the two sides of the panel."""
    return (
        '<div class="qa-tabs"><button type="button" data-panel="articles">Articles</button>'
        '<button type="button" data-panel="source">Source</button>'
        '<button type="button" class="qa-close" data-act="close" aria-label="Close the panel">×</button></div>'
    )


def no_source() -> str:
    """Return the source panel before anything was opened."""
    return '<p class="qa-empty">Choose a quotation’s number, and its article opens here at the quoted words.</p>'


def gone() -> str:
    """Return the source panel for what is no longer there."""
    return '<p class="qa-empty">This article is no longer in the library.</p>'


def uploading(done: int, total: int, name: str) -> str:
    """Return how far adding is."""
    return (
        f'<div class="qa-report"><p class="qa-pending">Reading {done + 1} of {total}: {escape(name)}</p>'
        f'<progress max="{total}" value="{done}" aria-label="Files read"></progress></div>'
    )


def report(uploads: Sequence[Upload]) -> str:
    """Return what became of each file, failures first and with their reasons."""
    ordered = sorted(uploads, key=lambda each: not each.problems)
    return f'<div class="qa-report"><ul>{"".join(map(_reported, ordered))}</ul></div>'


def _example(example: Example) -> str:
    return (
        f'<li><button type="button" data-act="example" data-question="{escape(example.question)}">'
        f"<span>{escape(example.question)}</span><small>{escape(example.article.title)}</small></button></li>"
    )


def _exchange(number: int, exchange: Exchange, pending: str) -> str:
    shown = f'<p class="qa-question" dir="auto">{escape(exchange.shown_question)}</p>'
    announced = ""
    if exchange.answer:
        announced = summary(exchange.answer)
        shown += answer_html(exchange.answer)
    elif exchange.error:
        announced = _sentence(str(exchange.error))
        shown += f'<p class="qa-error">{escape(announced)}</p>'
    else:
        announced = pending
        shown += f'<p class="qa-pending">{escape(pending)}</p>'
    return f'<div class="qa-exchange" data-exchange="{number}" data-announce="{escape(announced)}">{shown}</div>'


def _listed(article: Article) -> str:
    known = " · ".join(filter(None, (article.source or Path(article.path or "").name, day(article.published))))
    return (
        f'<li><button type="button" data-act="article" data-article="{escape(article.id)}">'
        f'<span dir="auto">{escape(article.title)}</span><small>{escape(known)}</small></button></li>'
    )


def _reported(upload: Upload) -> str:
    problems = "".join(f"<small>{escape(_sentence(each))}</small>" for each in upload.problems)
    kind = "qa-failed" if upload.problems else "qa-done"
    return f'<li class="{kind}"><span>{escape(upload.name)}</span> <em>{escape(upload.outcome)}</em>{problems}</li>'


def _sentence(message: str) -> str:
    """Return a message of an error as a sentence."""
    message = message[:1].upper() + message[1:]
    return message if message.endswith((".", "!", "?")) else message + "."
