"""Values as HTML for notebooks.

Each is a fragment that needs no script and no other file. Colours are those of the notebook, with translucent ones
over them, so that it is right in a light and a dark one whatever the system prefers; without its style, as some viewers
show it, it still reads well. The classes at the root keep a notebook from taking dollar signs for formulas.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from qa_bot.conversation import Conversation
from qa_bot.export.parts import notes, original_html, published_html, source_html, words_html
from qa_bot.library import AddReport
from qa_bot.model import Answer, Article, Citation, Direct, Span
from qa_bot.render import NEAREST, escape, quote_html, said_by_html, sureness
from qa_bot.wording import refusal

_AROUND = 600
"""Characters of the article shown on either side of a quotation."""
_MOST_TEXT = 20_000
_MOST_LINES = 50
_STYLE = """
.qa-bot{max-width:46rem;line-height:1.5}.qa-bot p{margin:0 0 .5em}
.qa-bot .qab-lead{font-size:1.25em;line-height:1.3}.qa-bot .qab-small{font-size:.875em;opacity:.8}
.qa-bot ol,.qa-bot ul{margin:0 0 .5em!important;padding:0!important;list-style:none}
.qa-bot li{margin:0 0 .5em;padding:.5em .75em;border:1px solid rgba(128,128,128,.4);border-radius:8px}
.qa-bot blockquote{margin:0;padding:0;border:0;color:inherit;background:none}
.qa-bot blockquote{font-style:normal;font-size:1em;white-space:pre-wrap}
.qa-bot cite{font-style:normal}.qa-bot summary{cursor:pointer}
.qa-bot .qab-text{margin:.5em 0;padding-left:.75em;border-left:3px solid rgba(128,128,128,.4);white-space:pre-wrap}
.qa-bot mark{color:inherit;background:rgba(255,190,0,.4)}
.qa-bot .qab-no{border-left:3px solid currentColor;padding-left:.6em}
""".replace("\n", "")


def notebook_html(value: object) -> str:
    """Return an answer, a conversation, a citation, an article or a report of adding as an HTML fragment."""
    show = next(show for kind, show in _SHOWN.items() if isinstance(value, kind))
    return f'<div class="qa-bot tex2jax_ignore mathjax_ignore"><style>{_STYLE}</style>{show(value)}</div>'


def _answer(answer: Answer) -> str:
    notice = f'<p class="qab-small" dir="auto">{escape(answer.notice)}</p>' if answer.notice else ""
    return _said(answer) + notice


def _said(answer: Answer) -> str:
    noted = "".join(f'<p class="qab-small" dir="auto">{escape(note)}</p>' for note in notes(answer))
    if answer.reason:
        near = f"<p><strong>{NEAREST}</strong></p>{_quotations(answer.nearest)}" if answer.nearest else ""
        return f'{noted}<p class="qab-no"><strong>No answer.</strong> {escape(refusal(answer))}</p>{near}'
    direct = answer.direct
    lead = (
        f'<p class="qab-lead"><strong>{escape(direct.text)}</strong> [{direct.n}]{said_by_html(direct)}</p>'
        if direct
        else ""
    )
    words = f'<p dir="auto">{words_html(answer, {})}</p>' if answer.text or answer.claims else ""
    sure = f'<p class="qab-small">{sureness(answer.confidence)} ({answer.confidence:.2f})</p>'
    return f"{noted}{lead}{words}{_quotations(answer.citations, direct)}{sure}"


def _conversation(conversation: Conversation) -> str:
    asked = [(each.question, _answer(each)) for each in conversation.answers]
    shown = "".join(f'<p dir="auto"><strong>{escape(question)}</strong></p>{answer}' for question, answer in asked)
    return shown or "<p>Nothing has been asked yet.</p>"


def _citation(citation: Citation) -> str:
    return _quotations([citation])


def _quotations(citations: Sequence[Citation], direct: Direct | None = None) -> str:
    return f"<ol>{''.join(_quotation(each, direct) for each in citations)}</ol>"


def _quotation(citation: Citation, direct: Direct | None) -> str:
    about = " · ".join(filter(None, (source_html(citation.article), original_html(citation.article, citation.quote))))
    return (
        f'<li><blockquote dir="auto">{quote_html(citation, direct)}</blockquote>'
        f'<p class="qab-small" dir="auto">[{citation.n}] {about}</p>'
        f"<details><summary>In the article</summary>{_in_article(citation)}</details></li>"
    )


def _in_article(citation: Citation) -> str:
    text, span = citation.article.text, citation.span
    shown = _around(citation)
    before, after = escape(text[shown.start : span.start]), escape(text[span.end : shown.end])
    return (
        f'<div class="qab-text" dir="auto">{"… " if shown.start else ""}{before}<mark>{escape(citation.quote)}</mark>'
        f"{after}{' …' if shown.end < len(text) else ''}</div>"
    )


def _around(citation: Citation) -> Span:
    """Return a quotation with its surroundings, cut between words if there are any."""
    text, (start, end) = citation.article.text, (citation.span.start, citation.span.end)
    first, last = max(0, start - _AROUND), min(len(text), end + _AROUND)
    if first:
        first = text.find(" ", first, start) + 1 or first
    if last < len(text):
        last = max(text.rfind(" ", end, last), end) if " " in text[end:last] else last
    return Span(first, last)


def _article(article: Article) -> str:
    shown = article.text[:_MOST_TEXT]
    rest = len(article.text) - len(shown)
    more = f'<p class="qab-small">{rest:,} more characters are in <code>.text</code></p>' if rest else ""
    about = " · ".join(
        filter(None, (published_html(article), escape(", ".join(article.authors)), original_html(article)))
    )
    return (
        f'<p class="qab-lead" dir="auto"><strong>{escape(article.title)}</strong></p>'
        f'<p class="qab-small" dir="auto">{about}</p>'
        f"<details><summary>{len(article.text):,} characters</summary>"
        f'<div class="qab-text" dir="auto">{escape(shown)}</div>{more}</details>'
    )


def _report(report: AddReport) -> str:
    problems = [("failed", line) for line in report.failed] + [("skipped", line) for line in report.skipped]
    items = "".join(f"<li><strong>{kind}</strong> {escape(line)}</li>" for kind, line in problems[:_MOST_LINES])
    rest = len(problems) - _MOST_LINES
    more = f'<p class="qab-small">and {rest:,} more, in <code>.failed</code> and <code>.skipped</code></p>'
    return (
        f"<p><strong>{escape(str(report))}</strong></p>{f'<ul>{items}</ul>' if items else ''}{more if rest > 0 else ''}"
    )


_SHOWN: dict[type, Callable[[Any], str]] = {
    Answer: _answer,
    Article: _article,
    Citation: _citation,
    Conversation: _conversation,
    AddReport: _report,
}
