"""Read a web page: its main text without navigation, and what the page says about it."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from itertools import chain, islice

from lxml.html import HtmlElement
from trafilatura import bare_extraction, extract_metadata, load_html

from qa_bot.errors import ReadError
from qa_bot.read.build import ArticleDraft, found
from qa_bot.read.dates import understood_date
from qa_bot.read.decode import decode
from qa_bot.read.document import Document, FoundArticle, problem
from qa_bot.read.page_article import choose, ends_sentence, is_consent, is_linked, teasers
from qa_bot.read.page_blocks import Block, is_markup, joined, page_blocks
from qa_bot.read.page_tree import readable, text_up_to

# Names of meta elements, surest first. Dates of changes are not among them.
_META = (
    "article:published_time",
    "og:published_time",
    "article:published",
    "datepublished",
    "citation_publication_date",
    "citation_date",
    "dc.date.issued",
    "dcterms.issued",
    "dc.date",
    "dcterms.date",
    "parsely-pub-date",
    "sailthru.date",
    "pubdate",
    "publishdate",
    "publish-date",
    "publication_date",
    "date",
)
_JSON_LD = re.compile(r'"datePublished"\s*:\s*"([^"]{1,60})"')
_OF_OTHERS = frozenset({"comment", "comments", "review", "reviews", "mentions", "ispartof", "haspart", "author"})
_VISIBLE = re.compile(r"(?:^|[\s_-])(?:pub(?:lished|date)?|date|dateline|posted|timestamp|time)(?:$|[\s_-])", re.I)
_LABEL = re.compile(r"^(?:first\s+)?(?:published|posted|date)\s*(?:on(?:line)?\b|:)?\s*:?\s*", re.I)
_PUBLISHED = re.compile(r"\b(?:published|posted|veröffentlicht|publié|publicado|pubblicato|опубликовано)\b", re.I)
_OTHER_LABEL = re.compile(
    r"\b(?:received|accepted|revised|submitted|updated|modified|changed|edited|amended|corrected|expires|event"
    r"|aktualisiert|geändert|mis à jour|modifié|actualizado|aggiornato|обновлено)\b",
    re.I,
)
_MOST_LABEL_CHARACTERS = 40
_ELSEWHERE = re.compile(r"comment|repl(?:y|ies)\b|respon[ds]|related|teaser|sidebar|promo|modified|updated", re.I)
_ASIDE = frozenset({"aside", "nav", "footer"})
_MOST_CHARACTERS = 80
_MOST_ELEMENTS = 300


def published(page: HtmlElement) -> date | str | None:
    """Return the date of publication that an lxml page states in full, None if it states none.

    A date that its head states but that is not understood is returned as it stands.

    It is looked for in JSON-LD, meta elements, time elements and elements marked as dates, in this order. Nothing is
    guessed: not from a copyright line, an address, a month, a date of change or a date in running text.
    """
    stated = list(_head(page))
    in_head = next((day for text in stated if (day := understood_date(text))), None)
    in_body = in_head or next((day for text in _body(page) if (day := understood_date(text))), None)
    return in_body or next((text for text in stated if re.search(r"\d", text)), None)


def _head(page: HtmlElement) -> Iterator[str]:
    for script in page.xpath('//script[@type="application/ld+json"]'):
        yield from _in_json_ld(script.text or "")
    yield from _meta(page)


def _in_json_ld(text: str) -> Iterator[str]:
    """Yield the dates of publication in JSON-LD, the outermost first, without those of comments and the like."""
    try:
        waiting = [json.loads(text, strict=False)]
    except (ValueError, RecursionError):
        yield from (match[1] for match in _JSON_LD.finditer(text))
        return
    for value in waiting:  # grows while it is gone through
        if isinstance(value, dict):
            stated = value.get("datePublished")
            yield from [stated] if isinstance(stated, str) else []
            waiting += [part for name, part in value.items() if name.lower() not in _OF_OTHERS]
        elif isinstance(value, list):
            waiting += value


def _body(page: HtmlElement) -> Iterator[str]:
    marked = page.xpath('//*[@itemprop="datePublished"] | //time[@pubdate]')
    elements = chain(marked, page.xpath("//time"), filter(_is_marked, page.xpath("//*[@class or @id]")))
    near = [element for element in islice(elements, _MOST_ELEMENTS) if not _is_elsewhere(element)]
    labels = [_label(element) for element in near]
    first = [element for element, label in zip(near, labels, strict=True) if _PUBLISHED.search(label)]
    rest = [element for element, label in zip(near, labels, strict=True) if not _OTHER_LABEL.search(label)]
    for element in (*first, *rest):
        text = text_up_to(element, _MOST_CHARACTERS)
        if len(text) <= _MOST_CHARACTERS:
            yield element.get("datetime") or element.get("content") or _LABEL.sub("", text)


def _label(element: HtmlElement) -> str:
    """Return the words that say what a date is: those in the element, and before it in what it stands in."""
    before, parent = element.getprevious(), element.getparent()
    words = (parent.text if before is None else before.tail) or ""
    if not words.strip() and before is not None:
        beside = text_up_to(before, _MOST_LABEL_CHARACTERS)
        words = "" if re.search(r"\d", beside) else beside
    return f"{words[-_MOST_LABEL_CHARACTERS:]} {text_up_to(element, _MOST_CHARACTERS)}"


def _meta(page: HtmlElement) -> Iterator[str]:
    stated: dict[str, str] = {}
    for element in page.xpath("//meta[@content]"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or ""
        stated.setdefault(name.lower(), element.get("content"))
    yield from (stated[name] for name in _META if name in stated)


def _is_marked(element: HtmlElement) -> bool:
    return _VISIBLE.search(f"{element.get('class', '')} {element.get('id', '')}") is not None


def _is_elsewhere(element: HtmlElement) -> bool:
    """Say whether an element speaks of something else than the page: a comment, a teaser, a sentence, a change."""
    for place in (element, *element.iterancestors()):
        if place.tag in _ASIDE or _ELSEWHERE.search(f"{place.get('class', '')} {place.get('id', '')}"):
            return True
        if place.tag in ("p", "li") and len(text_up_to(place, _MOST_CHARACTERS)) > _MOST_CHARACTERS:
            return True
    return False


_ARTICLE_BODY = re.compile(r'"articleBody"\s*:\s*("(?:[^"\\]|\\.)*")')
_ARTICLE_TYPE = re.compile(r'"@type"\s*:\s*\[?\s*"(?:\w*Article|\w*Posting)"')
_NOT_FREE = re.compile(r'"isAccessibleForFree"\s*:\s*"?false', re.I)
_WALL = re.compile(
    r"verifying you are human|checking your browser|enable javascript and cookies to continue|just a moment\.\.\."
    r"|security of your connection|unusual traffic|are (?:you )?(?:not )?a robot|complete the captcha|access denied"
    r"|you don.t have permission to access|pardon our interruption|press (?:&|and) hold|ddos protection|ray id",
    re.I,
)
_MOST_WALL_WORDS = 120
_NOT_FOUND = re.compile(
    r"(?:error )?\W*(?:404\b.*|(?:page|article) (?:was )?not found.*|not found|seite nicht gefunden.*"
    r"|page (?:introuvable|non trouvée).*|página no encontrada.*|страница не найдена.*)",
    re.I,
)
_PAYWALL = re.compile(
    r"\b(?:subscribers|members)[- ]only\b|\bfor (?:our )?(?:paying )?(?:subscribers|members) only\b"
    r"|\bsubscribe\b.{0,60}\bto (?:read|continue|unlock)|\bto (?:read on|continue reading|keep reading)\b"
    r"|\bto read the (?:full|whole|rest)|\balready an? (?:subscriber|member)\?|\b(?:log|sign) in to (?:read|continue)"
    r"|\bfree account to\b|\bunlock this (?:article|story)|\bthis (?:article|story) is (?:exclusive|reserved)"
    r"|\bweiterlesen mit\b|\bjetzt abonnieren\b|\bnur für abonnent|\bréservé aux abonnés|\bpour lire la suite\b"
    r"|\b(?:solo|exclusivo) para suscriptores|\bsuscríbete para\b|только для подписчиков",
    re.I,
)
_MOST_STUB_WORDS = 150
_FEWEST_ANNOUNCED = 3
_FEWEST_WORDS = 60
"""A page that announces others and has no more words of its own is a list of articles, unless it says otherwise."""


@dataclass(frozen=True, slots=True)
class PageText:
    """The text of a page's article, and what tells whether it is one.

    `title` is that of the page, `seen` all that a visitor sees, `announced` how many other pages it announces; the
    page `is_stated_article` if it says so itself, and `is_not_free` likewise.
    """

    text: str
    title: str
    seen: str
    announced: int
    is_stated_article: bool
    is_not_free: bool

    @classmethod
    def of(cls, tree: HtmlElement, title: str) -> PageText:
        """Return the text of the page, whose tree is changed."""
        stated = [script.text or "" for script in tree.xpath('//script[@type="application/ld+json"]')]
        types = tree.xpath(
            '//meta[@property="og:type"]/@content | //meta[@property="article:published_time"]/@property'
        )
        whole = page_blocks(readable(deepcopy(tree), strict=False))
        announcing = teasers(whole, title) | {block for block in whole if is_linked(block) and block.kind == "heading"}
        return cls(
            text=joined(_article(tree, list(_article_bodies(stated)), title) or _whatever_is_said(whole, title)),
            title=title,
            seen=joined(whole),
            announced=sum(block.kind == "heading" for block in announcing),
            is_stated_article="article" in " ".join(types) or any(map(_ARTICLE_TYPE.search, stated)),
            is_not_free=any(map(_NOT_FREE.search, stated)),
        )

    @property
    def words(self) -> int:
        """Return how many words the article has."""
        return len(self.text.split())


def page_refusal(page: PageText) -> str | None:
    """Return why a page holds no article, or only the beginning of one, in words for whoever added it."""
    if len(page.seen.split()) <= _MOST_WALL_WORDS and _WALL.search(f"{page.title} {page.seen}"):
        return "the site asks for a browser instead of sending the article; save the page in one and add the file"
    if page.words <= _MOST_WALL_WORDS and _NOT_FOUND.fullmatch(page.title):
        return "the site says that there is no such page"
    if page.words <= _MOST_STUB_WORDS and (page.is_not_free or _PAYWALL.search(page.seen)):
        return (
            "holds only the beginning of its article, the rest is for subscribers; save it where you can read all of it"
        )
    if page.announced >= _FEWEST_ANNOUNCED and page.words < _FEWEST_WORDS and not page.is_stated_article:
        return "is a list of articles, not an article; add the pages that it leads to"
    if not page.text and is_consent(page.seen):
        return "only asks for consent to cookies; open it in a browser, save the page and add the file"
    return None if page.text else "no text is in the page; if scripts make it in the browser, save it as text"


def _article(tree: HtmlElement, stated: Sequence[str], title: str) -> list[Block]:
    body = readable(tree)
    blocks = page_blocks(body)
    return choose(blocks, stated or _extracted(tree), title)


def _whatever_is_said(blocks: Sequence[Block], title: str) -> list[Block]:
    """Return what a page says in parts that are named as if they were none of an article, if it is in sentences."""
    chosen = choose(blocks, [], title)
    return chosen if any(map(ends_sentence, chosen)) else []


def _extracted(tree: HtmlElement) -> list[str]:
    """Return what trafilatura takes for the text of the page; of asides it takes none, so they are divisions to it."""
    copy = deepcopy(tree)
    for aside in copy.iter("aside"):
        aside.tag = "div"
    page = bare_extraction(copy, include_comments=False, fast=True)
    return [] if page is None or isinstance(page, dict) else [page.text or ""]


def _article_bodies(stated: Sequence[str]) -> Iterator[str]:
    for text in stated:
        for match in _ARTICLE_BODY.finditer(text):
            yield str(json.loads(match[1], strict=False))


# trafilatura reports through logging what is an error of ours anyway.
logging.getLogger("trafilatura").addHandler(logging.NullHandler())
logging.getLogger("htmldate").addHandler(logging.NullHandler())

MOST_PAGE_MEGABYTES = 20

_CHARSET = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)|<\?xml[^>]{0,100}encoding=[\"']([\w.:-]+)", re.I
)

_LONGEST_METADATA = 2000


def read_html(document: Document) -> Iterator[FoundArticle | ReadError]:
    """Yield the article of the page; the title is not repeated where it opens the text (see `markdown.read`).

    Dates come from `published`, never from trafilatura, which makes up the day of a date without one.
    """
    data = document.read()
    if len(data) > MOST_PAGE_MEGABYTES * 1e6:
        raise problem(document.name, f"a web page of more than {MOST_PAGE_MEGABYTES} MB is not read")
    text = decode(data, document.name, document.charset or _declared_charset(data))
    tree = load_html(text)
    if tree is None and is_markup(text):  # a piece of a page
        tree = load_html(f"<html><body>{text}</body></html>")
    if tree is None:
        raise problem(document.name, "is no HTML page, or an empty one")
    _shorten_metadata(tree)
    date, language = published(tree), tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang")
    about = extract_metadata(tree, default_url=document.url)
    page = PageText.of(tree, about.title or "")
    if why := page_refusal(page):
        raise problem(document.name, why)
    draft = ArticleDraft(
        text=page.text,
        title=about.title,
        fallback=document.stem,
        published=date,
        source=about.sitename,
        authors=tuple((about.author or "").split("; ")),
        url=about.url or document.url,
        path=document.path,
        language=language,
    )
    yield from found(document.name, draft, document.name)


def _shorten_metadata(page: HtmlElement) -> None:
    """Keep what a page says of itself to a length that trafilatura's rules of authors, which are quadratic, bear."""
    for meta in page.xpath("//meta[@content]"):
        meta.set("content", meta.get("content")[:_LONGEST_METADATA])


def _declared_charset(data: bytes) -> str | None:
    """Return the encoding that the page names; UTF-16 cannot be true, or the name could not have been read."""
    match = _CHARSET.search(data[:4096])
    name = (match[1] or match[2]).decode("ascii", "ignore").lower() if match else None
    return None if name and name.startswith("utf-16") else name
