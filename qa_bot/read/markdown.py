"""Read Markdown with its YAML front matter."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token

from qa_bot.errors import ReadError
from qa_bot.read.build import found
from qa_bot.read.decode import decode
from qa_bot.read.document import Document, FoundArticle, problem
from qa_bot.read.fields import Fields
from qa_bot.read.page_blocks import CollectedText

MOST_CHARACTERS = 64_000

_OPENING = re.compile(r"\ufeff?---[ \t]*\r?\n")
_CLOSING = re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.MULTILINE)
_COLON = re.compile(r"^(title|headline|description):[ \t]+(?![\"'|>\[{&*!])(.*:[ \t].*?)[ \t]*$", re.MULTILINE)
"""A title with a colon in it, which people write without quotation marks."""

_NULL = "tag:yaml.org,2002:null"


def split_front_matter(text: str, where: str) -> tuple[dict[Any, Any], str]:
    """Return the front matter, empty if there is none, and the text after it.

    Values stay text as they are written (an id 007 is no number, a title Yes no truth value); only null is None.
    Raises ReadError, naming the line, if it is no YAML.
    """
    opening = _OPENING.match(text)
    closing = _CLOSING.search(text, opening.end()) if opening else None
    if not opening or not closing:
        return {}, text
    source = text[opening.end() : closing.start()]
    if len(source) > MOST_CHARACTERS:
        raise problem(where, f"its front matter is longer than {MOST_CHARACTERS // 1000} kB")
    source = _COLON.sub(_quoted, source)
    try:
        # The loader is a SafeLoader.
        front = yaml.load(source, Loader=_Loader) or {}
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 2 if error.problem_mark else 1
        raise problem(f"{where} line {line}", f"the front matter is not YAML: {error.problem}") from None
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise problem(where, f"the front matter is not YAML: {error}") from None
    # Text between two rulers is no front matter.
    return (front, text[closing.end() :]) if isinstance(front, dict) else ({}, text)


def _quoted(match: re.Match[str]) -> str:
    return f"{match[1]}: '{match[2].replace(chr(39), 2 * chr(39))}'"


class _Loader(yaml.SafeLoader):
    """Takes scalars as text, and no aliases, of which a few lines can make gigabytes."""

    yaml_implicit_resolvers = {  # noqa: RUF012
        first: [pair for pair in pairs if pair[0] == _NULL]
        for first, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            event = self.peek_event()  # type: ignore[no-untyped-call]
            raise yaml.composer.ComposerError(None, None, "aliases (*) are not read", event.start_mark)
        return super().compose_node(parent, index)


_PARSER = MarkdownIt("commonmark", {"maxNesting": 40}).enable(["table", "strikethrough"])
_PARAGRAPHS = frozenset({"paragraph_open", "heading_open", "bullet_list_open", "ordered_list_open", "table_open"})
_LINES = frozenset({"list_item_open", "tr_open", "hardbreak"})
_WORDS = frozenset({"text", "code_inline"})
_SPACES = frozenset({"softbreak", "td_open", "th_open"})


def read_markdown(document: Document) -> Iterator[FoundArticle | ReadError]:
    """Yield the article; its title is that of the front matter, else the heading, else as for plain text.

    A heading that opens the body and is the title is not repeated in the text: a heading states nothing that could
    be quoted, and it would stick to the first sentence. Other headings stay, as paragraphs of their own.
    """
    front, body = split_front_matter(decode(document.read(), document.name, document.charset), document.name)
    fields = Fields.of(front, f"{document.name} front matter")
    tokens = _PARSER.parse(_without_marks_of_clippers(body))
    title = fields.text("title") or _heading(tokens)
    opens_with_title = _opens_with_heading(tokens) and _inline(tokens[1]).casefold() == (title or "").casefold()
    text = markdown_text(tokens[3:] if opens_with_title else tokens)
    draft = fields.draft(text=text, path=document.path, url=document.url, fallback=document.stem)
    yield from found(document.name, replace(draft, title=title), document.name)


def _without_marks_of_clippers(body: str) -> str:
    """Return the body with the links, marks, notes and callouts of Obsidian as plain words, without own comments."""
    body = re.sub(r"%%.*?%%", "", body, flags=re.DOTALL)
    body = re.sub(r"!\[\[[^\[\]\n]*\]\]", "", body)
    body = re.sub(r"\[\[(?:[^\[\]\n|]*\|)?([^\[\]\n|]*)\]\]", r"\1", body)
    body = re.sub(r"==(?=\S)([^=\n]+?)(?<=\S)==", r"\1", body)
    body = re.sub(r"^(>[ \t]*)\[!\w+\][+-]?[ \t]*", r"\1", body, flags=re.MULTILINE)
    return re.sub(r"^\[\^[^\]\s]+\]:.*$|\[\^[^\]\s]+\]", "", body, flags=re.MULTILINE)


def markdown_text(tokens: Sequence[Token]) -> str:
    """Return the words of parsed Markdown: list items and table rows as lines, without marks, images and raw HTML."""
    blocks, depth = CollectedText(), 0
    for token in tokens:
        depth += token.nesting if token.type.startswith("list_item") else 0
        if token.type in ("fence", "code_block"):
            blocks.paragraph()
            blocks.verbatim(token.content.strip("\n"))
            blocks.paragraph()
        elif token.type in _PARAGRAPHS:
            blocks.line() if depth else blocks.paragraph()
        for part in token.children or [token]:
            _add(part, blocks)
    return str(blocks)


def _add(token: Token, blocks: CollectedText) -> None:
    if token.type in _WORDS:
        blocks.text(token.content)
    elif token.type in _SPACES:
        blocks.text(" ")
    elif token.type in _LINES or (token.type == "html_inline" and token.content.lower().startswith("<br")):
        blocks.line()


def _heading(tokens: Sequence[Token]) -> str | None:
    """Return the heading that is the title of the whole: the one that opens it, else the first of the top level."""
    if _opens_with_heading(tokens):
        return _inline(tokens[1])
    tops = (number for number, token in enumerate(tokens) if token.type == "heading_open" and token.tag == "h1")
    number = next(tops, None)
    return None if number is None else _inline(tokens[number + 1])


def _opens_with_heading(tokens: Sequence[Token]) -> bool:
    return bool(tokens) and tokens[0].type == "heading_open"


def _inline(token: Token) -> str:
    return markdown_text([token]).replace("\n", " ")
