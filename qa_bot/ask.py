"""Hold a question and how it is to be asked as one value, and check what may be asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from qa_bot.errors import QuestionError
from qa_bot.model import Among, Filters

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel


@dataclass(frozen=True, slots=True)
class Ask:
    """A question with all that bears on its answer but the earlier turns; see `QABot.ask` and `QABot.among`.

    Days are dates, or ISO strings where it is kept. `articles` are ids.
    """

    question: str
    standalone_question: str | None = None
    after: date | str | None = None
    before: date | str | None = None
    source: str | None = None
    infer_dates: bool = True
    today: date | str | None = None
    engine: str | BaseChatModel | None = None
    collection: str | None = None
    sources: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    speaker: str | None = None

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> Ask:
        """Return what these values say, as far as they are known here; empty ones are as if absent.

        Several sources or articles are a list, or stand each on a line of its own.
        """
        known = {each.name: values[each.name] for each in fields(cls) if values.get(each.name) not in (None, "")}
        for several in ("sources", "articles"):
            if several in known:
                given = known[several]
                known[several] = tuple(given.splitlines() if isinstance(given, str) else given)
        return cls(**{"question": "", **known})

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON of one that is kept."""
        return asdict(self)


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
