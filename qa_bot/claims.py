"""Tell whether sentences hold or contradict a claim: by numbers, days, names, negations and words, without a model."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

from qa_bot.english.amounts import Amounts, Number, amounts
from qa_bot.english.names import LATIN_CAPITAL, OPENERS, TITLES
from qa_bot.english.nations import nation
from qa_bot.english.negation import OPPOSITES, denies, flipped
from qa_bot.fitted import FITTED, Features
from qa_bot.text.terms import STOPWORDS, initials, terms, words

_CAPITALISED = re.compile(rf"\b{LATIN_CAPITAL}(?:\.[A-Z])*[\w'’.-]*\w|\b[A-Z]\b")
_START = re.compile(r"(?:^|[.!?:;]\s+|[\"“‘(]\s*)$")

_RUN = re.compile(r"[A-Z][\w'’-]{0,60}(?:\s+(?:(?:of|the|for)\s+)*[A-Z][\w'’-]{0,60})+")
_CAPITAL_FOLLOWS = re.compile(rf"\s+(?:(?:of|the|de|van|von|al|bin)\s+)*{LATIN_CAPITAL}")
_OPENER = re.compile(r"\w+(?:[^aiosu]s|ly|ing)|people|police|women|men|children|nobody|nothing|everyone")
"""First words of a sentence that are capitalised for that reason alone: plurals, adverbs, gerunds and a few others."""

_SHORTEST = 4
_LONGEST_INITIALS = 12
_BEFORE = 20
"""Characters in which it shows whether a sentence begins."""


def missing_names(claim: str, known: Set[str]) -> list[str]:
    """Return the capitalised words of a claim that are not among the known words, but for titles and common openings.

    `known` is what `name_words` returns for the text that should hold them.
    """
    found = []
    alike = _by_opening(known)
    for match in _CAPITALISED.finditer(claim):
        name = "".join(words(match[0])[:1])
        opens = bool(_START.search(claim, max(0, match.start() - _BEFORE), match.start()))
        if not name or name in TITLES or name in STOPWORDS or name.isdigit():
            continue
        if opens and (name in OPENERS or _OPENER.fullmatch(name)) and not _CAPITAL_FOLLOWS.match(claim, match.end()):
            continue
        if not _is_known(name, known, alike):
            found.append(match[0])
    abbreviated = frozenset(_abbreviated(claim, known))
    return [each for each in found if each not in abbreviated]


def name_words(text: str) -> frozenset[str]:
    """Return the lower-cased words of a text, and the initials of its longer names."""
    return frozenset((*words(text), *initials(text)))


def _by_opening(known: Set[str]) -> Mapping[str, Set[str]]:
    """Return the known words by their first letters, which two words of one stem have in common."""
    found: dict[str, set[str]] = {}
    for word in known:
        found.setdefault(word[:_SHORTEST], set()).add(word)
    return found


def _is_known(name: str, known: Set[str], alike: Mapping[str, Set[str]]) -> bool:
    """Say whether a name, its nation or its country is among the words."""
    if not known.isdisjoint(nation(name)):
        return True
    return any(_same_stem(name, each) for each in alike.get(name[:_SHORTEST], ()))


def _same_stem(a: str, b: str) -> bool:
    """Say whether two words differ in their endings only: Russia and Russian, China and Chinese."""
    shorter = min(len(a), len(b))
    if shorter < _SHORTEST:
        return False
    common = next((at for at in range(shorter) if a[at] != b[at]), shorter)
    return common >= max(_SHORTEST, shorter - 1) and max(len(a), len(b)) - common <= 3


def _abbreviated(claim: str, known: Set[str]) -> Iterator[str]:
    """Yield the parts of longer names of which the initials are known: United, States, if "us" is."""
    for run in (match[0].split() for match in _RUN.finditer(claim)):
        parts = [part for part in run if part[0].isupper()]
        for start in range(len(parts)):
            for end in range(start + 2, min(start + _LONGEST_INITIALS, len(parts)) + 1):
                if "".join(part[0] for part in parts[start:end]).lower() in known:
                    yield from parts[start:end]


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


HELD = 0.5
"""Probability from which on a claim is shown as supported."""

_MOST = 2.0


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check found: the probability that the claim is held, and why it is not, empty if it is."""

    probability: float
    why: str = ""

    @property
    def supported(self) -> bool:
        """Say whether the claim is held."""
        return not self.why


