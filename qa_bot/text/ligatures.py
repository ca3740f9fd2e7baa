"""Spell ligatures out: one sign for several letters, as print has it and as it is copied from there."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tokenizers import Tokenizer

LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "ft", "ﬆ": "st"}
_SPELT = str.maketrans(LIGATURES)


def spelt(text: str) -> str:
    """Return the text with the letters that its ligatures stand for."""
    return text.translate(_SPELT)


def spell(tokenizer: Tokenizer) -> None:
    """Let a tokenizer see the letters of ligatures, which it has no words with; offsets stay those of the text."""
    from tokenizers.normalizers import Replace, Sequence

    own = [tokenizer.normalizer] if tokenizer.normalizer else []
    tokenizer.normalizer = Sequence([*(Replace(sign, letters) for sign, letters in LIGATURES.items()), *own])
