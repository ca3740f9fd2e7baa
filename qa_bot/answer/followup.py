"""Turn a question that leans on earlier ones into one that stands alone."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa_bot.model import Turn
from qa_bot.text.terms import STOPWORDS, words

_PRONOUNS = "he she it they him her them his hers its their theirs this that these those there then"
_LEANS = frozenset(_PRONOUNS.split())
_OPENING = re.compile(r"^\s*(and|but|or|so|what about|how about|why not|also)\b", re.IGNORECASE)
_FEW = 2
_FURTHEST = 4


def standalone(question: str, history: Sequence[Turn]) -> str:
    """Return the question with the earlier questions that it leans on behind it in brackets, or as it is.

    A question leans if it opens like a continuation ("And ...", "What about ..."), holds a pronoun, or has fewer than
    two words of its own. The words of the person are kept: nothing is put into their mouth.
    """
    context: list[str] = []
    current = question
    for turn in reversed(history[-_FURTHEST:]):
        if not _leans(current):
            break
        context.insert(0, turn.question.strip())
        current = turn.question
    return f"{question.strip()} ({' '.join(context)})" if context else question


def _leans(question: str) -> bool:
    found = words(question)
    own = [word for word in found if word not in STOPWORDS]
    return bool(_OPENING.match(question)) or bool(_LEANS & set(found)) or len(own) < _FEW