@dataclass(frozen=True, slots=True)
class Compared:
    """A claim beside the sentences that should hold it; `about` is what a reader sees beside them."""

    claim: str
    held: str
    about: str
    own: Sequence[Word]
    there: Sequence[Word]

    @classmethod
    def of(cls, claim: str, sentences: Sequence[str], about: str = "") -> Compared:
        """Compare a claim with sentences."""
        held = " ".join(sentences)
        return cls(claim, held, about, text_words(claim), text_words(held))

    @property
    def missing_amounts(self) -> list[str]:
        """Return the numbers and days of the claim that stand neither in the sentences nor beside them."""
        return amounts(f"{self.held}\n{self.about}").missing(amounts(self.claim))

    @property
    def missing_names(self) -> list[str]:
        """Return the names of the claim that stand neither in the sentences nor beside them."""
        return missing_names(self.claim, name_words(f"{self.held} {self.about}"))

    @property
    def opposites(self) -> list[tuple[str, str]]:
        """Return words of the claim with the opposites that stand there in their place."""
        own, there = ({word.text for word in words} for words in (self.own, self.there))
        return [
            (word, other)
            for word in sorted(own - there)
            for other in sorted(OPPOSITES.get(word, frozenset()) & there - own)[:1]
        ]

    @property
    def flipped(self) -> list[str]:
        """Return the words that are denied in one of the two and not in the other."""
        return flipped(self.claim, self.held)

    @property
    def covered(self) -> float:
        """Return the share of the claim's content words whose stems stand there or beside it; 0 if it has none."""
        stems = {word.stem for word in self.there} | {word.stem for word in text_words(self.about)}
        content = [word for word in self.own if word.is_content]
        return sum(word.stem in stems for word in content) / len(content) if content else 0.0


def claim_features(compared: Compared) -> Features:
    """Return what the probability is computed from.

    Counts, at most two each: `amounts` and `names` that are missing, `opposites`, `flipped` words. `denies`: 1 if one
    of the two denies something and the other nothing. `covered`: the share of content words that stand there.
    """
    return {
        "amounts": min(_MOST, len(compared.missing_amounts)),
        "names": min(_MOST, len(compared.missing_names)),
        "opposites": min(_MOST, len(compared.opposites)),
        "flipped": min(_MOST, len(compared.flipped)),
        "denies": float(denies(compared.claim) != denies(compared.held)),
        "covered": compared.covered,
    }


def check(claim: str, sentences: Sequence[str], about: str = "") -> Verdict:
    """Return whether the sentences hold the claim; `about` is what a reader sees beside them: title, source, day.

    A number, day or name that is not there, or too many words that are not, is enough to strike a claim out; else the
    probability decides.
    """
    compared = Compared.of(claim, sentences, about)
    sure = FITTED.claim_held.chance(claim_features(compared))
    return Verdict(sure, _why(compared, sure))


def _why(compared: Compared, sure: float) -> str:
    missing = [*compared.missing_amounts, *compared.missing_names]
    if missing:
        return f"not in the sentences named: {', '.join(dict.fromkeys(missing))}"
    if sure >= HELD and compared.covered >= FITTED.claim_covered:
        return ""
    if opposites := compared.opposites:
        return f"it says {opposites[0][0]} where the sentences named say {opposites[0][1]}"
    if compared.flipped or denies(compared.claim) != denies(compared.held):
        return "it denies what the sentences named say, or says what they deny"
    return "the sentences named do not say enough of it"


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
