"""One answer or several: what is shown of articles in them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from qa_bot.model import Answer, Article, Citation, Slice

_Piece = TypeVar("_Piece", bound=Slice)

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


def shown_texts(answers: Answers) -> tuple[Article, ...]:
    """Return each text that something is shown of, once: several of an article that changed between the answers."""
    shown = (citation.article for answer in listed(answers) for citation in quoted(answer))
    return tuple({(each.id, each.text): each for each in shown}.values())


def cited_articles(answers: Answers) -> tuple[Article, ...]:
    """Return each article that answers, once, in the order of its first citation; those near a refusal do not."""
    return _once(citation.article for answer in listed(answers) for citation in answer.citations)


def title_of(answers: Answers) -> str:
    """Return a title: the question if there is but one."""
    each = listed(answers)
    return each[0].question if len(each) == 1 else f"Conversation of {len(each)} questions"


def without_paths(answer: Answer) -> Answer:
    """Return an answer that does not say where on this machine its articles lie, to hand to others."""
    return replace(
        answer,
        citations=tuple(map(_without_path, answer.citations)),
        nearest=tuple(map(_without_path, answer.nearest)),
        direct=answer.direct and _without_path(answer.direct),
        conflict=answer.conflict and replace(answer.conflict, sides=tuple(map(_without_path, answer.conflict.sides))),
    )


def _without_path(piece: _Piece) -> _Piece:
    return replace(piece, article=replace(piece.article, path=None))


def _once(articles: Iterable[Article]) -> tuple[Article, ...]:
    return tuple({each.id: each for each in articles}.values())
