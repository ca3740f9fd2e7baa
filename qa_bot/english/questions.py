"""Tell how a question is put, what kind of thing it asks for and about what, and ask it again for another."""

from __future__ import annotations

import re
from collections.abc import Callable, Set
from typing import Literal

from qa_bot.english.names import CAPITAL, NAME
from qa_bot.english.numbers import ONES, SCALES, TENS
from qa_bot.english.pointing import ABOUT, AND, POINTING, PREPOSITION
from qa_bot.english.times import MONTH_IN_FULL, MONTHS, WEEKDAY, WEEKDAYS, times
from qa_bot.english.verbs import AUXILIARY
from qa_bot.text.terms import words

ASKING = r"(?:who|whom|whose|what|which|when|where|why|how(?:\s+(?:many|much|long|old|far|often|big|large|tall))?)"
_TELL = r"(?:(?:can|could|would) you )?(?:please )?(?:tell|give)(?: (?:me|us))?(?: (?:more|something))?(?: about)?"
_MANNERS = r"(?:ok|okay|yes|no|well|hi|hello|please|sorry|thanks|thank you|i see|got it|that is fine)"
"""Pieces of regular expressions."""

_POLITE = re.compile(rf"\s*(?:{_MANNERS}\b[\s,.!]*)+", re.IGNORECASE)
_THANKS = rf"(?:{_MANNERS}|great|perfect|good|nice|cool|very much|so much|a lot|that helps|that is all|bye|goodbye)"
_NOTHING = re.compile(rf"\s*(?:{_THANKS}\b[\s,.!]*)+", re.IGNORECASE)
_WHO = re.compile(rf"\s*{AND}(?:who|whom|whose|which (?:man|woman|person|minister|president))\b", re.IGNORECASE)
_ABOUT = re.compile(rf"\s*{AND}{ABOUT}", re.IGNORECASE)
_ASKS = re.compile(rf"\b{ASKING}\b(?!\s+about\b)|^\s*{AND}(?:{AUXILIARY}|{_TELL})\b", re.IGNORECASE)
_OPENING = re.compile(
    rf"\s*{AND}(?:{ABOUT})?(?:{PREPOSITION}\s+(?={ASKING}\b))?"
    rf"(?:{_TELL}\b|{ASKING}\b(?:\s+{AUXILIARY}\b)?|{AUXILIARY}\b)?(?:\s+{POINTING}\b)?\s*",
    re.IGNORECASE,
)
_POINTER = re.compile(
    rf"\s*\b(?:{AUXILIARY}\s+{POINTING}(?:\s+have)?|do|does|did|(?:{PREPOSITION}\s+)?(?:it|this|that|them|him|her)$)\b",
    re.IGNORECASE,
)
_FRAGMENT = 5

_ADVERB = re.compile(
    rf"\s*{AND}(why|when|where|how)(?:\s+(?:is|was|did)\s+{POINTING}(?:\s+happen)?)?\s*\??\s*", re.IGNORECASE
)
_ADVERB_ASKED = re.compile(rf"\s*{AND}(?:why|when|where|how)(\s+{AUXILIARY}\s.*)", re.IGNORECASE | re.DOTALL)
_OTHER_NAME = re.compile(rf"\s*(?i:{AND}{ABOUT})({NAME})\s*\??\s*")
_SUBJECT = re.compile(rf"(\b(?i:{AUXILIARY})\s+)({NAME})")
_YEAR = re.compile(rf"\s*{AND}(?:{ABOUT})?((?:in|since)\s+\d{{4}})\s*\??\s*", re.IGNORECASE)
_YEAR_ASKED = re.compile(r"\b(?:in|since)\s+\d{4}\b")
_TIME_ALONE = re.compile(
    rf"\s*{AND}(?:{ABOUT})?((?:on|in|at|since|before|after|by|until)\s+(\S.{{1,40}}?))\s*\??\s*", re.IGNORECASE
)
_PLACE = re.compile(rf"\s*(?i:{AND}(?:{ABOUT})?)((?i:in|at|near)\s+{NAME})\s*\??\s*")
_PLACE_ASKED = re.compile(rf"\b(?:in|at|near)\s+{NAME}(?=\s*[?,]|\s*$|\s+{PREPOSITION}\b)")

_SAID = re.compile(
    rf"\s*(?i:{AND})(?i:what|how)\s+(?i:did|does|do|has|have)\s+(?P<who>(?:(?i:the)\s+)?(?:[\w.'’-]+\s+){{1,6}}?)"
    r"(?i:say|said|tell|told|claim|claimed|announce|announced|respond|responded|reply|argue|argued|write|comment|promise"
    r"|warn|insist|call)\b"
)

Kind = Literal["number", "time", "person", "place", "reason"]

