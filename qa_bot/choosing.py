"""Choose the articles that are asked: by their ids, a collection, some sources."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from qa_bot.errors import QuestionError
from qa_bot.model import Among
from qa_bot.question import known_name

if TYPE_CHECKING:
    from qa_bot.library.database import Database

_LONGEST_NAME = 100


def to_name(name: str) -> str:
    """Return the name of a collection on one line; raise QuestionError if it is empty or too long."""
    line = " ".join(name.split())
    if not line or len(line) > _LONGEST_NAME:
        raise QuestionError(f"a collection has a name of at most {_LONGEST_NAME} characters; give it one")
    return line


def to_among(truth: Database, articles: Sequence[str], collection: str, sources: Sequence[str]) -> Among:
    """Return the articles that fit all that is given; raise QuestionError for what is not there or if none fits."""
    known = truth.sources()
    named = tuple(dict.fromkeys(known_name(each, known) for each in sources))
    chosen = [set(truth.ids(sources=named))]
    if collection:
        collection, ids = _collection(truth, collection)
        chosen.append(set(ids))
    if articles:
        refuse_unknown(articles, truth.ids())
        chosen.append(set(articles))
    fitting = frozenset(set.intersection(*chosen))
    if not fitting:
        raise QuestionError("no article fits all that was chosen; choose less")
    return Among(fitting, collection, named)


def refuse_unknown(ids: Sequence[str], there: Iterable[str]) -> None:
    """Raise QuestionError for ids that are not among those that are there."""
    known = set(there)
    if unknown := [each for each in ids if each not in known]:
        raise QuestionError(f"no article has the id {', '.join(unknown)}; qa-bot list shows the ids")


def described(among: Among) -> str:
    """Return in a line which articles these are, another one for others."""
    named = ", ".join(filter(None, (among.collection, *among.sources))) or "chosen"
    digest = hashlib.sha256("\n".join(sorted(among.articles)).encode()).hexdigest()
    return f"{named} ({len(among.articles):,} articles, {digest[:8]})"


def _collection(truth: Database, name: str) -> tuple[str, tuple[str, ...]]:
    found = truth.collections()
    same = next((each for each in found if each.casefold() == name.casefold()), None)
    if same is None:
        raise QuestionError(f"there is no collection {name!r}; there are: {', '.join(found) or 'none'}")
    return same, found[same]
