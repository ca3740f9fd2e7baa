"""Answers as Markdown: each question with its quotations and where they are from."""

from __future__ import annotations

import re

from qa_bot.model import Answer, Article
from qa_bot.show.answers import Answers, listed, shown_articles, title_of
from qa_bot.show.blocks import Blocks, Quotation, ShortAnswer, blocks
from qa_bot.show.links import link
from qa_bot.show.text import sureness_text
from qa_bot.show.words import NEAREST, NO_ANSWER, day, flattened, plain

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
    said += [" ".join(escape_markdown(each.text) for each in shown.kept)] if shown.kept else []
    said += [f"~~{escape_markdown(each.text)}~~ ({escape_markdown(each.why)})" for each in shown.struck]
    said += map(_quotation, shown.quotations)
    said += [each for each in (shown.sources, shown.as_of) if each]
    said += [] if shown.refusal else [sureness_text(shown.sureness)]
    said += [f"*{_line(shown.notice)}*"] if shown.notice else []
    return "\n\n".join(said) + "\n"


def _short(short: ShortAnswer) -> str:
    by = f" — {escape_markdown(short.said_by)}" if short.said_by else ""
    day = f" ({short.day})" if short.day else ""
    return f"**{_line(short.text)}**{day} [{short.citation.n}]{by}"


def _quotation(quotation: Quotation) -> str:
    citation = quotation.citation
    by = f"— {_line(quotation.spoken_by)}\n\n" if quotation.spoken_by else ""
    told = f"({_line('; '.join(quotation.told))})\n\n" if quotation.told else ""
    also = f"\n\n{_line(quotation.also_in)}" if quotation.also_in else ""
    warned = f"\n\n⚠ {_line(quotation.warning)}" if quotation.warning else ""
    quote = f"**[{citation.n}]** {escape_markdown(citation.quote)}"
    lines = f"{quote}\n\n{told}{by}— {_source(citation.article)}{also}{warned}".split("\n")
    return "\n".join(f"> {line}".rstrip(" ") for line in lines)


def _listed(article: Article) -> str:
    authors = _line(", ".join(article.authors))
    return f"- {_source(article)}" + (f". {authors}" if authors else "")


def _source(article: Article) -> str:
    """Return title, which leads to the original where there is one, source and day of an article in a line."""
    title = _line(article.title)
    if url := link(article.url):
        shown = escape_markdown(flattened(article.title), _MARKDOWN_IN_LINK)
        title = f"[{shown}](<{plain(url).translate(_IN_LINK)}>)"
    return ", ".join(filter(None, (title, _line(article.source or ""), day(article.published))))


def _line(text: str) -> str:
    return escape_markdown(flattened(text))
