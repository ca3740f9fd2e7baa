"""Define a question, and what a right answer to it would rest on."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from qa_bot.model import Turn


@dataclass(frozen=True, slots=True)
class GoldEvidence:
    """A quotation that holds the answer; `article_id` is None where the set does not say which article it is from.

    Without a `quote` the whole article is the evidence. `speaker` is who says the quoted words.
    """

    quote: str = ""
    article_id: str | None = None
    speaker: str | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """A question with its gold answers and evidence, or marked as one that the articles do not answer.

    `answers` are short and looked for word for word; `reference` is an answer in free words. `asked` is the day on
    which the question is asked. A `draft` is a proposal that no person has kept yet.
    """

    id: str
    question: str
    answers: tuple[str, ...] = ()
    evidence: tuple[GoldEvidence, ...] = ()
    unanswerable: bool = False
    history: tuple[Turn, ...] = ()
    type: str = ""
    tags: tuple[str, ...] = ()
    reference: str = ""
    asked: date | None = None
    draft: bool = False

    def to_dict(self) -> dict[str, Any]:
        """Return the question as a line of a question set: what is not given is left out."""
        row = {
            "id": self.id,
            "question": self.question,
            "answers": list(self.answers),
            "reference": self.reference,
            "evidence": [{name: value for name, value in asdict(one).items() if value} for one in self.evidence],
            "unanswerable": self.unanswerable,
            "history": [{"question": turn.question, "answer": turn.answer} for turn in self.history],
            "type": self.type,
            "tags": list(self.tags),
            "date": self.asked.isoformat() if self.asked else None,
            "draft": self.draft,
        }
        return {name: value for name, value in row.items() if value}
