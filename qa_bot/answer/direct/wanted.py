"""What a question wants to be told: a name, a time, a place or a number, and of what sort."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from qa_bot.answer.direct.layout import stem
from qa_bot.model import Kind
from qa_bot.text.terms import STOPWORDS, words

_WH = re.compile(r"\b(?:who|whom|whose|when|where|what|which|how|why)\b")
_WHAT = r"(?:what|which)(?: (?:is|was|were|are))?(?: the)?(?: \w+)?"
_PLACES = "city|country|state|region|continent|county|town|island|nation|province|village|place|location"
_SORTS: tuple[tuple[Kind, str, str], ...] = (
    ("number", "money", rf"how much (?:money|cash|funding|revenue|debt|profit)|{_WHAT} (?:cost|price)"),
    ("number", "percent", r"(?:what|which|how much|how many|how large)(?: \w+){0,3} (?:percentage|percent|proportion)"),
    ("number", "age", r"how old|(?:what|which) age"),
    ("number", "duration", r"how long|how many (?:years?|months?|weeks?|days?|hours?|minutes?|seconds?|decades)"),
    ("number", "length", r"how (?:far|tall|high|deep|wide)|how many (?:miles|kilomet\w+|met(?:er|re)s|feet|km)"),
    ("number", "measure", r"how (?:large|big|fast|heavy|hot|cold)"),
    ("number", "count", rf"how (?:many|often)|{_WHAT} (?:number of|population)"),
    ("number", "amount", rf"how much|{_WHAT} amount(?: of)?"),
    ("time", "year", r"(?:what|which) years?"),
    ("time", "month", r"(?:what|which) months?"),
    ("time", "decade", r"(?:what|which) (?:decade|century)"),
    ("time", "day", rf"{_WHAT} (?:date|day)"),
    ("time", "time", r"when"),
    ("place", "place", r"where"),
    ("place", "region", rf"(?:what|which)(?: \w+)? (?:{_PLACES})"),
    ("person", "person", r"who|whom"),
)
_COMPILED = tuple((kind, sort, re.compile(rf"(?:{pattern})\b")) for kind, sort, pattern in _SORTS)
_COUNTS = re.compile(r"how (?:many|much)|.*\b(?:number of|percentage|percent|proportion|amount(?: of)?)$")
_PREPOSITION_WORDS = "in on at by to from since until of for and about around during"
_PREPOSITIONS = frozenset(_PREPOSITION_WORDS.split())
_AUXILIARY_WORDS = "is are was were be been did does do has have had can could will would should may might must"
_AUXILIARIES = frozenset(_AUXILIARY_WORDS.split())


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a question wants.

    `phrase` is what says so ("how many"). `terms` are the stemmed words that an answer stands near, `things` those of
    them that are counted ("troops" in "how many troops"), `focus` is the first of the others, mostly the verb.
    `auxiliary` is the word behind, if it is one like "was" or "did".
    """

    kind: Kind
    sort: str
    phrase: str
    terms: tuple[str, ...]
    things: frozenset[str]
    focus: str | None
    auxiliary: str | None


def wanted(question: str) -> Wanted | None:
    """Return what the question wants, or None if that is none of the kinds; the question's case does not matter."""
    plain = " ".join(words(question))
    start = _asking(plain)
    for kind, sort, pattern in _COMPILED if start is not None else ():
        if match := pattern.match(plain, start or 0):
            return _read(kind, sort, plain, match)
    return None


def _asking(plain: str) -> int | None:
    """Return where the asking word stands: not the "when" of "When he died, who followed?"."""
    asking = (match for match in _WH.finditer(plain) if match[0] not in ("when", "where") or _asks(plain, match))
    return next((match.start() for match in asking), None)


def _asks(plain: str, match: re.Match[str]) -> bool:
    """Say whether a "when" or "where" asks: before a verb, behind a preposition, at the end, or as the only one."""
    before, after = plain[: match.start()].split(), plain[match.end() :].split()
    if not after or after[0] in _AUXILIARIES:
        return True
    return before[-1] in _PREPOSITIONS if before else not _WH.search(plain, match.end())


def _read(kind: Kind, sort: str, plain: str, match: re.Match[str]) -> Wanted:
    before, after = plain[: match.start()].split(), plain[match.end() :].split()
    things, rest = _things(after) if _COUNTS.match(match[0]) else ([], after)
    things, focus = _telling(things), _telling(rest)
    return Wanted(
        kind,
        sort,
        phrase=match[0],
        terms=tuple(dict.fromkeys([*_telling(before), *things, *focus])),
        things=frozenset(things),
        focus=focus[0] if focus else None,
        auxiliary=rest[0] if rest and rest[0] in _AUXILIARIES else None,
    )


def _things(after: Sequence[str]) -> tuple[Sequence[str], Sequence[str]]:
    """Part "active troops | did the army have" and "people | live in the city"."""
    start = 1 if after[:1] == ["of"] else 0
    end = next((n for n, word in enumerate(after) if n >= start and word in STOPWORDS), len(after))
    ends_in_verb = end - start > 1 and (end == len(after) or after[end] not in _AUXILIARIES)
    end -= ends_in_verb
    return after[start:end], after[end:]


def _telling(found: Sequence[str]) -> list[str]:
    return [stem(word) for word in found if word not in STOPWORDS]
