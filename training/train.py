"""Train the reader, from the last checkpoint if there is one.

python -m training.train --work DIR [--out DIR] [--encoder FILE] [--start FILE] [--teachers FILE...] [--steps 40000]
    [--adapters FILE] [--fall 0.2] [--batch 24] [--rate 8e-5] [--seed 1] [--workers 0]

The first DIR holds what `training.prepare` wrote. OUT/checkpoint.pt (in the first DIR, if no other is named) is written
every five minutes and at the end; a run that was cut off goes on from there and gives what it would have given. It
starts from the encoder in FILE (the ONNX file of gte-small), from another run's checkpoint, or from the packaged
embedder. With `--adapters` only small matrices beside the encoder's own are learned, from those in FILE if it is there;
they want ten times the rate. The rate rises over the first 500 steps (a tenth, if that is less), stays, and falls to
nothing over the last share of the steps: a run without an end in sight can be finished at any time by a short one that
starts from it with `--fall 1`. What is measured and exported are the weights averaged over the last thousand or so
steps. With checkpoints of other runs as teachers, it also learns what they say on average. With a GPU, or a processor
that can, it computes in bfloat16; more processes prepare what it sees.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import nn
from torch.utils.data import DataLoader, Dataset

from training import adapters
from training.base import encoder
from training.data import load
from training.measure import load_reader
from training.network import Batch, Reader, batch_of, loss_of
from training.sample import Sampler

WARM, DECAY, AVERAGED = 500, 0.01, 0.999
_SAVE_EVERY = 300  # seconds
_SAY_EVERY = 50  # steps


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run is: the same plan gives the same weights."""

    steps: int
    batch: int
    rate: float
    seed: int
    fall: float = 0.2
    """The share of the steps, the last ones, over which the rate falls to nothing."""
    teachers: tuple[Path, ...] = ()
    encoder: Path | None = None
    start: Path | None = None
    """A checkpoint of another run to go on from."""
    adapters: Path | None = None
    """Learn adapters alone, from those in this file if it is there."""

    def rate_at(self, step: int) -> float:
        """Return the learning rate of a step."""
        return self.rate * min(
            1.0, (step + 1) / min(WARM, self.steps / 10), (self.steps - step) / (self.fall * self.steps)
        )


class _Chunks(Dataset[list[Batch]]):
    """Batches as tensors, by the number of their chunk; any process may prepare them."""

    def __init__(self, sampler: Sampler) -> None:
        self._sampler = sampler

    def __getitem__(self, number: int) -> list[Batch]:
        return [batch_of(each) for each in self._sampler.chunk(number)]


