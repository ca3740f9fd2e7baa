"""Turn a question that leans on earlier ones into one that stands alone, without a language model."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from qa_bot.answer.asking import asks_who, is_elliptic, topic, without_manners
from qa_bot.answer.exchange import exchanged
from qa_bot.answer.leaning import leans, means_a_person
from qa_bot.answer.names import people
from qa_bot.model import Turn
from qa_bot.text.sentences import split_sentences
from qa_bot.text.terms import STOPWORDS, content_terms, words

_FURTHEST = 8
_MOST_PIECES = 4
_LONGEST_PIECE = 300
_IN_BRACKETS = re.compile(r"(.*\S)\s*\(([^()]*)\)\s*", re.DOTALL)
_UNBRACKETED = str.maketrans({"(": None, ")": None, ";": ","})


@dataclass(frozen=True, slots=True)
class _Standing:
    """An earlier turn as it stands alone: a question, and what stood in brackets behind it, most recent first."""

    turn: Turn
    question: str
    context: tuple[str, ...]

    @classmethod
    def of(cls, turn: Turn, alone: str) -> _Standing:
        match = _IN_BRACKETS.fullmatch(alone)
        return cls(turn, match[1], tuple(match[2].split("; "))) if match else cls(turn, alone.strip(), ())

    @property
    def said(self) -> frozenset[str]:
        """Return the stemmed words of the question, what it leans on, and the quotations."""
        return frozenset(content_terms(" ".join((self.question, *self.context, *self.turn.quotes))))


def standalone(question: str, history: Sequence[Turn], *, longest: int = 2000) -> str:
    """Return the question as it is if it stands alone, else so that it does, in at most `longest` characters.

    Where it is plain how, the question before is asked again with another part ("Why?", "in Aleppo?"). Else the words
    of the person stay as they are, and behind them in brackets stands what the earlier questions were about, back to
    the last that stood alone, and for "he" or "she" the person whom they or their quotations name. A turn that was
    refused because nothing is on its subject is passed over. Deterministic.
    """
    before: list[_Standing] = []
    for turn in history[-_FURTHEST:]:
        if turn.reason != "no_match" and without_manners(turn.question):
            alone = turn.standalone_question or _resolved(turn.question, before, longest)
            before.append(_Standing.of(turn, alone))
    return _resolved(question, before, longest)


def _resolved(question: str, before: Sequence[_Standing], longest: int) -> str:
    asked = without_manners(question)
    if not before or not asked or not leans(asked, before[-1].said):
        return question
    last = before[-1]
    new = exchanged(asked, last.question)
    if new and len(new) <= longest:
        return _in_brackets(new, last.context, longest)
    context = [without_manners(last.question) if is_elliptic(asked) else topic(last.question), *last.context]
    person = _person(before) if means_a_person(asked) else None
    if person and not any(person in piece for piece in context):
        context.insert(0, person)
    return _in_brackets(question, context, longest)


def _person(before: Sequence[_Standing]) -> str | None:
    """Return the person whom the last questions or their quotations name, or None if none does.

    The answer to "who" is not in the question but in the quotations, where the sentence that shares most words with it
    is looked at first.
    """
    for each in reversed(before):
        asked = people(f"{topic(each.question)}; {'; '.join(each.context)}")
        terms = set(content_terms(each.question))
        sentences = [span.of(quote) for quote in each.turn.quotes for span in split_sentences(quote)]
        sentences.sort(key=lambda sentence: -len(terms & set(content_terms(sentence))))
        quoted = [name for sentence in sentences for name in people(sentence) if not terms & set(content_terms(name))]
        if found := [*quoted, *asked] if asks_who(each.question) else [*asked, *quoted]:
            return found[0]
    return None


def _in_brackets(question: str, pieces: Iterable[str], longest: int) -> str:
    """Return the question with the pieces that say something new behind it, as many as there is room for."""
    known, kept = _own_terms(question), []
    for piece in (each.translate(_UNBRACKETED).strip()[:_LONGEST_PIECE] for each in pieces):
        if not _own_terms(piece) <= known:
            known |= _own_terms(piece)
            kept.append(piece)
    if len(kept) > _MOST_PIECES:
        kept = [*kept[: _MOST_PIECES - 1], kept[-1]]
    while kept and len(alone := f"{question.strip()} ({'; '.join(kept)})") > longest:
        kept.pop()
    return alone if kept else question


def _own_terms(text: str) -> set[str]:
    """Return the stemmed words that carry meaning, none if there are only stop words."""
    return set(content_terms(text)) if any(word not in STOPWORDS for word in words(text)) else set()
