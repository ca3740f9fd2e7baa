"""Find names in a text: capitalised words that are not capitalised only because a sentence begins."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from qa_bot.english.times import MONTHS, WEEKDAYS
from qa_bot.model import Span
from qa_bot.text.terms import STOPWORDS

_CAPITAL = r"[^\W\d_a-zª-ÿ]"
_INITIALS = rf"{_CAPITAL}\.(?:\s?{_CAPITAL}\.)*"
_SHORT = r"(?:St|Mr|Mrs|Ms|Dr|Jr|Sr|Gen|Col|Lt|Sgt|Capt|Prof|Rev|Sen|Gov|Mt)\."
_FULL = rf"(?:[dDlLO]['’]|Mc|al-|el-)?{_CAPITAL}\w*(?:[-'’](?!s\b){_CAPITAL}\w*)*"
_WORD = rf"(?:{_INITIALS}|{_SHORT}|{_FULL})"
_INNER = r"(?:of(?:\sthe)?|de(?:\sla|l)?|da|di|du|van(?:\sde[rn]?)?|von(?:\sder)?|bin|ibn|al|the|la|le|zu|y|for)"
_NAME = re.compile(rf"(?<![\w'’-]){_WORD}(?:(?:\s{_INNER})?[\s-]{_WORD}|\s\d+(?=\s{_WORD}))*(?:,\s(?:Jr|Sr)\.)?")
_FIRST = re.compile(r"[\w'’]+\.?[\s-]*(?:(?:of|the|and|for)\s)*")
_LONGEST = 60
_CUT_OFF = re.compile(r"[-\w]\w")
_OPENING_WORDS = (
    "however although according despite many several one two three four five six ten"
    " later today since among within without upon unlike like thus another every much early late around instead rather"
    " additionally finally furthermore moreover meanwhile nevertheless eventually originally currently recently"
    " initially typically usually often sometimes similarly subsequently therefore together throughout following prior"
    " given due based along former both either"
)
_OPENERS = STOPWORDS | frozenset((*_OPENING_WORDS.split(), *map(str.lower, (*MONTHS, *WEEKDAYS))))
_PLAIN_WORDS = (
    "i ii iii iv bc ad bce ce first second third north south east west northern southern eastern western english french"
    " german american british russian chinese japanese italian spanish roman greek european christian catholic jewish"
    " muslim islamic african asian indian latin dutch polish irish scottish welsh internet god mr mrs ms dr"
)
_NO_NAMES = _OPENERS | frozenset(_PLAIN_WORDS.split())
_HEADS = (
    r"(?:University|College|School|Academy|Institute|Bank|Church|House|Court|Department|Ministry|Republic|Kingdom"
    r"|States?|Duke|Duchess|Earl|King|Queen|Prince|Princess|Count|Countess|Bishop|Archbishop|Minister|Secretary|Lord"
    r"|Board|Bureau|Union|Council|Association|Society|Army|Order|Museum|Library|League|Federation|Company|Office"
    r"|Chamber|Center|Centre|Isle|Gulf|Battle|Treaty|War|Bay|Port|City|Declaration|Act|Committee|Commission"
    r"|Organi[sz]ation|Empire|Confederation)\b"
)
_PERSON_OF = re.compile(rf"(?P<who>(?:(?!{_HEADS})[\w.'’-]+\s)+(?!{_HEADS})[\w.'’-]+)\sof\b")
_SENTENCE_START = re.compile(r"(?:^|[.!?:;\"“”‘(\n]['\"”’)]*\s*|\]\s*)$")
_AND = re.compile(r",?\s(?:and|&)\s(?:the\s)?")
_COMMA = re.compile(r",\s(?:the\s)?")


def names(text: str, article: str) -> Iterator[tuple[Span, str]]:
    """Yield the names in a text that is a piece of `article`: each "certain" or "opening", and whole lists ("list").

    An opening is a single word at the start of a sentence; it is no name if the article has it in lower-case too.
    """
    plain = _lower_case_words(article)
    found = [name for match in _NAME.finditer(text) for name in _trimmed(text, match, plain)]
    yield from found
    yield from _lists(text, [span for span, _ in found])


def _trimmed(text: str, match: re.Match[str], plain: frozenset[str]) -> Iterator[tuple[Span, str]]:
    start, end = match.span()
    opens = bool(_SENTENCE_START.search(text, max(0, start - 5), start))
    dropped = STOPWORDS if not opens else _OPENERS
    while (first := _FIRST.match(text, start, end)) and _first_word(text, start, end) in dropped:
        start, opens = first.end(), False
    name = text[start:end]
    alone = name.lower().strip(".")
    if len(name) < 2 or alone in _NO_NAMES or _CUT_OFF.match(text, end) or not name[0].isalpha():
        return
    if opens and " " not in name and alone in plain:
        return
    cut = _PERSON_OF.match(name)
    yield Span(start, start + cut.end("who") if cut else end), "opening" if opens and " " not in name else "certain"


def _first_word(text: str, start: int, end: int) -> str:
    return text[start : min(end, start + _LONGEST)].split()[0].lower().strip(".")


def _lists(text: str, found: Sequence[Span]) -> Iterator[tuple[Span, str]]:
    """Yield names that are joined as in "Alcock and Brown" and "A, B and C"."""
    start: int | None = None
    for one, other in pairwise(found):
        between = text[one.end : other.start]
        start = one.start if start is None else start
        if _AND.fullmatch(between):
            yield Span(start, other.end), "list"
            start = None
        elif not _COMMA.fullmatch(between):
            start = None


@lru_cache(maxsize=64)
def _lower_case_words(article: str) -> frozenset[str]:
    return frozenset(re.findall(r"\b[a-z]+\b", article))
