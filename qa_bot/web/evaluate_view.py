"""What the evaluation tab says, as HTML."""

from __future__ import annotations

from qa_bot.render import escape

SUFFIXES = (".jsonl", ".ndjson", ".json", ".csv", ".tsv")


def intro() -> str:
    """Return what this is for."""
    return (
        '<div class="qe"><p>Is it good on these articles, and did a change make it better? Give a question set: JSON '
        "Lines, JSON, CSV or TSV, also with the fields of ragas or deepeval, or SQuAD. Nothing leaves this machine.</p>"
        "</div>"
    )


def running(done: int, total: int | None, question: str) -> str:
    """Return how far a run is."""
    of = f" of {total:,}" if total else ""
    return (
        f'<div class="qe qe-running"><p>{done:,}{of} questions: {escape(question)}</p>'
        f'<progress max="{total or 1}" value="{done}" aria-label="Questions asked"></progress></div>'
    )


def starting() -> str:
    """Return what is said before the first question is answered."""
    return '<div class="qe qe-running"><p>Loading the embedding model and reading the questions …</p></div>'


def finished(name: str, questions: int, resumed: int) -> str:
    """Return that a run is done, and where it is kept."""
    before = f", {resumed:,} of them before it was stopped" if resumed else ""
    return f'<div class="qe"><p>{questions:,} questions answered{before}. Kept as {escape(name)}.</p></div>'


def stopped() -> str:
    """Return that a run was stopped, and how it goes on."""
    return '<div class="qe"><p>Stopped. Evaluate the same set again, and it goes on where it was.</p></div>'


def problem(message: str) -> str:
    """Return an error, a line each for what is wrong with a set."""
    shown = message[:1].upper() + message[1:]
    return f'<div class="qe"><p class="qe-problem" role="alert">{escape(shown)}</p></div>'


def gone() -> str:
    """Return what is shown for an article that is no longer there."""
    return '<article class="qa-article"><p>This article is no longer in the library.</p></article>'
