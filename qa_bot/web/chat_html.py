"""A conversation as HTML; every string that comes from outside is escaped."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from qa_bot.history import Asked, Conversation, Exchange, Lost
from qa_bot.model import Answer, Filters
from qa_bot.show.html import text as escape
from qa_bot.show.page import answer_html
from qa_bot.show.words import day, sentence, summary
from qa_bot.web.chips import chips
from qa_bot.web.examples import Example
from qa_bot.web.feedback_html import feedback
from qa_bot.web.icons import icon
from qa_bot.web.take import menu
from qa_bot.writer import INSTEAD

_LONGEST = 2000
_INSTEAD = (
    '<p class="qa-instead"><button type="button" class="qa-quiet" data-act="no-model">Go on without a model</button>'
    '<button type="button" class="qa-quiet" data-view="settings">Change the model</button></p>'
)
"""What can be done where a language model failed."""

_SHORTENED = 400


def conversation(
    shown: Conversation | None, partial: Callable[[Exchange], Answer | None], articles: Callable[[Asked], int]
) -> str:
    """Return a conversation; nothing for none.

    `partial` gives what there is already of an answer, `articles` how many a question is asked of.
    """
    if shown is None:
        return ""
    return (
        f'<div class="qa-exchanges" data-conversation="{escape(shown.id)}" data-title="{escape(shown.title)}">'
        f"{''.join(_exchange(each, partial(each), articles) for each in shown.exchanges)}</div>"
    )


def gone(conversation_id: str) -> str:
    """Return what is shown for a conversation that is not there, or is not the visitor's."""
    return (
        f'<div class="qa-exchanges" data-conversation="{escape(conversation_id)}"><div class="qa-nothing">'
        "<h2>This conversation is not here</h2>"
        "<p>It was deleted, or it belongs to another visitor or browser.</p>"
        '<p><button type="button" class="qa-primary" data-act="new">Start a new one</button></p></div></div>'
    )


def welcome(articles: int, examples: Sequence[Example] = (), narrowed: str = "") -> str:
    """Return what a visitor sees before the first question; `narrowed` is the key of the filters, if any."""
    if not articles and narrowed:
        return (
            f'<div class="qa-welcome" data-narrowed="{escape(narrowed)}"><h2>No article passes your filters</h2>'
            "<p>Take one away, or choose other days or another source.</p></div>"
        )
    if not articles:
        return (
            '<div class="qa-welcome"><h2>Ask your articles</h2>'
            "<p>There are no articles yet. Add some, and ask about what they say: text, Markdown, HTML, PDF, JSON and"
            " feeds can be read, from files or the web.</p>"
            '<p><button type="button" class="qa-primary" data-view="articles">Add articles</button></p>'
            '<p class="qa-hint">Or in a terminal: <code>qa-bot add PATH_OR_URL</code></p></div>'
        )
    shown = "".join(map(_example, examples))
    left = " that your filters leave" if narrowed else ""
    listed = f'<h3>For example</h3><ul class="qa-examples">{shown}</ul>' if shown else ""
    return (
        f'<div class="qa-welcome" data-narrowed="{escape(narrowed)}"><h2>What do you want to know?</h2>'
        f"<p>The answer comes from {counted(articles)}{left}, as quotations that you can check with one click."
        f" If the articles do not say, QA Bot says so.</p>{listed}</div>"
    )


def counted(articles: int) -> str:
    """Return 32 articles, 1 article, no articles."""
    return f"{articles:,} article{'' if articles == 1 else 's'}" if articles else "no articles"


def _example(example: Example) -> str:
    return (
        f'<li><button type="button" data-act="example" data-question="{escape(example.question)}">'
        f"<span>{escape(example.question)}</span><small>{escape(example.article.title)}</small></button></li>"
    )


