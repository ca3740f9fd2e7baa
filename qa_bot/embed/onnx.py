"""Run the packaged model in onnxruntime: it is ready in half a second, where sentence-transformers takes several."""

from __future__ import annotations

import os
from collections.abc import Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from qa_bot.cores import on_cores, one_core
from qa_bot.embed.interface import Tokens, Vectors, unit
from qa_bot.embed.transformer import Seen
from qa_bot.errors import ModelError
from qa_bot.text.fold import spell

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Encoding, Tokenizer

Read = tuple[list[int], list[tuple[int, int]]]

MAX_TOKENS = 256
"""Tokens that the model sees of a text, [CLS] and [SEP] among them."""

_BATCH = 32
_MOST_TOKENS = 384
"""Of a batch, padded: more are slower, since they no longer fit the cache of a core, and take memory."""


class OnnxEncoder:
    """A BERT-like model with mean pooling; any number of threads may use it at once."""

    def __init__(self, session: InferenceSession, tokenizer: Tokenizer) -> None:
        self._session, self._tokenizer = session, tokenizer

    @property
    def max_tokens(self) -> int:
        """Return how many tokens the model sees of a text, special tokens left out."""
        return MAX_TOKENS - 2

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return the number of tokens of each text, special tokens left out."""
        return [len(each.ids) for each in self._tokenizer.encode_batch(list(texts), add_special_tokens=False)]

    def encode(self, texts: Sequence[str]) -> list[Seen]:
        """Return what the model makes of each text; texts of about one length are read together."""
        read = [_cut(each) for each in self._tokenizer.encode_batch(list(texts))]
        order = sorted(range(len(read)), key=lambda at: len(read[at][0]))
        batches: list[list[int]] = []
        while order:
            longest = len(read[order[-1]][0])
            size = max(1, min(_BATCH, _MOST_TOKENS // longest))
            batches.append(order[-size:])
            order = order[:-size]
        found = on_cores(lambda batch: self._batch([read[at] for at in batch]), batches)
        seen = dict(zip(chain(*batches), chain(*found), strict=True))
        return [seen[at] for at in range(len(read))]

    def encode_query(self, text: str) -> Vectors:
        """Return the vector of a question."""
        (seen,) = self.encode([text])
        return seen.vector

    def _batch(self, batch: Sequence[Read]) -> list[Seen]:
        """Return what the model makes of texts that it sees together."""
        ids = np.zeros((len(batch), max(len(each) for each, _ in batch)), dtype=np.int64)
        mask = np.zeros_like(ids)
        for row, (each, _) in enumerate(batch):
            ids[row, : len(each)], mask[row, : len(each)] = each, 1
        (vectors,) = self._session.run(None, {"ids": ids, "mask": mask})
        return [_seen(np.asarray(row, dtype=np.float32), *each) for row, each in zip(vectors, batch, strict=True)]


def load_onnx(model: Path, tokenizer: Path) -> OnnxEncoder:
    """Load a model that `export_onnx` wrote, and its tokenizer; raise ModelError."""
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

    try:
        session = InferenceSession(str(model), one_core(), providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime's own exceptions have no common base
        raise ModelError(f"cannot read {model}; delete it, and it is made again") from error
    words = Tokenizer.from_file(str(tokenizer))
    words.no_truncation()
    words.no_padding()
    spell(words)
    return OnnxEncoder(session, words)


def _cut(encoding: Encoding) -> Read:
    """Return the ids and offsets of a text, the last of them [SEP], as many as the model sees."""
    ids, offsets = encoding.ids, encoding.offsets
    if len(ids) <= MAX_TOKENS:
        return ids, offsets
    return [*ids[: MAX_TOKENS - 1], ids[-1]], [*offsets[: MAX_TOKENS - 1], offsets[-1]]


def _seen(vectors: Vectors, ids: Sequence[int], offsets: Sequence[tuple[int, int]]) -> Seen:
    own, places = vectors[: len(ids)], np.array(offsets)
    real = places[:, 1] > places[:, 0]
    # copies, so that no text holds on to the batch that it was read in
    return Seen(unit(own.mean(axis=0)), Tokens(own[real], places[real]))
