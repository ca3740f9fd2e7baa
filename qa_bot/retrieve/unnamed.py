"""Find the names in a question that no article mentions: who asks about the Titanic wants nothing on another ship."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from typing import TYPE_CHECKING

from qa_bot.claims import missing_names
from qa_bot.english.names import LATIN_CAPITAL
from qa_bot.english.nations import nation
from qa_bot.english.times import CALENDAR
from qa_bot.model import Filters
from qa_bot.text.fold import spelt
from qa_bot.text.terms import STOPWORDS, content_terms

if TYPE_CHECKING:
    from qa_bot.library import Articles

_WORD = re.compile(r"\w+")
_OPENS = re.compile(r"(?:^|(?:(?<=[^\W\d_]{5})\.|[!?:;])\s+)[\s\"“‘(]{0,9}[^\W\d_]")
"""Where a sentence of a question begins; the dot of a title such as "Prof." ends none."""

_LIKE = 0.8
"""Share of letters that a misspelt name has in common with the right one (Ratcliff and Obershelp)."""

_OPENING = 2
"""Letters of a name that are taken to be right."""

_SHORTEST = 4
_LONGEST = 40
"""Letters of a word that may be a misspelt one; to compare longer ones takes time with the square of their lengths."""

_CAPITALISED = rf"{LATIN_CAPITAL}[a-z]{{1,40}}"
_LONG_NAME = re.compile(rf"\b{_CAPITALISED}(?: {_CAPITALISED}){{1,5}}\b")
_INSIDE = r"(?<=[\w,;] )"
"""Before a word that opens no sentence."""

_LOOKED_AT = 20
"""Passages in which it is seen how a word is written."""

_MOST = 16
"""Names of a question that are looked for."""


def unnamed(question: str, truth: Articles) -> tuple[str, ...]:
    """Return the names in a question that stand in none of the articles, nor anything spelt nearly so.

    Names are capitalised words of four letters or more, but for months and days of the week, which articles have as
    figures too, and runs of such words. Of a question in capitals or in title case nothing is told, nor of the words
    that open its sentences.
    """
    if not _shows_names(question):
        return ()
    asked = _OPENS.sub(lambda opening: opening[0].lower(), question)
    terms = content_terms(asked)
    found = truth.document_frequencies(terms)
    known = {term for term in terms if found[term]}
    named = [each for each in missing_names(asked, known) if len(each) >= _SHORTEST and each.lower() not in CALENDAR]
    missing = list(dict.fromkeys(named))[:_MOST]
    return (*_unlike(missing, asked, known, truth), *_unheard(asked, known, truth))


def _unlike(missing: Sequence[str], asked: str, known: set[str], truth: Articles) -> Iterator[str]:
    """Yield those of the missing names that stand in no article in another spelling, nor with their nation."""
    if missing:
        near = {term for start in _openings(missing) for term in truth.words_beginning(start) if len(term) <= _LONGEST}
        still = missing_names(asked, known | near)
        yield from (each for each in still if each in missing and not _misspelt(each, near))


def _unheard(asked: str, known: set[str], truth: Articles) -> Iterator[str]:
    """Yield longer names that stand in no article, though all their words do, as words that are no names there.

    "Ever Given" is none where articles have "ever" and "given"; "President Putin" is one where they have "Putin".
    """
    for name in [match[0] for match in _LONG_NAME.finditer(asked)][:_MOST]:
        terms = content_terms(name)
        if known.issuperset(terms) and not truth.holds_all([name]) and not _is_named(name, terms, truth):
            yield name


def _is_named(name: str, terms: Sequence[str], truth: Articles) -> bool:
    """Say whether a word of a longer name stands with its capital inside a sentence of the likeliest passages."""
    capital = re.compile(rf"{_INSIDE}(?:{'|'.join(map(re.escape, name.split()))})\b")
    return any(capital.search(spelt(text)) for text in likeliest_texts(terms, truth))


def likeliest_texts(stems: Sequence[str], truth: Articles) -> Iterator[str]:
    """Yield the texts of the passages that say most of some stemmed words, to see how they are written there."""
    found = truth.search_keywords(stems, k=_LOOKED_AT, filters=Filters())
    yield from (each.passage.text for each in truth.passages(each for each, _ in found).values())


def _shows_names(question: str) -> bool:
    """Say whether capitals tell names: some word after the first is written small, and all are that join others."""
    rest = _WORD.findall(question)[1:]
    return any(word.islower() for word in rest) and all(word.islower() for word in rest if word.lower() in STOPWORDS)


def _openings(names: Sequence[str]) -> Iterator[str]:
    """Yield how the names begin, and their nations or countries."""
    called = {each for name in names for word in (name.lower(), *content_terms(name)) for each in nation(word)}
    yield from sorted({each[:_OPENING] for each in called})


def _misspelt(name: str, known: set[str]) -> bool:
    return all(
        len(term) <= _LONGEST and get_close_matches(term, known, n=1, cutoff=_LIKE) for term in content_terms(name)
    )
