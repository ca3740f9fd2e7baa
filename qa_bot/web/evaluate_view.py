"""What the evaluation tab says, as HTML."""

from __future__ import annotations

from collections.abc import Iterable

from qa_bot.show.html import text as escape
from qa_bot.web.icons import icon

SUFFIXES = (".jsonl", ".ndjson", ".json", ".csv", ".tsv")


def intro() -> str:
    """Return what this is for."""
    return (
        "<h2>Evaluation</h2><p>Is it good on these articles, and did a change make it better? Each question of a set is"
        " asked, and what comes back is measured. Nothing leaves this machine.</p>"
    )


def form(threshold: float, collections: Iterable[str] = (), *, has_feedback: bool = False) -> str:
    """Return what a run is begun with: a question set, how it is asked, one button that does; the script sends it."""
    named = "".join(f'<option value="{escape(each)}">{escape(each)}</option>' for each in collections)
    feedback = (
        '<button type="button" class="qa-second" data-run="feedback">Evaluate the saved feedback</button>'
        if has_feedback
        else ""
    )
    return (
        f'<form class="qe-form"><label class="qa-drop">{icon("plus")}<span><b>Drop a question set here</b>, or choose'
        " it</span><small>JSON Lines, JSON, CSV, TSV, also with the fields of ragas or deepeval, or SQuAD</small>"
        f'<input type="file" accept="{",".join(SUFFIXES)}" aria-label="Question set"></label>'
        '<output class="qe-chosen" role="status"></output><div class="qe-options">'
        f'<label>Refuse below this confidence<input type="number" name="threshold" value="{threshold:g}" min="0"'
        ' max="1" step="any"></label>'
        f'<label>Ask<select name="collection"><option value="">all articles</option>{named}</select></label>'
        '<label class="qe-check"><input type="checkbox" name="drafts">Ask drafts too</label></div>'
        f'<p class="qe-buttons"><button class="qa-primary" id="qe-start">Evaluate</button>{feedback}'
        '<button type="button" class="qa-second" id="qe-stop" data-run="halt">Stop</button></p></form>'
    )


def save_button(run: str, before: str = "") -> str:
    """Return the button that saves the report of a run, or its comparison with one before it."""
    return (
        f'<button type="button" class="qa-second" data-run="{escape(run)}" data-before="{escape(before)}">'
        "Save as a page</button>"
    )


def running(done: int, total: int | None, question: str) -> str:
    """Return how far a run is."""
    if total and done >= total:
        said = f"All {total:,} questions are answered. Computing the figures and their intervals …"
        return f'<div class="qe qe-running"><p>{said}</p><progress aria-label="Computing the figures"></progress></div>'
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
