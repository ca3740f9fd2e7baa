"""The words of a text as keyword search counts them: folded, lower-cased, stemmed."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from threading import Lock

from Stemmer import Stemmer

_WORD = re.compile(r"\w+(?:['’]\w+)*")

_STOPWORDS = """
a about after again all also am an and any are as at be because been before being between both but by can
could did do does doing during each few for from further had has have having he her here hers him his how i if
in into is it its itself just let me more most my no nor not now of off on once only or other our out over own
same she should so some such than that the their them then there these they this those through to too under
until up very was we were what when where which while who whom whose why will with would you your tell
please say says said
"""

STOPWORDS = frozenset(_STOPWORDS.split())

_STEMMING = Lock()
"""A stemmer serves one thread at a time."""


def terms(text: str) -> list[str]:
    """Return the stemmed words of `text`, in order, stop words included."""
    return [_stem(word) for word in words(text)]


def content_terms(text: str) -> list[str]:
    """Return the stemmed words that carry meaning, each once, in order; all words if there are only stop words."""
    found = words(text)
    telling = [word for word in found if word not in STOPWORDS] or found
    return list(dict.fromkeys(_stem(word) for word in telling))


def words(text: str) -> list[str]:
    """Return the lower-cased words of `text` without diacritics and possessive endings."""
    plain = unicodedata.normalize("NFKD", text.replace("\u00ad", "")).casefold()
    plain = "".join(character for character in plain if not unicodedata.combining(character))
    return [re.sub(r"['’]s?$|['’]", "", word) for word in _WORD.findall(plain)]


@lru_cache(maxsize=100_000)
def _stem(word: str) -> str:
    with _STEMMING:
        return str(_stemmer().stemWord(word))


@lru_cache(maxsize=1)
def _stemmer() -> Stemmer:
    return Stemmer("english")
