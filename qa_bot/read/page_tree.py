"""Make the tree of a web page readable: without what no visitor sees and what is never part of an article."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice

from lxml.html import HtmlElement

# Of what is struck out the author says that it no longer holds; rt is how a character is pronounced.
_UNSEEN = re.compile(
    r"script|style|template|noscript|iframe|object|embed|canvas|svg|video|audio|picture|select|datalist|textarea"
    r"|input|meter|progress|map|head|link|meta|rt|rp|annotation|annotation-xml|del|s|strike|dialog"
)
_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_NOTE_MARK = re.compile(r"\W*\w{1,3}\W*")
_FOREIGN = re.compile(
    r"ad|adslot|ads|advert|advertisement|adverts|breadcrumb|breadcrumbs|cmp|comment|commentarea|commentbox"
    r"|commentlist|comments|consent|cookie|cookies|disqus|editsection|feedback|gdpr|login|menu|modal|mostread|nav|navbar"
    r"|navigation|newsletter|paywall|popular|popup|promo|recommendations|recommended|related|respond|search|share"
    r"|sharebar|sharing|sidebar|signup|social|sponsor|sponsored|subscribe|subscription|toc|trending"
)
_FOREIGN_PAIR = re.compile(
    r"\b(?:most (?:read|viewed)|read (?:also|more|next)|see also|up next|skip link|about author"
    r"|author (?:bio|box|card|info))\b"
)
_CREDITS = frozenset({"author", "byline", "date", "dateline", "meta", "metadata", "tagline", "tags", "timestamp"})
_COMMENT = frozenset({"comment", "comments"})
_MOST_CREDIT_CHARACTERS = 100
_TIME = re.compile(r"\W*\d{1,2}[:.h]\d\d.{0,12}")
_KEEPS_FOOTER = frozenset({"blockquote", "figure"})
_OF_LAYOUT = ("table", "h1", "h2", "h3", "ul", "ol", "blockquote", "pre", "form", "article")
_BOXES = frozenset({"td", "th", "p", "div", "li", "br", "h4", "h5", "h6"})
_MOST_CELL_CHARACTERS = 500
_MOST_ITEM_PARAGRAPHS = 2


def readable(page: HtmlElement, *, strict: bool = True) -> HtmlElement:
    """Return the body of `page`, which is changed: what a visitor sees, tables of layout as divisions.

    Quotation marks that a browser would set are there, what is struck out and the marks of footnotes are not. If
    `strict`, parts that are named after comments, consent, related pages and the like are left out too.
    """
    body = _body(page)
    main = _with_ancestors(body.xpath("descendant-or-self::*[self::main or self::h1 or @itemprop='articleBody']"))
    _drop(element for element in body.iterdescendants() if _is_unseen(element, main))
    if strict:
        _drop(_foreign(body, main))
    for element in list(body.iter()):
        _reshape(element)
    return body


def _body(page: HtmlElement) -> HtmlElement:
    """Return the body of a page; where it has no such element, the parser leaves what it should hold in the head."""
    body = page.find("body") if page.tag == "html" else page
    if body is not None:
        return body
    head = page.find("head")
    if head is None:
        return page
    head.tag = "body"
    return head


def text_up_to(element: HtmlElement, most: int) -> str:
    """Return the text in an element, of a long one only a little more than `most` characters."""
    pieces, length = [], 0
    for piece in element.itertext():
        pieces.append(piece)
        length += len(piece)
        if length > most:
            break
    return " ".join("".join(pieces).split())


def _with_ancestors(elements: Iterable[HtmlElement]) -> set[HtmlElement]:
    known: set[HtmlElement] = set()
    for element in elements:
        place = element
        while place is not None and place not in known:
            known.add(place)
            place = place.getparent()
    return known


def _drop(elements: Iterable[HtmlElement]) -> None:
    for element in list(elements):
        if element.getparent() is not None:
            element.drop_tree()


def _is_unseen(element: HtmlElement, main: set[HtmlElement]) -> bool:
    if not isinstance(element.tag, str) or _UNSEEN.fullmatch(element.tag) or _is_note_mark(element):
        return True
    # A page may be hidden until its scripts have run.
    return element not in main and (element.get("hidden") is not None or bool(_HIDING.search(element.get("style", ""))))


def _is_note_mark(element: HtmlElement) -> bool:
    """Say whether an element is the raised mark of a footnote, which would look like a part of the number before it."""
    links = element.findall("a") if element.tag == "sup" else []
    within = [link for link in links if link.get("href", "").startswith("#")]
    return len(within) == len(links) > 0 and _NOTE_MARK.fullmatch(text_up_to(element, 9)) is not None


def _foreign(body: HtmlElement, main: set[HtmlElement]) -> list[HtmlElement]:
    """Return the outermost foreign elements; one that holds most of the text is its article whatever its name."""
    found: list[HtmlElement] = []
    most = sum(map(len, body.itertext())) // 2
    waiting = [body]
    while waiting:
        for child in waiting.pop():
            is_foreign = child not in main and _is_foreign(child)
            is_article = (
                is_foreign and child.tag != "nav" and len(text_up_to(child, most)) > most and not _holds_comments(child)
            )
            (found if is_foreign and not is_article else waiting).append(child)
    return found


def _holds_comments(element: HtmlElement) -> bool:
    """Say whether an element holds several that are named as comments, of which there may be more than article."""
    named = (inner for inner in element.iterdescendants() if not _COMMENT.isdisjoint(_names(inner).split()))
    return len(list(islice(named, 2))) == 2


def _is_foreign(element: HtmlElement) -> bool:
    if element.tag in ("nav", "menu"):
        return True
    if element.tag == "footer":
        return not any(outer.tag in _KEEPS_FOOTER for outer in element.iterancestors())
    if element.tag == "header":
        return not any(outer.tag in ("main", "article") for outer in element.iterancestors())
    names = _names(element)
    words = set(names.split())
    if any(map(_FOREIGN.fullmatch, words)) or _FOREIGN_PAIR.search(names):
        return True
    return not words.isdisjoint(_CREDITS) and _is_credit(element)


def _is_credit(element: HtmlElement) -> bool:
    text = text_up_to(element, _MOST_CREDIT_CHARACTERS)
    is_time_of_entry = _TIME.fullmatch(text) is not None
    return len(text) <= _MOST_CREDIT_CHARACTERS and not text.endswith((".", "!", "?", "”")) and not is_time_of_entry


def _names(element: HtmlElement) -> str:
    """Return the words of the class, the id and the role of an element, and of a name that is none of HTML's."""
    names = " ".join(element.get(name, "") for name in ("class", "id", "role"))
    names += f" {element.tag}" if "-" in element.tag else ""
    return " ".join(re.sub(r"(?<=[a-z])(?=[A-Z])|[^A-Za-z]+", " ", names).lower().split())


