"""A conversation as HTML, and what stands in its place."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from qa_bot.ask import Ask
from qa_bot.history import Conversation, Exchange
from qa_bot.history.conversations import Wrong
from qa_bot.model import Answer, Filters
from qa_bot.show.html import Markup, render
from qa_bot.show.page import answer_html
from qa_bot.show.words import how_many_articles, sentence, summary
from qa_bot.web.chips import Chip, chips
from qa_bot.web.exports import LABELS, WHAT, link
from qa_bot.web.suggestions import Example
from qa_bot.writer import INSTEAD

_LONGEST = 2000
_SHORTENED = 400

_ANSWERED: dict[Wrong, str] = {
    "wrong_source": "From the wrong article",
    "wrong_quotation": "Right article, wrong quotation",
    "incomplete": "Incomplete: what it quotes is right, but something is missing",
    "should_have_refused": "It should have refused: the articles do not say",
}
_REFUSED: dict[Wrong, str] = {"should_have_answered": "It should have answered: the articles do say"}
WRONG: dict[Wrong, str] = {**_ANSWERED, **_REFUSED}
"""What can be wrong with an answer."""


@dataclass(frozen=True, slots=True)
class _Turn:
    """A question as the page shows it; `answer` is None where there is none, or none yet.

    `is_instead` says that it was answered without the language model, which failed; `link` asks the same again.
    """

    exchange: Exchange
    question: str
    announced: str
    answer: Markup | None = None
    chips: Sequence[Chip] = ()
    is_instead: bool = False
    link: str = ""
    reasons: Mapping[Wrong, str] | None = None


def conversation(
    shown: Conversation | None, partial: Callable[[Exchange], Answer | None], articles: Callable[[Ask], int]
) -> str:
    """Return a conversation; nothing for none.

    `partial` gives what there is already of an answer, `articles` how many a question is asked of.
    """
    if shown is None:
        return ""
    turns = [_turn(each, partial(each), articles) for each in shown.exchanges]
    values = {"shown": shown, "turns": turns, "taken": WHAT, "formats": LABELS}
    return str(render("web/conversation.html", values))


def gone(conversation_id: str) -> str:
    """Return what is shown for a conversation that is not there, or is not the visitor's."""
    return str(render("web/conversation_gone.html", {"conversation": conversation_id}))


def welcome(articles: int, examples: Sequence[Example] = (), narrowed: str = "") -> str:
    """Return what a visitor sees before the first question; `narrowed` is the key of the filters, if any."""
    return str(render("web/welcome.html", {"articles": articles, "examples": examples, "narrowed": narrowed}))


def _turn(exchange: Exchange, partial: Answer | None, articles: Callable[[Ask], int]) -> _Turn:
    question = exchange.asked.question
    question = question if len(question) <= _LONGEST else question[:_SHORTENED] + " …"
    answer = {"asked": partial, "answered": exchange.answer}.get(exchange.state)
    turn = _Turn(exchange, question, _announced(exchange, answer, articles))
    if answer is None:
        return turn
    # How it was understood stands in chips instead of a sentence.
    said = answer if answer.reason == "outside_dates" else replace(answer, filters=Filters())
    return replace(
        turn,
        answer=answer_html(said),
        chips=chips(exchange, answer),
        is_instead=INSTEAD in answer.notice,
        link=link(exchange, answer),
        reasons=_ANSWERED if answer.answered else _REFUSED,
    )


def _announced(exchange: Exchange, answer: Answer | None, articles: Callable[[Ask], int]) -> str:
    """Return in a sentence what came of a question, or what is being done."""
    if exchange.state == "asked":
        return "" if answer else f"Searching {how_many_articles(articles(exchange.asked))} …"
    if exchange.state == "stopped":
        return "Stopped."
    if exchange.state == "failed":
        return sentence(exchange.problem)
    return summary(answer) if answer else "The articles that answered this are no longer in the library."
