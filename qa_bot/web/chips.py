"""How a question was understood, as chips that can be changed or taken away, which asks it again."""

from __future__ import annotations

from datetime import date

from qa_bot.history import Exchange
from qa_bot.model import Among, Answer
from qa_bot.show.html import text as escape
from qa_bot.show.words import days
from qa_bot.web.icons import icon
from qa_bot.when import infer_time


def chips(exchange: Exchange, answer: Answer) -> str:
    """Return the chips of an answer, nothing if the question was taken as it stands."""
    shown = "".join(filter(None, (_standalone(exchange, answer), _dates(exchange, answer), *_among(answer))))
    return f'<div class="qa-chips" role="group" aria-label="How the question was understood">{shown}</div>' * bool(
        shown
    )


def _standalone(exchange: Exchange, answer: Answer) -> str:
    understood = answer.standalone_question
    if understood == answer.question:
        return ""
    form = (
        f'<input name="standalone_question" value="{escape(understood)}" aria-label="Question as it is understood"'
        ' maxlength="2000" autocomplete="off">'
    )
    return _chip("Understood as", understood, form, "standalone_question", "Ask only what I typed")


def _dates(exchange: Exchange, answer: Answer) -> str:
    filters = answer.filters
    if not filters.dated:
        if exchange.asked.infer_dates or not infer_time(answer.standalone_question, date.today()):
            return ""
        return _chip("Dates", "any, whatever the question names", "", "infer_dates", "Look for times in the question")
    named = ", or naming that time" if filters.or_named else ""
    why = f" (“{filters.inferred}”)" if filters.inferred else ""
    inferred = " data-inferred=true" if filters.inferred else ""
    form = f"{_day('after', 'From', filters.after)}{_day('before', 'to', filters.before)}"
    return _chip(
        "Published", f"{days(filters.after, filters.before)}{named}{why}", form, "dates", "Ask for any date", inferred
    )


def _among(answer: Answer) -> list[str]:
    """Return chips of what alone was asked: a source or several, a collection, articles chosen one by one."""
    source, among = answer.filters.source, answer.filters.among or Among(frozenset(), sources=("",))
    chosen = sorted(among.articles) if among.is_chosen else []
    several = [each for each in among.sources if each]
    known = (
        ("Source", source, "source", source, "Ask all sources"),
        ("Collection", among.collection, "collection", among.collection, "Ask all articles"),
        ("Sources", " or ".join(several), "sources", "\n".join(several), "Ask all sources"),
        ("Articles", f"{len(chosen):,} chosen" if chosen else "", "articles", "\n".join(chosen), "Ask all articles"),
    )
    return [
        _chip(label, shown, "", kind, drop, f' data-value="{escape(value or "")}"')
        for label, shown, kind, value, drop in known
        if shown
    ]


def _chip(label: str, value: str, form: str, kind: str, drop: str, more: str = "") -> str:
    shown = f'<b>{label}</b> <span dir="auto">{escape(value)}</span>'
    if form:
        shown = (
            f'<button type="button" data-act="edit-chip" title="Change it and ask again">{shown}{icon("edit")}</button>'
        )
        form = (
            f'<form data-form="chip" hidden><b>{label}</b>{form}<button class="qa-primary">Ask again</button>'
            '<button type="button" data-act="keep-chip" class="qa-quiet">Cancel</button></form>'
        )
    else:
        shown = f'<span class="qa-fixed">{shown}</span>'
    return (
        f'<div class="qa-chip" data-chip="{kind}"{more}><span class="qa-shown">{shown}'
        '<button type="button" data-act="drop-chip"'
        f' aria-label="{drop}" title="{drop}">{icon("close")}</button></span>{form}</div>'
    )


def _day(name: str, label: str, value: date | None) -> str:
    return f'<label>{label} <input type="date" name="{name}" value="{value.isoformat() if value else ""}"></label>'
