"""Example questions that the collection answers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from qa_bot.bot import QABot
from qa_bot.english.names import as_in_a_sentence, full_name, titular
from qa_bot.english.speakers import speakers
from qa_bot.errors import QuestionError
from qa_bot.model import Article

_LOOKED_AT = 30_000
"""Characters of an article; what it is about is said there."""

_MOST_NAMES = 20
_MOST_TRIED = 24
_MOST_PER_ARTICLE = 3


@dataclass(frozen=True, slots=True)
class Example:
    """A question and the article that answers it."""

    question: str
    article: Article


def find_examples(bot: QABot, articles: Sequence[Article], most: int = 4) -> list[Example]:
    """Return up to `most` questions, from as many sources of articles as there are.

    A question is made of words of an article: who is quoted in it and what its title names, or else its title.
    It is kept only if asking it really gives an answer that quotes this article.
    """
    spread = _spread(articles)[:_MOST_TRIED]
    chosen: dict[str, Example] = {}
    for questions in (about_speakers, _about_title):
        for article in spread:
            if len(chosen) < most and article.id not in chosen:
                taken = {one.question for one in chosen.values()}
                fresh = islice((each for each in questions(article) if each not in taken), _MOST_PER_ARTICLE)
                if question := next((each for each in fresh if _answers(bot, each, article)), None):
                    chosen[article.id] = Example(question, article)
    return list(chosen.values())


def _spread(articles: Sequence[Article]) -> list[Article]:
    """Return the articles in an order that takes one from each source in turn, the newest first."""
    by_source: dict[str, list[Article]] = {}
    for each in sorted(articles, key=lambda one: str(one.published or ""), reverse=True):
        by_source.setdefault(each.source or "", []).append(each)
    ranked = [(place, each) for group in by_source.values() for place, each in enumerate(group)]
    return [each for _, each in sorted(ranked, key=lambda one: one[0])]


def opening(article: Article) -> str:
    """Return as much of an article as questions are made of."""
    return article.text[:_LOOKED_AT]


def about_speakers(article: Article) -> Iterator[str]:
    """Yield a question for each quotation of somebody in an article: what they said, and about what if it is plain."""
    text = opening(article)
    named = [name for each in titular(article.title, text)[:_MOST_NAMES] if (name := as_in_a_sentence(each, text))]
    for speaker in (full_name(name, text) for name in speakers(text)[:_MOST_NAMES]):
        topic = next((name for name in named if not set(name.split()) & set(speaker.split())), None)
        yield f"What did {speaker} say about {topic}?" if topic else f"What did {speaker} say?"


def _about_title(article: Article) -> Iterator[str]:
    yield f"What is reported under “{article.title}”?"


def _answers(bot: QABot, question: str, article: Article) -> bool:
    try:
        answer = bot.ask(question, engine="extractive")
    except QuestionError:
        return False
    return article.id in {each.article.id for each in answer.citations}
