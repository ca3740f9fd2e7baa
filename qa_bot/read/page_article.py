"""Choose the blocks of a web page that are its article."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from lxml.html import HtmlElement

from qa_bot.english.clutter import is_clutter
from qa_bot.read.dates import stated_date
from qa_bot.read.page_blocks import Block

_SHINGLE = 4
_MOST_OUTSIDE = 0.1
"""Votes for so small a part of the words that was voted for, far from the rest, do not widen the article."""

_LINKED = 0.9
_MOST_TEASER_WORDS = 60
_SENTENCE_END = re.compile(r"[.!?…。！？؟।][\"'”’»)\]]*$")
_TIME = re.compile(r"(?:\W*\d{1,2}[:.]\d\d\W*)(?:[ap]\.?m\.?\W*)?(?:[A-Z]{2,5}\W*)?", re.I)
_LEAD = re.compile(r"^(?:\S+ ){0,2}[^\s:]+\s?:\s")
_FEWEST_ANNOUNCING_WORDS = 3
_COOKIES = re.compile(
    r"\b(?:we|site|website|wir|nous)\b.{0,40}\b(?:use|uses|store|verwenden|nutzen|utilise|utilisons)\b.{0,60}\bcookies"
    r"|\b(?:utilizamos|usamos) cookies|\bиспользуем (?:файлы )?cookie",
    re.I | re.S,
)
_CONSENT = re.compile(
    r"\byour (?:consent|privacy|preferences|choices)\b|\bwe and our (?:\d+ )?(?:partners|vendors)\b"
    r"|\bpersonali[sz]ed (?:ads|advertising|content)\b|\b(?:accept|reject) all\b|\bclick to consent\b"
    r"|\bmanage (?:preferences|options|choices)\b|\bbefore consenting\b",
    re.I,
)
_MOST_NOTICE_WORDS = 25


def choose(blocks: Sequence[Block], votes: Sequence[str], title: str) -> list[Block]:
    """Return the blocks of the article, given texts that are thought to be (parts of) it.

    These texts only vote: a block of which most runs of four words are in one of them counts as found. The article is
    what is found, and what stands in the same part of the page and is a sentence, a list, a table, a caption or a
    heading; without the title, links to other pages, who wrote it and when.
    """
    blocks = [block for block in blocks if not _asks_consent(block) and not _is_control(block)]
    announcing = teasers(blocks, title)
    found = {block for block in _found(blocks, votes) or blocks if block not in announcing}
    if not found:
        return []
    region = _region([block for block in blocks if block in found])
    elsewhere = announcing | _link_lists(blocks) | {block for block in blocks if _leads_elsewhere(block)}
    chosen = [block for block in _after_title(blocks, found, title) if block not in elsewhere]
    kept = [block for block in chosen if block in found or _belongs(block, region)]
    kept = _without_dates(kept) + _times(chosen, kept)
    return _without_idle_headings(blocks, set(kept), elsewhere)


def teasers(blocks: Sequence[Block], title: str) -> set[Block]:
    """Return the blocks of boxes that hold the linked heading of another page and little more."""
    boxes: dict[HtmlElement, list[Block]] = {}
    for block in blocks:
        if block.kind == "heading" and is_linked(block) and not same_words(block.text, title):
            boxes[_box(block.element)] = []
    for block in blocks:
        holder = next((place for place in (block.element, *block.element.iterancestors()) if place in boxes), None)
        if holder is not None:
            boxes[holder].append(block)
    return {block for box in boxes.values() if _is_teaser(box) for block in box}


def _box(heading: HtmlElement) -> HtmlElement:
    """Return the element that a heading heads."""
    box = heading.getparent()
    return box.getparent() if box.tag in ("header", "hgroup", "a") else box


def is_consent(text: str) -> bool:
    """Say whether a text asks for consent to cookies: in two phrases, or in a short notice."""
    about_cookies = _COOKIES.search(text) is not None
    phrases = about_cookies + len({match[0].lower() for match in _CONSENT.finditer(text)})
    return phrases > 1 or (about_cookies and len(text.split()) <= _MOST_NOTICE_WORDS)


def same_words(one: str, other: str) -> bool:
    """Say whether two texts have the same letters and digits."""
    return _plain(one) == _plain(other) != ""


def is_linked(block: Block) -> bool:
    """Say whether a block is a link and nothing else."""
    return block.linked > _LINKED


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def _found(blocks: Sequence[Block], votes: Sequence[str]) -> list[Block]:
    texts = [_plain(vote) for vote in votes]
    known = {shingle for text in texts for shingle in _shingles(text.split())}
    short = {line for vote in votes for line in map(_plain, vote.split("\n"))}
    return [block for block in blocks if _is_in(_plain(block.text), known, short)]


def _is_in(plain: str, known: set[tuple[str, ...]], short: set[str]) -> bool:
    shingles = _shingles(plain.split())
    return plain in short or (bool(shingles) and 2 * sum(shingle in known for shingle in shingles) > len(shingles))


def _shingles(words: list[str]) -> list[tuple[str, ...]]:
    return [tuple(words[start : start + _SHINGLE]) for start in range(len(words) - _SHINGLE + 1)]


def _region(found: Sequence[Block]) -> HtmlElement:
    """Return the innermost element that holds nearly all of what was found."""
    words: dict[HtmlElement, int] = {}
    for block in found:
        for element in (block.element, *block.element.iterancestors()):
            words[element] = words.get(element, 0) + block.words
    least = (1 - _MOST_OUTSIDE) * sum(block.words for block in found)
    # The ancestors of one block come from the inside out.
    first = max(found, key=lambda block: block.words).element
    return next(element for element in (first, *first.iterancestors()) if words.get(element, 0) >= least)


def _asks_consent(block: Block) -> bool:
    """Say whether a block asks for consent; an article may speak of it."""
    return is_consent(block.text) and not any(outer.tag == "article" for outer in block.element.iterancestors())


def _is_control(block: Block) -> bool:
    return block.controlled > _LINKED and block.kind not in ("item", "row")


def _is_teaser(box: Sequence[Block]) -> bool:
    headings = sum(block.kind == "heading" for block in box)
    return headings == 1 and sum(block.words for block in box) <= _MOST_TEASER_WORDS


def _link_lists(blocks: Sequence[Block]) -> set[Block]:
    """Return the items of lists that hold nothing but links that are no sentences."""
    lists = groupby((block for block in blocks if block.kind == "item"), key=lambda block: block.group)
    items = (list(group) for _, group in lists)
    return {item for group in items if all(map(_announces, group)) for item in group}


def _announces(item: Block) -> bool:
    """Say whether an item of a list is a link that states nothing; the title of a page may be a question."""
    return is_linked(item) and not item.text.endswith(".")


def _leads_elsewhere(block: Block) -> bool:
    """Say whether a paragraph is a link and no sentence, or a link with a few words such as "Read also:" before it."""
    if block.kind != "paragraph":
        return False
    lead = _LEAD.match(block.text)
    link = block.text[lead.end() :] if lead else block.text
    if lead and len(link.split()) < _FEWEST_ANNOUNCING_WORDS:
        return False
    return block.linked > _LINKED * len(link) / len(block.text) and (bool(lead) or not ends_sentence(block))


def _after_title(blocks: Sequence[Block], found: set[Block], title: str) -> list[Block]:
    """Return the blocks without the title; of those before it only sentences that were found."""
    headings = [(number, block) for number, block in enumerate(blocks) if block.kind == "heading"]
    titles = [number for number, block in headings if same_words(block.text, title)]
    first = [number for number, block in headings if block.element.tag == "h1"]
    start = next(iter(titles or first), 0)
    before = [block for block in blocks[:start] if block in found and ends_sentence(block)]
    return before + [block for block in blocks[start:] if not same_words(block.text, title)]


def _belongs(block: Block, region: HtmlElement) -> bool:
    """Say whether a block that was not found is part of the article all the same."""
    if region is not block.element and region not in block.element.iterancestors():
        return False
    return not is_clutter(block.text) and (block.kind != "paragraph" or ends_sentence(block))


def _without_dates(kept: Sequence[Block]) -> list[Block]:
    """Return the blocks without lines such as "Published: 2 January 2023" before the first sentence."""
    first = next((number for number, block in enumerate(kept) if ends_sentence(block)), 0)
    return [block for number, block in enumerate(kept) if number >= first or not _is_dated(block)]


def _is_dated(block: Block) -> bool:
    label = _LEAD.match(block.text + " ")
    return stated_date(block.text[label.end() :] if label else block.text) is not None


def _times(chosen: Sequence[Block], kept: Sequence[Block]) -> list[Block]:
    """Return the times at the heads of the entries of a live blog: there are several, some after the first entry."""
    times = [block for block in chosen if _TIME.fullmatch(block.text)]
    first = next((block for block in kept if ends_sentence(block)), None)
    is_running = len(times) > 1 and first is not None and chosen.index(times[-1]) > chosen.index(first)
    return times if is_running else []


def _without_idle_headings(blocks: Sequence[Block], kept: set[Block], elsewhere: set[Block]) -> list[Block]:
    """Return the kept blocks in their order, without headings of what is left out."""
    result: list[Block] = []
    idle = True
    for block in reversed(blocks):
        if block.kind != "heading":
            idle = block in elsewhere or (idle and block not in kept)
        if block in kept and not (idle and block.kind == "heading"):
            result.append(block)
    return result[::-1]


def ends_sentence(block: Block) -> bool:
    """Say whether a block ends as a sentence does."""
    return _SENTENCE_END.search(block.text) is not None
