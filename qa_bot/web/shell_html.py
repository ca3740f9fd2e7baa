"""What stands around the views: the bar at the top, the question box, the settings."""

from __future__ import annotations

from collections.abc import Sequence

from qa_bot.feedback import FILE
from qa_bot.render import escape
from qa_bot.web.icons import icon


def bar(views: Sequence[tuple[str, str]]) -> str:
    """Return the bar: what this is, and a way to each view, given as (name, label)."""
    ways = "".join(
        f'<button type="button" data-view="{name}"{" aria-current=page" if not place else ""}>{label}</button>'
        for place, (name, label) in enumerate(views)
    )
    return (
        '<header class="qa-bar"><button type="button" class="qa-tool qa-drawer" data-act="history"'
        f' aria-label="Chats" aria-expanded="false">{icon("list")}</button>'
        f'<h1>QA Bot</h1><nav aria-label="Views">{ways}</nav></header>'
    )


def composer(sources: Sequence[str]) -> str:
    """Return the question box with its filters."""
    every = "".join(f'<option value="{escape(each)}">{escape(each)}</option>' for each in sources)
    return (
        '<form class="qa-composer" data-form="ask"><p class="qa-editing" hidden>'
        "This takes the place of your last question."
        ' <button type="button" class="qa-quiet" data-act="keep">Keep it as it was</button></p>'
        '<div class="qa-active" hidden></div>'
        '<fieldset class="qa-filters" id="qa-filters" hidden><legend>Only articles</legend>'
        '<label>from <input type="date" data-filter="after" aria-label="Published from"></label>'
        '<label>to <input type="date" data-filter="before" aria-label="Published to"></label>'
        '<label>of <select data-filter="source" aria-label="Only this source"><option value="">all sources</option>'
        f"{every}</select></label>"
        "</fieldset>"
        '<div class="qa-box"><textarea id="qa-ask" rows="1" placeholder="Ask the articles a question"'
        ' aria-label="Question" enterkeyhint="send"></textarea>'
        '<button type="button" class="qa-tool" data-act="filters" aria-expanded="false" aria-controls="qa-filters"'
        f' aria-label="Filters: dates and source" title="Filters: dates and source">{icon("filter")}</button>'
        '<button class="qa-primary qa-send">Ask</button>'
        '<button type="button" class="qa-primary qa-stop" data-act="stop" title="Stop (Esc)">Stop</button></div>'
        '<p class="qa-keys">Enter asks · Shift+Enter breaks the line · Esc stops</p></form>'
    )


def settings(user: str | None, feedback: int, engine: str = "") -> str:
    """Return what a visitor can set; `feedback` counts the answers that people judged, `engine` is the model's part."""
    themes = "".join(
        f'<label><input type="radio" name="theme" value="{value}" data-theme{" checked" if value == "system" else ""}>'
        f" {label}</label>"
        for value, label in (("system", "As the system"), ("light", "Light"), ("dark", "Dark"))
    )
    out = f'<p>Logged in as {escape(user)}. <a href="logout">Log out</a></p>' if user else ""
    judged = f"{feedback:,} answer{'' if feedback == 1 else 's'}" if feedback else "No answer"
    return (
        '<div class="qa-settings"><h2>Settings</h2><section><h3>Appearance</h3>'
        f'<div class="qa-choice">{themes}</div></section>'
        '<section><h3>Answers</h3><label><input type="checkbox" data-setting="infer_dates" checked> Understand times in'
        " questions, such as “in June 2016” or “last week”, as filters</label></section>"
        f"{engine}<section><h3>Feedback</h3><p>{judged} judged so far. What it takes is kept as a question set in the"
        " library’s"
        f" folder, for <code>qa-bot eval LIBRARY/{FILE}</code>.</p></section>"
        f"<section><h3>Your chats</h3><p>They are kept beside the library, for you alone.</p>{out}"
        '<p class="qa-sure"><button type="button" class="qa-second" data-act="forget">Delete all my chats</button></p>'
        "</section></div>"
    )
