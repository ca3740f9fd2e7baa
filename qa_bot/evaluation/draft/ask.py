"""Questions about one sentence that has one clear answer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from dataclasses import dataclass

from qa_bot.english.names import names, people
from qa_bot.english.nations import COUNTRIES
from qa_bot.english.numbers import numbers
from qa_bot.english.times import times
from qa_bot.english.verbs import is_finite
from qa_bot.evaluation.draft.clause import Clause, has_break, tidy, until_break
from qa_bot.model import Span

GAP = "____"
_BEFORE_TIME = re.compile(r"\b(in|on)\s+$")
_NOUNS = re.compile(r"^\s+((?:[a-z-]+\s+)?[a-z-]{3,}s)\b")
_TITLE = re.compile(r"^(?:(?!The\b|An?\b)[A-Z][\w.-]+\s+){0,3}$")


@dataclass(frozen=True, slots=True)
class Drafted:
    """A question about a sentence, its answer, and what kind of question it is."""

    question: str
    answer: str
    kind: str


def about(sentence: str, article: str, vocabulary: Set[str]) -> Iterator[Drafted]:
    """Yield the questions that a sentence of an article answers: who, when, how many, and a gap to fill.

    Only what the sentence holds one of is asked for. `vocabulary` are the lower-case words of all articles.
    """
    clause = Clause.of(sentence, vocabulary)
    found_times, found_numbers = _times(sentence), _numbers(sentence)
    found_people = [name for name in people(sentence) if sentence.count(name) == 1 and name not in COUNTRIES]
    questions = [
        _who(sentence, found_people),
        _when(sentence, clause, found_times, vocabulary),
        _how_many(sentence, clause, found_numbers, vocabulary),
    ]
    asked = [each for each in questions if each]
    yield from asked
    if not asked:
        yield from _gap(sentence, article, found_people, found_times, found_numbers)


def _who(sentence: str, found: list[str]) -> Drafted | None:
    """Return "Who signed it?" for a sentence that begins with its only person."""
    if len(found) != 1:
        return None
    name = found[0]
    before, _, rest = sentence.strip().rstrip(".").partition(name)
    apposition = re.match(r"^, [^,]{3,80},(?= )", rest)
    rest = rest[apposition.end() :] if apposition else rest
    words = until_break(rest).split() if rest.startswith(" ") else []
    if not _TITLE.match(before) or not words or not is_finite(words[0]):
        return None
    question = tidy(f"Who {' '.join(words)}?")
    return Drafted(question, f"{before}{name}".strip(), "who") if question else None


def _when(sentence: str, clause: Clause | None, found: list[Span], vocabulary: Set[str]) -> Drafted | None:
    """Return "When did it open?" for a sentence with one time, after "in" or "on"."""
    if clause is None or len(found) != 1 or not re.search(r"\d", found[0].of(sentence)):
        return None
    time = found[0].of(sentence)
    before, _, after = clause.rest.partition(time)
    preposition = _BEFORE_TIME.search(before)
    if not preposition or has_break(before) or re.match(r"\s*(?:and|or|to)\b", after):
        return None
    rest = f"{before[: preposition.start()].rstrip()} {until_break(after)}"
    question = clause.ask("When", rest, vocabulary)
    return Drafted(question, time, "when") if question else None


def _how_many(sentence: str, clause: Clause | None, found: list[Span], vocabulary: Set[str]) -> Drafted | None:
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
        question = tidy(f"{opening} {until_break(rest)}?") if words and is_finite(words[0]) else None
        return Drafted(question, answer, "how_many") if question else None
    thing = f"{answer}{nouns[0]}"
    if clause is None or not clause.rest.startswith(thing) or clause.verb in ("was", "were", "is", "are"):
        return None
    question = clause.ask(opening, until_break(clause.rest.removeprefix(thing)), vocabulary)
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
            with_gap = f"{sentence[: spans[0].start]}{GAP}{sentence[spans[0].end :]}"
            yield Drafted(f"What belongs in the gap: {with_gap}", answer, "cloze")
            return


def _times(sentence: str) -> list[Span]:
    """Return the times, but for "May" alone, which may be a name."""
    return [span for span in times(sentence) if span.of(sentence) != "May"]


def _numbers(sentence: str) -> list[Span]:
    within = _times(sentence)
    found = [span for span, what in numbers(sentence) if what == "count"]
    return [span for span in found if not any(each.overlaps(span) for each in within)]
