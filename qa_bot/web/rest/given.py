"""Define what programs may send to the REST API, and check it at the border."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from qa_bot.ask import MAX_QUESTION, Ask
from qa_bot.library import Order
from qa_bot.model import Turn

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_MOST_TURNS = 20
_MOST_NAMES = 1000
MOST_ARTICLES = 1000
"""Of one request, and web pages."""

MOST_QUESTIONS = 2000
"""Of one question set."""

Text = Annotated[str, Field(min_length=1, max_length=MAX_QUESTION)]
Name = Annotated[str, Field(min_length=1, max_length=500)]


def _day(value: object) -> object:
    """Return what looks like a day as it is; no moment and no number stands for one."""
    if not (isinstance(value, str) and _DAY.fullmatch(value)):
        raise ValueError("should be a day such as 2016-06-15")
    return value


Day = Annotated[date, BeforeValidator(_day), Field(strict=False)]


class _Given(BaseModel):
    """An object in which a field that is not known is an error, and so is a number for a text."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class _Among(_Given):
    """Which articles may answer: all where nothing is given, else those that pass everything."""

    after: Day | None = Field(None, description="Only articles published on that day or later")
    before: Day | None = Field(None, description="Only articles published on that day or earlier")
    source: Name | None = Field(None, description="Only articles from that source")
    sources: list[Name] = Field([], max_length=_MOST_NAMES, description="Only articles from one of these sources")
    collection: Name | None = Field(None, description="Only articles of that collection")
    article_ids: list[Name] = Field([], max_length=_MOST_NAMES, description="Only these articles")
    speaker: Name | None = Field(None, description="Only what somebody of that name says")
    today: Day | None = Field(None, description="What last week counts from; by default the day it is")


class TurnGiven(_Given):
    """An earlier question of a conversation, with its answer and how it was understood, as far as they are known."""

    question: Text
    answer: str = Field("", max_length=20_000)
    standalone_question: str = Field("", max_length=MAX_QUESTION)


class AskGiven(_Among):
    """A question and of what it is asked."""

    question: Text
    standalone_question: Text | None = Field(None, description="What a question that leans on earlier ones stands for")
    infer_dates: bool = Field(True, description="Take times that the question names for filters")
    history: list[TurnGiven] = Field([], max_length=_MOST_TURNS, description="Earlier turns, oldest first")
    engine: Literal["extractive"] | None = Field(None, description="extractive lets no language model write")

    def ask(self) -> Ask:
        """Return the question as the bot takes it."""
        return Ask(
            self.question,
            standalone_question=self.standalone_question,
            after=self.after,
            before=self.before,
            source=self.source,
            speaker=self.speaker,
            infer_dates=self.infer_dates,
            today=self.today,
            engine=self.engine,
            collection=self.collection,
            sources=tuple(self.sources),
            articles=tuple(self.article_ids),
        )

    def turns(self) -> tuple[Turn, ...]:
        """Return the earlier turns as the bot takes them."""
        return tuple(Turn(each.question, each.answer, each.standalone_question) for each in self.history)


class SearchGiven(_Among):
    """A question, or some words, for which passages are looked for."""

    question: Text
    k: int = Field(10, ge=1, le=30, description="How many passages")


class ListGiven(_Given):
    """Which articles are listed, and from which place on; what stands in an address is text."""

    model_config = ConfigDict(strict=False)

    search: str = Field("", max_length=200, description="Words of title, source, authors or text")
    after: Day | None = None
    before: Day | None = None
    source: str = Field("", max_length=500)
    order: Order = "newest"
    first: int = Field(0, ge=0, le=1_000_000_000)
    most: int = Field(100, ge=1, le=500)


class ArticleGiven(_Given):
    """An article with what is known of it; the same `id` again replaces it."""

    text: str = Field(min_length=1)
    id: Name | None = None
    title: Annotated[str, Field(max_length=2000)] | None = None
    published: Annotated[str, Field(max_length=100)] | None = Field(None, description="A day, in any usual form")
    source: Annotated[str, Field(max_length=500)] | None = None
    authors: list[Annotated[str, Field(max_length=500)]] = Field([], max_length=100)
    url: Annotated[str, Field(max_length=2000)] | None = None
    language: Annotated[str, Field(max_length=50)] | None = None


class AddGiven(_Given):
    """Articles, and addresses of public web pages, to add."""

    articles: list[ArticleGiven] = Field([], max_length=MOST_ARTICLES)
    urls: list[Annotated[str, Field(max_length=2000)]] = Field([], max_length=MOST_ARTICLES)


class EvidenceGiven(_Given):
    """A quotation that holds the answer, or an article that does."""

    quote: str = ""
    article_id: Name | None = None
    speaker: Name | None = None


class QuestionGiven(_Given):
    """A question with what is known about its answer, or marked as one that the articles do not answer."""

    question: Text
    id: Name | None = None
    answers: list[Text] = Field([], max_length=100)
    reference: str = ""
    evidence: list[EvidenceGiven] = Field([], max_length=100)
    unanswerable: bool = False
    history: list[TurnGiven] = Field([], max_length=_MOST_TURNS)
    type: str = Field("", max_length=100)
    tags: list[Name] = Field([], max_length=100)
    date: Day | None = Field(None, description="The day on which it is asked")
    day: Day | None = Field(None, description="The day on which that happened which is asked about")
    conflict: bool | None = Field(None, description="Whether the articles differ on it")


class EvaluationGiven(_Given):
    """A question set and how it is asked."""

    name: str = Field("questions", pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,59}$")
    questions: list[QuestionGiven] = Field(min_length=1, max_length=MOST_QUESTIONS)
    threshold: float | None = Field(None, ge=0, le=1, description="Confidence below which a question is refused")
    collection: Name | None = Field(None, description="Ask only articles of that collection")
    k: int = Field(10, ge=1, le=100, description="Passages on which retrieval is measured")
