"""Propose a question set from the articles, for a person to keep or drop."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import replace
from itertools import chain, zip_longest

from qa_bot.english.clutter import is_clutter, is_fragment
from qa_bot.english.drafting import Drafted, about_sentence
from qa_bot.english.pointing import opens_by_pointing
from qa_bot.evaluation.draft.swap import named, swapped
from qa_bot.evaluation.sets import Evidence, Question
from qa_bot.model import Article, Progress
from qa_bot.text.sentences import split_sentences

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
            yield _question(drafted, Evidence(span.of(article.text), article.id))


def _question(drafted: Drafted, evidence: Evidence) -> Question:
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
