"""Make questions of the words of an article: those that a sentence answers, and those about whom and what it names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from itertools import islice

from qa_bot.english.names import (
    CAPITAL,
    UP_TO_THREE_WORDS,
    as_in_a_sentence,
    full_name,
    longer_names,
    names,
    names_in_title,
    opens_sentences,
    people,
    places,
)
from qa_bot.english.nations import COUNTRIES
from qa_bot.english.numbers import numbers
from qa_bot.english.pointing import needs_context
from qa_bot.english.times import CALENDAR, times
from qa_bot.english.verbs import AUXILIARIES, DEEDS, base, is_finite
from qa_bot.model import Span

_GAP = "____"
_BEFORE_TIME = re.compile(r"\b(in|on)\s+$")
_CAUSE = re.compile(r",?\s(?:because|in order to|so that|so as to|due to|owing to|for fear|on the grounds)\b")
_MEANS = re.compile(r"\s(?:by \w+ing|using|with the help of|by means of)\b")
_NOUNS = re.compile(r"^\s+((?:[a-z-]+\s+)?[a-z-]{3,}s)\b")
_TITLE = re.compile(r"^(?:(?!The\b|An?\b)[A-Z][\w.-]+\s+){0,3}$")

_WORD = re.compile(r"[\w'’.-]+")
_MOST_SUBJECT = 8
_NO_SUBJECT_WORDS = """
that which who whom whose where when while because if after before although and or but as than in on at for with by from
during since there it this these those he she they we i you his her their its our not to
"""
_NO_SUBJECT = frozenset(_NO_SUBJECT_WORDS.split())
_BREAK = re.compile(
    r"[,;()—]|:(?!\d)|\s(?:and|but|or|while|because|so that|although|which|when|where|who|after|before|since)\s"
)
_DANGLING = re.compile(r"\s(?:under|in|on|at|by|for|to|with|from|of|the|a|an|a few \w+)\?$")
_DETERMINER_WORDS = "The A An Its Their His Her This That These Those Some Most Many All Both Each"
_DETERMINERS = frozenset(_DETERMINER_WORDS.split())
_LEAST_WORDS = 5

_POINTS = re.compile(
    r"\b(?:he|him|his|she|hers?|it|its|they|them|their|this|that|these|those|such|there|things?|other|others|part)\b"
    r"|^who (?:is|was|are|were) (?:an?|the|one)\b|^how (?!did|was|were|is|does|many)|\band\?|\bhave on\b",
    re.IGNORECASE,
)
"""In what is no question that a person would begin with."""

_UNNAMED = re.compile(rf"\b[Tt]he (?!{CAPITAL})(?![\w-]+ of (?:the )?{CAPITAL})(?:[\w-]+ ){{0,2}}[\w-]+")
"""A thing that is not named: "the agreement", but not "the president of France"."""

_NAMED = re.compile(rf"(?<=[\w,;] ){CAPITAL}\w+")
_DID = re.compile(rf"((?:[Tt]he )?{UP_TO_THREE_WORDS}) ({'|'.join(DEEDS)})\b")
_NAME = re.compile(UP_TO_THREE_WORDS)
_MOST_NAMES = 50
"""Of a text."""


@dataclass(frozen=True, slots=True)
class Drafted:
    """A question about a sentence, its answer, and what kind of question it is."""

    question: str
    answer: str
    kind: str


def about_sentence(sentence: str, article: str, vocabulary: Set[str]) -> Iterator[Drafted]:
    """Yield the questions that a sentence of an article answers: who, when, how many, or else a gap to fill.

    Only what the sentence holds one of is asked for. `vocabulary` are the lower-case words of all articles.
    """
    asked = list(about_facts(sentence, vocabulary))
    yield from asked or _gap(sentence, article, _one_each(sentence), _times(sentence), _numbers(sentence))


def about_facts(sentence: str, vocabulary: Set[str]) -> Iterator[Drafted]:
    """Yield who, when and how many, as far as a sentence holds one person, time or number."""
    clause = _Clause.of(sentence, vocabulary)
    questions = (
        _who(sentence, _one_each(sentence)),
        _when(sentence, clause, _times(sentence), vocabulary),
        _how_many(sentence, clause, _numbers(sentence), vocabulary),
    )
    yield from filter(None, questions)


def about_reasons(sentence: str, vocabulary: Set[str]) -> Iterator[Drafted]:
    """Yield why and how something was done, as far as a sentence says both: "Why did the US decline joint strikes?"."""
    clause = _Clause.of(sentence, vocabulary)
    for opening, kind, said in (("Why", "why", _CAUSE), ("How", "how", _MEANS)):
        reason = said.search(clause.rest) if clause else None
        if clause and reason and not _has_break(clause.rest[: reason.start()]):
            question = clause.ask(opening, clause.rest[: reason.start()], vocabulary)
            if question:
                yield Drafted(question, clause.rest[reason.start() :].strip(" ,"), kind)


def small_words(text: str, common: Set[str]) -> Set[str]:
    """Return the words that are written small in a text, and the common ones that are no names there: a vocabulary."""
    small = {word for word in _WORD.findall(text) if word.islower()}
    return (common - {name.lower() for name in _NAMED.findall(text)}) | small


def stands_by_itself(question: str) -> bool:
    """Say whether a made question names what it is about, and is understood by whoever has not read the article."""
    names = {name.lower() for name in _NAMED.findall(question)} - CALENDAR
    return bool(names) and not (_POINTS.search(question) or _UNNAMED.search(question) or needs_context(question))


def about_speakers(title: str, text: str, speakers: Sequence[str]) -> Iterator[str]:
    """Yield a question for each name under which an article quotes somebody: what they said, and on what if plain.

    `speakers` are what stands beside the quotations; "he" and "the ministry" are no names.
    """
    named = [name for each in names_in_title(title, text)[:_MOST_NAMES] if (name := as_in_a_sentence(each, text))]
    for speaker in (full_name(each, text) for each in islice(filter(_NAME.fullmatch, speakers), _MOST_NAMES)):
        topic = next((name for name in named if not set(name.split()) & set(speaker.split())), None)
        yield f"What did {speaker} say about {topic}?" if topic else f"What did {speaker} say?"


def about_deeds(text: str) -> Iterator[str]:
    """Yield questions for what somebody did or said: "What did the State Department announce?"."""
    done = dict.fromkeys((found[1], found[2]) for found in _DID.finditer(text))
    for who, deed in islice(done, _MOST_NAMES):
        the, name = ("the ", who[4:]) if who[:4].lower() == "the " else ("", who)
        if not any(map(opens_sentences, name.split())):
            yield f"What did {the}{full_name(name, text)} {DEEDS[deed]}?"


def about_names(text: str, whole: str) -> Iterator[str]:
    """Yield questions about the names in a text, as the whole article says them."""
    for found in longer_names(text)[:_MOST_NAMES]:
        if name := as_in_a_sentence(found, whole):
            yield f"What do the articles say about {name}?"


def about_places(text: str, whole: str) -> Iterator[str]:
    """Yield questions about the places in a text that the whole article has more than once."""
    for found in places(text)[:_MOST_NAMES]:
        if whole.count(f" in {found}") > 1:
            yield f"What happened in {found}?"


@dataclass(frozen=True, slots=True)
class _Clause:
    """`subject verb rest`, without the full stop; the subject as it stands inside a sentence."""

    subject: str
    verb: str
    rest: str

    @classmethod
    def of(cls, sentence: str, vocabulary: Set[str]) -> _Clause | None:
        """Return the clause that a sentence is, None if it does not begin with a short and plain subject.

        `vocabulary` are words that are written small somewhere.
        """
        text = sentence.strip().rstrip(".")
        words = list(_WORD.finditer(text))
        at = next((n for n, word in enumerate(words[: _MOST_SUBJECT + 1]) if n and is_finite(word[0])), None)
        if at is None:
            return None
        subject = text[: words[at].start()].strip()
        plain = not {word[0].lower() for word in words[:at]} & _NO_SUBJECT and not re.search(r"[,;:()\"“”]", subject)
        rest = text[words[at].end() :].strip()
        if not plain or rest.startswith("by ") or ". " in rest:
            return None
        return cls(_inside(subject, vocabulary), words[at][0], rest)

    def ask(self, opening: str, rest: str, vocabulary: Set[str]) -> str | None:
        """Return `opening` asked of the subject: with its auxiliary, or with "did" if the plain verb is known."""
        if self.verb in AUXILIARIES and not (self.verb in ("had", "has", "have") and not _participle(rest)):
            return _tidy(f"{opening} {self.verb} {self.subject} {rest}?")
        if self.verb in ("has", "have"):
            helper = "does" if self.verb == "has" else "do"
            return _tidy(f"{opening} {helper} {self.subject} have {rest}?")
        plain = base(self.verb, vocabulary)
        return _tidy(f"{opening} did {self.subject} {plain} {rest}?") if plain else None


def _who(sentence: str, found: list[str]) -> Drafted | None:
    """Return "Who signed it?" for a sentence that begins with its only person."""
    if len(found) != 1:
        return None
    name = found[0]
    before, _, rest = sentence.strip().rstrip(".").partition(name)
    apposition = re.match(r"^, [^,]{3,80},(?= )", rest)
    rest = rest[apposition.end() :] if apposition else rest
    words = _until_break(rest).split() if rest.startswith(" ") else []
    if not _TITLE.match(before) or not words or not is_finite(words[0]):
        return None
    question = _tidy(f"Who {' '.join(words)}?")
    return Drafted(question, f"{before}{name}".strip(), "who") if question else None


def _when(sentence: str, clause: _Clause | None, found: list[Span], vocabulary: Set[str]) -> Drafted | None:
    """Return "When did it open?" for a sentence with one time, after "in" or "on"."""
    if clause is None or len(found) != 1 or not re.search(r"\d", found[0].of(sentence)):
        return None
    time = found[0].of(sentence)
    before, _, after = clause.rest.partition(time)
    preposition = _BEFORE_TIME.search(before)
    if not preposition or _has_break(before) or re.match(r"\s*(?:and|or|to)\b", after):
        return None
    rest = f"{before[: preposition.start()].rstrip()} {_until_break(after)}"
    question = clause.ask("When", rest, vocabulary)
    return Drafted(question, time, "when") if question else None


def _how_many(sentence: str, clause: _Clause | None, found: list[Span], vocabulary: Set[str]) -> Drafted | None:
    """Return "How many people came?" for a sentence with one number of things."""
    if len(found) != 1:
        return None
    number = found[0]
    nouns = _NOUNS.match(sentence[number.end :])
    if not nouns:
        return None
    opening, answer = f"How many {nouns[1]}", number.of(sentence)
    rest = sentence[number.end + nouns.end() :].strip().rstrip(".")
    if number.start == 0:
        words = rest.split()
        question = _tidy(f"{opening} {_until_break(rest)}?") if words and is_finite(words[0]) else None
        return Drafted(question, answer, "how_many") if question else None
    thing = f"{answer}{nouns[0]}"
    if clause is None or not clause.rest.startswith(thing) or clause.verb in ("was", "were", "is", "are"):
        return None
    question = clause.ask(opening, _until_break(clause.rest.removeprefix(thing)), vocabulary)
    return Drafted(question, answer, "how_many") if question else None


def _gap(
    sentence: str, article: str, found_people: list[str], found_times: list[Span], found_numbers: list[Span]
) -> Iterator[Drafted]:
    """Yield the sentence with a gap where its only person, time, number or name stands."""
    named = [span for span, is_certain in names(sentence, article) if is_certain]
    persons = [Span(at := sentence.index(name), at + len(name)) for name in found_people]
    for spans in (persons, found_times, found_numbers, named):
        inside = any(each.holds(span) and each != span for each in named for span in spans)
        if len(spans) == 1 and spans[0].start and not inside:
            answer = spans[0].of(sentence)
            with_gap = f"{sentence[: spans[0].start]}{_GAP}{sentence[spans[0].end :]}"
            yield Drafted(f"What belongs in the gap: {with_gap}", answer, "cloze")
            return


def _one_each(sentence: str) -> list[str]:
    """Return the people who are named once, but for countries that are called like people."""
    return [name for name in people(sentence) if sentence.count(name) == 1 and name not in COUNTRIES]


def _times(sentence: str) -> list[Span]:
    """Return the times, but for "May" alone, which may be a name."""
    return [span for span in times(sentence) if span.of(sentence) != "May"]


def _numbers(sentence: str) -> list[Span]:
    within = _times(sentence)
    found = [span for span, what in numbers(sentence) if what == "count"]
    return [span for span in found if not any(each.overlaps(span) for each in within)]


def _participle(rest: str) -> bool:
    """Say whether "had" is followed by a verb, as in "had been" and "had opened"."""
    first = (_WORD.search(rest) or [""])[0]
    return first == "been" or is_finite(first) or first.endswith("en")


def _inside(subject: str, vocabulary: Set[str]) -> str:
    """Return the subject with a small letter where only the beginning of the sentence made it a capital."""
    first, blank, rest = subject.partition(" ")
    small = first.lower() in vocabulary and not (first not in _DETERMINERS and rest[:1].isupper())
    return f"{first.lower()}{blank}{rest}" if small else subject


def _until_break(text: str) -> str:
    """Return the text up to where a new clause or an apposition begins."""
    return _BREAK.split(text, maxsplit=1)[0].strip()


def _has_break(text: str) -> bool:
    """Say whether a new clause or an apposition begins in the text."""
    return bool(_BREAK.search(text))


def _tidy(question: str) -> str | None:
    """Return a question with single blanks, None if too little is left of it to ask."""
    text = re.sub(r"\s*[,;]?\s*\?$", "?", re.sub(r"\s+", " ", question))
    return text if len(text.split()) >= _LEAST_WORDS and not _DANGLING.search(text) else None
