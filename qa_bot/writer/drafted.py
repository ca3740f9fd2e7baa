"""Hold an answer while a language model writes it: its claims so far, and its quotations with their numbers."""

from __future__ import annotations

from dataclasses import dataclass, field

from qa_bot.answer.extractive import cite
from qa_bot.claims import contradicts
from qa_bot.model import Citation, Claim
from qa_bot.retrieve import Evidence
from qa_bot.writer.prompt import Offer


@dataclass(slots=True)
class Drafted:
    """An answer while it is written: its quotations, each with its number, and the claims so far."""

    citations: list[Citation]
    claims: list[Claim] = field(default_factory=list)

    @property
    def kept(self) -> list[Claim]:
        """Return the claims that are supported."""
        return [each for each in self.claims if each.supported]

    def cite(self, evidence: Evidence) -> int:
        """Return the number of the quotation that holds this sentence; it becomes one if there is none."""
        for each in self.citations:
            if holds(each, evidence):
                return each.n
        n = 1 + max((each.n for each in self.citations), default=0)
        self.citations.append(cite(evidence, n))
        return n

    def contrary(self, offer: Offer) -> list[int]:
        """Return the numbers of quotations from other articles that say otherwise than a claim; they become citations.

        The model is told to state both sides; where it states one, the other is shown all the same.
        """
        found = []
        cited = {each.n: each for each in self.citations}
        told = [cited[n] for each in self.kept for n in each.numbers]
        for claim in self.kept:
            own = {cited[n].article.id for n in claim.numbers}
            for each in offer.sentences:
                if each.passage.article.id in own or any(holds(one, each) for one in told):
                    continue
                if contradicts(each.sentence.text, claim.text):
                    found.append(self.cite(each))
        return list(dict.fromkeys(found))


def holds(citation: Citation, evidence: Evidence) -> bool:
    """Say whether a quotation holds a sentence."""
    return citation.article.id == evidence.passage.article.id and citation.span.holds(evidence.span)
