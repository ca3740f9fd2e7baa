"""The words of a text, each with its stem and with the sentence and the clause that it stands in."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from qa_bot.model import Span
from qa_bot.text.terms import terms

_WORD = re.compile(r"\w+(?:['’]\w+)*")
_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*\s+[\"'“‘(\[]*$|\n\s*\n")
_ABBREVIATION = re.compile(r"\b(?:[A-Z]\w{0,3}|[a-z]|\w\.\w)\.\s+$")
_CLAUSE_END = re.compile(r"[,;:()\[\]—–\"“”]|\s-\s")
_CONJUNCTION_WORDS = "and but which who while when where although because after before"
_CONJUNCTIONS = frozenset(_CONJUNCTION_WORDS.split())
_SAME = """
beat:beaten become:became begin:began,begun birth:born break:broke,broken bring:brought build:built buy:bought
catch:caught choose:chose,chosen come:came create:creator death:die draw:drew,drawn drive:drove establish:found,founder
fall:fell fight:fought fly:flew,flown give:gave,given go:went,gone grow:grew,grown hide:hid hold:held invent:inventor
keep:kept know:knew,known lead:led,leader leave:left lie:lay lose:lost make:made meet:met pay:paid rise:rose run:ran
say:said see:saw,seen sell:sold send:sent shoot:shot sing:sang,sung sit:sat speak:spoke,spoken spend:spent stand:stood
steal:stole take:took,taken teach:taught tell:told think:thought throw:threw wear:wore win:won,winner
write:wrote,written,author
"""


@dataclass(frozen=True, slots=True)
class Word:
    """A word: where it stands in the text, its stem, and the numbers of its sentence and its clause."""

    span: Span
    term: str
    sentence: int
    clause: int


@dataclass(frozen=True, slots=True)
class Layout:
    """A text and its words in order."""

    text: str
    words: tuple[Word, ...]

    @classmethod
    def of(cls, text: str) -> Layout:
        """Read the words of a text."""
        found: list[Word] = []
        sentence = clause = end = 0
        for match in _WORD.finditer(text):
            between = text[end : match.start()]
            ended = bool(found) and _ends_sentence(text, end, match.start())
            sentence += ended
            clause += ended or bool(_CLAUSE_END.search(between)) or match[0] in _CONJUNCTIONS
            found.append(Word(Span(match.start(), match.end()), stem(match[0]), sentence, clause))
            end = match.end()
        return cls(text, tuple(found))

    def covered(self, span: Span) -> range:
        """Return the numbers of the words that the span touches."""
        touched = [at for at, word in enumerate(self.words) if word.span.overlaps(span)]
        return range(touched[0], touched[-1] + 1) if touched else range(0)

    def term(self, at: int) -> str:
        """Return the stem of a word; nothing before the first and behind the last."""
        return self.words[at].term if 0 <= at < len(self.words) else ""

    def between(self, at: int) -> str:
        """Return what stands between word `at` and the one before it; nothing if one of them is not there."""
        if not 0 < at < len(self.words):
            return ""
        return self.text[self.words[at - 1].span.end : self.words[at].span.start]

    def sentences(self) -> list[Span]:
        """Return the spans of the sentences, each up to the next one."""
        starts = [b.span.start for a, b in pairwise(self.words) if a.sentence != b.sentence]
        edges = [0, *starts, len(self.text)]
        return [Span(start, end) for start, end in pairwise(edges) if start < end]


def stem(word: str) -> str:
    """Return the stem of a word; irregular forms have that of their verb."""
    plain = _stem(word)
    return _BASE.get(plain, plain)


def places(layout: Layout, wanted: Sequence[str]) -> Mapping[str, Sequence[int]]:
    """Return at which words each of the wanted stems stands."""
    found: dict[str, list[int]] = {term: [] for term in wanted}
    for at, word in enumerate(layout.words):
        if word.term in found:
            found[word.term].append(at)
    return found


def _ends_sentence(text: str, end: int, start: int) -> bool:
    if not (text[start].isupper() or text[start].isdigit()):
        return False
    before = text[max(0, end - 5) : start]
    return bool(_SENTENCE_END.search(text[end:start])) and not _ABBREVIATION.search(before)


def _stem(word: str) -> str:
    return (terms(word) or [word.lower()])[0]


_BASE = {
    _stem(form): _stem(base) for base, forms in (pair.split(":") for pair in _SAME.split()) for form in forms.split(",")
}