_KINDS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("number", re.compile(r"\bhow (many|much|old|long|far|large|big|tall|high|often|deep|fast|wide|heavy)\b")),
    ("time", re.compile(r"\bwhen\b|\b(what|which) (year|date|day|month|century|decade|time)\b")),
    ("number", re.compile(r"\b(percentage|percent|number of|population|amount|what age)\b")),
    ("person", re.compile(r"\b(who|whom|whose)\b")),
    ("place", re.compile(r"\bwhere\b|\b(what|which) (city|country|state|place|region|continent|county|town|island)\b")),
    ("reason", re.compile(r"\bwhy\b")),
)
_DATE = re.compile(rf"\b(1\d{{3}}|20\d\d)s?\b|\b({MONTH_IN_FULL}|{WEEKDAY})\b")
_NUMBER_WORD = re.compile(rf"\b({'|'.join((*ONES[2:], *TENS, *SCALES))}|half|percent)\b", re.IGNORECASE)
_CAUSE = re.compile(
    r"\b(because|due to|so that|in order to|therefore|as a result|owing to|given that|caused?|reasons?|led to"
    r"|explain(s|ed|ing)?|explanations?|in response to|on the grounds? that|in protest|for fear|motives?"
    rf"|since(?! (then|last|\w*\d|{'|'.join(each[:3] for each in (*MONTHS, *WEEKDAYS))})))\b",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
_NEW_NAME = re.compile(rf"(?<!^)\b{CAPITAL}[\w'’-]*")


def asked_speaker(question: str) -> str | None:
    """Return of whom it is asked what they said, "John Kerry" of "What did John Kerry say about Syria?"; else None."""
    found = _SAID.match(question)
    named = found["who"].strip() if found else ""
    return named if re.search(CAPITAL, named) else None


def without_manners(question: str) -> str:
    """Return the question without "ok", "thank you" and the like in front; perhaps nothing is left."""
    return _POLITE.sub("", question, count=1) if _POLITE.match(question) else question


def asks_nothing(question: str) -> bool:
    """Say whether there is nothing but thanks, greetings and the like."""
    return bool(_NOTHING.fullmatch(question))


def asks_who(question: str) -> bool:
    """Say whether a person is asked for."""
    return bool(_WHO.match(without_manners(question)))


def is_elliptic(question: str) -> bool:
    """Say whether a question leaves out what it asks: "in Aleppo?", "what about France?", "and the second one"."""
    return not _ASKS.search(question) and (bool(_ABOUT.match(question)) or len(words(question)) <= _FRAGMENT)


def topic(question: str) -> str:
    """Return the question without the words that ask and point: "Who built the bridge?" is about "built the bridge"."""
    return _POINTER.sub("", _OPENING.sub("", without_manners(question), count=1).strip(" ?!.,")).strip()


def asked_again(question: str, before: str) -> str | None:
    """Return the question before, asked for what the new one names, or None if it is not plain how.

    "Why?" after "When did the talks end?" gives "Why did the talks end?"; "What about Wales?" after "How did Scotland
    vote?" gives "How did Wales vote?"; "in 2018?" after "Who won in 2017?" gives "Who won in 2018?"; "And on 12 March?"
    after "How did the Commons vote?" gives "How did the Commons vote on 12 March?".
    """
    if before.rstrip().endswith((".", "!")):
        return None
    makers = (_other_adverb, _other_subject, _other_phrase, _other_time)
    return next(filter(None, (make(question, before) for make in makers)), None)


def asked_kind(question: str) -> Kind | None:
    """Return what the question asks for, None if its words do not tell."""
    plain = " ".join(words(question))
    return next((kind for kind, pattern in _KINDS if pattern.search(plain)), None)


def holds(kind: Kind, sentence: str, question: str) -> bool:
    """Say whether the sentence holds something of the kind that is not already in the question."""
    return _HOLDS[kind](sentence, frozenset(words(question)))


def _other_adverb(question: str, before: str) -> str | None:
    new, asked = _ADVERB.fullmatch(question), _ADVERB_ASKED.fullmatch(before)
    return f"{new[1].capitalize()}{asked[1]}" if new and asked else None


def _other_subject(question: str, before: str) -> str | None:
    new, subjects = _OTHER_NAME.fullmatch(question), list(_SUBJECT.finditer(before))
    if not new or len(subjects) != 1:
        return None
    return before[: subjects[0].start(2)] + new[1] + before[subjects[0].end(2) :]


def _other_phrase(question: str, before: str) -> str | None:
    for pattern, asked in ((_YEAR, _YEAR_ASKED), (_PLACE, _PLACE_ASKED)):
        if new := pattern.fullmatch(question):
            found = list(asked.finditer(before))
            if len(found) == 1:
                return before[: found[0].start()] + new[1] + before[found[0].end() :]
    return None


def _other_time(question: str, before: str) -> str | None:
    """Ask the question before of a time that is given alone, if it names none itself."""
    new = _TIME_ALONE.fullmatch(question)
    is_time = new and any(span.of(new[1]) == new[2] for span in times(new[1]))
    if not new or not is_time or any(times(before)) or asked_kind(before) == "time":
        return None
    return f"{before.rstrip(' ?')} {new[1]}?"


def _new_name(sentence: str, asked: Set[str]) -> bool:
    return any(name[0].isupper() and name.lower() not in asked for name in _NEW_NAME.findall(sentence))


def _new_number(sentence: str, asked: Set[str]) -> bool:
    return bool(_NUMBER_WORD.search(sentence)) or any(each not in asked for each in _DIGITS.findall(sentence))


_HOLDS: dict[Kind, Callable[[str, Set[str]], bool]] = {
    "number": _new_number,
    "time": lambda sentence, _: bool(_DATE.search(sentence)),
    "person": _new_name,
    "place": _new_name,
    "reason": lambda sentence, _: bool(_CAUSE.search(sentence)),
}