def _reshape(element: HtmlElement) -> None:
    if element.tag == "q":
        _prepend(element, "“")
        _append(element, "”")
    elif element.tag == "table":
        _reshape_table(element)
    elif element.tag == "li" and len(element.findall("p")) > _MOST_ITEM_PARAGRAPHS:
        element.tag = "div"
    if _touches(element):
        _prepend(element, " ")


def _prepend(element: HtmlElement, text: str) -> None:
    element.text = text + (element.text or "")


def _append(element: HtmlElement, text: str) -> None:
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text


def _reshape_table(table: HtmlElement) -> None:
    """Make a table that only lays out the page divisions, and what stands in a row of another running text."""
    if _is_layout(table):
        for part in (table, *table.iter("tbody", "tr", "td", "th")):
            part.tag = "div"
        return
    for row in table.iter("tr"):
        for part in row.iterdescendants(*_BOXES):
            part.tag = "span"
            _prepend(part, " ")
            _append(part, " ")


def _is_layout(table: HtmlElement) -> bool:
    if table.get("role") == "presentation" or next(table.iterdescendants(*_OF_LAYOUT), None) is not None:
        return True
    return any(
        len(text_up_to(cell, _MOST_CELL_CHARACTERS)) > _MOST_CELL_CHARACTERS
        or len(cell.findall("p")) > 1
        or len(cell.findall(".//br")) > 1
        for cell in table.iter("td", "th")
    )


def _touches(element: HtmlElement) -> bool:
    """Say whether an element stands beside another without a blank, though each is a box of its own."""
    before = element.getprevious()
    if before is None or before.tail or not {element.tag, before.tag} <= {"span", "time"}:
        return False
    return bool(element.get("class") and before.get("class")) and " " in text_up_to(before, 40)
