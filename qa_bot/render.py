"""Turn answers and articles into Markdown, HTML and plain text; whatever comes from outside is escaped."""

from __future__ import annotations

import html
import re
import textwrap
from collections.abc import Iterable, Sequence
from datetime import date
from urllib.parse import urlsplit

from qa_bot.model import Answer, Article, Citation, Claim, Direct, Span
from qa_bot.text.fragment import with_text_fragment
from qa_bot.wording import day, refusal, scope

NEAREST = "Nearest passages, which do not answer the question"
_SURENESS = ((0.9, "Very confident"), (0.75, "Confident"), (0.5, "Fairly confident"), (0.0, "Not sure"))
_LINE_END = re.compile("\r\n?")
_CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f]")
_MARKS = r"[`*]|\\(?=[!-/:-@\[-`{-~]|$)|(?<!\w)_|_(?!\w)|<(?=[A-Za-z/!?])|&(?=#?\w{1,40};)|~(?=~)|(?<=~)~"
_MARKDOWN = re.compile(rf"({_MARKS}|\](?=[(\[:]))", re.MULTILINE)
_MARKDOWN_IN_LINK = re.compile(rf"({_MARKS}|[\[\]])", re.MULTILINE)
"""What means something in Markdown where it stands: "R&D", "[sic]" and "snake_case" are left as they are."""

_MARKDOWN_LINE = re.compile(
    r"^(\d{1,9}(?=[.)](?:\s|$))|)"
    r"((?<=\d)[.)]|#(?=#{0,5}(?:\s|$))|[+-](?=\s|$)|-(?=-*[ \t]*$)|=(?==*[ \t]*$)|[>|]|:(?=-))",
    re.MULTILINE,
)
_EDGE_BLANK = re.compile(r"^[ \t]|[ \t]$", re.MULTILINE)
_NUMBER = re.compile(r"\[(\d+)\]")
_IN_LINK = str.maketrans({"<": "%3C", ">": "%3E", "\\": "%5C", "\n": "", " ": "%20"})


def escape(text: str) -> str:
    """Return `text` for the inside of an HTML element or of a quoted attribute, to be read back unchanged."""
    return html.escape(text).replace("\r", "&#13;")


def sureness(confidence: float) -> str:
    """Return a confidence between 0 and 1 in words."""
    return next(words for least, words in _SURENESS if confidence >= least)


def summary(answer: Answer) -> str:
    """Return one sentence on what came of a question, such as a screen reader announces."""
    if answer.reason:
        return f"No answer. {refusal(answer)}"
    articles = {citation.article.id for citation in answer.citations}
    quotations = _count(len(answer.citations), "quotation")
    direct = f"{_line(answer.direct.text)}{said_by(answer.direct)}. " if answer.direct else ""
    return f"{direct}Answered with {quotations} from {_count(len(articles), 'article')}. {sureness(answer.confidence)}."


