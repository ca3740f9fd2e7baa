"""Propose a question set from the articles, for a person to keep or drop.

Some of the questions are not answered: they are made of ones that are, by swapping a name.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from itertools import chain, zip_longest
from typing import Literal

from qa_bot.english.clutter import is_clutter, is_fragment
from qa_bot.english.drafting import Drafted, about_sentence
from qa_bot.english.names import BODY_WORDS, PLACE_WORDS, names, people
from qa_bot.english.nations import COUNTRIES
from qa_bot.english.pointing import opens_by_pointing
from qa_bot.evaluation.sets import GoldEvidence, Question
from qa_bot.model import Article, Progress, Span
from qa_bot.text.sentences import split_sentences
from qa_bot.text.terms import content_terms

Sort = Literal["person", "country", "body", "place"]

_SHARED = 0.5
"""Share of the question's other words that a few sentences on the new name may hold at most."""

_WINDOW = 3
_MOST_TRIED = 20


@dataclass(frozen=True, slots=True)
class Named:
    """A name, what bears it, and the articles that hold it."""

    name: str
    sort: Sort
    article_ids: frozenset[str]


def named(articles: Sequence[Article]) -> list[Named]:
    """Return the names in the articles whose sort can be told, by name."""
    persons = {name for article in articles for name in people(article.text) if " " in name}
    where: dict[str, set[str]] = {}
    for article in articles:
        for span, is_certain in names(article.text, article.text):
            if is_certain:
                where.setdefault(" ".join(span.of(article.text).split()), set()).add(article.id)
    sorts = {name: _sort(name, persons) for name in where}
    return [Named(name, sort, frozenset(where[name])) for name, sort in sorted(sorts.items()) if sort]


def swapped(question: str, article_id: str, known: Sequence[Named], articles: Mapping[str, Article]) -> str | None:
    """Return the question with one of its names replaced by one of the same sort from other articles.

    None if it has no such name, or if for every other name some sentences hold it and half of the question's words.
    """
    by_name = {each.name: each for each in known}
    for span, _ in names(question, question):
        own = by_name.get(span.of(question))
        if own is None or question[: span.start].endswith("the "):
            continue
        for other in _others(own, article_id, known, question):
            asked = f"{question[: span.start]}{other.name}{question[span.end :]}"
            if not _answered(asked, span, other, articles):
                return asked
    return None


def _sort(name: str, persons: set[str]) -> Sort | None:
    last = name.split()[-1]
    if name in COUNTRIES:
        return "country"
    if any(name == person or name.endswith(f" {person}") for person in persons):
        return "person"
    if " " in name and (last in BODY_WORDS or name.split()[0] in BODY_WORDS):
        return "body"
    return "place" if " " in name and last in PLACE_WORDS else None


def _others(own: Named, article_id: str, known: Sequence[Named], question: str) -> Iterator[Named]:
    """Yield some names of the same sort that this article does not hold, beginning behind the own in the alphabet."""
    fit = [
        each
        for each in known
        if each.sort == own.sort and article_id not in each.article_ids and not _overlap(each.name, question)
    ]
    at = next((n for n, each in enumerate(fit) if each.name > own.name), 0)
    yield from [*fit[at:], *fit[:at]][:_MOST_TRIED]


def _overlap(name: str, question: str) -> bool:
    """Say whether a word of the name, such as a family name, stands in the question already."""
    return bool(set(name.split()) & set(question.split()))


def _answered(asked: str, span: Span, other: Named, articles: Mapping[str, Article]) -> bool:
    """Say whether a few sentences hold the new name and half of the other words of the question."""
    rest = f"{asked[: span.start]} {asked[span.start + len(other.name) :]}"
    wanted, new = set(content_terms(rest)), set(content_terms(other.name))
    for article_id in sorted(other.article_ids):
        text = articles[article_id].text
        sentences = split_sentences(text)
        for at in range(len(sentences)):
            last = sentences[min(at + _WINDOW, len(sentences)) - 1]
            held = set(content_terms(text[sentences[at].start : last.end]))
            if new <= held and len(wanted & held) > _SHARED * len(wanted):
                return True
    return False


_WORDS = range(7, 36)
_GOES_ON = re.compile(
    r"^\W*(?:we|i|there|here|but|and|so|then|also|instead|another|the same)\b|[\"“”?]|^[A-Z]{2,}\b.*—", re.IGNORECASE
)
"""A sentence that goes on from the one before, or is somebody's words."""


def propose(
    articles: Sequence[Article], *, most: int = 50, unanswerable: float = 0.25, progress: Progress | None = None
) -> list[Question]:
    """Return up to `most` drafts, as many from each article and of each kind as there are, in a fixed order.

    A share of them has no answer: a name in a question is swapped for one of another article, unless the articles then
    seem to answer it. Each answerable draft has its sentence as evidence.
    """
    vocabulary = frozenset(word for article in articles for word in re.findall(r"\b[a-z]+\b", article.text))
    drafts: list[list[Question]] = []
    for done, article in enumerate(articles, 1):
        drafts.append(_in_turn(list(_drafts(article, vocabulary))))
        if progress:
            progress(article.title, done, len(articles))
    answerable = _distinct(chain.from_iterable(zip_longest(*drafts)))
    without = round(most * unanswerable)
    false = _swapped(answerable, articles, without) if without else []
    return [*answerable[: most - len(false)], *false]


def _drafts(article: Article, vocabulary: Set[str]) -> Iterator[Question]:
    for span in split_sentences(article.text):
        sentence = " ".join(span.of(article.text).split())
        if len(sentence.split()) not in _WORDS or is_clutter(sentence) or is_fragment(sentence):
            continue
        if opens_by_pointing(sentence) or _GOES_ON.search(sentence):
            continue
        if not sentence[:1].isupper() and not sentence[:1].isdigit():
            continue
        for drafted in about_sentence(sentence, article.text, vocabulary):
            yield _question(drafted, GoldEvidence(span.of(article.text), article.id))


def _question(drafted: Drafted, evidence: GoldEvidence) -> Question:
    return Question(
        id=_key(drafted.question),
        question=drafted.question,
        answers=(drafted.answer,),
        evidence=(evidence,),
        type=drafted.kind,
        draft=True,
    )


def _in_turn(questions: Sequence[Question]) -> list[Question]:
    """Return the questions with the kinds taking turns, those that are real questions first."""
    kinds = {kind: [each for each in questions if each.type == kind] for kind in ("who", "when", "how_many")}
    mixed = [each for each in chain.from_iterable(zip_longest(*kinds.values())) if each]
    return [*mixed, *(each for each in questions if each.type == "cloze")]


def _distinct(questions: Sequence[Question | None] | Iterator[Question | None]) -> list[Question]:
    return list({each.question: each for each in questions if each}.values())


def _swapped(questions: Sequence[Question], articles: Sequence[Article], most: int) -> list[Question]:
    known, by_id = named(articles), {article.id: article for article in articles}
    found: dict[str, Question] = {}
    for question in questions:
        if len(found) == most:
            break
        if question.type == "cloze" or not question.evidence[0].article_id:
            continue
        asked = swapped(question.question, question.evidence[0].article_id, known, by_id)
        if asked and asked not in found:
            found[asked] = replace(
                question, id=_key(asked), question=asked, answers=(), evidence=(), unanswerable=True, tags=("swapped",)
            )
    return list(found.values())


def _key(question: str) -> str:
    return "draft-" + hashlib.sha256(question.encode()).hexdigest()[:8]
