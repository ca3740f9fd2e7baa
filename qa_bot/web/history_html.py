"""The list of a visitor's conversations as HTML."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import groupby

from qa_bot.history import Summary
from qa_bot.show.html import render


def history_bar() -> str:
    """Return what stands above the list: a new chat, and a search."""
    return str(render("web/history_bar.html", {}))


def history(conversations: Sequence[Summary], current: str = "", search: str = "", today: date | None = None) -> str:
    """Return the conversations under when they were last used; `current` is the one that is open."""
    now = today or date.today()
    grouped = groupby(conversations, key=lambda each: _when(each.changed.astimezone().date(), now))
    groups = [(when, list(group)) for when, group in grouped]
    values = {"groups": groups, "current": current, "is_searched": bool(search.strip())}
    return str(render("web/history.html", values))


def _when(changed: date, today: date) -> str:
    if changed >= today:
        return "Today"
    if changed == today - timedelta(days=1):
        return "Yesterday"
    return "This week" if changed > today - timedelta(days=7) else f"{changed:%B} {changed.year}"
