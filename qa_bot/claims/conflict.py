"""Tell whether a sentence contradicts a claim, by a number, a day or a denial, and whether two amounts disagree."""

from __future__ import annotations

import re
from itertools import product
from math import floor, log10

from qa_bot.claims.check import Compared
from qa_bot.english.amounts import Amounts, Number, amounts

_SAME_MATTER = 0.65
"""Share of the claim's content words, numbers left out, that a sentence on the same matter holds."""

_FEWEST = 3
_FARTHEST = 10.0
_YEARS = range(1500, 2101)
_MOST_NUMBERS = 30
_EXACT_BELOW = 1000
"""From here on zeros at the end of a number are taken for rounding; below it only where a word says so."""
_ROUNDLY = re.compile(
    r"\b(?:about|around|some|nearly|almost|roughly|approximately|estimated|more than|over|above|less than|fewer than"
    r"|under|up to|at least)\b",
    re.IGNORECASE,
)


def contradicts(sentence: str, claim: str) -> bool:
    """Say whether a sentence on the same matter as the claim gives another amount or day for it, or denies it."""
    compared = Compared.of(claim, [sentence])
    stems = {word.stem for word in compared.there}
    telling = [word.stem for word in compared.own if word.is_content and not any(map(str.isdigit, word.text))]
    shared = [stem for stem in telling if stem in stems]
    if len(shared) < max(_FEWEST, _SAME_MATTER * len(telling)):
        return False
    return _other_amount(amounts(claim), amounts(sentence)) or bool(compared.opposites or compared.flipped)


def agree(one: str, other: str) -> bool:
    """Say whether two texts name an amount that is the same, rounding allowed: "about 40" and "42"."""
    roundly = _ROUNDLY.search(one), _ROUNDLY.search(other)
    return any(_rounds(a, b, roundly[0]) or _rounds(b, a, roundly[1]) for a, b in _pairs(one, other))


def disagree(one: str, other: str) -> bool:
    """Say whether the words with which two texts tell an amount cannot both be right, though they may count one thing.

    "1.9 million" and "two million" agree; "$5" and "5 percent" are of two things, and so are "two" and "two hundred".
    """
    return not agree(one, other) and any(_alike(a, b) for a, b in _pairs(one, other))


def _pairs(one: str, other: str) -> list[tuple[Number, Number]]:
    """Return the numbers of two texts in pairs, the first ones of a text that has very many."""
    return list(product(amounts(one).numbers[:_MOST_NUMBERS], amounts(other).numbers[:_MOST_NUMBERS]))


def _rounds(one: Number, other: Number, is_round: object) -> bool:
    """Say whether a number is another one, or that rounded to the digits that it has before its zeros."""
    if one.unit and other.unit and one.unit != other.unit:
        return False
    if one.value == other.value:
        return True
    if not (is_round or abs(one.value) >= _EXACT_BELOW) or not one.value:
        return False
    digits = len(f"{abs(one.value):.12g}".replace(".", "").strip("0").partition("e")[0]) or 1
    scale = 10.0 ** (floor(log10(abs(other.value))) - digits + 1) if other.value else 1.0
    return abs(round(other.value / scale) * scale - one.value) < scale / 2


def _other_amount(claimed: Amounts, there: Amounts) -> bool:
    numbers = [each for each in claimed.numbers if not any(own.allows(each) for own in there.numbers)]
    days = [each for each in claimed.days if not any(own.allows(each) for own in there.days)]
    other_day = any(bool(each.month) == bool(own.month) and own.day for each in days for own in there.days)
    return other_day or any(_alike(each, own) for each in numbers for own in there.numbers)


def _alike(one: Number, other: Number) -> bool:
    """Say whether two numbers may count the same thing: of one unit, both years or neither, and not worlds apart."""
    low, high = sorted((abs(one.value), abs(other.value)))
    years = (one.value in _YEARS and not one.unit) == (other.value in _YEARS and not other.unit)
    return one.unit == other.unit and years and (low > 0 and high / low <= _FARTHEST)
