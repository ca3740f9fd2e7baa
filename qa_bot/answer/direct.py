"""Find the direct answer: the few words of the quotations that answer the question by themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qa_bot.answer.joined import split
from qa_bot.english.short_answers import may_answer, with_hedge
from qa_bot.english.subjects import PERSONAL
from qa_bot.fitted import FITTED, Features
from qa_bot.model import Citation, Direct, Saying, Slice, Span
from qa_bot.retrieve import Evidence

_SCORE = 0.6
"""How much the score of a sentence counts beside the log odds of the short answer in it."""

_LEAST, _MOST, _FAR = -8.0, 12.0, 8.0

_BEHIND = 1.0
"""A sentence whose score lies further below the best one, in log odds, gives no short answer."""


_TOLD_TO = re.compile(r"told\s(?:reporters|journalists|parliament|lawmakers|the\s\w{2,20}|[A-Z]\w{1,20})\b")


@dataclass(frozen=True, slots=True)
class Candidate(Slice):
    """A short answer in citation `n`, its log odds against there being none, and how good it is with its sentence.

    `sayings` are all that somebody says in its article.
    """

    n: int
    sentence: Span
    odds: float
    worth: float
    sayings: tuple[Saying, ...] = ()

    @property
    def in_sentence(self) -> tuple[str, Span]:
        """Return its sentence, and where it stands in that."""
        start = self.sentence.start
        return self.sentence.of(self.article.text), Span(self.span.start - start, self.span.end - start)

    @property
    def said(self) -> str:
        """Return what two candidates share that say the same."""
        return " ".join(self.text.lower().split())


def direct_answer(question: str, evidence: Sequence[Evidence], citations: Sequence[Citation]) -> Direct | None:
    """Return the likeliest short answer that a reader found in what is quoted; None if it is too likely wrong."""
    found = best_candidate(question, evidence, citations)
    if not found:
        return None
    best, values = found
    probability = FITTED.short_answer.chance(values)
    is_shown = probability >= FITTED.short_answer_shown
    if not is_shown:
        return None
    by = attribution(best.sayings, best.article.text, best.sentence, best.span)
    start = best.sentence.start
    said = with_hedge(split(question)[0], *best.in_sentence)
    span = Span(start + said.start, start + said.end)
    return Direct(best.article, span, n=best.n, probability=probability, attribution=by)


def attribution(sayings: Sequence[Saying], text: str, sentence: Span, said: Span) -> Span | None:
    """Return where a sentence of a text names whom the words at `said` come from, "the ministry said".

    None if it names nobody but by a pronoun, or if these words are not among what is said.
    """
    for each in sayings:
        is_named = sentence.holds(each.speaker) and each.speaker.of(text).lower() not in PERSONAL
        if is_named and sentence.holds(each.cue) and each.span.holds(said):
            told = _TOLD_TO.match(text, each.cue.start, sentence.end)
            end = max(each.speaker.end, told.end() if told else each.cue.end)
            return Span(min(each.speaker.start, each.cue.start), end)
    return None


def best_candidate(
    question: str, evidence: Sequence[Evidence], citations: Sequence[Citation]
) -> tuple[Candidate, Features] | None:
    """Return the likeliest short answer in what is quoted and what tells whether it is right; None if none can be.

    Words that cannot answer such a question do not count, and no sentence far behind the best one.

    `short`: its log odds, between -8 and 12. `ahead`: how far it lies ahead of the best one that says something else,
    8 at most.
    """
    asked, _ = split(question)
    near = {(each.passage.article.id, each.span) for each in evidence if each.score >= evidence[0].score - _BEHIND}
    found = sorted(_quoted(evidence, citations), key=lambda each: -each.worth)
    fitting = (
        each for each in found if (each.article.id, each.sentence) in near and may_answer(asked, *each.in_sentence)
    )
    best = next(fitting, None)
    if not best:
        return None
    rival = next((each.worth for each in found if each.said != best.said), best.worth - _FAR)
    return best, {"short": max(_LEAST, min(_MOST, best.odds)), "ahead": min(_FAR, best.worth - rival)}


def _quoted(evidence: Sequence[Evidence], citations: Sequence[Citation]) -> Iterator[Candidate]:
    """Yield the short answers in what is quoted."""
    for each in evidence:
        short = each.reading.short if each.reading else None
        for citation in citations if short else ():
            if short and citation.article.id == each.passage.article.id and citation.span.holds(short.span):
                worth = short.odds + _SCORE * each.score
                yield Candidate(
                    citation.article,
                    short.span,
                    citation.n,
                    each.span,
                    odds=short.odds,
                    worth=worth,
                    sayings=each.sayings,
                )
