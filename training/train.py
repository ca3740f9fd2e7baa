"""Train the reader, from the last checkpoint if there is one.

python -m training.train --work DIR [--steps 12000] [--batch 32] [--rate 1e-4] [--dropout 0.1] [--seed 1]

DIR holds what `training.prepare` wrote. DIR/checkpoint.pt is written every five minutes and at the end; a run that was
cut off goes on from there and gives what it would have given. The rate rises over the first 500 steps (a tenth, if
that is less) and falls to nothing over the last fifth. What is measured and exported are the weights averaged over the
last thousand or so steps, so that a run may be used before its end. With a GPU it computes in bfloat16.
"""

from __future__ import annotations

import argparse
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import nn

from training.data import load
from training.network import Reader, batch_of, loss_of
from training.sample import Sampler

WARM, FALL, DECAY, AVERAGED = 500, 0.2, 0.01, 0.999
_SAVE_EVERY = 300  # seconds
_SAY_EVERY = 50  # steps


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run is: the same plan gives the same weights."""

    steps: int
    batch: int
    rate: float
    dropout: float
    seed: int

    def rate_at(self, step: int) -> float:
        """Return the learning rate of a step."""
        return self.rate * min(1.0, (step + 1) / min(WARM, self.steps / 10), (self.steps - step) / (FALL * self.steps))


def main() -> None:
    """Train until the steps are done."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, required=True, help="folder of what training.prepare wrote")
    parser.add_argument("--steps", type=int, default=12000)
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--rate", type=float, default=1e-4)
    parser.add_argument("--dropout", type=float, default=0.1)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    plan = Plan(arguments.steps, arguments.batch, arguments.rate, arguments.dropout, arguments.seed)
    train(plan, arguments.work)


def train(plan: Plan, work: Path, *, until: int | None = None) -> None:
    """Run the steps that are left, all or up to one of them, with checkpoints."""
    device = "cuda" if torch.cuda.is_available() else "cpu"
    sampler = Sampler(load(work / "questions.pickle"), seed=plan.seed, batch=plan.batch)
    torch.manual_seed(plan.seed)
    reader = Reader(plan.dropout).to(device).train()
    optimiser = torch.optim.AdamW(_groups(reader), lr=plan.rate)
    averaged = {name: value.detach().clone() for name, value in _trained(reader)}
    step = _resume(work / "checkpoint.pt", reader, optimiser, averaged)
    print(f"{sampler.steps} steps an epoch; at step {step} of {plan.steps}, on {device}", flush=True)
    saved = said = time.monotonic()
    losses: list[float] = []
    for examples in sampler.batches(step):
        if step >= (plan.steps if until is None else until):
            break
        torch.manual_seed(plan.seed * 1_000_003 + step)
        for group in optimiser.param_groups:
            group["lr"] = plan.rate_at(step)
        batch = batch_of(examples).to(device)
        with torch.autocast(device, dtype=torch.bfloat16, enabled=device == "cuda"):
            logits = reader(batch.ids, batch.mask, batch.kinds)
        loss = loss_of(logits, batch)
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(reader.parameters(), 1.0)
        optimiser.step()
        step += 1
        _average(averaged, reader, step)
        losses.append(loss.item())
        if step % _SAY_EVERY == 0:
            now = time.monotonic()
            speed = len(losses) * plan.batch / (now - said)
            print(f"step {step}: loss {sum(losses) / len(losses):.4f}, {speed:.1f} examples a second", flush=True)
            losses, said = [], now
        if time.monotonic() - saved > _SAVE_EVERY:
            _save(work / "checkpoint.pt", reader, optimiser, averaged, step)
            saved = time.monotonic()
    _save(work / "checkpoint.pt", reader, optimiser, averaged, step)


def _trained(reader: Reader) -> list[tuple[str, nn.Parameter]]:
    return [(name, value) for name, value in reader.named_parameters() if value.requires_grad]


def _groups(reader: Reader) -> list[dict[str, Any]]:
    """Return the weights that decay, and the rest."""
    decayed = [value for _, value in _trained(reader) if value.ndim > 1]
    rest = [value for _, value in _trained(reader) if value.ndim == 1]
    return [{"params": decayed, "weight_decay": DECAY}, {"params": rest, "weight_decay": 0.0}]


def _average(averaged: dict[str, torch.Tensor], reader: Reader, step: int) -> None:
    """Move the average towards the weights; it reaches back a tenth of the steps, a thousand at most."""
    share = max(1 - AVERAGED, 1 / (1 + step / 10))
    for name, value in _trained(reader):
        averaged[name].lerp_(value.detach(), share)


def _save(
    file: Path, reader: Reader, optimiser: torch.optim.Optimizer, averaged: dict[str, torch.Tensor], step: int
) -> None:
    """Write all or nothing."""
    part = file.with_suffix(".part")
    state = {"reader": dict(_trained(reader)), "optimiser": optimiser.state_dict(), "averaged": averaged, "step": step}
    torch.save(state, part)
    part.replace(file)


def _resume(file: Path, reader: Reader, optimiser: torch.optim.Optimizer, averaged: dict[str, torch.Tensor]) -> int:
    """Take over what a checkpoint holds and return its step, 0 if there is none."""
    if not file.exists():
        return 0
    state = torch.load(file, map_location="cpu", weights_only=True)
    reader.load_state_dict(state["reader"], strict=False)
    optimiser.load_state_dict(state["optimiser"])
    for name, value in state["averaged"].items():
        averaged[name].copy_(value)
    return int(state["step"])


if __name__ == "__main__":
    main()
