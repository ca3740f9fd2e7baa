"""Cut the tree of a web page into blocks: the paragraphs, items, rows and headings that a visitor sees.

The text of a block is all that stands in it, whatever the elements: nothing can fall out of the midst of a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from lxml import etree
from lxml.etree import ParserError
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from qa_bot.read.page_tree import readable

_WHITE = re.compile(r"[ \t\r\n\f]+")


class CollectedText:
    """Collects text; `line` and `paragraph` say that what comes next starts a new one."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._break = ""

    def text(self, piece: str) -> None:
        """Add running text, in which white space of any length is one space."""
        piece = _WHITE.sub(" ", piece)
        if self._break or not self._pieces or self._pieces[-1].endswith((" ", "\n")):
            piece = piece.lstrip(" ")
        if piece:
            self.verbatim(piece)

    def verbatim(self, piece: str) -> None:
        """Add text in which lines and blanks stay as they are."""
        self._pieces += [self._break, piece]
        self._break = ""

    def line(self) -> None:
        """Start a new line."""
        self._break = self._break or "\n"

    def paragraph(self) -> None:
        """Start a new paragraph."""
        self._break = "\n\n"

    def __str__(self) -> str:
        lines = "".join(self._pieces).split("\n")
        return "\n".join(line.rstrip(" ") for line in lines).strip("\n")


HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_KINDS = {
    **dict.fromkeys(HEADINGS, "heading"),
    **dict.fromkeys(("li", "dt", "dd"), "item"),
    **dict.fromkeys(("caption", "figcaption"), "caption"),
    "summary": "heading",
    "blockquote": "quotation",
    "pre": "pre",
    "tr": "row",
}
_LISTS = frozenset({"ul", "ol", "menu", "dl"})
_BLOCKS = re.compile(
    r"address|article|aside|blockquote|body|caption|center|dd|details|dialog|dir|div|dl|dt|fieldset|figcaption"
    r"|figure|footer|form|h1|h2|h3|h4|h5|h6|header|hgroup|hr|html|li|main|menu|nav|ol|p|pre|search|section|summary"
    r"|table|tbody|tfoot|thead|tr|ul"
)
_CONTROLS = frozenset({"button", "label", "legend", "option"})


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """A piece of text between the boundaries of blocks, the element that it stands in, and what it is.

    `kind` is paragraph, heading, item, row, caption, quotation or pre, `group` the outermost list or the table around
    it; `linked` and `controlled` say which part of its letters are those of links, and of buttons and labels.
    """

    element: HtmlElement
    text: str
    kind: str
    group: HtmlElement | None
    linked: float
    controlled: float

    @property
    def words(self) -> int:
        """Return how many words it has."""
        return len(self.text.split())


def page_blocks(root: HtmlElement) -> list[Block]:
    """Return the blocks of a tree as `page_tree.readable` makes it, in their order."""
    walk = _Walk()
    for event, element in etree.iterwalk(root, events=("start", "end")):
        walk.start(element) if event == "start" else walk.end(element)
    walk.flush()
    return walk.blocks


def joined(blocks: Sequence[Block]) -> str:
    """Return the text of blocks: items and rows of one list or table as lines, paragraphs apart by a blank line."""
    pieces: list[str] = []
    for number, block in enumerate(blocks):
        pieces += [_between(blocks[number - 1], block) if number else "", block.text]
    return "".join(pieces)


def _between(before: Block, after: Block) -> str:
    in_one_list = before.group is not None and before.group is after.group
    names_speaker = after.element.tag in ("footer", "cite") and before.kind == after.kind == "quotation"
    return "\n" if in_one_list or names_speaker else "\n\n"


@dataclass(frozen=True, slots=True)
class _Place:
    """An element that blocks stand in, what they are there, and the outermost list and the table around it."""

    element: HtmlElement
    kind: str = "paragraph"
    outer_list: HtmlElement | None = None
    table: HtmlElement | None = None

    def inside(self, element: HtmlElement) -> _Place:
        """Return the place that an element in this one is."""
        tag = element.tag
        return _Place(
            element,
            kind=_KINDS.get(tag, self.kind),
            outer_list=self.outer_list if self.outer_list is not None or tag not in _LISTS else element,
            table=element if tag == "table" else self.table,
        )

    @property
    def group(self) -> HtmlElement | None:
        """Return the list or table whose items or rows stand here."""
        return {"item": self.outer_list, "row": self.table}.get(self.kind)


@dataclass(slots=True)
class _Walk:
    """Collects the block that a walk through a tree is in."""

    blocks: list[Block] = field(default_factory=list)
    places: list[_Place] = field(default_factory=list)
    text: CollectedText = field(default_factory=CollectedText)
    letters: int = 0
    letters_of_links: int = 0
    letters_of_controls: int = 0
    links: int = 0
    controls: int = 0
    breaks: int = 0

    def start(self, element: HtmlElement) -> None:
        if _is_block(element):
            self.flush()
            self.places.append(self.places[-1].inside(element) if self.places else _Place(element))
        elif element.tag == "br":
            self._break()
        self.links += _is_link(element)
        self.controls += element.tag in _CONTROLS
        self._add(element.text or "")

    def end(self, element: HtmlElement) -> None:
        self.links -= _is_link(element)
        self.controls -= element.tag in _CONTROLS
        if _is_block(element):
            self.flush()
            self.places.pop()
        self._add(element.tail or "")

    def flush(self) -> None:
        """End the block; each paragraph of preformatted text is one."""
        text = str(self.text)
        if text.strip() and self.places:
            place = self.places[-1]
            shares = self.letters_of_links / self.letters, self.letters_of_controls / self.letters
            parts = re.split(r"\n\s*\n", text) if place.kind == "pre" else [text]
            self.blocks += [Block(place.element, part.strip(), place.kind, place.group, *shares) for part in parts]
        self.text = CollectedText()
        self.letters = self.letters_of_links = self.letters_of_controls = self.breaks = 0

    def _add(self, text: str) -> None:
        if self.places and self.places[-1].kind == "pre":
            self.text.verbatim(text)
        else:
            self.text.text(text)
        if letters := len("".join(text.split())):
            self.letters += letters
            self.letters_of_links += letters if self.links else 0
            self.letters_of_controls += letters if self.controls else 0
            self.breaks = 0

    def _break(self) -> None:
        self.breaks += 1
        self.text.line() if self.breaks == 1 else self.flush()


def _is_block(element: HtmlElement) -> bool:
    """Say whether an element starts a line of its own; who said a quotation stands in such a one."""
    return _BLOCKS.fullmatch(element.tag) is not None or (
        element.tag == "cite" and element.getparent().tag == "blockquote"
    )


def _is_link(element: HtmlElement) -> bool:
    """Say whether an element leads to another page; an address of mail or a telephone number is a statement."""
    return element.tag == "a" and not (element.get("href") or "#").startswith(("#", "mailto:", "tel:"))


_MARKUP = re.compile(
    r"</(?:a|b|blockquote|div|em|h[1-6]|i|li|ol|p|span|strong|table|ul)>|<br ?/?>|<p(?: [^<>]*)?>", re.I
)


def is_markup(text: str) -> bool:
    """Say whether a text has marks of HTML in it."""
    return _MARKUP.search(text) is not None


def fragment_text(html: str) -> str:
    """Return the words of a piece of HTML: paragraphs apart by a blank line, list items and table rows as lines."""
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        page = document_fromstring(f"<body>{html}</body>".encode("utf-8", "replace"), parser=parser)
    except ParserError:  # nothing is in it
        return ""
    return joined(page_blocks(readable(page, strict=False)))
