"""Adapters learn beside an encoder that stays, fit into a small file, and go on from it."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from training.adapters import adapt, plain, write
from training.base import encoder
from training.network import Reader, reader_of

pytestmark = pytest.mark.model

TOKENS = torch.tensor([[101, 2040, 2328, 1996, 102, 1996, 2160, 2001, 2328, 102]])
KINDS = torch.tensor([[0, 0, 0, 0, 0, 1, 1, 1, 1, 1]])


def said(reader: Reader) -> torch.Tensor:
    with torch.inference_mode():
        return reader(TOKENS, torch.ones_like(TOKENS), KINDS)


@pytest.fixture
def learned() -> Reader:
    """Return a reader whose adapters hold something."""
    torch.manual_seed(1)
    reader = Reader(encoder())
    adapt(reader)
    for value in reader.trained().values():
        torch.nn.init.normal_(value, std=0.05)
    return reader


def test_adapters_change_nothing_before_they_learn_and_the_encoder_never() -> None:
    reader = Reader(encoder())
    before, weights = said(reader), dict(reader.named_parameters())
    adapt(reader)
    torch.testing.assert_close(said(reader), before)
    said(reader).sum()
    reader(TOKENS, torch.ones_like(TOKENS), KINDS).sum().backward()
    stays = [value for name, value in weights.items() if name.startswith("encoder.")]
    assert all(value.grad is None for value in stays)
    assert all(value.grad is not None for value in reader.trained().values())
    assert sum(value.numel() for value in reader.trained().values()) < sum(value.numel() for value in stays) / 20


def test_a_reader_without_adapters_says_the_same_with_their_products_in_its_weights(learned: Reader) -> None:
    weights = plain({name: value.detach() for name, value in learned.named_parameters()})
    torch.testing.assert_close(said(reader_of(weights)), said(learned), rtol=1e-4, atol=1e-4)


def test_what_was_learned_goes_on_from_a_small_file(learned: Reader, tmp_path: Path) -> None:
    write({name: value.detach() for name, value in learned.trained().items()}, tmp_path / "adapters.safetensors")
    assert (tmp_path / "adapters.safetensors").stat().st_size < 2e6
    again = Reader(encoder())
    adapt(again, tmp_path / "adapters.safetensors")
    difference = (said(again) - said(learned)).abs().max()
    assert difference < 0.02 * said(learned).abs().max()
