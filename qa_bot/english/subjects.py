"""Find the words for somebody who may speak, before or behind a verb of saying."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa_bot.english.names import ROLES, TITLES
from qa_bot.english.times import MONTHS, WEEKDAYS
from qa_bot.english.tokens import Token
from qa_bot.english.verbs import UTTERANCE, UTTERING, is_finite


def word_set(several: str) -> frozenset[str]:
    """Return the words of a line as a set."""
    return frozenset(several.split())


PERSONAL = frozenset(("he", "she", "they", "it", "we", "i", "you"))
_DETERMINERS = word_set(
    "the a an his her its their our my this that these those one two three four several some many most another both"
    " all other each every no few"
)
NO_PART = word_set("""
    and or but nor so yet as when while where if because since although though after before until unless whether that
    which who whom whose what how why than then in on at during with to by about against into through over under within
    without despite like via per amid among between around upon also however meanwhile not never there here
    """)
"""What a speaker's words do not begin with and, but for "of" and the like, do not hold."""
PREPOSITIONS = word_set("in on at during after before despite with")
_RELATIVE = word_set("who which where whose whom that while")
_JOINS = frozenset(("of", "for", "from", "de", "la", "van", "von", "bin", "al", "del", "der", "den", "di", "du", "le"))
_JOINS_LOOSELY = frozenset(("in", "at", "on", "with", "to"))
DAYS = frozenset((*MONTHS, *WEEKDAYS))
_OF_A_SUBJECT = _JOINS | ROLES | TITLES | {"presidential", "campaign", "former"}
_BE = word_set("is are was were be been being am 's ’s isn't wasn't aren't")
_HAVE = word_set("has have had having would will could may might can must should did does do")
ADVERBS = word_set(
    "also later then recently once often repeatedly earlier previously even still just now always already again"
    " reportedly never not ever first further simply instead too only soon long finally eventually initially"
)
_CONTRACTED = re.compile(r"(?:it|he|she|that|there|what|here)['’]s$", re.IGNORECASE)
_POSSESSIVE = re.compile(r"['’]s?$")
DASHES = frozenset("—–-")
MOST_WORDS = 24


def bare_subject(found: Sequence[Token], start: int, end: int) -> tuple[int, int] | None:
    """Return a speaker who is all that stands before a colon: Berg: “..."."""
    start = max([start, *(at + 1 for at in range(start, end) if found[at].text in DASHES)])
    if start < end and found[start].low in UTTERANCE:
        start += 1
    if start < end and found[end - 1].text == ")":
        end = next((at for at in range(end - 1, start, -1) if found[at].text == "("), start)
    if 0 < end - start <= 7 and all(each.is_capitalised or each.text == "and" for each in found[start:end]):
        return start, end
    return None


def opening_subject(found: Sequence[Token], start: int, verb: int) -> tuple[int, int] | None:
    """Return the subject with which a sentence opens, a pronoun or a bare name before its verb."""
    if found[start].low in NO_PART:
        commas = [at for at in range(start, verb) if found[at].text == ","]
        if not commas or found[start].low not in PREPOSITIONS:
            return None
        start = commas[0] + 1
    if any(each.text in _RELATIVE or each.kind == "quote" for each in found[start:verb]):
        return None
    end = start
    while end < verb and found[end].is_word and (found[end].is_capitalised or found[end].text in _OF_A_SUBJECT):
        end += 1
    if found[start].low in PERSONAL:
        end = start + 1
    behind = end
    if end < verb and found[end].text == "," and found[start].low not in PERSONAL:
        behind = next((at + 1 for at in range(end + 1, verb) if found[at].text == ","), verb)
    while behind < verb and (found[behind].low in ADVERBS or found[behind].low.endswith("ly")):
        behind += 1
    if end == start or behind >= verb or found[start].low in NO_PART:
        return None
    is_verb = is_finite(found[behind].text) or found[behind].text in UTTERANCE or found[behind].text.endswith("s")
    return (start, end) if is_verb and found[behind].text.islower() else None


def subject_from(found: Sequence[Token], start: int) -> tuple[int, int] | None:
    """Return who stands from a token on, with what is said of them behind a comma: Ann Berg, a minister of Orn."""
    if start >= len(found) or not found[start].is_word:
        return None
    first = found[start]
    if first.low in PERSONAL:
        return start, start + 1
    if (
        first.low in NO_PART - {"that"}
        or first.low in ADVERBS
        or (first.text.islower() and first.low.endswith("ly"))
        or first.text in DAYS
    ):
        return None
    end = _noun_end(found, start)
    if end == start or _CONTRACTED.match(first.text):
        return None
    named = any(each.is_capitalised for each in found[start:end])
    if not named and first.low not in _DETERMINERS and not _is_plural(found, start, end):
        return None
    return start, end


