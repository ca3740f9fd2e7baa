"""Write a BERT-like model as ONNX, once, and make sure that it says the same."""

from __future__ import annotations

import os
import warnings
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import numpy as np

from qa_bot.embed.interface import Vectors
from qa_bot.embed.onnx import load_onnx
from qa_bot.errors import ModelError
from qa_bot.progress import bar

if TYPE_CHECKING:
    import torch

    from qa_bot.embed.sentence_transformers import SentenceTransformersEncoder

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

    from qa_bot.embed.sentence_transformers import load_sentence_transformers

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
