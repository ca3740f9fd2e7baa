"""Make a model's sentence fit to be shown: plain text, and no quotation in it that is not cut from an article."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import product

from qa_bot.model import Slice
from qa_bot.text.fold import locate

_SQUARE = re.compile(r"(?<!\s)\s*[\[【［]\s*(?:\^\s*)?\d[\d\s,;–-]*[\]】］]")
_LINK = re.compile(r"!?\[([^\[\]]{0,300})\]\([^()\s]{0,500}\)")
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,200}>")
_ADDRESS = re.compile(
    r"(?:\b[a-z][a-z0-9+.-]{1,10}:/|\bwww\.)[^\s)\]>\"”]*|\b[\w.+-]{1,200}@[\w-]+\.[\w.-]+", re.IGNORECASE
)
_COLOURS = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
_EMPHASIS = re.compile(r"(\*\*|__|`+|~~|^#{1,6}\s+|^>\s+)")
_MARKS = '"“”„‟«»‹›〝〞＂「」『』″'
_ANY_MARK = re.compile(f"[{_MARKS}]")
_DOUBLE = f"[{_MARKS}]([^{_MARKS}]*)[{_MARKS}]"
_QUOTED = re.compile(_DOUBLE + r"|(?<!\w)['‘‚‛]([^'‘’‚‛\n]*(?:['’]\w[^'‘’‚‛\n]*)*)['’](?!\w)")
_SINGLE = re.compile(r"(?<!\w)['‘‚‛`´](?=\w)")


def plain(text: str) -> str:
    """Return a model's sentence on one line, without markup, invisible characters and numbers in square brackets."""
    shown = "".join(_visible(each) for each in unicodedata.normalize("NFC", _COLOURS.sub("", text)))
    shown = _LINK.sub(r"\1", _TAG.sub("", shown))
    shown = _SQUARE.sub("", _EMPHASIS.sub("", shown))
    return " ".join(shown.split())


def unquoted(text: str) -> str:
    """Return a sentence without quotation marks, so that nobody takes what it says for a quotation."""
    bare = _QUOTED.sub(lambda match: match[1] if match[1] is not None else match[2], text)
    return " ".join(unquoted_piece(bare).split())


def leads_elsewhere(text: str, sentences: Sequence[str]) -> bool:
    """Say whether a sentence holds an address of the web or of mail that stands in none of those named."""
    return any(not any(found in each for each in sentences) for found in _ADDRESS.findall(text))


def without_addresses(text: str) -> str:
    """Return a sentence with its addresses left out, so that nothing makes links of them."""
    return _ADDRESS.sub("…", text)


def with_quotations(text: str, cited: Sequence[Slice]) -> tuple[str, list[str]]:
    """Return a sentence in which each quotation is cut from what is cited, and the quotations that stand nowhere there.

    What is in quotation marks is looked for word by word and replaced by the slice; other marks are removed.
    """
    pieces, foreign, end = [], [], 0
    for match in _QUOTED.finditer(text):
        quoted = (match[1] if match[1] is not None else match[2]).strip()
        pieces.append(unquoted_piece(text[end : match.start()]))
        end = match.end()
        if not any(each.isalnum() for each in quoted):
            continue
        found = _cut(quoted.rstrip(".,;:!?"), cited)
        if found is None:
            foreign.append(quoted)
            continue
        ending = "".join(each for each in quoted[-1:] if each in ".,;:!?")
        pieces.append(f"“{found}”{ending}")
    pieces.append(unquoted_piece(text[end:]))
    return " ".join("".join(pieces).split()), foreign


def unquoted_piece(text: str) -> str:
    """Return what stands between quotations, without stray marks; blanks at its ends stay."""
    return _SINGLE.sub("", _ANY_MARK.sub("", text))


def _cut(words: str, cited: Sequence[Slice]) -> str | None:
    """Return these words as they stand in one of the slices, on one line; None if they do not, or hold a mark.

    The first letter may be of the other case, as it is where a quotation begins or goes on in a sentence.
    """
    for wording, each in product((words, words[0].swapcase() + words[1:]), cited):
        span = locate(wording, each.text)
        if span and not _ANY_MARK.search(span.of(each.text)):
            return " ".join(span.of(each.text).split())
    return None


def _visible(character: str) -> str:
    category = unicodedata.category(character)
    if category in ("Zl", "Zp", "Zs") or character in "\t\n\r":
        return " "
    return "" if category in ("Cc", "Cf", "Cs", "Co", "Cn") else character
