"""What there is to take along in an answer or in several."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from qa_bot.model import Answer, Article, Citation

Answers = Answer | Sequence[Answer]
"""One answer, or the answers of a conversation, oldest first."""


def listed(answers: Answers) -> tuple[Answer, ...]:
    """Return the answers, also if it is one."""
    return (answers,) if isinstance(answers, Answer) else tuple(answers)


def quoted(answer: Answer) -> tuple[Citation, ...]:
    """Return what an answer shows of articles: its citations, or the nearest passages beside a refusal."""
    return answer.citations or answer.nearest


def shown_articles(answers: Answers) -> tuple[Article, ...]:
    """Return each article that something is shown of, once, in the order of its first appearance."""
    return _once(citation.article for answer in listed(answers) for citation in quoted(answer))


def cited_articles(answers: Answers) -> tuple[Article, ...]:
    """Return each article that answers, once, in the order of its first citation; those near a refusal do not."""
    return _once(citation.article for answer in listed(answers) for citation in answer.citations)


def title_of(answers: Answers) -> str:
    """Return a title: the question if there is but one."""
    each = listed(answers)
    return each[0].question if len(each) == 1 else f"Conversation of {len(each)} questions"


def _once(articles: Iterable[Article]) -> tuple[Article, ...]:
    return tuple({each.id: each for each in articles}.values())
