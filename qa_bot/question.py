"""Check what may be asked: a question that is one, and filters that make sense."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from qa_bot.errors import QuestionError
from qa_bot.model import Among, Filters

MAX_QUESTION = 2000
"""Characters."""

MAX_SPEAKER = 100
"""Characters of a name."""


def checked(question: str) -> str:
    """Return the question, or raise QuestionError if it is empty or too long."""
    question = question.encode("utf-8", "replace").decode()  # a terminal may hand over half a character
    if not question.strip():
        raise QuestionError("the question is empty; type what you want to know")
    if len(question) > MAX_QUESTION:
        raise QuestionError(f"the question has {len(question):,} characters; ask in at most {MAX_QUESTION:,}")
    return question


def to_filters(
    after: date | str | None,
    before: date | str | None,
    source: str | None,
    *,
    known: Sequence[str],
    among: Among | None = None,
) -> Filters:
    """Return the filters, or raise QuestionError if no article can pass them: days swapped or an unknown source."""
    filters = Filters(to_day(after), to_day(before), source or None, among=among)
    if filters.after and filters.before and filters.after > filters.before:
        raise QuestionError(f"no day is both after {filters.after} and before {filters.before}; swap them")
    if filters.source:
        known_name(filters.source, known)
    return filters


def to_speaker(speaker: str) -> str:
    """Return the words for somebody on one line, or raise QuestionError if they are none, or too many."""
    line = " ".join(speaker.split())
    if not any(each.isalnum() for each in line) or len(line) > MAX_SPEAKER:
        raise QuestionError(f"{line[:MAX_SPEAKER]!r} names nobody; give a name of at most {MAX_SPEAKER} characters")
    return line


def known_name(source: str, known: Sequence[str]) -> str:
    """Return a source as it is written, or raise QuestionError if there is none of that name."""
    found = next((each for each in known if each.casefold() == source.casefold()), None)
    if found is None:
        names = ", ".join(known) or "none of them names one"
        raise QuestionError(f"no article is from {source!r}; the sources are: {names}")
    return found


def to_day(value: date | str | None) -> date | None:
    """Return the day, None if there is none; raise QuestionError if the words are not a day such as 2016-06-15."""
    if isinstance(value, datetime):
        return value.date()
    if not isinstance(value, str) or not value:
        return value or None
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise QuestionError(f"{value!r} is not a day; write it as 2016-06-15") from None
