"""The names in a claim, and whether a text holds them: without titles, with initials, a nation for its country."""

from __future__ import annotations

import re
from collections.abc import Set
from itertools import combinations

from qa_bot.text.terms import STOPWORDS, initials, words

_CAPITALISED = re.compile(r"\b[A-ZÀ-ÖØ-Þ](?:\.[A-Z])*[\w'’.-]*\w|\b[A-Z]\b")
_START = re.compile(r"(?:^|[.!?:;]\s+|[\"“‘(]\s*)$")

_TITLE_WORDS = """
president prime minister secretary general gen sir lord lady dame dr doctor professor prof mr mrs ms miss pope king
queen prince princess senator sen governor gov mayor chancellor ambassador judge justice captain capt colonel col
lieutenant lt major maj admiral adm sergeant sgt chief director chairman rep representative st saint
"""
_TITLES = frozenset(_TITLE_WORDS.split())

_NATION_PAIRS = """
british-britain briton-britain britons-britain french-france dutch-netherlands spanish-spain swiss-switzerland
welsh-wales irish-ireland english-england scottish-scotland polish-poland danish-denmark swedish-sweden turkish-turkey
finnish-finland greek-greece chinese-china japanese-japan norwegian-norway ukrainian-ukraine european-europe
american-america
"""
_NATIONS = dict(pair.split("-") for pair in _NATION_PAIRS.split())
_RUN = re.compile(r"[A-Z][\w'’-]*(?:\s+(?:(?:of|the|for)\s+)*[A-Z][\w'’-]*)+")
_OPENER = re.compile(
    r"\w+(?:[^aiosu]s|ly|ing)|people|police|other|another|according|although|though|despite|since|later|earlier|today|yesterday"
    r"|another|every|many|much|several|among|within|without|instead|once|one|women|men|children|nobody|nothing|everyone"
)
"""First words of a sentence that are capitalised for that reason alone: plurals, adverbs, gerunds and a few others."""

_SHORTEST = 4


def missing_names(claim: str, known: Set[str]) -> list[str]:
    """Return the capitalised words of a claim that are not among the known words, but for titles and common openings.

    `known` is what `name_words` returns for the text that should hold them.
    """
    found = []
    for match in _CAPITALISED.finditer(claim):
        name = "".join(words(match[0])[:1])
        opens = bool(_START.search(claim[: match.start()]))
        if not name or name in _TITLES or name in STOPWORDS or name.isdigit():
            continue
        if opens and _OPENER.fullmatch(name) and not _goes_on(claim, match.end()):
            continue
        if not is_known(name, known):
            found.append(match[0])
    return [each for each in found if not _abbreviated(each, claim, known)]


def name_words(text: str) -> frozenset[str]:
    """Return the lower-cased words of a text, and the initials of its longer names."""
    return frozenset((*words(text), *initials(text)))


def is_known(name: str, known: Set[str]) -> bool:
    """Say whether a name, its nation or its country is among the words."""
    if name in known or _NATIONS.get(name, name) in known:
        return True
    return any(_NATIONS.get(each) == name or _same_stem(name, each) for each in known)


def counterparts(name: str) -> list[str]:
    """Return the country of a nation, and the nations of a country."""
    return [*([_NATIONS[name]] if name in _NATIONS else ()), *(each for each, its in _NATIONS.items() if its == name)]


def _same_stem(a: str, b: str) -> bool:
    """Say whether two words differ in their endings only: Russia and Russian, China and Chinese."""
    shorter = min(len(a), len(b))
    if shorter < _SHORTEST:
        return False
    common = next((at for at in range(shorter) if a[at] != b[at]), shorter)
    return common >= max(_SHORTEST, shorter - 1) and max(len(a), len(b)) - common <= 3


def _goes_on(claim: str, end: int) -> bool:
    """Say whether another capitalised word follows, so that the first one of a sentence is a name too."""
    return bool(re.match(r"\s+(?:(?:of|the|de|van|von|al|bin)\s+)*[A-ZÀ-ÖØ-Þ]", claim[end:]))


def _abbreviated(name: str, claim: str, known: Set[str]) -> bool:
    """Say whether a name is part of a longer one of which the initials are known: United, States, if "us" is."""
    for run in (match[0].split() for match in _RUN.finditer(claim)):
        parts = [part for part in run if part[0].isupper()]
        for start, end in combinations(range(len(parts) + 1), 2):
            short = "".join(part[0] for part in parts[start:end]).lower()
            if end - start > 1 and name in parts[start:end] and short in known:
                return True
    return False
