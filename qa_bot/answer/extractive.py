"""Answer without a language model: quote the sentences that answer, verbatim."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from qa_bot.answer import Draft
from qa_bot.answer.joined import split
from qa_bot.answer.summary import latest, summarised
from qa_bot.english.clutter import is_clutter
from qa_bot.english.forms import asked_form
from qa_bot.english.pointing import is_pronoun, opens_by_pointing
from qa_bot.model import Citation, Span
from qa_bot.news import dated, says_most
from qa_bot.retrieve import Evidence

_ALIKE = 0.8
"""Two sentences that share this much of their words say the same."""


@dataclass(frozen=True, slots=True)
class Room:
    """What an answer has room for.

    A sentence whose score lies more than `behind` below the best one, in log odds, is left out; `words` bound an answer
    that has more than one sentence, `more` quotations are shown beyond those that are set.
    """

    behind: float
    sentences: int
    words: int
    more: int = 0


_FOR_ONE, _FOR_SEVERAL = Room(behind=3.0, sentences=4, words=105), Room(behind=4.5, sentences=6, words=150, more=1)
_SEVERAL = ("list", "comparison", "change")
"""Forms of questions to which a single sentence is seldom the whole answer."""


@dataclass(frozen=True, slots=True)
class Extractive:
    """Quotes a few sentences, in at most `most` quotations, one more where several things are asked for."""

    most: int
    name: str = "extractive"

    def answer(self, question: str, evidence: Sequence[Evidence]) -> Draft:
        """Return the quotations, numbered: the best one first, then the others in reading order as its context.

        Neighbours are merged, and no two are alike. The article with the best sentence comes first, and inside an
        article the order is that of the text. A summary is by date instead, and the latest begins with the newest.
        """
        asked, _ = split(question)
        form = asked_form(asked)
        if form == "summary" and (told := summarised(asked, evidence)):
            return Draft(number(told))
        if form == "latest" and (told := latest(asked, evidence)):
            return Draft(number(told))
        room = _FOR_SEVERAL if form in _SEVERAL else _FOR_ONE
        quotations = _merge(_in_reading_order(_choose(evidence, self.most + room.more, room)))
        best = max(quotations, key=lambda each: each.score)
        return Draft(number([best, *(each for each in quotations if each is not best)]))


def nearest(evidence: Sequence[Evidence], most: int = 3) -> tuple[Citation, ...]:
    """Return the best distinct sentences, best first, as what is shown beside a refusal."""
    return number([cite(each) for each in islice(_distinct(evidence), most)])


def number(citations: Sequence[Citation]) -> tuple[Citation, ...]:
    """Return the citations numbered from 1 in their order, each with the times that it names."""
    return tuple(dated(replace(citation, n=n)) for n, citation in enumerate(citations, start=1))


def _choose(evidence: Sequence[Evidence], most: int, room: Room) -> list[Evidence]:
    """Return the best distinct sentences that make at most `most` quotations, neighbours being one.

    A sentence that opens with a pronoun brings the one before it along.
    """
    chosen: list[Evidence] = []
    for each in islice(_distinct(evidence), room.sentences):
        far = bool(chosen) and chosen[0].score - each.score > room.behind
        more = [*chosen, with_antecedent(each)]
        quotations = _merge(_in_reading_order(more))
        long = _sentences(more) > room.sentences or _words(quotations) > room.words
        if far or len(quotations) > most or (chosen and long):
            break
        chosen = more
    return chosen


def with_antecedent(evidence: Evidence) -> Evidence:
    """Return the evidence with the sentence before it in its paragraph, if it opens by pointing back there."""
    sentences, article = evidence.passage.sentences, evidence.passage.article
    at = sentences.index(evidence.span)
    if not at or not opens_by_pointing(evidence.sentence.text):
        return evidence
    before = sentences[at - 1]
    if "\n" in article.text[before.end : evidence.span.start] or is_clutter(before.of(article.text)):
        return evidence
    return replace(evidence, span=Span(before.start, evidence.span.end))


def _sentences(chosen: Sequence[Evidence]) -> int:
    """Return how many sentences the chosen pieces hold together."""
    within = ((each.passage, span) for each in chosen for span in each.passage.sentences if each.span.holds(span))
    return len(set(within))


def _words(quotations: Sequence[Citation]) -> int:
    return sum(len(each.quote.split()) for each in quotations)


def _distinct(evidence: Sequence[Evidence]) -> Iterator[Evidence]:
    """Yield the sentences that do not repeat a better one."""
    found: list[Evidence] = []
    for each in evidence:
        if not any(_alike(each.terms, other.terms) for other in found):
            found.append(each)
            yield each


def _alike(a: frozenset[str], b: frozenset[str]) -> bool:
    """Say whether the Jaccard similarity of two sets of words reaches `_ALIKE`."""
    return len(a & b) >= _ALIKE * len(a | b)


def _in_reading_order(chosen: Sequence[Evidence]) -> list[Evidence]:
    articles = list(dict.fromkeys(each.passage.article.id for each in chosen))
    return sorted(chosen, key=lambda each: (articles.index(each.passage.article.id), each.span))


def _merge(chosen: Sequence[Evidence]) -> list[Citation]:
    """Return citations, neighbours in the same paragraph made one."""
    merged: list[Citation] = []
    for each in chosen:
        citation = cite(each)
        before = merged[-1] if merged else None
        if before and _adjacent(before, citation):
            best = max(before, citation, key=lambda one: one.score)
            whole = replace(each, span=Span(before.span.start, max(before.span.end, citation.span.end)))
            merged[-1] = replace(cite(whole), score=best.score, parts=best.parts)
        else:
            merged.append(citation)
    return merged


def _adjacent(before: Citation, after: Citation) -> bool:
    same = before.article.id == after.article.id
    between = before.article.text[before.span.end : after.span.start]
    return same and not between.strip() and "\n\n" not in between


def cite(evidence: Evidence, n: int = 1) -> Citation:
    """Return the citation of a piece of evidence, with who says most of it."""
    article, span = evidence.passage.article, evidence.span
    said = says_most(evidence.sayings, span, article.text)
    is_named = said and not said.denied and not is_pronoun(said.named.of(article.text))
    speaker = said.named if said and is_named else None
    return Citation(article, span, n=n, speaker=speaker, score=evidence.score, parts=evidence.parts, saying=said)
