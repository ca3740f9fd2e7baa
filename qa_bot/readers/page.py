"""Cut the text of a web page from it, word for word, and tell whether it is an article at all."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass

from lxml.html import HtmlElement
from trafilatura import bare_extraction

from qa_bot.readers.page_article import choose, ends_sentence, is_consent, is_linked, teasers
from qa_bot.readers.page_blocks import Block, joined, page_blocks
from qa_bot.readers.page_tree import readable

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


def refusal(page: PageText) -> str | None:
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
