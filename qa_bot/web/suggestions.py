"""Suggest questions: examples at the beginning, and what may follow an answer; each has an answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from qa_bot.bot import QABot
from qa_bot.english.drafting import about_deeds, about_names, about_places, about_speakers
from qa_bot.errors import QuestionError
from qa_bot.model import Answer, Article
from qa_bot.text.terms import content_terms

_LOOKED_AT = 30_000
"""Characters of an article; what it is about is said there."""

_MOST_EXAMPLES_TRIED = 24
_MOST_PER_ARTICLE = 3
_MOST_FOLLOWUPS = 3
_MOST_FOLLOWUPS_TRIED = 6
_MOST_OF_A_KIND = 6
_SURE_ENOUGH = 0.3
_ASKING = frozenset(content_terms("what did say about happened do the articles"))


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
    spread = _spread(articles)[:_MOST_EXAMPLES_TRIED]
    chosen: dict[str, Example] = {}
    for questions in (_about_speakers, _about_title):
        for article in spread:
            if len(chosen) < most and article.id not in chosen:
                taken = {one.question for one in chosen.values()}
                fresh = islice((each for each in questions(article) if each not in taken), _MOST_PER_ARTICLE)
                if question := next((each for each in fresh if _answers(bot, each, article)), None):
                    chosen[article.id] = Example(question, article)
    return list(chosen.values())


def find_followups(bot: QABot, answer: Answer, wait: Callable[[], None] = lambda: None) -> tuple[str, ...]:
    """Return up to three questions made of the words of the quoted articles; each was asked, and has an answer.

    An answer counts if it is likely enough and its best quotation is not among these. `wait` is called before each is
    asked.
    """
    shown = {each.id for each in answer.citations}
    found: list[str] = []
    for question in islice(_candidates(answer), _MOST_FOLLOWUPS_TRIED):
        if len(found) == _MOST_FOLLOWUPS:
            break
        wait()
        try:
            other = bot.ask(question, infer_dates=False, engine="extractive")
        except QuestionError:
            continue
        if not other.answered or other.confidence < _SURE_ENOUGH:
            continue
        best = max(other.citations, key=lambda each: each.score)
        if best.id not in shown:
            found.append(question)
            shown.add(best.id)
    return tuple(found)


def _spread(articles: Sequence[Article]) -> list[Article]:
    """Return the articles in an order that takes one from each source in turn, the newest first."""
    by_source: dict[str, list[Article]] = {}
    for each in sorted(articles, key=lambda one: str(one.published or ""), reverse=True):
        by_source.setdefault(each.source or "", []).append(each)
    ranked = [(place, each) for group in by_source.values() for place, each in enumerate(group)]
    return [each for _, each in sorted(ranked, key=lambda one: one[0])]


def _opening(article: Article) -> str:
    """Return as much of an article as questions are made of."""
    return article.text[:_LOOKED_AT]


def _about_speakers(article: Article) -> Iterator[str]:
    return about_speakers(article.title, _opening(article))


def _about_title(article: Article) -> Iterator[str]:
    yield f"What is reported under “{article.title}”?"


def _answers(bot: QABot, question: str, article: Article) -> bool:
    try:
        answer = bot.ask(question, engine="extractive")
    except QuestionError:
        return False
    return article.id in {each.article.id for each in answer.citations}


def _candidates(answer: Answer) -> Iterator[str]:
    """Yield questions that share no name with what was asked, each about something else."""
    articles = list({each.article.id: each.article for each in answer.citations}.values())
    known = set(content_terms(answer.standalone_question))
    kinds = [
        *(about_deeds(_opening(each)) for each in articles),
        *map(_about_speakers, articles),
        *(about_names(each.quote, _opening(each.article)) for each in answer.citations),
        *(about_places(each.quote, _opening(each.article)) for each in answer.citations),
        *(about_names(text, text) for text in map(_opening, articles)),
    ]
    for question in chain(*(islice(each, _MOST_OF_A_KIND) for each in kinds)):
        told = set(content_terms(question)) - _ASKING
        if told and not told <= known and not _is_asked(told, known):
            known |= told
            yield question


def _is_asked(told: set[str], known: set[str]) -> bool:
    return len(told & known) > len(told) / 2
