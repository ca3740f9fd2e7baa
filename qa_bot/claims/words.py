"""Find the words of a text that carry meaning."""

from __future__ import annotations

import re
from dataclasses import dataclass

from qa_bot.text.terms import STOPWORDS, terms

_WORD = re.compile(r"\w+(?:['’.-]\w+)*")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text in lower case, and its stem."""

    text: str
    stem: str

    @property
    def is_content(self) -> bool:
        """Say whether it carries meaning."""
        return self.text not in STOPWORDS and self.stem not in STOPWORDS


def text_words(text: str) -> list[Word]:
    """Return the words of a text, in order."""
    return [Word(found.lower(), stems[0]) for found in _WORD.findall(text) if (stems := terms(found))]
