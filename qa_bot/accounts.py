"""Keep the names of who may use the page, with hashed passwords."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidKey
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from qa_bot.errors import SettingsError
from qa_bot.settings import Settings

FEWEST_CHARACTERS = 8

_NAME = re.compile(r"[^\s:#,][^\s:,]{0,63}")
_HASH = re.compile(r"\$argon2id\$v=19\$m=\d{1,7},t=\d{1,2},p=\d{1,2}\$[\w+/]{11,}\$[\w+/]{22,}")
# Compared with for names that are not there.
_NOBODY = "$argon2id$v=19$m=19456,t=2,p=1$F1Stz2+VPs3Z/LAVYQoMTw$5c+6eSCyKhIldz3QQLx1WTra3222H4kP/6tuRZoJ9LE"


@dataclass(frozen=True, slots=True)
class Accounts:
    """Hashed passwords by name, in the PHC format (`$argon2id$...`)."""

    hashes: Mapping[str, str]

    @classmethod
    def of(cls, settings: Settings) -> Accounts:
        """Return the accounts of the file `users` and of `auth`; raise SettingsError for what is none."""
        named = {name: hash_password(password) for name, password in settings.accounts()}
        return cls({**named, **(_read(settings.users) if settings.users else {})})

    def __bool__(self) -> bool:
        return bool(self.hashes)

    def allows(self, name: str, password: str) -> bool:
        """Say whether the password is that of the name; takes as long for a name that is not there."""
        known = self.hashes.get(name)
        try:
            Argon2id.verify_phc_encoded(password.encode("utf-8", "surrogatepass"), known or _NOBODY)
        except InvalidKey:
            return False
        return known is not None


def hash_password(password: str) -> str:
    """Return the hash of a password, salted, as a line of the file of users has it after the name."""
    # The cost is what OWASP recommends: 19 MiB, two passes, one lane.
    argon2 = Argon2id(salt=os.urandom(16), length=32, iterations=2, lanes=1, memory_cost=19 * 1024)
    return argon2.derive_phc_encoded(password.encode("utf-8", "surrogatepass"))


def check_name(name: str) -> None:
    """Raise SettingsError if a name will not do for a user."""
    if not _NAME.fullmatch(name):
        raise SettingsError(f"{name!r} is no name for a user; take up to 64 characters without blanks, colons, commas")


def user_line(name: str, password: str) -> str:
    """Return the line of the file of users for a name and its password; raise SettingsError if one will not do."""
    check_name(name)
    if len(password) < FEWEST_CHARACTERS:
        raise SettingsError(f"the password is too short; take at least {FEWEST_CHARACTERS} characters")
    return f"{name}:{hash_password(password)}"


def _read(file: Path) -> dict[str, str]:
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "it is no text"
        raise SettingsError(f"the file of users {file} (QA_BOT_USERS) cannot be read: {why}") from None
    found: dict[str, str] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        name, _, hashed = line.strip().partition(":")
        if not _NAME.fullmatch(name) or not _HASH.fullmatch(hashed) or name in found:
            why = "names a user twice" if name in found else "is not name:hash; make one with: qa-bot user NAME"
            raise SettingsError(f"line {number} of {file} (QA_BOT_USERS) {why}")
        found[name] = hashed
    if not found:
        raise SettingsError(f"{file} (QA_BOT_USERS) names no user; add one with: qa-bot user NAME >> {file}")
    return found
