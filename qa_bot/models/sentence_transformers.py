"""Use any sentence-transformers model, with its own pooling and prompts."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Any

import numpy as np

from qa_bot.errors import ModelError
from qa_bot.models.embedder import Seen, Tokens, Vectors, unit

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

_BATCH = 32


class SentenceTransformersEncoder:
    """A model of the library; its tokenizer serves one thread at a time."""

    def __init__(self, model: SentenceTransformer) -> None:
        self._model = model
        self._lock = RLock()

    @property
    def transformer(self) -> Any:  # noqa: ANN401 - a model of transformers
        """Return the transformer under its pooling."""
        return self._model.transformers_model

    @property
    def max_tokens(self) -> int:
        """Return how many tokens the model sees of a text, special tokens left out."""
        return int(self._model.get_max_seq_length() or 512) - 2

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return the number of tokens of each text, special tokens left out."""
        with self._lock:
            tokens = self._model.tokenizer(list(texts), add_special_tokens=False, verbose=False)["input_ids"]
        return [len(ids) for ids in tokens]

    def encode(self, texts: Sequence[str]) -> list[Seen]:
        """Return what the model makes of each text."""
        with self._lock:
            found = self._model.encode_document(
                list(texts),
                output_value=None,  # all of them
                batch_size=_BATCH,
                show_progress_bar=False,
            )
            return [self._seen(text, row) for text, row in zip(texts, found, strict=True)]

    def encode_query(self, text: str) -> Vectors:
        """Return the vector of a question, with the model's query prompt where it has one."""
        with self._lock:
            vector = self._model.encode_query(text, normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(vector, dtype=np.float32)

    def _seen(self, text: str, row: Any) -> Seen:  # noqa: ANN401 - as the library has it
        vectors = _array(row["token_embeddings"])
        read = self._model.tokenizer(text, truncation=True, max_length=len(vectors), return_offsets_mapping=True)
        offsets = np.array(read["offset_mapping"])
        real = offsets[:, 1] > offsets[:, 0]
        tokens = Tokens(vectors[: len(offsets)][real], offsets[real])
        return Seen(unit(_array(row["sentence_embedding"])), tokens)


def load_sentence_transformers(name: str) -> SentenceTransformersEncoder:
    """Load a model from a folder or, by name, from a hub; raise ModelError."""
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    if Path(name).is_dir():
        os.environ.setdefault("HF_HUB_OFFLINE", "1")  # a local model must not make its loader ask a hub
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    try:
        return SentenceTransformersEncoder(SentenceTransformer(name, device="cpu"))
    except (OSError, ValueError) as error:
        raise ModelError(f"cannot load the embedding model {name}: {str(error).splitlines()[0]}") from error


def _array(tensor: Any) -> Vectors:  # noqa: ANN401 - a torch tensor, without importing torch
    return np.asarray(tensor.float().cpu().numpy(), dtype=np.float32)
