"""Sentences that can be turned around: a subject, a finite verb, and what follows."""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import dataclass

from qa_bot.english.verbs import AUXILIARIES, base, is_finite

_WORD = re.compile(r"[\w'’.-]+")
_MOST_SUBJECT = 8
_NO_SUBJECT_WORDS = """
that which who whom whose where when while because if after before although and or but as than in on at for with by from
during since there it this these those he she they we i you his her their its our not to
"""
_NO_SUBJECT = frozenset(_NO_SUBJECT_WORDS.split())
_BREAK = re.compile(
    r"[,;()—]|:(?!\d)|\s(?:and|but|or|while|because|so that|although|which|when|where|who|after|before|since)\s"
)
_DANGLING = re.compile(r"\s(?:under|in|on|at|by|for|to|with|from|of|the|a|an|a few \w+)\?$")
_DETERMINER_WORDS = "The A An Its Their His Her This That These Those Some Most Many All Both Each"
_DETERMINERS = frozenset(_DETERMINER_WORDS.split())
_LEAST_WORDS = 5


@dataclass(frozen=True, slots=True)
class Clause:
    """`subject verb rest`, without the full stop; the subject as it stands inside a sentence."""

    subject: str
    verb: str
    rest: str

    @classmethod
    def of(cls, sentence: str, vocabulary: Set[str]) -> Clause | None:
        """Return the clause that a sentence is, None if it does not begin with a short and plain subject.

        `vocabulary` are words that are written small somewhere.
        """
        text = sentence.strip().rstrip(".")
        words = list(_WORD.finditer(text))
        at = next((n for n, word in enumerate(words[: _MOST_SUBJECT + 1]) if n and is_finite(word[0])), None)
        if at is None:
            return None
        subject = text[: words[at].start()].strip()
        plain = not {word[0].lower() for word in words[:at]} & _NO_SUBJECT and not re.search(r"[,;:()\"“”]", subject)
        rest = text[words[at].end() :].strip()
        if not plain or rest.startswith("by ") or ". " in rest:
            return None
        return cls(_inside(subject, vocabulary), words[at][0], rest)

    def ask(self, opening: str, rest: str, vocabulary: Set[str]) -> str | None:
        """Return `opening` asked of the subject: with its auxiliary, or with "did" if the plain verb is known."""
        if self.verb in AUXILIARIES and not (self.verb in ("had", "has", "have") and not _participle(rest)):
            return tidy(f"{opening} {self.verb} {self.subject} {rest}?")
        if self.verb in ("has", "have"):
            helper = "does" if self.verb == "has" else "do"
            return tidy(f"{opening} {helper} {self.subject} have {rest}?")
        plain = base(self.verb, vocabulary)
        return tidy(f"{opening} did {self.subject} {plain} {rest}?") if plain else None


def _participle(rest: str) -> bool:
    """Say whether "had" is followed by a verb, as in "had been" and "had opened"."""
    first = (_WORD.search(rest) or [""])[0]
    return first == "been" or is_finite(first) or first.endswith("en")


def _inside(subject: str, vocabulary: Set[str]) -> str:
    """Return the subject with a small letter where only the beginning of the sentence made it a capital."""
    first, blank, rest = subject.partition(" ")
    small = first.lower() in vocabulary and not (first not in _DETERMINERS and rest[:1].isupper())
    return f"{first.lower()}{blank}{rest}" if small else subject


def until_break(text: str) -> str:
    """Return the text up to where a new clause or an apposition begins."""
    return _BREAK.split(text, maxsplit=1)[0].strip()


def has_break(text: str) -> bool:
    """Say whether a new clause or an apposition begins in the text."""
    return bool(_BREAK.search(text))


def tidy(question: str) -> str | None:
    """Return a question with single blanks, None if too little is left of it to ask."""
    text = re.sub(r"\s*[,;]?\s*\?$", "?", re.sub(r"\s+", " ", question))
    return text if len(text.split()) >= _LEAST_WORDS and not _DANGLING.search(text) else None
