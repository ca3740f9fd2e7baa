"""Join a question that leans on earlier ones with them, as a person would ask it and as it is searched for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa_bot.english.pointing import ABOUT, AND, PREPOSITION
from qa_bot.english.questions import ASKING, is_elliptic, topic, without_manners
from qa_bot.english.verbs import AUXILIARY
from qa_bot.text.terms import STOPWORDS, content_terms, words

JOINT = " – and "
"""Between the questions: nobody types it by chance, and read aloud it is a pause."""

_DASH = " – "
"""Before whom the question behind it means by "she", as far as that is known."""

_MOST_PIECES = 4
_LONGEST_PIECE = 300
_LEADING_AND = re.compile(rf"\s*{AND}", re.IGNORECASE)
_OPENS_SMALL = re.compile(rf"\s*(?:{ASKING}|{AUXILIARY}|{ABOUT}|{PREPOSITION})\b", re.IGNORECASE)
_UNBRACKETED = str.maketrans({"(": None, ")": None, ";": ","})


def join(question: str, earlier: Sequence[str], longest: int, *, named: str = "") -> str:
    """Return the question behind those of the earlier ones, most recent first, that say something new.

    "Who repaired the lighthouse – Ann Berg – and how long did she work?", where she is `named`. A question that needs
    none of them stays as it is.
    """
    known, kept = meaning(question), []
    last, *others = (one.strip(" ?!.\n")[:_LONGEST_PIECE] for one in earlier) if earlier else ("",)
    for each in (f"{last}{_DASH}{named}" if named else last, *others):
        if not meaning(each) <= known:
            known |= meaning(each)
            kept.append(each)
    if len(kept) > _MOST_PIECES:
        kept = [*kept[: _MOST_PIECES - 1], kept[-1]]
    while kept and len(alone := JOINT.join((*reversed(kept), _continuing(question)))) > longest:
        kept.pop()
    return alone if kept else question


def split(alone: str) -> tuple[str, tuple[str, ...]]:
    """Return the question that others were joined to, and these, most recent first."""
    *earlier, question = alone.split(JOINT)
    return question.strip(), tuple(reversed(earlier))


def is_joined(question: str) -> bool:
    """Say whether a question has been made to stand alone: it is behind others, or has them in brackets at its end."""
    return JOINT in question or question.rstrip().endswith(")")


def as_searched(alone: str) -> str:
    """Return a question as it is looked for: behind it in brackets what those that it was joined to were about.

    The words that ask ("how many") would tell the evidence to look for the wrong kind of thing.
    """
    question, earlier = split(alone)
    if not earlier:
        return alone
    pieces: list[str] = []
    for place, each in enumerate(earlier):
        asked, *named = each.split(_DASH)
        pieces += [*named, asked if not place and is_elliptic(question) else topic(asked)]
    pieces = [each.translate(_UNBRACKETED).strip() for each in pieces]
    return f"{question} ({'; '.join(filter(None, pieces))})"


def without_and(question: str) -> str:
    """Return a question that opens like a continuation, "And why?", as one that does not: "Why?"."""
    rest = question[_LEADING_AND.match(question).end() :]  # type: ignore[union-attr]  # it matches nothing at all, too
    return rest[:1].upper() + rest[1:] if rest else question


def meaning(text: str) -> set[str]:
    """Return the stemmed words that carry meaning, none if there are only stop words."""
    return set(content_terms(text)) if any(word not in STOPWORDS for word in words(text)) else set()


def _continuing(question: str) -> str:
    rest = without_and(without_manners(question).strip())
    return rest[:1].lower() + rest[1:] if _OPENS_SMALL.match(rest) else rest
