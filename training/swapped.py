"""Questions that lose their answer when a name, a number or one word of theirs is exchanged.

"Why did Britain leave the EU?" has an answer in a text that does not answer "Why did France leave the EU?". A reader
that was only shown other texts learns to compare subjects; these teach it to compare what is said of them.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass

from training.data import sentences_of

NEAR = 6
"""Texts before and after, in the order of the sets, whose names may stand in for one of this text."""

OWN, WORD = 0.3, 0.5
"""How often the other name is one of the same text, and how often a word is exchanged where one can be."""

_PAIRS = """
first last, oldest youngest, largest smallest, biggest smallest, highest lowest, longest shortest, earliest latest, most
least, best worst, more less, more fewer, higher lower, larger smaller, longer shorter, older newer, before after,
early late, increase decrease, increased decreased, rise fall, rose fell, gain lose, gained lost, win lose, won lost,
accept reject, accepted rejected, allow forbid, allowed banned, approve oppose, approved rejected, support oppose,
supported opposed, agree disagree, agreed refused, begin end, began ended, start stop, started stopped, open close,
opened closed, arrive leave, arrived left, join leave, joined left, north south, northern southern, east west, eastern
western, male female, men women, father mother, son daughter, brother sister, king queen, born buried, import export,
imported exported, imports exports, buy sell, bought sold, attack defend, attacked defended, created destroyed, built
destroyed, founded dissolved, legal illegal, public private, rural urban, minimum maximum, positive negative, major
minor, ancient modern, left right, upper lower, inside outside, strong weak, common rare, known unknown, succeeded
failed, success failure, advantage disadvantage, advantages disadvantages, hot cold, summer winter, day night
"""
_OPPOSITES: dict[str, list[str]] = {}
for _one, _other in (pair.split() for pair in _PAIRS.replace("\n", " ").split(",")):
    _OPPOSITES.setdefault(_one, []).append(_other)
    _OPPOSITES.setdefault(_other, []).append(_one)

_NAME = re.compile(r"(?<=[\w,;] )[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)*|\b\d[\d,.]*\d\b|\b\d\b")


@dataclass(frozen=True, slots=True)
class Names:
    """The names and numbers of a text, lower-cased, each with the sentences that hold it."""

    found: dict[str, frozenset[int]]

    @classmethod
    def of(cls, text: str) -> Names:
        """Find runs of capitalised words that do not open a sentence, and numbers."""
        lowered, found = text.lower(), {match.group().lower() for match in _NAME.finditer(text)}
        sentences = [lowered[span.start : span.end] for span in sentences_of(text)]
        return cls(
            {
                each: frozenset(at for at, sentence in enumerate(sentences) if _place(each, sentence))
                for each in sorted(found)
            }
        )


def swapped(
    question: str, text: str, answer: tuple[int, int], names: Names, around: Sequence[Names], chosen: random.Random
) -> str | None:
    """Return the question with one thing exchanged, lower-cased, so that the text does not answer it; None if it can't.

    `answer` are the first character and the end of the answer, the same two of a claim, which has none; `around` are
    the names of texts nearby.
    """
    asked, lowered, said = question.lower(), text.lower(), text[slice(*answer)].lower()
    spans = sentences_of(text)
    home = next((at for at, span in enumerate(spans) if span.start <= answer[0] < span.end), 0)
    words = _turnable(asked, spans[home].of(lowered) if spans and said else lowered, lowered)
    if words and chosen.random() < WORD:
        word = chosen.choice(words)
        return _exchange(asked, word, chosen.choice(_OPPOSITES[word]))
    anchors = [each for each in names.found if _place(each, asked) and not (said and (each in said or said in each))]
    if not anchors:
        return None
    anchor = chosen.choice(anchors)
    if chosen.random() < OWN:
        away = {each for each, places in names.found.items() if home not in places and not places & names.found[anchor]}
        others = {each for each in away if each not in said}
    else:
        others = {each for near in around for each in near.found if not _place(each, lowered)}
    fitting = [each for each in sorted(others) if _fits(each, anchor) and not _place(each, asked)]
    return _exchange(asked, anchor, chosen.choice(fitting)) if fitting else None


def _turnable(asked: str, sentence: str, text: str) -> list[str]:
    """Return words of the question that stand in the sentence with the answer, and their opposites nowhere."""
    both = [each for each in _OPPOSITES if _place(each, asked) and _place(each, sentence)]
    return [each for each in both if not any(_place(other, text) for other in _OPPOSITES[each])]


def _fits(name: str, anchor: str) -> bool:
    """Say whether a name can stand where the other one does: both of a kind, neither a part of the other."""
    return _kind(name) == _kind(anchor) and name not in anchor and anchor not in name


def _kind(name: str) -> tuple[str, int]:
    if name[0].isdigit():
        plain = name.replace(",", "")
        return ("year", 4) if len(plain) == 4 and plain.isdigit() and name == plain else ("number", 0)
    return "name", min(2, name.count(" ") + 1)


def _place(words: str, text: str) -> re.Match[str] | None:
    if words not in text:
        return None
    return re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text)


def _exchange(text: str, old: str, new: str) -> str:
    return re.sub(rf"(?<!\w){re.escape(old)}(?!\w)", lambda _: new, text)
