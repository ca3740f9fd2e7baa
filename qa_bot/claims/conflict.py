"""Tell whether a sentence contradicts a claim: the same words, with another number, another day, or a denial."""

from __future__ import annotations

from qa_bot.claims.check import Compared
from qa_bot.english.amounts import Amounts, Number, amounts

_SAME_MATTER = 0.65
"""Share of the claim's content words, numbers left out, that a sentence on the same matter holds."""

_FEWEST = 3
_FARTHEST = 10.0
_YEARS = range(1500, 2101)


def contradicts(sentence: str, claim: str) -> bool:
    """Say whether a sentence on the same matter as the claim gives another amount or day for it, or denies it."""
    compared = Compared.of(claim, [sentence])
    stems = {word.stem for word in compared.there}
    telling = [word.stem for word in compared.own if word.is_content and not any(map(str.isdigit, word.text))]
    shared = [stem for stem in telling if stem in stems]
    if len(shared) < max(_FEWEST, _SAME_MATTER * len(telling)):
        return False
    return _other_amount(amounts(claim), amounts(sentence)) or bool(compared.opposites or compared.flipped)


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
