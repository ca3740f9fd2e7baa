"""Tell the language of a question and of a text, by py3langid."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

UNKNOWN = "und"
"""Not English, but in which language cannot be told; the code is that of BCP 47."""

_LANGUAGES = "en de fr es it pt nl pl ru uk zh ja ko ar tr sv da no fi cs el he hi fa id vi hu ro bg"
_SURE, _NAMED, _NOT_ENGLISH = 0.7, 0.6, 0.005
"""How likely the likeliest language is, at least, to be told and to be named; and English, at most, to be ruled out."""

_SURE_OF_TEXT = 0.9
_FEWEST_LETTERS = 40
_SAMPLE = 1000

_WORD = re.compile(r"[^\W\d_]+")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")
_ENGLISH_WORDS = """
what who whom whose when where why how which did does the of and with from about said tell their they this that these
those he she you your were are being would could should there than then any much many
"""
_ENGLISH = frozenset(_ENGLISH_WORDS.split())
"""Words that an English question has and those in other languages have not: what it asks about may have any name."""


def question_language(question: str) -> str | None:
    """Return the code of the language of a question, `UNKNOWN` if it has none here, None for English.

    Also None where too little is there to tell: a question is English unless it is plain that it is not.
    """
    question = unicodedata.normalize("NFC", question)
    words = _WORD.findall(question.casefold())
    if not words or not _ENGLISH.isdisjoint(words):
        return None
    chances = _chances(question)
    code, sure = next(iter(chances.items()))
    name = code if sure > _NAMED and code != "en" else UNKNOWN
    if not _is_latin("".join(words)):
        return name
    is_plain = (code != "en" and sure > _SURE) or chances["en"] < _NOT_ENGLISH or "¿" in question
    return name if is_plain and len(words) > 1 else None


def is_english(text: str) -> bool:
    """Say whether a text is in English, as far as can be told; of a short one it is taken to be."""
    letters = "".join(_WORD.findall(text[:_SAMPLE]))
    if letters and not _is_latin(letters):
        return False
    return len(letters) < _FEWEST_LETTERS or _chances(text[:_SAMPLE])["en"] > 1 - _SURE_OF_TEXT


def _is_latin(letters: str) -> bool:
    return len(_LATIN.findall(letters)) > len(letters) / 2


def _chances(text: str) -> dict[str, float]:
    """Return how likely each language is, the likeliest first."""
    return {str(code): float(chance) for code, chance in _identifier().rank(text)}


@lru_cache(maxsize=1)
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(_LANGUAGES.split())
    return identifier
