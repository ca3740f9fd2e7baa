"""Say whether sentences hold a claim, and if not, what is missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qa_bot.claims.names import missing_names, name_words
from qa_bot.claims.words import Word, text_words
from qa_bot.english.amounts import amounts
from qa_bot.english.negation import OPPOSITES, denies, flipped
from qa_bot.fitted import FITTED, Features

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


def features(compared: Compared) -> Features:
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
    sure = FITTED.claim_held.chance(features(compared))
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
