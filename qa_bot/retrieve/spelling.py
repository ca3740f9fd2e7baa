"""Take a misspelt word of a question for the word of the articles that is meant: Taiwan where "Tiawan" is asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from string import ascii_lowercase
from typing import TYPE_CHECKING

from qa_bot.english.forms import asked_form
from qa_bot.models import common_words
from qa_bot.retrieve.unnamed import likeliest_texts
from qa_bot.text.terms import terms, words

if TYPE_CHECKING:
    from qa_bot.library import Articles

_WORD = re.compile(r"\b[A-Za-z]{5,20}\b")
"""A shorter word has too many others beside it."""

_MOST = 8
"""Words of a question that are looked at."""


def respelt(question: str, truth: Articles) -> str:
    """Return the question with its misspelt words put right, by the words of the articles.

    Misspelt is a word of five letters or more that stands in no article and is no common word, if one that differs by a
    single slip behind its first letter does stand there: a letter too many, too few, exchanged, or two in the wrong
    order, which four of five misspellings are (Damerau: A technique for computer detection and correction of spelling
    errors, 1964). Of several such words the one in most passages is meant.
    """
    strange = [word for word in dict.fromkeys(_WORD.findall(question)) if not _is_plain(word.lower())][:_MOST]
    if not strange:
        return question
    known = truth.document_frequencies([_stem(word) for word in strange])
    meant = {word: _meant(word, truth) for word in strange if not known[_stem(word)]}
    return _WORD.sub(lambda found: meant.get(found[0]) or found[0], question)


def _is_plain(word: str) -> bool:
    """Say whether a word is a common one, in American or in British spelling, or says what form of answer is wanted."""
    spellings = word, word.replace("is", "iz"), word.replace("our", "or")
    return any(each in common_words() for each in spellings) or asked_form(word) is not None


def _meant(word: str, truth: Articles) -> str | None:
    """Return the word of the articles that is one slip away, written as this one, or None."""
    known = truth.words_beginning(word[0].lower())
    near: dict[str, list[str]] = {}
    for each in dict.fromkeys(_one_slip_away(word.lower())):
        if (stem := _stem(each)) in known:
            near.setdefault(stem, []).append(each)
    passages = truth.document_frequencies(list(near))
    for stem in sorted(near, key=lambda stem: -passages[stem]):
        written = {each for text in likeliest_texts([stem], truth) for each in words(text)}
        if best := next((each for each in near[stem] if each in written or each in common_words()), None):
            return best.capitalize() if word[0].isupper() else best
    return None


def _one_slip_away(word: str) -> Iterator[str]:
    pairs = [(word[:at], word[at:]) for at in range(1, len(word) + 1)]
    swapped = (a + b[1] + b[0] + b[2:] for a, b in pairs if len(b) > 1)
    dropped = (a + b[1:] for a, b in pairs if b)
    other = (a + letter + b[1:] for a, b in pairs if b for letter in ascii_lowercase)
    more = (a + letter + b for a, b in pairs for letter in ascii_lowercase)
    yield from chain(swapped, dropped, other, more)


def _stem(word: str) -> str:
    return terms(word.lower())[0]
