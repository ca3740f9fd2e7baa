"""Fold typography with a way back, so that a quotation is found however its quotation marks and ligatures are set."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from qa_bot.model import Span

if TYPE_CHECKING:
    from tokenizers import Tokenizer

LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "ft", "ﬆ": "st"}
_SPELT = str.maketrans(LIGATURES)


def spelt(text: str) -> str:
    """Return the text with the letters that its ligatures stand for."""
    return text.translate(_SPELT)


def spell(tokenizer: Tokenizer) -> None:
    """Let a tokenizer see the letters of ligatures, which it has no words with; offsets stay those of the text."""
    from tokenizers.normalizers import Replace, Sequence

    own = [tokenizer.normalizer] if tokenizer.normalizer else []
    tokenizer.normalizer = Sequence([*(Replace(sign, letters) for sign, letters in LIGATURES.items()), *own])


_ALIKE = {
    **dict.fromkeys("‘’‚‛′ʼ`´ʹ＇", "'"),
    **dict.fromkeys("“”„‟″«»〝〞＂", '"'),
    **dict.fromkeys("‐‑‒–—―−﹘﹣－", "-"),
}
_INVISIBLE = frozenset(
    "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\u2066\u2067\u2068\u2069\u202a\u202b\u202c\u202d\u202e\ufeff"
)
_FEW = 50
"""Places of a quotation that are looked at before those of all are found in one go."""


@dataclass(frozen=True, slots=True)
class Folded:
    """Folded text; `offsets[i]` is where the i-th folded character came from."""

    text: str
    offsets: tuple[int, ...]


def fold(text: str) -> Folded:
    """Return `text` decomposed (NFKD), with one kind of quotation mark, dash and blank, and nothing invisible.

    Two texts that differ only in typography fold to the same string. Case, digits and words stay.
    """
    folded: list[str] = []
    offsets: list[int] = []
    for character, offset in _ordered(text):
        if character == " " and (not folded or folded[-1] == " "):
            continue
        folded.append(character)
        offsets.append(offset)
    if folded and folded[-1] == " ":
        folded.pop()
        offsets.pop()
    return Folded("".join(folded), tuple(offsets))


def locate(quote: str, text: str) -> Span | None:
    """Return where `quote` stands in `text`, or None if its words are not there.

    Both are folded and must then be equal to the letter, from word boundary to word boundary. There is no
    fuzzy matching: a missing "not" is another sentence.
    """
    return locate_folded(fold(quote).text, _fold_cached(text))


def locate_folded(wanted: str, within: Folded) -> Span | None:
    """Return the span, in the unfolded text of `within`, of the folded string `wanted`."""
    if not any(character.isalnum() for character in wanted):
        return None
    for at in _occurrences(wanted, within.text):
        end = at + len(wanted)
        if _is_edge(within, at) and _is_edge(within, end):
            # Marks are folded into one order, so that the last one folded need not be the last one written.
            return Span(within.offsets[at], max(within.offsets[at:end]) + 1)
    return None


def _occurrences(wanted: str, text: str) -> Iterator[int]:
    """Yield where `wanted` begins in `text`, also where it overlaps itself.

    A search from each place on would compare all of it again each time: after a few, each character is looked at once.
    """
    at = text.find(wanted)
    for _ in range(_FEW):
        if at < 0:
            return
        yield at
        at = text.find(wanted, at + 1)
    if at >= 0:
        yield from (at + each for each in _all_occurrences(wanted, text[at:]))


def _all_occurrences(wanted: str, text: str) -> Iterator[int]:
    """Yield what `_occurrences` does, in time that grows with the length of both: Knuth, Morris, Pratt (1977)."""
    back, length = _borders(wanted), 0
    for at, character in enumerate(text):
        while length and (length == len(wanted) or wanted[length] != character):
            length = back[length - 1]
        length += wanted[length] == character
        if length == len(wanted):
            yield at + 1 - length


def _borders(wanted: str) -> list[int]:
    """Return, for each beginning of `wanted`, how much of its end is a beginning too."""
    back = [0]
    for at in range(1, len(wanted)):
        length = back[-1]
        while length and wanted[length] != wanted[at]:
            length = back[length - 1]
        back.append(length + (wanted[length] == wanted[at]))
    return back


@lru_cache(maxsize=32)
def _fold_cached(text: str) -> Folded:
    return fold(text)


def _ordered(text: str) -> Iterator[tuple[str, int]]:
    """Yield folded characters with their offsets, combining marks in canonical order."""
    marks: list[tuple[str, int]] = []
    for offset, original in enumerate(text):
        for character in _fold_character(original):
            if unicodedata.combining(character):
                marks.append((character, offset))
                continue
            yield from _in_order(marks)
            marks.clear()
            yield character, offset
    yield from _in_order(marks)


def _in_order(marks: list[tuple[str, int]]) -> list[tuple[str, int]]:
    return sorted(marks, key=lambda mark: unicodedata.combining(mark[0]))


@lru_cache(maxsize=4096)
def _fold_character(character: str) -> str:
    if character in _INVISIBLE:
        return ""
    if character in _ALIKE:
        return _ALIKE[character]
    if character.isspace():
        return " "
    return "".join(
        _ALIKE.get(part, " " if part.isspace() else part) for part in unicodedata.normalize("NFKD", character)
    )


def _is_edge(folded: Folded, at: int) -> bool:
    """Say whether position `at` parts neither a word, nor a letter and its mark, nor what one character unfolds to."""
    text, offsets = folded.text, folded.offsets
    if not 0 < at < len(text):
        return True
    if offsets[at - 1] == offsets[at] or unicodedata.category(text[at]).startswith("M"):
        return False
    return not (_is_word(text[at - 1]) and _is_word(text[at]))


def _is_word(character: str) -> bool:
    return character.isalnum() or unicodedata.category(character).startswith("M")
