"""Answers as Markdown: each question with its quotations and where they are from."""

from __future__ import annotations

import re

from qa_bot.model import Answer, Article, Citation
from qa_bot.show.answers import Answers, listed, quoted, shown_articles, title_of
from qa_bot.show.blocks import Blocks, Quotation, ShortAnswer, Written, blocks
from qa_bot.show.links import link
from qa_bot.show.text import sureness_text
from qa_bot.show.words import NEAREST, NO_ANSWER, day, one_line, plain

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
_IN_LINK = str.maketrans({"<": "%3C", ">": "%3E", "\\": "%5C", "\n": "", " ": "%20"})


def to_markdown(answers: Answers, *, title: str | None = None) -> str:
    """Return the questions with their quotations as Markdown, and a list of the articles that they are from.

    The heading is `title`, or else the question if there is but one.
    """
    each = listed(answers)
    parts = [f"# {_line(title or title_of(each))}"]
    parts += [_headed(answer, headed=len(each) > 1 or bool(title)) for answer in each]
    if articles := shown_articles(each):
        parts.append("## Articles\n\n" + "\n".join(map(_listed, articles)))
    return "\n\n".join(parts) + "\n"


def to_footnotes(answers: Answers) -> str:
    """Return the answers as Markdown for a text of one's own: each quotation with a footnote on where it is from.

    A footnote bears the id of its citation, so that those of several answers in one text stay apart.
    """
    each = listed(answers)
    parts = [part for answer in each for part in _footed(answer, headed=len(each) > 1)]
    cited = {citation.id: citation for answer in each for citation in quoted(answer)}
    notes = [f"[^{name}]: {_reference(citation.article)}" for name, citation in cited.items()]
    return "\n\n".join([*parts, *(["\n".join(notes)] if notes else [])]) + "\n"


def answer_markdown(answer: Answer) -> str:
    """Return an answer: the short answer, numbered quotations, each with its source, or the refusal."""
    return _answer(blocks(answer))


def escape_markdown(text: str, marks: re.Pattern[str] = _MARKDOWN) -> str:
    """Return `text` for Markdown, to be read back with the same words on the same lines."""
    text = _MARKDOWN_LINE.sub(r"\1\\\2", marks.sub(r"\\\1", plain(text)))
    if text.count("$") > 1:  # one alone begins no formula
        text = text.replace("$", "\\$")
    return _EDGE_BLANK.sub("&#32;", text)


def _headed(answer: Answer, *, headed: bool) -> str:
    shown = blocks(answer)
    parts = [f"## {_line(answer.question)}"] if headed else []
    parts += [f"*{_line(shown.understood)}*"] if shown.understood else []
    return "\n\n".join([*parts, _answer(shown).strip("\n")])


def _answer(shown: Blocks) -> str:
    said = [f"*{escape_markdown(shown.asked_of)}*"] if shown.asked_of else []
    if shown.refusal:
        said.append(f"**{NO_ANSWER}** {escape_markdown(shown.refusal)}")
        said += [f"### {NEAREST}"] if shown.quotations else []
    said += [f"**{shown.hedge}**"] if shown.hedge else []
    said += [_short(shown.short)] if shown.short else []
    said += [escape_markdown(shown.conflict.text)] if shown.conflict else []
    said += [" ".join(escape_markdown(each.text) for each in shown.kept)] if shown.kept else []
    said += [f"~~{escape_markdown(each.text)}~~ ({escape_markdown(each.why)})" for each in shown.struck]
    said += map(_quotation, shown.quotations)
    said += [each for each in (shown.sources, shown.as_of) if each]
    said += [] if shown.refusal else [sureness_text(shown.sureness)]
    said += [f"*{_line(shown.notice)}*"] if shown.notice else []
    return "\n\n".join(said) + "\n"


def _footed(answer: Answer, *, headed: bool) -> list[str]:
    """Return the paragraphs of an answer, with the marks of their footnotes."""
    shown = blocks(answer)
    said = [f"## {_line(answer.question)}"] if headed else []
    said += [f"**{NO_ANSWER}** {escape_markdown(shown.refusal)}"] if shown.refusal else []
    said += [f"**{shown.hedge}**"] if shown.hedge else []
    if short := shown.short:
        said.append(f"**{_line(short.text)}**{_mark(short.citation)}")
    said += [_with_marks(shown.conflict)] if shown.conflict else []
    said += [" ".join(map(_with_marks, shown.kept))] if shown.kept else []
    for each in shown.quotations:
        by = f" — {_line(each.spoken_by)}" if each.spoken_by else ""
        lines = f"{escape_markdown(each.citation.quote)}{by}{_mark(each.citation)}".split("\n")
        said.append("\n".join(f"> {line}".rstrip(" ") for line in lines))
    return said


def _with_marks(written: Written) -> str:
    return "".join(_mark(each) if isinstance(each, Citation) else _piece(each) for each in written.parts)


def _piece(text: str) -> str:
    """Return a piece of a paragraph; blanks at its edges are no edges of the paragraph."""
    words = text.strip()
    before, _, after = text.partition(words) if words else (text, "", "")
    return f"{before}{escape_markdown(words)}{after}"


def _mark(citation: Citation) -> str:
    return f"[^{citation.id}]"


def _short(short: ShortAnswer) -> str:
    by = f" — {escape_markdown(short.said_by)}" if short.said_by else ""
    day = f" ({short.day})" if short.day else ""
    return f"**{_line(short.text)}**{day} [{short.citation.n}]{by}"


def _quotation(quotation: Quotation) -> str:
    citation = quotation.citation
    by = f"— {_line(quotation.spoken_by)}\n\n" if quotation.spoken_by else ""
    told = f"({_line('; '.join(quotation.told))})\n\n" if quotation.told else ""
    also = f"\n\n{_line(quotation.also_in)}" if quotation.also_in else ""
    warned = "".join(f"\n\n⚠ {_line(each)}" for each in quotation.warnings)
    quote = f"**[{citation.n}]** {escape_markdown(citation.quote)}"
    lines = f"{quote}\n\n{told}{by}— {_source(citation.article)}{also}{warned}".split("\n")
    return "\n".join(f"> {line}".rstrip(" ") for line in lines)


def _listed(article: Article) -> str:
    return f"- {_reference(article)}"


def _reference(article: Article) -> str:
    authors = _line(", ".join(article.authors))
    return _source(article) + (f". {authors}" if authors else "")


def _source(article: Article) -> str:
    """Return title, which leads to the original where there is one, source and day of an article in a line."""
    title = _line(article.title)
    if url := link(article.url):
        shown = escape_markdown(one_line(article.title), _MARKDOWN_IN_LINK)
        title = f"[{shown}](<{plain(url).translate(_IN_LINK)}>)"
    return ", ".join(filter(None, (title, _line(article.source or ""), day(article.published))))


def _line(text: str) -> str:
    return escape_markdown(one_line(text))
