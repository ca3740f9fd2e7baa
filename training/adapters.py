"""Small matrices beside the encoder's own, which stay: what a run learned then fits into a file of little more than
a megabyte, and a step costs two thirds (Hu et al.: LoRA, 2021).

python -m training.adapters CHECKPOINT --out FILE

Writes the adapters of a checkpoint in eight bits, each row with a scale of its own; `training.train --adapters FILE`
goes on from them.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Mapping
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor, nn
from torch.nn import functional

from training.network import Reader

RANK, SCALE = 16, 2.0
"""Rows of an adapter, and by what its product counts (Schulman: LoRA without regret, 2025: 32 / rank)."""

_MOST = 127
_SCALES = ".scales"


class Adapted(nn.Module):
    """A linear layer that stays, plus the product of two small matrices that are learned, nothing at first."""

    def __init__(self, base: nn.Linear, rank: int = RANK) -> None:
        super().__init__()
        self.base = base.requires_grad_(requires_grad=False)
        self.down = nn.Parameter(torch.empty(rank, base.in_features))
        self.up = nn.Parameter(torch.zeros(base.out_features, rank))
        nn.init.kaiming_uniform_(self.down, a=math.sqrt(5))

    def forward(self, given: Tensor) -> Tensor:
        """Return what the layer gives for tokens, shape (..., out)."""
        found: Tensor = self.base(given) + functional.linear(functional.linear(given, self.down), self.up * SCALE)
        return found


def adapt(reader: Reader, file: Path | None = None) -> None:
    """Make of a reader, in place, one whose encoder stays but for adapters: new ones, or those of a file."""
    reader.encoder.requires_grad_(requires_grad=False)
    for layer in reader.encoder.encoder.layer:
        for name, part in list(layer.named_modules()):
            if isinstance(part, nn.Linear):
                parent, _, last = name.rpartition(".")
                setattr(layer.get_submodule(parent), last, Adapted(part))
    if file:
        reader.load_state_dict(_read(file), strict=False)


def plain(weights: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Return the weights of a reader without adapters that gives the same; those without any stay."""
    found = {name.replace(".base.", "."): value for name, value in weights.items()}
    for name in [name for name in found if name.endswith(".up")]:
        layer = name.removesuffix(".up")
        learned = found.pop(name) @ found.pop(f"{layer}.down")
        found[f"{layer}.weight"] = found[f"{layer}.weight"] + SCALE * learned
    return found


def write(trained: Mapping[str, Tensor], file: Path) -> None:
    """Write what was trained beside an encoder that stays, in eight bits."""
    rounded: dict[str, Tensor] = {}
    for name, value in trained.items():
        scales = value.abs().amax(-1, keepdim=True).clamp(min=1e-12) / _MOST
        rounded[name], rounded[name + _SCALES] = (value / scales).round().to(torch.int8), scales
    save_file(rounded, file)


def _read(file: Path) -> dict[str, Tensor]:
    held = load_file(file)
    return {name: value * held[name + _SCALES] for name, value in held.items() if not name.endswith(_SCALES)}


def main() -> None:
    """Read, round and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoint", type=Path, help="of a run with adapters")
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    state = torch.load(arguments.checkpoint, map_location="cpu", weights_only=True)
    write(state["learned"], arguments.out)
    print(f"{arguments.out}: {arguments.out.stat().st_size / 1e6:.1f} MB, of step {state['step']}")


if __name__ == "__main__":
    main()