def link(url: str | None) -> str | None:
    """Return the url if a browser may follow it: http or https with a host, and nothing else."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.hostname else None


def answer_markdown(answer: Answer) -> str:
    """Return an answer as Markdown: the direct answer, numbered quotations, each with its source, or the refusal."""
    if answer.reason:
        shown = [f"**No answer.** {escape_markdown(refusal(answer))}"]
        shown += [f"### {NEAREST}"] if answer.nearest else []
        shown += map(_quotation_markdown, answer.nearest)
    else:
        shown = [_direct_markdown(answer.direct)] if answer.direct else []
        shown += [_words_markdown(answer)] if answer.text or answer.claims else []
        shown += map(_quotation_markdown, answer.citations)
        shown.append(f"{sureness(answer.confidence)} ({answer.confidence:.2f}).")
    if filtered := _filtered(answer):
        shown.insert(0, f"*{escape_markdown(filtered)}*")
    if answer.notice:
        shown.append(f"*{escape_markdown(_line(answer.notice))}*")
    return "\n\n".join(shown) + "\n"


def answer_terminal(answer: Answer, width: int = 88) -> str:
    """Return an answer as plain text, wrapped to `width` columns, without control characters."""
    quoted = answer.nearest if answer.reason else answer.citations
    if answer.reason:
        shown = [textwrap.fill(f"No answer. {_plain(refusal(answer))}", width)]
        shown += [f"{NEAREST}:"] if answer.nearest else []
    else:
        shown = [f"{_line(answer.direct.text)} [{answer.direct.n}]{said_by(answer.direct)}"] if answer.direct else []
        shown += claims_terminal(answer, width) if answer.claims else []
        shown += [textwrap.fill(_plain(answer.text), width)] if not answer.claims and answer.text else []
    shown += [_quotation_terminal(citation, width) for citation in quoted]
    if answer.answered:
        shown.append(f"{sureness(answer.confidence)} ({answer.confidence:.2f}).")
    if filtered := _filtered(answer):
        shown.insert(0, textwrap.fill(_plain(filtered), width))
    if answer.notice:
        shown.append(paragraph_terminal(answer.notice, width))
    return "\n\n".join(shown) + "\n"


def quotations_terminal(answer: Answer, width: int = 88) -> str:
    """Return the quotations of an answer, or the nearest passages of a refusal, as plain text."""
    return "\n\n".join(_quotation_terminal(each, width) for each in answer.citations or answer.nearest)


def paragraph_terminal(text: str, width: int = 88) -> str:
    """Return a text on one paragraph, wrapped, without control characters."""
    return textwrap.fill(_line(text), width)


def claim_terminal(claim: Claim, width: int = 88) -> str:
    """Return a sentence that a model wrote as plain text; one that is struck out says so, and why."""
    shown = claim.marked if claim.supported else f"(Struck out: {claim.text} -- {claim.why})"
    return paragraph_terminal(shown, width)


def claims_terminal(answer: Answer, width: int = 88) -> list[str]:
    """Return what a model wrote as paragraphs of plain text: what is held, then what is struck out."""
    held = " ".join(each.marked for each in answer.claims if each.supported)
    struck = [claim_terminal(each, width) for each in answer.claims if not each.supported]
    return [*([paragraph_terminal(held, width)] if held else []), *struck]


def answer_html(answer: Answer) -> str:
    """Return an answer as an HTML fragment; the text of each `.qa-quote` is the quotation, to the character.

    A button with `data-citation` stands before each quotation, for a page to open the source with. A direct answer
    stands before them all, and is marked in its quotation.
    """
    if answer.reason:
        return _refusal_html(answer)
    direct = _direct_html(answer, answer.direct) if answer.direct else ""
    words = f'<p class="qa-words" dir="auto">{_words_html(answer)}</p>' if answer.text or answer.claims else ""
    number = f"Confidence {answer.confidence:.2f}: the estimated probability that these quotations hold the answer"
    level = 1 + sum(answer.confidence >= least for least, _ in _SURENESS[:-1])
    return (
        f'<section class="qa-answer">{_filtered_html(answer)}{direct}{words}'
        f"{_quotations_html(answer.citations, answer.direct)}"
        f'<p class="qa-sureness" data-level="{level}" title="{number}">{sureness(answer.confidence)}</p>'
        f"{_notice_html(answer)}</section>"
    )


def article_html(article: Article, citations: Iterable[Citation] = (), chosen: Citation | None = None) -> str:
    """Return an article as HTML, with the chosen citation in `<mark id>` and others of the same article marked lighter.

    The link to the original leads to the chosen words, where the browser finds them.

    The text of the chosen mark is its quotation, to the character, and so is that of every mark that overlaps no
    other; line breaks are those of the text, for `white-space: pre-wrap`.
    """
    original = link(article.url)
    about = _about_html(article)
    if original and chosen:
        original = with_text_fragment(original, chosen.quote)
    if original:
        about += f' <a href="{escape(original)}" target="_blank" rel="noopener noreferrer">Original</a>'
    language = f' lang="{escape(article.language)}"' if article.language else ""
    return (
        f'<article class="qa-article"{language}><header><h2 dir="auto">{escape(article.title)}</h2>'
        f'<p class="qa-about">{about}</p></header>'
        f'<div class="qa-text" dir="auto">{_marked(article, citations, chosen)}</div></article>'
    )


def mark_id(citation: Citation) -> str:
    """Return the id of the element that highlights a citation in its article."""
    return f"quote-{citation.id}"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _plain(text: str) -> str:
    return _CONTROL.sub("\ufffd", _LINE_END.sub("\n", text).replace("\t", " "))


def _line(text: str) -> str:
    """Return a text without line ends and control characters, on one line."""
    return " ".join(_plain(text).split())


def _filtered(answer: Answer) -> str:
    """Return which articles alone were asked, unless the refusal says so."""
    return "" if answer.reason == "outside_dates" else scope(answer.filters)


def _filtered_html(answer: Answer) -> str:
    filtered = _filtered(answer)
    return f'<p class="qa-filter" dir="auto">{escape(filtered)}</p>' if filtered else ""


def _source(article: Article) -> str:
    return ", ".join(filter(None, (article.title, article.source, day(article.published))))


def escape_markdown(text: str, marks: re.Pattern[str] = _MARKDOWN) -> str:
    """Return `text` for Markdown, to be read back with the same words on the same lines."""
    text = _MARKDOWN_LINE.sub(r"\1\\\2", marks.sub(r"\\\1", _plain(text)))
    if text.count("$") > 1:  # one alone begins no formula
        text = text.replace("$", "\\$")
    return _EDGE_BLANK.sub("&#32;", text)


def source_markdown(article: Article) -> str:
    """Return title, which leads to the original where there is one, source and day of an article in a line."""
    title = escape_markdown(_line(article.title))
    if original := link(article.url):
        shown = escape_markdown(_line(article.title), _MARKDOWN_IN_LINK)
        title = f"[{shown}](<{_plain(original).translate(_IN_LINK)}>)"
    return ", ".join(filter(None, (title, escape_markdown(_line(article.source or "")), day(article.published))))


def _quotation_markdown(citation: Citation) -> str:
    source = source_markdown(citation.article)
    lines = f"**[{citation.n}]** {escape_markdown(citation.quote)}\n\n— {source}".split("\n")
    return "\n".join(f"> {line}".rstrip(" ") for line in lines)


def _quotation_terminal(citation: Citation, width: int) -> str:
    first = f"[{citation.n}] "
    indent = " " * len(first)
    lines = [line for each in _plain(citation.quote).split("\n") for line in _wrap(each, width - len(indent))]
    source = _wrap("-- " + _plain(_source(citation.article)), width - len(indent))
    return first + f"\n{indent}".join([*lines, *source])


def _wrap(line: str, width: int) -> list[str]:
    """Break a line at blanks only, so that nothing else of a quotation changes."""
    return textwrap.wrap(
        line, width, break_long_words=False, break_on_hyphens=False, replace_whitespace=False, expand_tabs=False
    ) or [""]


def _refusal_html(answer: Answer) -> str:
    shown = f"<h3>{NEAREST}</h3>{_quotations_html(answer.nearest)}" if answer.nearest else ""
    number = f"Confidence {answer.confidence:.2f}: the estimated probability that the nearest passages hold the answer"
    return (
        f'<section class="qa-answer qa-refusal">{_filtered_html(answer)}<p class="qa-reason" title="{number}">'
        f'<strong>No answer.</strong> <span dir="auto">{escape(refusal(answer))}</span></p>'
        f"{_notice_html(answer)}{shown}</section>"
    )


def _direct_html(answer: Answer, direct: Direct) -> str:
    citation = next(each for each in answer.citations if each.shows(direct))
    said = f"{_button_html(citation)}{said_by_html(direct)}"
    return f'<p class="qa-direct"><strong dir="auto">{escape(direct.text)}</strong> {said}</p>'


def said_by(direct: Direct) -> str:
    """Return whom a direct answer comes from, as it follows it on a line; empty if its sentence names nobody."""
    return f" — {_line(direct.said_by)}" if direct.said_by else ""


def said_by_html(direct: Direct) -> str:
    """Return the same as HTML."""
    return f'<span class="qa-said-by" dir="auto">{escape(said_by(direct))}</span>' if direct.said_by else ""


def _direct_markdown(direct: Direct) -> str:
    by = f" — {escape_markdown(_line(direct.said_by))}" if direct.said_by else ""
    return f"**{escape_markdown(_line(direct.text))}** [{direct.n}]{by}"


def _quotations_html(citations: Sequence[Citation], direct: Direct | None = None) -> str:
    return f'<ol class="qa-quotations">{"".join(_quotation_html(each, direct) for each in citations)}</ol>'


def _quotation_html(citation: Citation, direct: Direct | None) -> str:
    article = citation.article
    parts = [f"<cite>{escape(article.title)}</cite>", escape(article.source or ""), time_html(article.published)]
    return (
        f'<li class="qa-quotation" data-citation="{citation.id}">{_button_html(citation)}'
        f'<blockquote class="qa-quote" dir="auto">{quote_html(citation, direct)}</blockquote>'
        f'<p class="qa-source" dir="auto">{" · ".join(filter(None, parts))}</p></li>'
    )


def quote_html(citation: Citation, direct: Direct | None) -> str:
    """Return a quotation with the direct answer in it marked; its text stays the same."""
    if not direct or not citation.shows(direct):
        return escape(citation.quote)
    text = citation.article.text
    before, after = text[citation.span.start : direct.span.start], text[direct.span.end : citation.span.end]
    return f'{escape(before)}<strong class="qa-direct-mark">{escape(direct.text)}</strong>{escape(after)}'


def _button_html(citation: Citation) -> str:
    label = escape(f"Quotation {citation.n}: show it in {citation.article.title}")
    attributes = f'type="button" class="qa-cite" data-citation="{citation.id}" aria-label="{label}"'
    return f"<button {attributes}>[{citation.n}]</button>"


def _words_html(answer: Answer) -> str:
    """Return an engine's own words with each [n] that names a citation made a button, and struck claims as such."""
    buttons = {str(citation.n): _button_html(citation) for citation in answer.citations}

    def numbered(text: str) -> str:
        return _NUMBER.sub(lambda found: buttons.get(found[1], found[0]), escape(text))

    if not answer.claims:
        return numbered(answer.text)
    return " ".join(numbered(each.marked) if each.supported else struck_html(each) for each in answer.claims)


