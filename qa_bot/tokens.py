"""Keep the tokens with which programs use the REST API: whose each is, what it may do and until when."""

from __future__ import annotations

import hashlib
import json
import os
import secrets
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from filelock import FileLock

from qa_bot.errors import SettingsError
from qa_bot.files import keep_private, replacing

SCOPES = ("ask", "add", "evaluate")
"""What a token may do: ask, search and read; add and remove articles; evaluate."""

_FILE = "tokens.json"
_MARK = "qab_"
"""How every token begins, so that scanners for leaked secrets can know it."""


@dataclass(frozen=True, slots=True)
class Token:
    """A token without its secret: `sha256` is the hash of all of it, `until` the last day on which it holds."""

    id: str
    user: str
    scopes: tuple[str, ...]
    made: date
    until: date | None
    sha256: str

    @classmethod
    def of(cls, values: dict[str, Any]) -> Token:
        """Return the token that a line of the file describes; raise ValueError, KeyError or TypeError."""
        until = date.fromisoformat(values["until"]) if values["until"] else None
        named = str(values["id"]), str(values["user"]), tuple(map(str, values["scopes"]))
        return cls(*named, date.fromisoformat(values["made"]), until, str(values["sha256"]))

    def holds_on(self, day: date) -> bool:
        """Say whether it can be used on a day."""
        return self.until is None or day <= self.until


class Tokens:
    """The tokens of a library, in a file of its folder that a running server reads again when it changes."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / _FILE
        self._read: tuple[object, dict[str, Token]] = (None, {})

    def issue(self, user: str, scopes: Sequence[str], *, days: int | None = None) -> str:
        """Make a token and return it; it cannot be shown again. Raises SettingsError where it cannot be kept."""
        secret = _MARK + secrets.token_urlsafe(32)
        sha256, today = _hash(secret), _today()
        until = today + timedelta(days) if days else None
        self._change(lambda kept: [*kept, Token(sha256[:8], user, tuple(scopes), today, until, sha256)])
        return secret

    def revoke(self, *ids: str) -> list[str]:
        """Take tokens away, and return the ids of those that were there."""
        there = {each.id for each in self.all()}
        if there & {*ids}:
            self._change(lambda kept: [each for each in kept if each.id not in ids])
        return [each for each in ids if each in there]

    def all(self) -> list[Token]:
        """Return all tokens, oldest first; raise SettingsError for a file that is damaged."""
        return list(self._kept().values())

    def holder(self, secret: str) -> Token | None:
        """Return the token of these words, None if there is none or its time is over."""
        found = self._kept().get(_hash(secret))
        return found if found and found.holds_on(_today()) else None

    def _kept(self) -> dict[str, Token]:
        """Return the tokens by their hash, from the file only if it is another one than before."""
        try:
            about = os.stat(self._path)
        except OSError:
            return {}
        state = about.st_mtime_ns, about.st_size, about.st_ino
        if state != self._read[0]:
            try:
                lines = json.loads(self._path.read_text(encoding="utf-8"))
                self._read = state, {each.sha256: each for each in map(Token.of, lines)}
            except (OSError, ValueError, KeyError, TypeError) as error:
                raise SettingsError(f"{self._path} is no list of tokens; remove it and make new ones") from error
        return self._read[1]

    def _change(self, change: Callable[[list[Token]], list[Token]]) -> None:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with FileLock(f"{self._path}.lock"):
                kept = [asdict(each) for each in change(self.all())]
                with replacing(self._path) as stream:
                    json.dump(kept, stream, indent=1, default=str)
                keep_private(self._path)
        except OSError as error:
            raise SettingsError(f"{self._path} cannot be written ({error.strerror})") from error


def _hash(secret: str) -> str:
    """Return the sha256; what is hashed has 256 random bits, so that nothing slower is needed."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def _today() -> date:
    return datetime.now(UTC).date()
