"""Take the weights of a run that went on from another part of the way.

python -m training.blend BEFORE AFTER --out DIR [--share 0.5]

What a run learns in its second stage costs some of what it knew; between the two weights lie some that keep most of
both (Wortsman et al.: Robust fine-tuning of zero-shot models, 2022). OUT/checkpoint.pt can be measured and exported.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch

from training.measure import averaged_weights


def main() -> None:
    """Read, blend and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("before", type=Path, help="checkpoint that the second run started from")
    parser.add_argument("after", type=Path, help="its own checkpoint")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--share", type=float, default=0.5, help="of the way from the first to the second")
    arguments = parser.parse_args()
    blend(arguments.before, arguments.after, arguments.out, share=arguments.share)


def blend(before: Path, after: Path, out: Path, *, share: float) -> None:
    """Write weights that lie a share of the way between those of two checkpoints."""
    (first, _), (second, step) = averaged_weights(before), averaged_weights(after)
    blended = {name: torch.lerp(first[name].float(), value.float(), share) for name, value in second.items()}
    out.mkdir(parents=True, exist_ok=True)
    torch.save({"averaged": blended, "step": step}, out / "checkpoint.pt")


if __name__ == "__main__":
    main()
