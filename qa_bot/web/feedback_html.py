"""Thumbs, and what was wrong, as HTML."""

from __future__ import annotations

from qa_bot.history import Exchange
from qa_bot.history.conversations import Wrong
from qa_bot.show.html import text as escape
from qa_bot.web.icons import icon

_ANSWERED: dict[Wrong, str] = {
    "wrong_source": "From the wrong article",
    "wrong_quotation": "Right article, wrong quotation",
    "incomplete": "Incomplete: what it quotes is right, but something is missing",
    "should_have_refused": "It should have refused: the articles do not say",
}
_REFUSED: dict[Wrong, str] = {"should_have_answered": "It should have answered: the articles do say"}
WRONG: dict[Wrong, str] = {**_ANSWERED, **_REFUSED}


def feedback(exchange: Exchange, beside: str = "") -> str:
    """Return the thumbs of an answer, with what stands beside them, and the form that the lower one opens."""
    given = exchange.feedback
    is_good, is_bad = bool(given and given.good), bool(given and not given.good)
    thanks = '<span class="qa-thanks">Noted for the evaluation</span>' if given else ""
    return (
        f'<div class="qa-thumbs">{beside}{_thumb("good", "up", "Good answer", is_good)}'
        f"{_thumb('bad', 'down', 'Bad answer', is_bad)}{thanks}</div>{_form(exchange)}"
    )


def _thumb(act: str, drawn: str, label: str, is_on: bool) -> str:
    return (
        f'<button type="button" class="qa-tool" data-act="{act}" aria-pressed="{str(is_on).lower()}"'
        f' aria-label="{label}" title="{label}">{icon(drawn)}</button>'
    )


def _form(exchange: Exchange) -> str:
    reasons = _ANSWERED if exchange.answer and exchange.answer.answered else _REFUSED
    given = exchange.feedback
    chosen = given.wrong if given and given.wrong in reasons else ""
    radios = "".join(
        f'<label><input type="radio" name="wrong-{escape(exchange.id)}" value="{name}" required'
        f"{' checked' if name == chosen else ''}> {label}</label>"
        for name, label in reasons.items()
    )
    return (
        f'<form class="qa-wrong" data-form="feedback" hidden>'
        f"<fieldset><legend>What is wrong?</legend>{radios}</fieldset>"
        '<label class="qa-better">What would be right: the answer, or its words in an article. Without it, or that it'
        " should have refused, the evaluation cannot use this."
        f'<textarea name="better" rows="2" maxlength="2000">{escape(given.better if given else "")}</textarea></label>'
        '<p><button class="qa-primary">Save</button>'
        '<button type="button" class="qa-quiet" data-act="close-form">Cancel</button></p></form>'
    )