def main() -> None:
    """Train until the steps are done."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, required=True, help="folder of what training.prepare wrote")
    parser.add_argument("--out", type=Path, help="folder of the checkpoint, if another")
    parser.add_argument("--encoder", type=Path, help="model.onnx of gte-small, to start from")
    parser.add_argument("--start", type=Path, help="checkpoint of another run, to start from")
    parser.add_argument("--adapters", type=Path, help="learn adapters alone, from those in FILE if it is there")
    parser.add_argument("--teachers", type=Path, nargs="+", default=(), help="checkpoints of other runs")
    parser.add_argument("--steps", type=int, default=40000)
    parser.add_argument("--fall", type=float, default=0.2, help="share of the steps over which the rate falls")
    parser.add_argument("--batch", type=int, default=24)
    parser.add_argument("--rate", type=float, default=8e-5)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=0, help="processes that prepare batches")
    given = parser.parse_args()
    plan = Plan(
        steps=given.steps,
        batch=given.batch,
        rate=given.rate,
        seed=given.seed,
        fall=given.fall,
        teachers=tuple(given.teachers),
        encoder=given.encoder,
        start=given.start,
        adapters=given.adapters,
    )
    train(plan, given.work, given.out or given.work, workers=given.workers)


def train(plan: Plan, work: Path, out: Path, *, until: int | None = None, workers: int = 0) -> None:
    """Run the steps that are left, all or up to one of them, with checkpoints."""
    device = "cuda" if torch.cuda.is_available() else "cpu"
    short = device == "cuda" or torch.ops.mkldnn._is_mkldnn_bf16_supported()
    sampler = Sampler(load(work / "questions.pickle"), seed=plan.seed, batch=plan.batch)
    torch.manual_seed(plan.seed)
    reader = load_reader(plan.start)[0] if plan.start else Reader(encoder(plan.encoder))
    if plan.adapters:
        adapters.adapt(reader, plan.adapters if plan.adapters.exists() else None)
    reader.to(device).train()
    teachers = [load_reader(file)[0].to(device) for file in plan.teachers]
    optimiser = torch.optim.AdamW(_groups(reader), lr=plan.rate)
    averaged = {name: value.detach().clone() for name, value in reader.named_parameters()}
    out.mkdir(parents=True, exist_ok=True)
    step = _resume(out / "checkpoint.pt", reader, optimiser, averaged)
    print(f"{sampler.steps} steps an epoch; at step {step} of {plan.steps}, on {device}", flush=True)
    saved = said = time.monotonic()
    losses: list[torch.Tensor] = []
    last = plan.steps if until is None else until
    for prepared in _batches(sampler, step, last, workers):
        torch.manual_seed(plan.seed * 1_000_003 + step)
        for group in optimiser.param_groups:
            group["lr"] = plan.rate_at(step)
        batch = prepared.to(device)
        with torch.autocast(device, dtype=torch.bfloat16, enabled=short):
            taught = _said(teachers, batch)
            logits = reader(batch.ids, batch.mask, batch.kinds)
        loss = loss_of(logits, batch, taught)
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(reader.parameters(), 1.0)
        optimiser.step()
        step += 1
        _average(averaged, reader, step)
        losses.append(loss.detach())
        if step % _SAY_EVERY == 0:
            mean, now = torch.stack(losses).mean().item(), time.monotonic()
            speed = len(losses) * plan.batch / (now - said)
            print(f"step {step}: loss {mean:.4f}, {speed:.1f} examples a second", flush=True)
            losses, said = [], now
        if time.monotonic() - saved > _SAVE_EVERY:
            _save(out / "checkpoint.pt", reader, optimiser, averaged, step)
            saved = time.monotonic()
    _save(out / "checkpoint.pt", reader, optimiser, averaged, step)


def _batches(sampler: Sampler, step: int, last: int, workers: int) -> Iterator[Batch]:
    """Yield the batches of the steps up to the last."""
    first, skipped = divmod(step, sampler.per_chunk)
    left = last - step
    numbers = range(first, -(-last // sampler.per_chunk))
    for batches in DataLoader(_Chunks(sampler), sampler=numbers, batch_size=None, num_workers=workers):
        for batch in batches[skipped : skipped + left]:
            left -= 1
            yield batch
        skipped = 0


def _said(teachers: Sequence[Reader], batch: Batch) -> torch.Tensor | None:
    """Return the teachers' mean logits, None without any."""
    if not teachers:
        return None
    with torch.no_grad():
        return torch.stack([each(batch.ids, batch.mask, batch.kinds).float() for each in teachers]).mean(0)


def _groups(reader: Reader) -> list[dict[str, Any]]:
    """Return the weights that decay, and the rest."""
    decayed = [value for value in reader.trained().values() if value.ndim > 1]
    rest = [value for value in reader.trained().values() if value.ndim == 1]
    return [{"params": decayed, "weight_decay": DECAY}, {"params": rest, "weight_decay": 0.0}]


def _average(averaged: dict[str, torch.Tensor], reader: Reader, step: int) -> None:
    """Move the average towards the weights; it reaches back a tenth of the steps, a thousand at most."""
    share = max(1 - AVERAGED, 1 / (1 + step / 10))
    trained = reader.trained()
    torch._foreach_lerp_([averaged[name] for name in trained], [each.detach() for each in trained.values()], share)


def _save(
    file: Path, reader: Reader, optimiser: torch.optim.Optimizer, averaged: dict[str, torch.Tensor], step: int
) -> None:
    """Write all or nothing."""
    part = file.with_suffix(".part")
    state = {
        "reader": reader.trained(),
        "optimiser": optimiser.state_dict(),
        "learned": {name: averaged[name] for name in reader.trained()},
        "averaged": adapters.plain(averaged),
        "step": step,
    }
    torch.save(state, part)
    part.replace(file)


def _resume(file: Path, reader: Reader, optimiser: torch.optim.Optimizer, averaged: dict[str, torch.Tensor]) -> int:
    """Take over what a checkpoint holds and return its step, 0 if there is none."""
    if not file.exists():
        return 0
    state = torch.load(file, map_location="cpu", weights_only=True)
    reader.load_state_dict(state["reader"], strict=False)
    optimiser.load_state_dict(state["optimiser"])
    for name, value in state["learned"].items():
        averaged[name].copy_(value)
    return int(state["step"])


if __name__ == "__main__":
    main()
