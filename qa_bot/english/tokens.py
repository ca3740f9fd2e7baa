"""Cut a paragraph into words, marks and whole quotations, and find where its sentences begin and end."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qa_bot.model import Span

_SHORT = (
    r"(?:[A-Z]-(?:[A-Z][a-z]{1,5}|[A-Z])|Mr|Mrs|Ms|Dr|Jr|Sr|St|Gen|Col|Lt|Sgt|Capt|Maj|Adm|Cmdr|Prof|Rev|Sen|Gov|Rep|Reps|Sens|Mt|Hon|Inc|Corp|Co|No"
    r"|Fla|Ariz|Calif|Mass|Pa|Va|Tenn|Tex|Wis|Wash|Ala|Ark|Colo|Conn|Del|Ga|Ill|Ind|Kan|Ky|La|Md|Me|Mich|Minn|Miss|Mo"
    r"|Neb|Nev|Okla|Ore|Vt|Jan|Feb|Aug|Sept|Oct|Nov|Dec)\."
)
_TOKEN = re.compile(
    rf"(?P<word>{_SHORT}|(?:[A-Za-z]\.){{2,4}}|[A-Z]\.(?=\s[A-Z])|[@#$]?\w{{1,40}}(?:[-'’/&.]\w{{1,40}}){{0,6}}(?:['’](?=\s))?)|(?P<mark>\.\.\.|\S)"
)
CLOSING = "”\"»’' "
_ENDS = frozenset(".!?…")
_LONGEST_SENTENCE = 200
"""Tokens."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a mark or a whole quotation of a paragraph."""

    text: str
    span: Span
    kind: str

    @property
    def low(self) -> str:
        """Return the word in small letters."""
        return self.text.lower()

    @property
    def is_word(self) -> bool:
        """Say whether it is a word."""
        return self.kind == "word"

    @property
    def is_capitalised(self) -> bool:
        """Say whether it is a word that begins with a capital."""
        return self.is_word and self.text[:1].isupper()

    @property
    def ends(self) -> bool:
        """Say whether it is a mark that ends a sentence."""
        return self.kind == "mark" and self.text in _ENDS


def tokens(text: str, line: Span, quoted: Sequence[Span]) -> list[Token]:
    """Return the words, marks and quotations of a paragraph."""
    found: list[Token] = []
    at = line.start
    for span in quoted:
        found += _plain(text, at, span.start)
        found.append(Token(span.of(text), span, "quote"))
        at = span.end
    return [*found, *_plain(text, at, line.end)]


def _plain(text: str, start: int, end: int) -> Iterator[Token]:
    for match in _TOKEN.finditer(text, start, end):
        yield Token(match[0], Span(match.start(), match.end()), str(match.lastgroup))


def sentence_start(found: Sequence[Token], at: int) -> int:
    """Return the token at which the sentence begins that a token is in."""
    first = max(0, at - _LONGEST_SENTENCE)
    for before in range(at - 1, first - 1, -1):
        each = found[before]
        if each.ends or (each.kind == "quote" and _closes(each) and _opens(found[before + 1])):
            return before + 1
    return first


def sentence_end(found: Sequence[Token], at: int) -> int:
    """Return the token behind the last one of the sentence that a token is in."""
    last = min(len(found), at + _LONGEST_SENTENCE)
    for behind in range(at, last):
        each = found[behind]
        if each.ends:
            return behind + 1
        if each.kind == "quote" and _closes(each) and (behind + 1 == len(found) or _opens(found[behind + 1])):
            return behind + 1
    return last


def _closes(quote: Token) -> bool:
    return quote.text.rstrip(CLOSING)[-1:] in _ENDS


def _opens(token: Token) -> bool:
    return token.kind == "quote" or token.is_capitalised
