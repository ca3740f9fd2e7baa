"""Turn a question that leans on earlier ones into one that stands alone, without a language model."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from qa_bot.answer.joined import is_joined, join, meaning, split, without_and
from qa_bot.english.names import people
from qa_bot.english.pointing import (
    enumerated,
    means_a_person,
    means_several,
    name_people,
    name_thing,
    needs_context,
)
from qa_bot.english.questions import asked_again, asks_who, topic, without_manners
from qa_bot.model import Turn
from qa_bot.text.sentences import split_sentences
from qa_bot.text.terms import content_terms

FURTHEST = 8
"""Earlier turns that are looked at."""

_MOST_PEOPLE = 4
_IN_BRACKETS = re.compile(r"(.*\S)\s*\(([^()]*)\)\s*", re.DOTALL)
"""How conversations that were kept before say what a question leans on."""


@dataclass(frozen=True, slots=True)
class _Standing:
    """An earlier turn as it stands alone: a question, and those it leans on, most recent first."""

    turn: Turn
    question: str
    earlier: tuple[str, ...]

    @classmethod
    def of(cls, turn: Turn, alone: str) -> _Standing:
        match = _IN_BRACKETS.fullmatch(alone)
        return cls(turn, match[1], tuple(match[2].split("; "))) if match else cls(turn, *split(alone))

    @property
    def said(self) -> frozenset[str]:
        """Return the stemmed words of the question, what it leans on, and the quotations."""
        return frozenset(content_terms(" ".join((self.question, *self.earlier, *self.turn.quotes))))


def standalone(question: str, history: Sequence[Turn], *, longest: int = 2000) -> str:
    """Return the question as it is if it stands alone, else so that it does, in at most `longest` characters.

    Where it is plain how, the question before is asked again with another part ("Why?", "in Aleppo?"), or what the new
    one points at is named in it: for "he" or "they" the people whom the last questions or their quotations name. Else
    it is joined to the earlier questions, back to the last that stood alone. A turn that was refused because nothing is
    on its subject is passed over. Deterministic.
    """
    before: list[_Standing] = []
    for turn in history[-FURTHEST:]:
        if turn.reason not in ("no_match", "nothing_asked") and without_manners(turn.question):
            alone = turn.standalone_question or _resolved(turn.question, before, longest)
            before.append(_Standing.of(turn, alone))
    return _resolved(question, before, longest)


def _resolved(question: str, before: Sequence[_Standing], longest: int) -> str:
    asked = without_manners(question)
    if not before or not asked or is_joined(asked) or not needs_context(asked, before[-1].said):
        return question
    last = before[-1]
    new = asked_again(asked, last.question)
    if new and len(new) <= longest:
        return join(new, last.earlier, longest)
    earlier = (last.question, *last.earlier)
    people = _people(asked, before)
    named = without_and(name_people(name_thing(asked, last.question), people))
    if len(named) <= longest and not needs_context(named) and len(meaning(topic(last.question)) - meaning(named)) <= 1:
        return join(named, last.earlier, longest)
    is_said = any(name in each for name in people for each in earlier)
    return join(question, earlier, longest, named="" if is_said or not people else enumerated(people))


def _people(question: str, before: Sequence[_Standing]) -> list[str]:
    """Return whom "he", "she" or "they" means, nobody where the question has none of these or it is not known."""
    if means_a_person(question):
        return _named(before)[:1]
    several = _named(before[-1:]) if means_several(question) and asks_who(before[-1].question) else []
    return several[:_MOST_PEOPLE] if len(several) > 1 else []


def _named(before: Sequence[_Standing]) -> list[str]:
    """Return the people whom the last questions or their quotations name, of the first of these that names any.

    The answer to "who" is not in the question but in the quotations, where the sentence that shares most words with it
    is looked at first.
    """
    for each in reversed(before):
        asked = people(f"{topic(each.question)}; {'; '.join(each.earlier)}")
        terms = set(content_terms(each.question))
        sentences = [span.of(quote) for quote in each.turn.quotes for span in split_sentences(quote)]
        sentences.sort(key=lambda sentence: -len(terms & set(content_terms(sentence))))
        named = [[name for name in people(one) if not terms & set(content_terms(name))] for one in sentences]
        quoted = next(filter(None, named), [])
        if found := (quoted or asked) if asks_who(each.question) else (asked or quoted):
            return found
    return []
