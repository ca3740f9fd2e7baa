"""Check whether a question set fits a library, and whether it contradicts itself."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal, Protocol

from qa_bot.evaluation.metrics.quotation import answer_contained
from qa_bot.evaluation.sets.question import GoldEvidence, Question
from qa_bot.model import Article, Hit, Progress, Span
from qa_bot.text.fold import fold, locate
from qa_bot.text.sentences import split_sentences
from qa_bot.text.terms import words

_LEAST = 0.5
"""Share of words in common, in order, below which nothing is alike."""


_MOST_CHARACTERS = 4000
"""Of words for which the like is looked for; it takes time with their square."""


def nearest_sentences(quote: str, articles: Iterable[Article]) -> tuple[Article, Span] | None:
    """Return the article and the run of sentences whose words are most like those of `quote`.

    None if none are, or if the quotation is longer than four thousand characters.
    """
    if len(quote) > _MOST_CHARACTERS:
        return None
    wanted = _words(quote)
    length = max(1, len(split_sentences(quote)))
    best: tuple[float, Article, Span] | None = None
    for article in articles:
        for span in _windows(article.text, length):
            score = _alike(wanted, _words(span.of(article.text)), least=best[0] if best else _LEAST)
            if score is not None and (best is None or score > best[0]):
                best = score, article, span
    return (best[1], best[2]) if best else None


def _windows(text: str, length: int) -> Iterator[Span]:
    """Yield each run of `length` sentences, and of one more or less."""
    sentences = split_sentences(text)
    for size in sorted({max(1, length - 1), length, length + 1}):
        for at in range(len(sentences) - size + 1):
            yield Span(sentences[at].start, sentences[at + size - 1].end)


def _alike(one: Sequence[str], other: Sequence[str], *, least: float) -> float | None:
    """Return the ratio of Ratcliff and Obershelp on words, None if it is less than `least`."""
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    if matcher.real_quick_ratio() < least or matcher.quick_ratio() < least:
        return None
    ratio = matcher.ratio()
    return ratio if ratio >= least else None


def _words(text: str) -> list[str]:
    return words(fold(text).text)


_SEARCHED = 10
_SHORTENED = 160

Match = Literal["exact", "folded", "missing"]


class Kept(Protocol):
    """Articles that are kept."""

    def article(self, article_id: str) -> Article | None:
        """Return the article with this id, None if there is none."""

    def articles(self) -> Iterator[Article]:
        """Yield all articles."""


class SearchedArticles(Protocol):
    """What a set is checked against."""

    @property
    def library(self) -> Kept:
        """Return what keeps the articles."""

    def search(self, question: str, *, k: int = 10) -> list[Hit]:
        """Return the `k` best passages, best first."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about one question: an error, or a note that a person may well leave as it is."""

    question_id: str
    field: str
    message: str
    is_error: bool = True

    def __str__(self) -> str:
        return f"question {self.question_id}, {self.field}: {self.message}"


@dataclass(frozen=True, slots=True)
class Checked:
    """All findings, and how many pieces of evidence stand in an article: to the letter, after folding, or not."""

    findings: tuple[Finding, ...]
    evidence: Mapping[Match, int]

    @property
    def errors(self) -> list[Finding]:
        """Return what has to be mended."""
        return [each for each in self.findings if each.is_error]


def check_questions(questions: Sequence[Question], bot: SearchedArticles, progress: Progress | None = None) -> Checked:
    """Return what is wrong with a set: questions asked twice, unknown articles, evidence that stands in none.

    Evidence that names no article is looked for in the articles that are most like it. For words that stand nowhere the
    nearest sentences are offered.
    """
    findings: list[Finding] = []
    repeated = {each.question_id: each for each in _repeated(questions)}
    counts: dict[Match, int] = {"exact": 0, "folded": 0, "missing": 0}
    for done, question in enumerate(questions, 1):
        whole = True
        findings += [repeated[question.id]] if question.id in repeated else []
        for n, evidence in enumerate(question.evidence, 1):
            how, message = _check_evidence(evidence, bot)
            counts[how] += 1
            whole = whole and how != "missing" and bool(evidence.quote)
            if message:
                findings.append(Finding(question.id, f"evidence {n}", message))
        if whole and question.evidence and _answer_elsewhere(question):
            message = f"no answer ({', '.join(question.answers)}) stands in the evidence"
            findings.append(Finding(question.id, "answers", message, is_error=False))
        if progress:
            progress(question.question, done, len(questions))
    return Checked(tuple(findings), counts)


