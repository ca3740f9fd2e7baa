"""Run the packaged model in onnxruntime, and make its file once: it is ready in half a second."""

from __future__ import annotations

import os
import warnings
from collections.abc import Sequence
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import numpy as np

from qa_bot.cores import on_cores, one_core
from qa_bot.errors import ModelError
from qa_bot.models.embedder import Seen, Tokens, Vectors, unit
from qa_bot.progress import bar
from qa_bot.text.fold import spell

if TYPE_CHECKING:
    import torch
    from onnxruntime import InferenceSession
    from tokenizers import Encoding, Tokenizer

    from qa_bot.models.sentence_transformers import SentenceTransformersEncoder

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


_SAME = 0.9999
"""Least cosine between what the two say of a text."""

_ALIKE = 0.95
"""The same in eight bits."""

_CHECKED = (
    "Who proposed the truce?",
    "The ministers met in Geneva on Tuesday; nothing was signed.",
    "“Without water there is no harvest,” she said. " * 20,
)


def export_onnx(folder: Path, out: Path) -> None:
    """Write the model of a sentence-transformers folder to `out`, all or nothing; raise ModelError.

    It takes some ten seconds, most of them for importing torch; a bar shows that it is at work.
    """
    with bar("steps") as progress, _folder_beside(out) as beside:
        part = Path(beside) / out.name
        progress("preparing the embedding model, once", 0, 2)
        expected = _export(folder, part)
        progress("preparing the embedding model, once", 1, 2)
        found = np.array([seen.vector for seen in load_onnx(part, folder / "tokenizer.json").encode(_CHECKED)])
        if float((found * expected).sum(axis=1).min()) < _SAME:
            raise ModelError(f"the model in {folder} says something else in onnxruntime")
        os.replace(part, out)


def quantise_onnx(whole: Path, tokenizer: Path, out: Path) -> None:
    """Write a model that `export_onnx` wrote with its weights in eight bits, all or nothing; raise ModelError.

    They are quantised per row to seven bits of eight: processors without VNNI add pairs of products in sixteen bits,
    which eight would overflow.
    """
    from onnxruntime.quantization import QuantType, quantize_dynamic
    from onnxruntime.quantization.shape_inference import quant_pre_process

    with _folder_beside(out) as beside:
        part, prepared = Path(beside) / out.name, Path(beside) / "prepared.onnx"
        quant_pre_process(whole, prepared, skip_symbolic_shape=True)
        quantize_dynamic(prepared, part, per_channel=True, reduce_range=True, weight_type=QuantType.QInt8)
        expected, found = (
            np.array([seen.vector for seen in load_onnx(each, tokenizer).encode(_CHECKED)]) for each in (whole, part)
        )
        if float((found * expected).sum(axis=1).min()) < _ALIKE:
            raise ModelError(f"{whole} says something else in eight bits")
        os.replace(part, out)


def _folder_beside(out: Path) -> TemporaryDirectory[str]:
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        return TemporaryDirectory(dir=out.parent)
    except OSError as error:
        raise ModelError(
            f"cannot write to {out.parent}, where the model is prepared ({error.strerror}); "
            "name another folder in QA_BOT_CACHE"
        ) from error


def _export(folder: Path, out: Path) -> Vectors:
    """Write the model and return what the original says of the texts that are checked, shape (texts, d)."""
    import torch

    from qa_bot.models.sentence_transformers import load_sentence_transformers

    original = load_sentence_transformers(str(folder))
    example = torch.ones(2, 8, dtype=torch.long)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what the exporter traces is checked afterwards
        torch.onnx.export(
            _tokens_of(original),
            (example, example),
            str(out),
            input_names=["ids", "mask"],
            output_names=["vectors"],
            dynamic_axes={name: {0: "batch", 1: "tokens"} for name in ("ids", "mask", "vectors")},
            opset_version=17,
            dynamo=False,
        )
    return np.array([seen.vector for seen in original.encode(_CHECKED)])


def _tokens_of(original: SentenceTransformersEncoder) -> torch.nn.Module:
    """Return the model as a function of token numbers and mask that gives token vectors."""
    import torch

    transformer = original.transformer

    class Tokens(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.transformer = transformer

        def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
            found: torch.Tensor = self.transformer(input_ids=ids, attention_mask=mask).last_hidden_state
            return found

    return Tokens().eval()
