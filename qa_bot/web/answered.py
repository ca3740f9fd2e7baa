"""Write a line in the log for each answer."""

from __future__ import annotations

from qa_bot.log import record
from qa_bot.model import Answer
from qa_bot.settings import Settings


def record_answer(answer: Answer | None, question: str, visitor: str | None, settings: Settings) -> None:
    """Log what came of a question, without its words unless the settings say so, or with None that nothing did."""
    facts = (
        {
            "answered": answer.answered,
            "reason": answer.reason,
            "confidence": round(answer.confidence, 3),
            "quotations": len(answer.citations),
            "engine": answer.engine,
            **{name: round(value) for name, value in answer.timings.items()},
        }
        if answer
        else {"answered": False, "reason": "none"}
    )
    record("answer", visitor=visitor and visitor[:8], question=question if settings.log_questions else None, **facts)