def _exchange(exchange: Exchange, partial: Answer | None, articles: Callable[[Asked], int]) -> str:
    """Return an exchange; what is for the last one only, the style leaves out of the others."""
    question = exchange.asked.question
    question = question if len(question) <= _LONGEST else question[:_SHORTENED] + " …"
    announced, shown = _outcome(exchange, partial, articles)
    edit = _act("edit", "edit", "Edit the question") if exchange.state != "asked" else ""
    return (
        f'<article class="qa-exchange" data-exchange="{escape(exchange.id)}" data-state="{exchange.state}"'
        f' data-announce="{escape(announced)}" data-asked="{escape(exchange.asked.question)}">'
        f'<header><h2 class="qa-question" dir="auto">{escape(question)}</h2>{edit}</header>{shown}'
        f"{_followups(exchange)}</article>"
    )


def _outcome(exchange: Exchange, partial: Answer | None, articles: Callable[[Asked], int]) -> tuple[str, str]:
    """Return what is announced, and the HTML of what came of a question."""
    retry = _act("retry", "retry", "Ask again")
    if exchange.state == "asked":
        if partial:
            return "", f'{_answer(exchange, partial)}<p class="qa-pending">Writing …</p>'
        doing = f"Searching {counted(articles(exchange.asked))} …"
        return doing, f'<p class="qa-pending">{doing}</p>'
    if exchange.state == "stopped":
        return "Stopped.", f'<p class="qa-stopped">Stopped before there was an answer. {retry}</p>'
    if exchange.state == "failed":
        problem = sentence(exchange.problem)
        return problem, f'<p class="qa-error">{escape(problem)} {retry}</p>'
    if exchange.answer is None:
        said = "The articles that answered this are no longer in the library."
        return said, f'<p class="qa-stopped">{said} {retry}</p>{_lost(exchange.lost)}'
    shown = f"{_answer(exchange, exchange.answer)}{_lost(exchange.lost)}{_actions(exchange, exchange.answer)}"
    return summary(exchange.answer), shown


def _answer(exchange: Exchange, answer: Answer) -> str:
    """Return an answer with what it was understood as in chips instead of a sentence."""
    said = answer if answer.reason == "outside_dates" else replace(answer, filters=Filters())
    return f"{chips(exchange, answer)}{answer_html(said)}{_INSTEAD if INSTEAD in answer.notice else ''}"


def _lost(citations: Sequence[Lost]) -> str:
    items = "".join(
        f'<li>[{each.n}] <cite dir="auto">{escape(each.title)}</cite>, '
        f"{escape(', '.join(filter(None, (each.source, day(each.published)))))}</li>"
        for each in citations
    )
    if not items:
        return ""
    return f'<div class="qa-lost"><p>Also quoted, but removed or changed since:</p><ul>{items}</ul></div>'


def _actions(exchange: Exchange, answer: Answer) -> str:
    """Return what can be done with an answer: take it along, judge it, ask it again."""
    return (
        f'<div class="qa-actions"><div class="qa-take">{take_along(exchange, answer)}</div>'
        f"{feedback(exchange, beside=_act('retry', 'retry', 'Ask again'))}</div>"
    )


def take_along(exchange: Exchange, answer: Answer) -> str:
    """Return the buttons that take an answer along."""
    copy = (
        f'<button type="button" class="qa-tool" data-act="copy">{icon("copy")}<span>Copy with sources</span></button>'
    )
    return copy + menu(exchange, answer)


def _followups(exchange: Exchange) -> str:
    items = "".join(
        f'<li><button type="button" data-act="example" data-question="{escape(each)}">{escape(each)}</button></li>'
        for each in exchange.followups
    )
    return f'<div class="qa-followups"><h3>Ask next</h3><ul>{items}</ul></div>' if items else ""


def _act(act: str, drawn: str, label: str) -> str:
    return (
        f'<button type="button" class="qa-tool" data-act="{act}" aria-label="{label}" title="{label}">'
        f"{icon(drawn)}</button>"
    )
