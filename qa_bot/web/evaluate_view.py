"""What the evaluation tab says, as HTML."""

from __future__ import annotations

from collections.abc import Iterable

from qa_bot.show.html import render

SUFFIXES = (".jsonl", ".ndjson", ".json", ".csv", ".tsv")


def intro() -> str:
    """Return what this is for."""
    return str(render("web/evaluate_intro.html", {}))


def form(threshold: float, collections: Iterable[str] = (), *, has_feedback: bool = False) -> str:
    """Return what a run is begun with: a question set, how it is asked, one button that does; the script sends it."""
    values = {"threshold": f"{threshold:g}", "collections": list(collections), "has_feedback": has_feedback}
    return str(render("web/evaluate_form.html", {**values, "suffixes": SUFFIXES}))


def save_button(run: str, before: str = "") -> str:
    """Return the button that saves the report of a run, or its comparison with one before it."""
    return str(render("web/evaluate_save.html", {"run": run, "before": before}))


def running(done: int, total: int | None, question: str) -> str:
    """Return how far a run is."""
    return str(render("web/evaluate_running.html", {"done": done, "total": total, "question": question}))


def starting() -> str:
    """Return what is said before the first question is answered."""
    return _said("Loading the embedding model and reading the questions …", "running")


def finished(name: str, questions: int, resumed: int) -> str:
    """Return that a run is done, and where it is kept."""
    before = f", {resumed:,} of them before it was stopped" if resumed else ""
    return _said(f"{questions:,} questions answered{before}. Kept as {name}.")


def stopped() -> str:
    """Return that a run was stopped, and how it goes on."""
    return _said("Stopped. Evaluate the same set again, and it goes on where it was.")


def problem(message: str) -> str:
    """Return an error, a line each for what is wrong with a set."""
    return _said(message[:1].upper() + message[1:], "problem")


def gone() -> str:
    """Return what is shown for an article that is no longer there."""
    return str(render("web/article_gone.html", {}))


def _said(said: str, kind: str = "") -> str:
    return str(render("web/evaluate_said.html", {"said": said, "kind": kind}))
