"""Leave out passages that say in another article what better ones say already, so that copies do not crowd them out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from qa_bot.text.terms import words

if TYPE_CHECKING:
    from qa_bot.retrieve.search import Ranked

_RUN = 4
"""Words of a run."""

_ECHOED = 0.9
"""Share of a passage's runs that stand in better passages of other articles if it is an echo of these."""

_TELLING = frozenset(["no", "not", "never", "none", "nobody", "nothing", "neither", "nor"])
"""Words that make another statement of a sentence, as numbers do."""


def without_echoes(ranked: Iterable[Ranked]) -> Iterator[Ranked]:
    """Yield passages, best first, without those whose words stand in ones before that are of other articles.

    One with another number, or a denial that is not in those, is none: it may tell of a later count.
    """
    owners: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for each in ranked:
        said, article = words(each.stored.passage.text), each.stored.passage.article.id
        own = [tuple(said[at : at + _RUN]) for at in range(max(1, len(said) - _RUN + 1))]
        fresh = [run for run in own if not owners.get(run, set()) - {article}]
        if len(fresh) > (1 - _ECHOED) * len(own) or any(map(_tells, _new_words(fresh, own))):
            for run in own:
                owners[run].add(article)
            yield each


def _new_words(fresh: list[tuple[str, ...]], own: list[tuple[str, ...]]) -> set[str]:
    """Return the words of a passage that stand in none of its runs that are known."""
    unknown = set(fresh)
    known = {word for run in own if run not in unknown for word in run}
    return {word for run in fresh for word in run} - known


def _tells(word: str) -> bool:
    return word in _TELLING or any(each.isdigit() for each in word)
