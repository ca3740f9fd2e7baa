"""A short run of `scripts/fuzz`: damaged documents, requests and library files are borne."""

from __future__ import annotations

from pathlib import Path

import pytest
from fuzzing import BOUNDED, KINDS, SEEDS, fuzz

from qa_bot.errors import ReadError
from qa_bot.read import read

pytestmark = pytest.mark.slow

CASES = {"readers": 200, "api": 60, "library": 20}


@pytest.mark.server
@pytest.mark.parametrize("kind", KINDS)
def test_what_is_damaged_is_borne(kind: str, tmp_path: Path) -> None:
    assert fuzz(kind, tmp_path, seed=1, cases=CASES[kind]).total() == CASES[kind]


def test_every_seed_is_whole() -> None:
    for seed in SEEDS:
        items = list(read(str(seed), BOUNDED))
        assert any(not isinstance(each, ReadError) for each in items) or seed.name == "squad.json", seed.name
