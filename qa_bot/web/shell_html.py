"""What stands around the views: the bar at the top, the question box, the settings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from qa_bot.feedback import FILE
from qa_bot.question import MAX_QUESTION
from qa_bot.show.html import text as escape
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


def composer(sources: Sequence[str], collections: Iterable[str] = (), *, is_empty: bool = False) -> str:
    """Return the question box with its filters; of an empty library nothing can be asked."""
    every = _options(sources)
    named = _options(collections)
    no_source, off = "" if sources else " hidden", " disabled" if is_empty else ""
    still = " readonly" if is_empty else ""  # it keeps the focus
    asks = "Add articles first" if is_empty else "Ask the articles"
    filters = "dates and source" if sources else "dates"
    return (
        '<form class="qa-composer" data-form="ask"><p class="qa-editing" hidden>'
        "This takes the place of your last question."
        ' <button type="button" class="qa-quiet" data-act="keep">Keep it as it was</button></p>'
        '<div class="qa-active" hidden></div>'
        '<fieldset class="qa-filters" id="qa-filters" hidden><legend>Only articles</legend>'
        '<label>from <input type="date" data-filter="after" aria-label="Published from"></label>'
        '<label>to <input type="date" data-filter="before" aria-label="Published to"></label>'
        f'<label{no_source}>of <select data-filter="source" aria-label="Only this source">'
        f'<option value="">all sources</option>{every}</select></label>'
        f'<label{"" if named else " hidden"}>in <select data-filter="collection" aria-label="Only this collection">'
        f'<option value="">all collections</option>{named}</select></label>'
        "</fieldset>"
        f'<p class="qa-counter" role="status" data-most="{MAX_QUESTION}" hidden></p>'
        f'<div class="qa-box"><textarea id="qa-ask" rows="1" placeholder="{asks}"{still}'
        ' aria-label="Question" enterkeyhint="send"></textarea>'
        '<button type="button" class="qa-tool" data-act="filters" aria-expanded="false" aria-controls="qa-filters"'
        f' aria-label="Filters: {filters}" title="Filters: {filters}"{off}>{icon("filter")}</button>'
        f'<button class="qa-primary qa-send"{off}>Ask</button>'
        '<button type="button" class="qa-primary qa-stop" data-act="stop" title="Stop (Esc)">Stop</button></div>'
        '<p class="qa-keys">Enter asks · Shift+Enter breaks the line · Esc stops</p></form>'
    )


def _options(names: Iterable[str]) -> str:
    return "".join(f'<option value="{escape(each)}">{escape(each)}</option>' for each in names)


_LOG_OUT = (
    '<form method="post" action="logout"><p>Logged in as {}. <button class="qa-second">Log out</button></p></form>'
)


def settings(user: str | None, feedback: int, engine: str = "") -> str:
    """Return what a visitor can set; `feedback` counts the answers that people judged, `engine` is the model's part."""
    themes = "".join(
        f'<label><input type="radio" name="theme" value="{value}" data-theme{" checked" if value == "system" else ""}>'
        f" {label}</label>"
        for value, label in (("system", "As the system"), ("light", "Light"), ("dark", "Dark"))
    )
    out = _LOG_OUT.format(escape(user)) if user else ""
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