def struck_html(claim: Claim) -> str:
    """Return a sentence that is struck out, and why."""
    why = escape(f"Struck out: {claim.why}")
    return f'<del class="qa-struck" title="{why}">{escape(claim.text)}</del> <small class="qa-why">({why})</small>'


def _notice_html(answer: Answer) -> str:
    return f'<p class="qa-notice" role="status" dir="auto">{escape(answer.notice)}</p>' if answer.notice else ""


def _words_markdown(answer: Answer) -> str:
    if not answer.claims:
        return escape_markdown(answer.text)
    held = " ".join(escape_markdown(_line(each.marked)) for each in answer.claims if each.supported)
    struck = [each for each in answer.claims if not each.supported]
    shown = [f"~~{escape_markdown(_line(each.text))}~~ ({escape_markdown(each.why)})" for each in struck]
    return "\n\n".join(filter(None, [held, *shown]))


def time_html(published: date | None) -> str:
    """Return a day as a `<time>`, or nothing."""
    return f'<time datetime="{published.isoformat()}">{day(published)}</time>' if published else ""


def _about_html(article: Article) -> str:
    authors = escape(", ".join(article.authors))
    return " · ".join(filter(None, (escape(article.source or ""), time_html(article.published), authors)))


def _marked(article: Article, citations: Iterable[Citation], chosen: Citation | None) -> str:
    shown: list[str] = []
    end = 0
    for citation, span in _laid_out([each for each in citations if each.article.id == article.id], chosen):
        shown.append(escape(article.text[end : span.start]))
        attributes = f'data-citation="{citation.id}" data-n="{citation.n}"'
        if citation is chosen:
            attributes += f' id="{mark_id(citation)}" class="qa-chosen" tabindex="-1"'
        shown.append(f"<mark {attributes}>{escape(span.of(article.text))}</mark>")
        end = span.end
    shown.append(escape(article.text[end:]))
    return "".join(shown)


def _laid_out(citations: Sequence[Citation], chosen: Citation | None) -> list[tuple[Citation, Span]]:
    """Return citations in the order of the text, the chosen one whole, others with what is left of their spans."""
    laid = [(chosen, chosen.span)] if chosen else []
    end = 0
    for citation in sorted(citations, key=lambda each: each.span):
        span = _left(citation.span, end, chosen)
        if span and not (chosen and citation.id == chosen.id):
            laid.append((citation, span))
            end = span.end
    return sorted(laid, key=lambda each: each[1])


def _left(span: Span, end: int, chosen: Citation | None) -> Span | None:
    """Return the first piece of a span that lies behind `end` and outside the chosen citation, or None."""
    start, stop = max(span.start, end), span.end
    if chosen and start < chosen.span.start:
        stop = min(stop, chosen.span.start)
    elif chosen:
        start = max(start, chosen.span.end)
    return Span(start, stop) if start < stop else None
