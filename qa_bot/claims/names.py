"""Find the names in a claim and tell whether a text has them: without titles, with initials, a nation for a country."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Set

from qa_bot.english.names import LATIN_CAPITAL, OPENERS, TITLES
from qa_bot.english.nations import nation
from qa_bot.text.terms import STOPWORDS, initials, words

_CAPITALISED = re.compile(rf"\b{LATIN_CAPITAL}(?:\.[A-Z])*[\w'’.-]*\w|\b[A-Z]\b")
_START = re.compile(r"(?:^|[.!?:;]\s+|[\"“‘(]\s*)$")

_RUN = re.compile(r"[A-Z][\w'’-]{0,60}(?:\s+(?:(?:of|the|for)\s+)*[A-Z][\w'’-]{0,60})+")
_CAPITAL_FOLLOWS = re.compile(rf"\s+(?:(?:of|the|de|van|von|al|bin)\s+)*{LATIN_CAPITAL}")
_OPENER = re.compile(r"\w+(?:[^aiosu]s|ly|ing)|people|police|women|men|children|nobody|nothing|everyone")
"""First words of a sentence that are capitalised for that reason alone: plurals, adverbs, gerunds and a few others."""

_SHORTEST = 4
_LONGEST_INITIALS = 12
_BEFORE = 20
"""Characters in which it shows whether a sentence begins."""


def missing_names(claim: str, known: Set[str]) -> list[str]:
    """Return the capitalised words of a claim that are not among the known words, but for titles and common openings.

    `known` is what `name_words` returns for the text that should hold them.
    """
    found = []
    alike = _by_opening(known)
    for match in _CAPITALISED.finditer(claim):
        name = "".join(words(match[0])[:1])
        opens = bool(_START.search(claim, max(0, match.start() - _BEFORE), match.start()))
        if not name or name in TITLES or name in STOPWORDS or name.isdigit():
            continue
        if opens and (name in OPENERS or _OPENER.fullmatch(name)) and not _CAPITAL_FOLLOWS.match(claim, match.end()):
            continue
        if not _is_known(name, known, alike):
            found.append(match[0])
    abbreviated = frozenset(_abbreviated(claim, known))
    return [each for each in found if each not in abbreviated]


def name_words(text: str) -> frozenset[str]:
    """Return the lower-cased words of a text, and the initials of its longer names."""
    return frozenset((*words(text), *initials(text)))


def _by_opening(known: Set[str]) -> Mapping[str, Set[str]]:
    """Return the known words by their first letters, which two words of one stem have in common."""
    found: dict[str, set[str]] = {}
    for word in known:
        found.setdefault(word[:_SHORTEST], set()).add(word)
    return found


def _is_known(name: str, known: Set[str], alike: Mapping[str, Set[str]]) -> bool:
    """Say whether a name, its nation or its country is among the words."""
    if not known.isdisjoint(nation(name)):
        return True
    return any(_same_stem(name, each) for each in alike.get(name[:_SHORTEST], ()))


def _same_stem(a: str, b: str) -> bool:
    """Say whether two words differ in their endings only: Russia and Russian, China and Chinese."""
    shorter = min(len(a), len(b))
    if shorter < _SHORTEST:
        return False
    common = next((at for at in range(shorter) if a[at] != b[at]), shorter)
    return common >= max(_SHORTEST, shorter - 1) and max(len(a), len(b)) - common <= 3


def _abbreviated(claim: str, known: Set[str]) -> Iterator[str]:
    """Yield the parts of longer names of which the initials are known: United, States, if "us" is."""
    for run in (match[0].split() for match in _RUN.finditer(claim)):
        parts = [part for part in run if part[0].isupper()]
        for start in range(len(parts)):
            for end in range(start + 2, min(start + _LONGEST_INITIALS, len(parts)) + 1):
                if "".join(part[0] for part in parts[start:end]).lower() in known:
                    yield from parts[start:end]
