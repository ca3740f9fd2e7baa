"""What kind of thing a question asks for, and whether a sentence holds one."""

from __future__ import annotations

import re
from collections.abc import Callable, Set
from typing import Literal

from qa_bot.english.names import CAPITAL
from qa_bot.english.times import MONTH_IN_FULL, MONTHS, WEEKDAY, WEEKDAYS
from qa_bot.text.terms import words

Kind = Literal["number", "time", "person", "place", "reason"]

_ASKS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("number", re.compile(r"\bhow (many|much|old|long|far|large|big|tall|high|often|deep|fast|wide|heavy)\b")),
    ("time", re.compile(r"\bwhen\b|\b(what|which) (year|date|day|month|century|decade|time)\b")),
    ("number", re.compile(r"\b(percentage|percent|number of|population|amount|what age)\b")),
    ("person", re.compile(r"\b(who|whom|whose)\b")),
    ("place", re.compile(r"\bwhere\b|\b(what|which) (city|country|state|place|region|continent|county|town|island)\b")),
    ("reason", re.compile(r"\bwhy\b")),
)
_DATE = re.compile(rf"\b(1\d{{3}}|20\d\d)s?\b|\b({MONTH_IN_FULL}|{WEEKDAY})\b")
_NUMBER_WORD = re.compile(
    r"\b(two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|hundred|thousand|million"
    r"|billion|dozen|half|percent)\b",
    re.IGNORECASE,
)
_CAUSE = re.compile(
    r"\b(because|due to|so that|in order to|therefore|as a result|owing to|given that|caused?|reasons?|led to"
    r"|explain(s|ed|ing)?|explanations?|in response to|on the grounds? that|in protest|for fear|motives?"
    rf"|since(?! (then|last|\w*\d|{'|'.join(each[:3] for each in (*MONTHS, *WEEKDAYS))})))\b",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
_NAME = re.compile(rf"(?<!^)\b{CAPITAL}[\w'’-]*")


def asked_kind(question: str) -> Kind | None:
    """Return what the question asks for, None if its words do not tell."""
    plain = " ".join(words(question))
    return next((kind for kind, pattern in _ASKS if pattern.search(plain)), None)


def holds(kind: Kind, sentence: str, question: str) -> bool:
    """Say whether the sentence holds something of the kind that is not already in the question."""
    return _HOLDS[kind](sentence, frozenset(words(question)))


def _new_name(sentence: str, asked: Set[str]) -> bool:
    return any(name[0].isupper() and name.lower() not in asked for name in _NAME.findall(sentence))


def _new_number(sentence: str, asked: Set[str]) -> bool:
    return bool(_NUMBER_WORD.search(sentence)) or any(each not in asked for each in _DIGITS.findall(sentence))


_HOLDS: dict[Kind, Callable[[str, Set[str]], bool]] = {
    "number": _new_number,
    "time": lambda sentence, _: bool(_DATE.search(sentence)),
    "person": _new_name,
    "place": _new_name,
    "reason": lambda sentence, _: bool(_CAUSE.search(sentence)),
}
