"""Sum up what the articles say of a subject, by date, or what the newest of them say: by how they begin."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from datetime import date
from itertools import islice

from qa_bot.english.clutter import addresses_readers, is_clutter, is_fragment, is_headline
from qa_bot.english.pointing import opens_by_pointing
from qa_bot.english.questions import topic
from qa_bot.model import Article, Citation, Span
from qa_bot.retrieve import Evidence
from qa_bot.text.sentences import split_sentences
from qa_bot.text.terms import content_terms

_MOST = 6
"""Quotations of a summary."""

_MOST_ARTICLES = 4
_MOST_NEWEST = 3
_OF_ONE_ARTICLE = 4
_MOST_WORDS = 190
_OPENING = 1200
"""Characters of an article in which its lead is looked for."""

_NAMED = 0.6
"""The share of the subject's words that a title and a lead, or a sentence, must hold to be about it."""


_NEWS = frozenset(content_terms("latest newest recent new news development developments update updates"))
"""What asks for the latest, and is no subject."""


def summarised(question: str, evidence: Sequence[Evidence]) -> tuple[Citation, ...]:
    """Return quotations, not numbered, that sum up what was asked about, by date; none where the subject is not named.

    The leads of the central articles come first to mind: the articles whose title and lead name the subject, those of
    the best evidence first. Where one article alone is about it, or none as a whole, its sentences that name the
    subject tell the story, in the order of the text.
    """
    subject = frozenset(content_terms(topic(question)))
    leads = list(islice(_leads(subject, evidence), _MOST_ARTICLES))
    told = list(leads)
    if len(leads) < _MOST_ARTICLES:
        told += _sentences(subject, evidence, leads)
    chosen: list[Citation] = []
    for each in told[:_MOST]:
        if sum(len(one.quote.split()) for one in (*chosen, each)) <= _MOST_WORDS or not chosen:
            chosen.append(each)
    return tuple(sorted(chosen, key=_by_date))


def latest(question: str, evidence: Sequence[Evidence]) -> tuple[Citation, ...]:
    """Return the leads of the newest articles about what was asked about, newest first, not numbered; none if none is.

    Articles without a day are the oldest.
    """
    subject = frozenset(content_terms(topic(question))) - _NEWS
    return tuple(sorted(_leads(subject, evidence), key=_by_date, reverse=True)[:_MOST_NEWEST])


def _by_date(citation: Citation) -> tuple[date, str, Span]:
    return citation.article.published or date.min, citation.article.id, citation.span


def _leads(subject: Set[str], evidence: Sequence[Evidence]) -> Iterator[Citation]:
    """Yield the first sentence of each article that is about the subject, those of the best evidence first."""
    best: dict[str, Evidence] = {}
    for each in evidence:
        best.setdefault(each.passage.article.id, each)
    for each in best.values():
        article = each.passage.article
        span = lead(article)
        if span and _names(subject, f"{article.title} {span.of(article.text)}"):
            yield Citation(article, span, n=1, score=each.score, parts=each.parts)


def lead(article: Article) -> Span | None:
    """Return where the first sentence of an article stands that is no clutter or heading and addresses no reader."""
    text = article.text
    for span in split_sentences(text[:_OPENING]):
        words = span.of(text)
        is_told = not (is_clutter(words) or is_fragment(words) or is_headline(text, span) or addresses_readers(words))
        if is_told and words != article.title:
            return span
    return None


def _sentences(subject: Set[str], evidence: Sequence[Evidence], leads: Sequence[Citation]) -> list[Citation]:
    """Return the best sentences that name the subject and say more than the leads."""
    known = [frozenset(content_terms(each.quote)) for each in leads]
    found: list[Citation] = []
    for each in evidence:
        own = frozenset(content_terms(each.sentence.text))
        is_new = all(len(own & other) < len(own | other) / 2 for other in known)
        if _names(subject, each.sentence.text) and is_new and not opens_by_pointing(each.sentence.text):
            known.append(own)
            found.append(Citation(each.passage.article, each.span, n=1, score=each.score, parts=each.parts))
    return found[:_OF_ONE_ARTICLE]


def _names(subject: Set[str], text: str) -> bool:
    return bool(subject) and len(subject & set(content_terms(text))) >= _NAMED * len(subject)
