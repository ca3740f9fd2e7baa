"""How a question was understood, as chips that can be changed or taken away, which asks it again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from qa_bot.history import Exchange
from qa_bot.model import Among, Answer
from qa_bot.show.words import days
from qa_bot.when import infer_time


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
