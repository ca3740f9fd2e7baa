"""Hold a question and how it is to be asked as one value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import TYPE_CHECKING, Any

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
