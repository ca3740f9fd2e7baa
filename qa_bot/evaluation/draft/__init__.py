"""Draft question sets without a language model."""

from qa_bot.evaluation.draft.propose import propose

__all__ = ["propose"]