def _is_plural(found: Sequence[Token], start: int, end: int) -> bool:
    return end > start and found[end - 1].low.endswith("s")


def _noun_end(found: Sequence[Token], start: int) -> int:
    """Return where the words for somebody end."""
    at = start
    loosely = found[start].low in _DETERMINERS or found[start].text.islower()
    while at < len(found) and found[at].is_word and at - start < MOST_WORDS:
        low = found[at].low
        if found[at].text in DAYS or low in PERSONAL or (at > start and found[at].text in NO_PART - {"and"}):
            break
        if found[at].text in _JOINS and not (loosely or low not in {"for", "from"} or at > start + 2):
            break
        if low == "and" and not (at + 1 < len(found) and found[at + 1].is_capitalised):
            break
        if at > start and found[at].text.islower() and (is_finite(low) or low in UTTERANCE):
            break
        at += 1
    while at > start and found[at - 1].text in _JOINS | {"and", "the"}:
        at -= 1
    return at


def subject_before(found: Sequence[Token], start: int, verb: int) -> tuple[int, int] | None:
    """Return who stands before a verb, in a clause that begins at `start` or later."""
    at = verb - 1
    while (
        at >= start
        and found[at].is_word
        and (
            found[at].low in ADVERBS | _HAVE
            or (found[at].text.islower() and found[at].low.endswith("ly"))
            or found[at].low.endswith(("n't", "n’t"))
        )
    ):
        at -= 1
    if at > start and found[at].text == ")":
        at = next((each - 1 for each in range(at - 1, start, -1) if found[each].text == "("), start - 1)
    if at < start or found[at].low in _BE:
        return None
    if found[at].low == "who" and at > start:
        at -= 1
        if found[at].text == ",":
            at -= 1
        return _clause(found, start, at)
    if found[at].low in PERSONAL:
        return at, at + 1
    if found[at].text in (",", "—", "–"):
        return _with_apposition(found, start, at)
    return _clause(found, start, at)


def _with_apposition(found: Sequence[Token], start: int, comma: int) -> tuple[int, int] | None:
    """Return who stands before a comma and what is said of them: Ann Berg, a minister of Orn, said."""
    for at in range(comma - 1, max(start, comma - MOST_WORDS), -1):
        each = found[at]
        if each.kind == "quote" or each.text in ";:":
            return None
        if each.text == found[comma].text:
            who = _clause(found, start, at - 1) if at > start else None
            is_somebody = who and (found[who[1] - 1].is_capitalised or found[who[0]].low in _DETERMINERS)
            return (who[0], comma) if who and is_somebody else None
    return None


def subject_with_appositions(found: Sequence[Token], start: int, verb: int) -> tuple[int, int] | None:
    """Return who stands at a token where commas and what they set apart lead to the verb: Berg, 30, of Orn, said."""
    who = subject_from(found, start)
    if who is None or not found[who[0]].is_capitalised or found[verb - 1].text != "," or found[who[1]].text != ",":
        return None
    return who if not any(each.text in {";", ":", "and", "but"} for each in found[who[1] : verb]) else None


def _clause(found: Sequence[Token], start: int, last: int) -> tuple[int, int] | None:
    """Return the words for somebody that end with a token."""
    first = last
    while first >= start and found[first].is_word and last - first < MOST_WORDS:
        low = found[first].low
        if low in NO_PART - _JOINS_LOOSELY or low in PERSONAL or low in ADVERBS:
            break
        first -= 1
    first += 1
    while first <= last and (found[first].low in _JOINS | _JOINS_LOOSELY or found[first].text in DAYS):
        first += 1
    if first > last:
        return None
    if any(is_verb(each) for each in found[first : last + 1]):
        first = _last_name(found, first, last)
    return (first, last + 1) if first <= last and _can_speak(found, first, last) else None


def is_verb(token: Token) -> bool:
    """Say whether a token looks like a verb."""
    return token.text.islower() and (is_finite(token.low) or token.low in UTTERANCE | UTTERING | _BE)


def _last_name(found: Sequence[Token], first: int, last: int) -> int:
    """Return where the run of capitalised words that ends with a token begins."""
    at = last
    while at >= first and (found[at].is_capitalised or found[at].low in TITLES):
        at -= 1
    return at + 1


def _can_speak(found: Sequence[Token], first: int, last: int) -> bool:
    word = found[first]
    if (first == last and word.low in _DETERMINERS - {"this", "these", "those"}) or _POSSESSIVE.search(
        found[last].text
    ):
        return False
    if word.low in _DETERMINERS or found[last].is_capitalised:
        return found[last].text not in DAYS
    is_of_somebody = bool(_POSSESSIVE.search(word.text)) and word.is_capitalised
    return is_of_somebody or found[last].low in ROLES | TITLES or _is_plural(found, first, last + 1)
