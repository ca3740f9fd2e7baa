"""Suggest questions: examples at the beginning, and what may follow an answer; each has an answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from qa_bot.bot import QABot
from qa_bot.english.clutter import is_clutter
from qa_bot.english.drafting import (
    about_deeds,
    about_facts,
    about_names,
    about_places,
    about_reasons,
    about_speakers,
    small_words,
    stands_by_itself,
)
from qa_bot.errors import QuestionError
from qa_bot.model import Answer, Article, Span
from qa_bot.models import common_words
from qa_bot.news import sayings
from qa_bot.text.sentences import split_sentences
from qa_bot.text.terms import content_terms

_LOOKED_AT = 30_000
"""Characters of an article; what it is about is said there."""

_MOST_EXAMPLES_TRIED = 24
_MOST_PER_ARTICLE = 3
_MOST_TRIED = 6
_MOST_FOLLOWUPS = 3
_MOST_FOLLOWUPS_TRIED = 6
_MOST_OF_A_KIND = 6
_MOST_DRAFTED = 2
_SURE_ENOUGH = 0.3
_ASKING = frozenset(content_terms("what did say about happened do the articles"))


@dataclass(frozen=True, slots=True)
class Example:
    """A question and the article that answers it."""

    question: str
    article: Article


_KINDS = ("why", "how", "who", "when", "how_many")
_ASKED_OF = 4000
"""Characters of an article of whose sentences questions are made; it takes long to cut some texts into sentences."""

_LONGEST = 16
"""Words of a question that a person would type."""

_SURE = 0.6


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question made of a sentence of an article, and of what kind it is."""

    question: str
    kind: str
    sentence: Span


def find_examples(bot: QABot, articles: Sequence[Article], most: int = 4) -> list[Example]:
    """Return up to `most` questions, from as many sources of articles as there are.

    A question is made of a sentence of an article, why, how, who, when or how many, and kept if asking it gives a sure
    answer whose best quotation is that sentence; no kind is asked for twice while another is left. Where there are too
    few, it is asked what somebody says who is quoted, or about the title.
    """
    spread = _spread(articles)[:_MOST_EXAMPLES_TRIED]
    chosen = {each.article.id: each for each in _of_every_kind(bot, spread, most)}
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


def _of_every_kind(bot: QABot, articles: Sequence[Article], most: int) -> list[Example]:
    """Return examples that a sentence answers, each of another article, the kinds taking turns."""
    drafted = {each.id: list(_asked_of(each)) for each in articles}
    found: list[Example] = []
    while len(found) < most:
        before = len(found)
        for kind in _KINDS:
            taken = {each.article.id for each in found}
            left = (each for each in articles if each.id not in taken)
            tried = islice(((each, one) for each in left for one in drafted[each.id] if one.kind == kind), _MOST_TRIED)
            if len(found) < most and (fresh := next((each for each in tried if _is_told(bot, *each)), None)):
                found.append(Example(fresh[1].question, fresh[0]))
                drafted[fresh[0].id] = []
        if len(found) == before:
            break
    return found


def _asked_of(article: Article) -> Iterator[_Asked]:
    """Yield questions that name what they are about and that a sentence of the article answers."""
    text = _opening(article)
    known = small_words(text, common_words())
    for span in split_sentences(text[:_ASKED_OF]):
        sentence = span.of(text) if span.end < _ASKED_OF else ""  # not one that is cut
        drafted = () if is_clutter(sentence) else (*about_reasons(sentence, known), *about_facts(sentence, known))
        for each in drafted:
            is_short = len(each.question.split()) <= _LONGEST
            if is_short and stands_by_itself(each.question):
                yield _Asked(each.question, each.kind, span)


def _is_told(bot: QABot, article: Article, asked: _Asked) -> bool:
    """Say whether a question gets a sure answer whose best quotation is the sentence that it was made of."""
    try:
        answer = bot.ask(asked.question, engine="extractive", infer_dates=False)
    except QuestionError:
        return False
    best = max(answer.citations, key=lambda each: each.score, default=None)
    is_sure = answer.answered and answer.confidence >= _SURE
    return bool(is_sure and best and best.article.id == article.id and best.span.overlaps(asked.sentence))


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
    text = _opening(article)
    quoted = (each.speaker.of(text) for each in sayings(text) if each.direct)
    return about_speakers(article.title, text, list(dict.fromkeys(quoted)))


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
        *(islice(_plain_questions(each), _MOST_DRAFTED) for each in articles),
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


def _plain_questions(article: Article) -> Iterator[str]:
    return (each.question for each in _asked_of(article))


def _is_asked(told: set[str], known: set[str]) -> bool:
    return len(told & known) > len(told) / 2
