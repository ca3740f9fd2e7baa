"""Say what a database file is to hold."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tables:
    """The tables of an SQLite file.

    `script` makes those of `version`; each of `migrations` takes a file from a version to the next, in one transaction.
    `remedy` tells a person what to do about a damaged file.
    """

    version: int
    script: str
    migrations: Mapping[int, str]
    remedy: str
