"""Find the fuller words in which an article names who speaks: "Gen. Mark Welsh, Air Force chief of staff" for "he"."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from qa_bot.english.names import ROLES, TITLES, people_named
from qa_bot.english.verbs import is_finite
from qa_bot.model import Span

_PRONOUN = re.compile(r"(?:he|she)$", re.IGNORECASE)
_WORD = re.compile(r"[\w'’.&-]+")
_CAPITALISED = re.compile(r"(?<![\w'’-])[A-Z][\w-]+(?:['’][A-Z]\w+)?")
_APPOSITION = re.compile(
    r",\s(?:(?:a|an|the|his|her|its|their|who\s(?:is|was))\s|(?:former\s|then-|vice\s|deputy\s|chief\s|senior\s)?"
    r"(?:\w+['’]s\s)?(?:[\w-]+\s){0,4}(?:director|president|chief|minister|secretary|manager|spokes\w+|head|chairman"
    r"|chairwoman|chair|professor|adviser|advisor|leader|officer|founder|executive|analyst|author|editor|ambassador"
    r"|commissioner|mayor|governor|senator|strategist|economist|researcher|scientist|lawyer|attorney)\b)"
    r"[^,.;:“”\"()\n]{0,80}(?=[,.;)])"
)
_NO_ROLE_WORDS = """
a an the and or but of in on at to by with for from as that who which when while said says told asked added wrote
is are was were be been has have had his her their its this these those than then if because about after before
out up off over into onto just ask only even not now against between under says say like so such both
"""
_NO_ROLE = frozenset(_NO_ROLE_WORDS.split())
_DOMINANT = 0.75
"""Share of the full names with a surname that one must have for the surname alone to mean it."""

_BEGINS = re.compile(r"(?:^|[\n.!?,”\"])\s*$")
_MOST_OF_ROLE = 8
"""Words of a role before a name: "US Air Force Chief of Staff General"."""

_ROLE_REACH = 100
"""Characters before a name in which a role is looked for."""

Known = tuple[Span | None, str]


@dataclass(frozen=True, slots=True)
class People:
    """Whom an article names in full: where, in order, and by which surname; `bare` are speakers with one name only."""

    text: str
    spans: tuple[Span, ...]
    by_surname: dict[str, list[Span]] = field(default_factory=dict)
    bare: frozenset[str] = frozenset()
    usual: dict[str, Span | None] = field(default_factory=dict)

    @classmethod
    def of(cls, text: str, speakers: Sequence[Span]) -> People:
        """Find the people of a text, some of whom speak there."""
        spans = tuple(people_named(text))
        by_surname: dict[str, list[Span]] = {}
        for each in spans:
            by_surname.setdefault(each.of(text).split()[-1], []).append(each)
        bare = {each.of(text) for each in speakers if _CAPITALISED.fullmatch(each.of(text))}
        return cls(text, spans, by_surname, frozenset(bare - by_surname.keys()))

    def named_by(self, surname: str, before: int) -> Span | None:
        """Return the first full name before a place that a surname stands for, None if it may be another's."""
        first = self._usual(surname)
        return first if first and first.start < before else None

    def _usual(self, surname: str) -> Span | None:
        """Return the first mention of the one full name that has a surname in the article, but for a few others."""
        if surname not in self.usual:
            found = self.by_surname.get(surname, [])
            counts = Counter(each.of(self.text) for each in found)
            name, most = counts.most_common(1)[0] if counts else ("", 0)
            is_usual = bool(counts) and most >= _DOMINANT * counts.total()
            self.usual[surname] = next(each for each in found if each.of(self.text) == name) if is_usual else None
        return self.usual[surname]

    def full(self, within: Span) -> Span | None:
        """Return the first full name inside a span."""
        at = bisect_left(self.spans, within.start, key=lambda each: each.start)
        return self.spans[at] if at < len(self.spans) and within.holds(self.spans[at]) else None

    def mentioned(self, start: int, end: int, quoted: Sequence[Span]) -> dict[str, bool]:
        """Return the people named between two places outside quotations, each with whether a clause begins with them.

        Known by a surname, or by the one name that they have in the article.
        """
        found: dict[str, bool] = {}
        for match in _CAPITALISED.finditer(self.text, start, end):
            name = match[0]
            if (name in self.by_surname or name in self.bare) and not _is_inside(match.start(), quoted):
                at = bisect_left(self.spans, match.end(), key=lambda each: each.end)
                is_full = at < len(self.spans) and self.spans[at].end == match.end()
                begins = _role_start(self.text, self.spans[at].start) if is_full else match.start()
                found[name] = found.get(name, False) or bool(_BEGINS.search(self.text, max(0, begins - 3), begins))
        return found

    def meant(self, surname: str, since: int, before: int) -> Span | None:
        """Return the full name that a surname stands for; where two have it, the one that was named last of all."""
        usual = self.named_by(surname, before)
        known = self.by_surname.get(surname, [])
        near = known[bisect_left(known, since, key=_start) : bisect_left(known, before, key=_start)]
        name = near[-1].of(self.text) if near else ""
        if not near or (usual and usual.of(self.text) == name):
            return usual
        is_last = near[-1].end >= self.text.rfind(surname, since, before)
        return (
            next((each for each in self.by_surname[surname] if each.of(self.text) == name), None) if is_last else None
        )