def check_evidence(questions: Sequence[Question], find_article: Callable[[str], Article | None]) -> list[str]:
    """Return a sentence for each evidence quotation that does not stand in its article, and each unknown article.

    Evidence without an article id is not looked at: it may stand anywhere.
    """
    return [
        f"question {question.id}, evidence {n}: {problem}"
        for question in questions
        for n, evidence in enumerate(question.evidence, 1)
        if evidence.article_id is not None and (problem := _misplaced(evidence, find_article(evidence.article_id)))
    ]


def _misplaced(evidence: GoldEvidence, article: Article | None) -> str | None:
    if article is None:
        return f"there is no article {evidence.article_id!r}"
    if evidence.quote and locate(evidence.quote, article.text) is None:
        return f"these words do not stand in article {evidence.article_id!r}: {evidence.quote!r}"
    return None


def _repeated(questions: Sequence[Question]) -> Iterator[Finding]:
    first: dict[object, Question] = {}
    for question in questions:
        asked = (" ".join(question.question.casefold().split()), question.history, question.asked)
        other = first.setdefault(asked, question)
        if other is question:
            continue
        if other.unanswerable != question.unanswerable:
            message = f"the same as question {other.id}, but only one of them is marked unanswerable"
        else:
            message = f"the same as question {other.id}"
        yield Finding(question.id, "question", message)


def _answer_elsewhere(question: Question) -> bool:
    return answer_contained(question.answers, [each.quote for each in question.evidence]) is False


def _check_evidence(evidence: GoldEvidence, bot: SearchedArticles) -> tuple[Match, str | None]:
    """Return how the evidence was found and, if it was not, what to say."""
    if evidence.article_id is None:
        likely = list({hit.passage.article.id: hit.passage.article for hit in _search(bot, evidence)}.values())
    else:
        article = bot.library.article(evidence.article_id)
        if article is None:
            return "missing", _unknown(evidence, bot)
        likely = [article]
    if not evidence.quote or any(evidence.quote in each.text for each in likely):
        return "exact", None
    if any(locate(evidence.quote, each.text) for each in likely):
        return "folded", None
    return "missing", _offer(evidence, likely, bot)


def _unknown(evidence: GoldEvidence, bot: SearchedArticles) -> str:
    message = f"there is no article {evidence.article_id!r}"
    holder = next((each for each in _holders(evidence, bot)), None)
    if holder:
        return f"{message}; these words stand in {holder.id!r}"
    near = difflib.get_close_matches(evidence.article_id or "", [each.id for each in bot.library.articles()], n=3)
    return f"{message}; nearest ids: {', '.join(near)}" if near else f"{message}; qa-bot list shows the ids"


def _offer(evidence: GoldEvidence, likely: Sequence[Article], bot: SearchedArticles) -> str:
    where = f"article {evidence.article_id!r}" if evidence.article_id else "the articles that are most like it"
    message = f"these words do not stand in {where}: {_short(evidence.quote)}"
    holder = next((each for each in _holders(evidence, bot)), None)
    if holder:
        return f"{message}; they stand in {holder.id!r}"
    found = nearest_sentences(evidence.quote, likely)
    if found is None:
        return f"{message}; nothing there is like them"
    article, span = found
    return f"{message}; nearest, in {article.id!r}: “{span.of(article.text)}”"


def _holders(evidence: GoldEvidence, bot: SearchedArticles) -> Iterator[Article]:
    for hit in _search(bot, evidence):
        if locate(evidence.quote, hit.passage.article.text):
            yield hit.passage.article


def _search(bot: SearchedArticles, evidence: GoldEvidence) -> list[Hit]:
    words = evidence.quote[:1500]
    return bot.search(words, k=_SEARCHED) if words else []


def _short(text: str) -> str:
    return f"“{text}”" if len(text) <= _SHORTENED else f"“{text[:_SHORTENED]}…”"
