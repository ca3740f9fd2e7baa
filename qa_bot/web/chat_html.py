"""Show a conversation as HTML, how its questions were understood, and the list of conversations."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby

from qa_bot.ask import Ask
from qa_bot.history import Exchange, KeptConversation, Summary
from qa_bot.history.conversations import Wrong
from qa_bot.model import Among, Answer, Filters
from qa_bot.show.document import answer_html
from qa_bot.show.html import Markup, render
from qa_bot.show.words import days, how_many_articles, sentence, summary
from qa_bot.web.exports import LABELS, WHAT, asking_link
from qa_bot.web.suggestions import Example
from qa_bot.when import infer_time
from qa_bot.writer import INSTEAD


@dataclass(frozen=True, slots=True)
class Chip:
    """A part of how a question was understood: what it is called, what is shown of it, and what dropping it does.

    `value` goes back with the question that is asked again; `after` and `before` are those of the chip of dates.
    """

    kind: str
    label: str
    shown: str
    drop: str
    value: str | None = None
    can_be_edited: bool = False
    is_inferred: bool = False
    after: date | None = None
    before: date | None = None


def chips(exchange: Exchange, answer: Answer) -> tuple[Chip, ...]:
    """Return the chips of an answer, none if the question was taken as it stands."""
    return (*_standalone(answer), *_dates(exchange, answer), *_among(answer))


def _standalone(answer: Answer) -> Iterator[Chip]:
    understood = answer.standalone_question
    if understood != answer.question:
        drop = "Ask only what I typed"
        yield Chip("standalone_question", "Understood as", understood, drop, can_be_edited=True)


def _dates(exchange: Exchange, answer: Answer) -> Iterator[Chip]:
    filters = answer.filters
    if filters.dated:
        named = ", or naming that time" if filters.or_named else ""
        why = f" (“{filters.inferred}”)" if filters.inferred else ""
        yield Chip(
            "dates",
            "Published",
            f"{days(filters.after, filters.before)}{named}{why}",
            "Ask for any date",
            can_be_edited=True,
            is_inferred=bool(filters.inferred),
            after=filters.after,
            before=filters.before,
        )
    elif not exchange.asked.infer_dates and infer_time(answer.standalone_question, date.today()):
        yield Chip("infer_dates", "Dates", "any, whatever the question names", "Look for times in the question")


def _among(answer: Answer) -> Iterator[Chip]:
    """Yield chips of what alone was asked: whose words, a source or several, a collection, chosen articles."""
    if answer.filters.heard:
        speaker = answer.filters.heard.speaker
        yield Chip("speaker", "Said by", speaker, "Ask all that the articles say", speaker)
    source, among = answer.filters.source, answer.filters.among or Among(frozenset(), sources=("",))
    chosen = sorted(among.articles) if among.is_chosen else []
    several = [each for each in among.sources if each]
    if source:
        yield Chip("source", "Source", source, "Ask all sources", source)
    if among.collection:
        yield Chip("collection", "Collection", among.collection, "Ask all articles", among.collection)
    if several:
        yield Chip("sources", "Sources", " or ".join(several), "Ask all sources", "\n".join(several))
    if chosen:
        yield Chip("articles", "Articles", f"{len(chosen):,} chosen", "Ask all articles", "\n".join(chosen))


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
    shown: KeptConversation | None, partial: Callable[[Exchange], Answer | None], articles: Callable[[Ask], int]
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
        link=asking_link(exchange, answer),
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


def history_bar() -> str:
    """Return what stands above the list: a new chat, and a search."""
    return str(render("web/history_bar.html", {}))


def history(conversations: Sequence[Summary], current: str = "", search: str = "", today: date | None = None) -> str:
    """Return the conversations under when they were last used; `current` is the one that is open."""
    now = today or date.today()
    grouped = groupby(conversations, key=lambda each: _when(each.changed.astimezone().date(), now))
    groups = [(when, list(group)) for when, group in grouped]
    values = {"groups": groups, "current": current, "is_searched": bool(search.strip())}
    return str(render("web/history.html", values))


def _when(changed: date, today: date) -> str:
    if changed >= today:
        return "Today"
    if changed == today - timedelta(days=1):
        return "Yesterday"
    return "This week" if changed > today - timedelta(days=7) else f"{changed:%B} {changed.year}"
