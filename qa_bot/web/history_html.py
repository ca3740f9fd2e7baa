"""The list of a visitor's conversations as HTML."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import groupby

from qa_bot.history import Summary
from qa_bot.show.html import text as escape
from qa_bot.show.words import day
from qa_bot.web.icons import icon


def history_bar() -> str:
    """Return what stands above the list: a new chat, and a search."""
    return (
        f'<div class="qa-history-bar"><button type="button" class="qa-new" data-act="new">{icon("plus")}<span>New chat'
        f'</span></button><label class="qa-search">{icon("search")}<input type="search" data-find="conversations"'
        ' placeholder="Search chats" aria-label="Search chats" autocomplete="off"></label></div>'
    )


def history(conversations: Sequence[Summary], current: str = "", search: str = "", today: date | None = None) -> str:
    """Return the conversations under when they were last used; `current` is the one that is open."""
    if not conversations:
        said = "No chat holds these words." if search.strip() else "Your chats are kept here."
        return f'<p class="qa-empty">{said}</p>'
    now = today or date.today()
    shown = "".join(
        f"<h3>{when}</h3><ul>{''.join(_item(each, current) for each in group)}</ul>"
        for when, group in groupby(conversations, key=lambda each: _when(each.changed.astimezone().date(), now))
    )
    return f'<nav class="qa-conversations" aria-label="Chats">{shown}</nav>'


def _when(changed: date, today: date) -> str:
    if changed >= today:
        return "Today"
    if changed == today - timedelta(days=1):
        return "Yesterday"
    return "This week" if changed > today - timedelta(days=7) else f"{changed:%B} {changed.year}"


def _item(summary: Summary, current: str) -> str:
    is_open = ' aria-current="true"' if summary.id == current else ""
    title = escape(summary.title)
    return (
        f'<li data-conversation="{escape(summary.id)}"><button type="button" class="qa-open" data-act="open"{is_open}'
        f' title="{title}, {day(summary.changed.astimezone().date())}"><span dir="auto">{title}</span></button>'
        f'<button type="button" class="qa-tool" data-act="rename" aria-label="Rename {title}" title="Rename">'
        f'{icon("edit")}</button><button type="button" class="qa-tool" data-act="delete" aria-label="Delete {title}"'
        f' title="Delete">{icon("trash")}</button></li>'
    )
