"""Turn an exported reader back into a checkpoint, to go on training from it.

python -m training.recover --out DIR [--model FILE]

OUT/checkpoint.pt has what `training.export` rounded to eight bits, so a run with `--start` goes on from the packaged
reader, or from FILE, without the checkpoint that it was exported from.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import numpy_helper

import qa_bot.models
from training.base import empty_encoder
from training.network import Reader

Values = Mapping[str, NDArray[np.generic]]

PACKAGED = Path(qa_bot.models.__file__).with_name("reader.onnx")

_ROUNDED = "_quantized"


def main() -> None:
    """Read, scale and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True, help="folder of the checkpoint")
    parser.add_argument("--model", type=Path, default=PACKAGED, help="what training.export wrote, if another reader")
    arguments = parser.parse_args()
    recover(arguments.model, arguments.out)
    print(f"{arguments.out / 'checkpoint.pt'}: the weights of {arguments.model.name}")


def recover(model: Path, out: Path) -> None:
    """Write the weights of an eight-bit model as a checkpoint.

    Raises:
        ValueError: The model is not one that `training.export` wrote in eight bits.

    """
    graph = onnx.load(model).graph
    values = {each.name: numpy_helper.to_array(each) for each in graph.initializer}
    found = {**values, **_embeddings(values), **_products(graph, values)}
    layers = {name.split(".")[3] for name in found if name.startswith("encoder.encoder.layer.")}
    needed = dict(Reader(empty_encoder(len(layers)), len(found["head.bias"])).named_parameters())
    if missing := [name for name in needed if name not in found]:
        raise ValueError(f"{model} is no reader in eight bits: {len(missing)} weights are missing, as {missing[0]}")
    out.mkdir(parents=True, exist_ok=True)
    averaged = {name: torch.tensor(found[name], dtype=torch.float32) for name in needed}
    torch.save({"averaged": averaged, "step": 0}, out / "checkpoint.pt")


def _embeddings(values: Values) -> Values:
    """Return the tables that are looked up, under their own names."""
    names = [name.removesuffix(_ROUNDED) for name in values if name.endswith(f".weight{_ROUNDED}")]
    return {name: _scaled(name, values) for name in names}


def _products(graph: onnx.GraphProto, values: Values) -> Values:
    """Return the matrices, which have lost their names in the export, under that of the bias that is added to each."""
    after = {name: node for node in graph.node for name in node.input}
    found = {}
    for product in (node for node in graph.node if node.op_type == "MatMulInteger"):
        cast = after[product.output[0]]
        scaled = after[cast.output[0]]
        added = after[scaled.output[0]]
        bias = next(name for name in added.input if name.endswith(".bias"))
        found[bias.replace(".bias", ".weight")] = _scaled(product.input[1].removesuffix(_ROUNDED), values).T
    return found


def _scaled(name: str, values: Values) -> NDArray[np.generic]:
    """Return the numbers that a rounded table stands for; each column of a matrix has a scale of its own."""
    rounded, zero = (values[f"{name}{each}"].astype(np.float32) for each in (_ROUNDED, "_zero_point"))
    scaled: NDArray[np.generic] = (rounded - zero) * values[f"{name}_scale"]
    return scaled


if __name__ == "__main__":
    main()
