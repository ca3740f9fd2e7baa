"""Names of people in a text, told from other names by their shape and by what stands around them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import dropwhile

from qa_bot.answer.grammar import CAPITALISED
from qa_bot.english.times import MONTHS, WEEKDAYS

_PARTICLE = r"(?:(?:von|van|der|den|de|del|di|du|la|le|bin|al)\s+)"
_RUN = re.compile(rf"\b{CAPITALISED}(?:\s+(?:[A-Z]\.\s+)?{_PARTICLE}*{CAPITALISED})*")
_SPEAKER = re.compile(rf"\b({CAPITALISED})\s+(?:said|told|added)\b|\bsaid\s+({CAPITALISED})")
_NO_PERSON_FOLLOWS = re.compile(r"\b(?:the|in|at|near|of|across|around|over|on|as)\s+$", re.IGNORECASE)

_BEFORE = 40
"""Characters in which it shows that no person follows."""

_TITLE_WORDS = """
President Prime Minister Deputy Foreign Defence Defense Interior Finance Secretary State General Lieutenant Major
Colonel Captain Admiral Navy Sir Lord Lady Dame Dr Doctor Professor Mr Mrs Ms Pope Archbishop Bishop Cardinal King Queen
Prince Princess Senator Governor Mayor Chancellor Ambassador Judge Justice
"""
_THING_WORDS = """
Academy Act Administration Agency Agreement Airport Army Authority Bank Basin Bay Board Bridge Bureau Canal Cathedral
Center Centre Central City College Command Commission Committee Commons Company Conference Congress Convention
Corporation Council Country County Court Day East Eastern Family Force Forces Foundation Fund Government Group Hospital
House Initiative Institute International Island Islands Kingdom Laboratory Lake Law Letters Line Ministry Mount Museum
National Nations New Nobel North Northern Office Organization Organisation Palace Parliament Party Prize Protocol
Railway Region Republic River Road School Sea Senate Service South Southern Space Square State States Station Street
Summit Supreme Telescope Time Tower Treaty Union United Universal University Valley War West Western White World
"""
_OPENING_WORDS = "The A An In On At It He She They This That But And By Each Some Two Her His Its"

_TITLES = frozenset(_TITLE_WORDS.split())
_THINGS = frozenset((*_THING_WORDS.split(), *MONTHS, *WEEKDAYS)) - {"May"}
_OPENERS = frozenset(_OPENING_WORDS.split())


def people(text: str) -> list[str]:
    """Return what look like people's names, in order and without titles; best effort, in English.

    Two capitalised words or more are one, and a single word after a title or beside "said"; not where "the" or "in"
    stands before it, or a word like "Council" is part of it.
    """
    named = list(dict.fromkeys(_full_names(text)))
    known = {part for name in named for part in name.split()} | _TITLES | _THINGS | _OPENERS
    speakers = [match[1] or match[2] for match in _SPEAKER.finditer(text)]
    return [*named, *dict.fromkeys(name for name in speakers if name not in known)]


def _full_names(text: str) -> Iterator[str]:
    for match in _RUN.finditer(text):
        run = match[0].split()
        parts = list(dropwhile((_TITLES | _OPENERS).__contains__, run))
        titled = len(parts) < len(run) and run[0] in _TITLES
        named = len(parts) > 1 and not _NO_PERSON_FOLLOWS.search(text, max(0, match.start() - _BEFORE), match.start())
        if parts and (titled or named) and not _THINGS & set(parts):
            yield " ".join(parts)
