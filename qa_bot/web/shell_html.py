"""What stands around the views: the bar at the top, the question box, the settings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from qa_bot.feedback import FILE
from qa_bot.question import MAX_QUESTION
from qa_bot.show.html import Markup, render


def bar(views: Sequence[tuple[str, str]]) -> str:
    """Return the bar: what this is, and a way to each view, given as (name, label)."""
    return str(render("web/bar.html", {"views": views}))


def composer(sources: Sequence[str], collections: Iterable[str] = (), *, is_empty: bool = False) -> str:
    """Return the question box with its filters; of an empty library nothing can be asked."""
    values = {"sources": sources, "collections": list(collections), "is_empty": is_empty, "most": MAX_QUESTION}
    return str(render("web/composer.html", values))


def settings(user: str | None, feedback: int, engine: Markup | None = None) -> str:
    """Return what a visitor can set; `feedback` counts the answers that people judged, `engine` is the model's part."""
    return str(render("web/settings.html", {"user": user, "feedback": feedback, "engine": engine, "file": FILE}))
