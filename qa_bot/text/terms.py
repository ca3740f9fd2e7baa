"""Count the words of a text as keyword search does: folded, lower-cased, stemmed."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from threading import Lock

from Stemmer import Stemmer

_WORD = re.compile(r"\w+(?:['’]\w+)*")
_DOTTED = re.compile(r"\b(?:[A-Za-z]\.){2,}")
_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]")
_NAME = re.compile(r"\b[A-Z][a-z'’-]+(?:\s+(?:(?:of|the|for)\s+)*[A-Z][a-z'’-]+)+")

_STOPWORDS = """
a about after again all also am an and any are as at be because been before being between both but by can
could did do does doing during each few for from further had has have having he her here hers him his how i if
in into is it its itself just let me more most my no nor not now of off on once only or other our out over own
same she should so some such than that the their them then there these they this those through to too under
until up very was we were what when where which while who whom whose why will with would you your tell
please say says said
"""

STOPWORDS = frozenset(_STOPWORDS.split())

_LONGEST = 60
"""Letters of a word that has a stem; what is longer is none of a language, and would fill the memory of stems."""

_STEMMING = Lock()
"""A stemmer serves one thread at a time."""


def terms(text: str) -> list[str]:
    """Return the stemmed words of `text`, in order, stop words included, then the initials of its longer names.

    So "the US" is found where "the United States" stands, whatever the name.
    """
    return [*map(_stem, words(text)), *initials(text)]


def content_terms(text: str) -> list[str]:
    """Return the stemmed words that carry meaning, each once, in order; all words if there are only stop words."""
    found = words(text)
    telling = [word for word in found if word not in STOPWORDS] or found
    return list(dict.fromkeys(_stem(word) for word in telling))


def words(text: str) -> list[str]:
    """Return the lower-cased words of `text` without diacritics and possessive endings."""
    undotted = _DOTTED.sub(lambda match: match[0].replace(".", ""), text.replace("\u00ad", ""))
    plain = unicodedata.normalize("NFKD", undotted).casefold()
    plain = "".join(character for character in plain if not unicodedata.combining(character))
    return [part for word in _WORD.findall(plain) for part in _parts(re.sub(r"['’]s?$|['’]", "", word))]


def _parts(word: str) -> list[str]:
    """Return the word, or of a run of Chinese or Japanese, which has no blanks, each two characters that follow."""
    if not _UNSPACED.search(word):
        return [word]
    runs = (run for run in re.split(rf"({_UNSPACED.pattern}+)", word) if run)
    return [
        part
        for run in runs
        for part in ([run[at : at + 2] for at in range(max(1, len(run) - 1))] if _UNSPACED.match(run) else [run])
    ]


def initials(text: str) -> list[str]:
    """Return the initials of runs of capitalised words: "eu" for "The European Union", "dod" too if "of" is inside."""
    found = []
    for match in _NAME.finditer(text):
        parts = [part for part in match[0].split() if part.lower() not in STOPWORDS or part.islower()]
        names = [part for part in parts if not part.islower()]
        if len(names) > 1:
            found += sorted({"".join(part[0] for part in each).lower() for each in (names, parts)})
    return found


def _stem(word: str) -> str:
    return _stem_cached(word) if len(word) <= _LONGEST else word


@lru_cache(maxsize=100_000)
def _stem_cached(word: str) -> str:
    with _STEMMING:
        return str(_stemmer().stemWord(word))


@lru_cache(maxsize=1)
def _stemmer() -> Stemmer:
    return Stemmer("english")