def _start(span: Span) -> int:
    return span.start


def _is_inside(place: int, spans: Sequence[Span]) -> bool:
    at = bisect_left(spans, place + 1, key=lambda each: each.start) - 1
    return at >= 0 and place < spans[at].end


@dataclass(frozen=True, slots=True)
class Before:
    """Who spoke last before a pronoun, the surname, empty if that is not known, and where in the text."""

    surname: str
    place: Span
    is_near: bool


def known_as(people: People, speaker: Span, since: int, quoted: Sequence[Span], before: Before | None) -> Known:
    """Return the fuller words for a speaker, None if there are none, and the surname by which they are known then.

    A surname stands for the one full name with it. "He" and "she" stand for who spoke last in the same paragraph, or
    for the only person who is named outside quotations since a place in the text or spoke since. Whom they stand for
    is not said where it may be one of two, or where somebody without a name spoke last.
    """
    words = speaker.of(people.text)
    if _PRONOUN.match(words):
        named = people.mentioned(before.place.end if before and before.is_near else since, speaker.start, quoted)
        return _first(people, _of_pronoun(named, before), since, speaker.start)
    full = people.full(speaker)
    if full is None:
        names = [each for each in _CAPITALISED.findall(words) if each in people.by_surname]
        is_bare = bool(names) and words.split()[-1].rstrip(".") == names[-1]
        return (
            _first(people, names[-1], speaker.start, speaker.start)
            if is_bare
            else (None, words if words in people.bare else "")
        )
    surname = full.of(people.text).split()[-1]
    first = people.named_by(surname, speaker.start)
    same = [full] if first is None or first.of(people.text) != full.of(people.text) else [full, first]
    longest = max((with_role(people.text, each) for each in same), key=len)
    return (longest if len(longest) > len(speaker) else None), surname


def _first(people: People, surname: str, since: int, before: int) -> Known:
    first = people.meant(surname, since, before) if surname else None
    return (with_role(people.text, first), surname) if first else (None, "")


def _of_pronoun(mentioned: Mapping[str, bool], before: Before | None) -> str:
    if before is None:
        return next((name for name, begins in mentioned.items() if begins), "") if len(mentioned) == 1 else ""
    return before.surname if mentioned.keys() <= {before.surname} else ""


def without_doubtful(pronouns: Sequence[tuple[str, str]]) -> set[tuple[str, str]]:
    """Return the pairs of pronoun and surname that hold where an article has both "he" and "she" for a surname."""
    counts = Counter(pronouns)
    other = {"he": "she", "she": "he"}
    return {(word, name) for word, name in counts if counts[word, name] > 2 * counts[other[word], name]}


def with_role(text: str, name: Span) -> Span:
    """Return a name with what the article says of the person beside it: a role before it, an apposition behind it."""
    behind = _APPOSITION.match(text, name.end)
    return Span(_role_start(text, name.start), behind.end() if behind else name.end)


def _role_start(text: str, start: int) -> int:
    """Return where the words begin that say right before a name who it is: "former Florida governor"."""
    line = text.rfind("\n", max(0, start - _ROLE_REACH), start) + 1 or max(0, start - _ROLE_REACH)
    words = list(_WORD.finditer(text, line, start))[1 - (line == 0 or text[line - 1] == "\n") :]
    if not words or text[words[-1].end() : start] != " " or words[-1][0].lower().strip(".") not in ROLES | TITLES:
        return start
    first = start
    near = words[-_MOST_OF_ROLE:]
    for at, match in reversed(list(enumerate(near))):
        is_joint = match[0] == "of" and at > 0 and near[at - 1][0].lower() in ROLES | TITLES
        if text[match.end() : first] != " " or not (is_joint or _is_of_role(match[0], is_last=first == start)):
            break
        first = match.start()
    return first


def _is_of_role(word: str, *, is_last: bool) -> bool:
    low = word.lower().strip(".")
    if word.endswith("."):
        return low in TITLES and word[0].isupper() and len(word) < 6
    return is_last or low in TITLES or not (low in _NO_ROLE or low.endswith(("ing", "ed", "ly")) or is_finite(low))
