"""Keep the index in line with the truth."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import Self

from qa_bot.errors import LibraryError
from qa_bot.library.folder import TurnLock
from qa_bot.library.protocols import MOST_AT_ONCE, Truth, VectorIndex, VectorPlace
from qa_bot.model import Progress
from qa_bot.progress import silent

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Health:
    """What a check of a library found: passages that the index lacks or has wrong, and `extra` ones in it."""

    articles: int
    passages: int
    missing: tuple[int, ...]
    extra: tuple[int, ...]
    damage: tuple[str, ...]

    @property
    def sound(self) -> bool:
        """Say whether truth and index agree and nothing is damaged."""
        return not (self.missing or self.extra or self.damage)


@dataclass(frozen=True, slots=True)
class _Note:
    """What the manifest says of the index: which one was told, and how its files were left."""

    index: str
    index_state: str


class Upkeep:
    """Tells the index what the database knows; one thread at a time, and one process where several share the index.

    An index that is not the one the database told last, or whose files are not as they were left, is made anew. Chroma
    writes files when it opens them too, so how they are left is noted at the end of opening and of closing.
    """

    def __init__(self, database: Truth, place: VectorPlace, turn: TurnLock, index: VectorIndex, noted: _Note) -> None:
        self._database = database
        self._place = place
        self._turn = turn
        self.index = index
        self._noted = noted

    @classmethod
    def open(
        cls, database: Truth, place: VectorPlace, turn: TurnLock, *, anew: bool = False, is_known: bool = True
    ) -> Self:
        """Open the index and do what was cut off when it was last open; with `anew` it is made anew, but on a server.

        Its files are looked at first: Chroma trusts them. Unless `is_known`, all vectors are compared.
        """
        with turn:
            known = database.manifest()
            noted = _Note(known.get("index", ""), known.get("index_state", ""))
            if anew or noted.index_state != place.state() or not (is_known or place.is_sound()):
                place.discard()
            upkeep = cls(database, place, turn, _open(place, known["library"]), noted)
            try:
                if upkeep.index.identity != noted.index:
                    if noted.index:
                        _log.warning("The search index is missing or not as it was left: it is made anew.")
                    upkeep._begin()
                upkeep._finish(is_known=is_known)
            except BaseException as error:
                upkeep.index.close()
                if anew or place.shared or not isinstance(error, LibraryError):
                    raise
                return cls.open(database, place, turn, anew=True)
            return upkeep

    def _begin(self) -> None:
        """Begin with an empty index that lacks everything."""
        if self.index.count():
            self.index.clear()
        self._database.mark_stale()
        self._note()

    def _finish(self, *, is_known: bool) -> None:
        """Do what was cut off; count, since a power cut can take from the index what it had."""
        self.sync()
        if not is_known or self.index.count() != self._database.indexed_count():
            self._align(silent)
        self._note()

    def close(self) -> None:
        """Let go of the index. Where nothing can be written, it is made anew at the next opening."""
        self.index.close()
        with suppress(LibraryError):
            self._note()

    def sync(self, progress: Progress = silent) -> None:
        """Tell the index what changed in the database; what is cut off here is finished at the next opening."""
        with self._turn:
            if forgotten := self._database.to_unindex():
                self.index.delete(forgotten)
                self._database.mark_unindexed(forgotten)
                self._note()
            total = self._database.to_index_count()
            done = 0
            while pending := self._database.to_index(MOST_AT_ONCE):
                ids = [each for each, _ in pending]
                self.index.upsert(ids, [vector for _, vector in pending])
                self._database.mark_indexed(ids)
                self._note()
                done += len(ids)
                progress("index", done, total)

    def check(self) -> Health:
        """Compare truth and index, and look at all of the truth."""
        with self._turn:
            passages, missing, extra = self._compare()
        return Health(
            articles=self._database.article_count(),
            passages=passages,
            missing=tuple(missing),
            extra=tuple(extra),
            damage=self._damage(),
        )

    def repair(self, progress: Progress) -> Health:
        """Bring the index in line with the truth and check again."""
        self._align(progress)
        return self.check()

    def _align(self, progress: Progress) -> None:
        with self._turn:
            _, missing, extra = self._compare()
            self._database.mark_stale(missing)
            self.index.delete(extra)
            self.sync(progress)
            self._note()

    def _compare(self) -> tuple[int, list[int], list[int]]:
        """Return how many passages there are, which of them the index lacks or has wrong, and what else it has."""
        known, indexed = self._database.passage_ids(), self.index.ids()
        missing = (known - indexed) | self._differing(sorted(known & indexed))
        return len(known), sorted(missing), sorted(indexed - known)

    def _damage(self) -> tuple[str, ...]:
        """Return a line for each thing in the database that is damaged."""
        try:
            lost = [
                f"article {each} is not as it was written; add it again" for each in self._database.damaged_articles()
            ]
            lost += [
                f"{each} is not as it was written; restore a backup, or remove the article and add it again"
                for each in self._database.damaged_versions()
            ]
            return (*lost, *self._database.problems())
        except LibraryError as error:
            return (str(error),)

    def _differing(self, ids: Sequence[int]) -> set[int]:
        """Return the passages whose vector in the index is not that of the truth."""
        found: set[int] = set()
        for start in range(0, len(ids), MOST_AT_ONCE):
            found.update(self.index.differing(*self._database.vectors(ids[start : start + MOST_AT_ONCE])))
        return found

    def _note(self) -> None:
        """Note which index was told, and how its files are left."""
        now = _Note(self.index.identity, self._place.state())
        if now != self._noted:
            self._database.set_manifest(asdict(now))
            self._noted = now


def _open(place: VectorPlace, library: str) -> VectorIndex:
    """Open the index of a library; delete one that cannot be opened, unless it is shared: nothing stands only there."""
    name = f"passages-{library}"
    try:
        return place.open(name)
    except LibraryError:
        if place.shared:
            raise
        place.discard()
        return place.open(name)
