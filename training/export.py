"""Write the reader with eight-bit weights in ONNX.

python -m training.export --work DIR --out FILE [--float32]

Weights are quantised per channel to seven bits of eight: processors without VNNI add pairs of products in sixteen bits,
which more bits would overflow.
"""

from __future__ import annotations

import argparse
import warnings
from pathlib import Path
from tempfile import TemporaryDirectory

import onnx
import torch

from training.data import WINDOW
from training.measure import load_reader


def main() -> None:
    """Export and quantise."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, required=True, help="folder of the checkpoint")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--float32", action="store_true", help="leave the weights as they are, to compare")
    arguments = parser.parse_args()
    with TemporaryDirectory() as folder:
        whole = arguments.out if arguments.float32 else Path(folder) / "reader.onnx"
        step = export(arguments.work / "checkpoint.pt", whole)
        if not arguments.float32:
            quantise(whole, arguments.out)
    print(f"{arguments.out}: {arguments.out.stat().st_size / 1e6:.1f} MB, of step {step}")


def export(checkpoint: Path, out: Path) -> int:
    """Write the averaged weights as float32 ONNX and return the step that they are of."""
    reader, step = load_reader(checkpoint)
    example = torch.ones(2, 16, dtype=torch.long)
    names = ["ids", "mask", "kinds"]
    sizes = {name: {0: "batch", 1: "tokens"} for name in [*names, "logits"]}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what the exporter traces is compared in the tests
        torch.onnx.export(
            reader,
            (example, example, example),
            str(out),
            input_names=names,
            output_names=["logits"],
            dynamic_axes=sizes,
            opset_version=17,
            dynamo=False,
        )
    _say_window(out)
    return step


def _say_window(file: Path) -> None:
    """Write into a model how many tokens it sees at once."""
    model = onnx.load(file)
    model.metadata_props.add(key="window", value=str(WINDOW))
    onnx.save(model, file)


def quantise(whole: Path, out: Path) -> None:
    """Write the weights in eight bits."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    quantize_dynamic(whole, out, per_channel=True, reduce_range=True, weight_type=QuantType.QInt8)


if __name__ == "__main__":
    main()
