"""The index finds the nearest vectors, all of them."""

from pathlib import Path

import numpy as np

from qa_bot.library.chroma import Embedded


def test_the_hundred_nearest_are_the_hundred_nearest(tmp_path: Path) -> None:
    """An index that goes through too few vectors misses some, others in each process: answers would not be the same."""
    random = np.random.default_rng(1)
    vectors = random.normal(size=(600, 48)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    index = Embedded(tmp_path).open("one")
    index.upsert(range(600), list(vectors))
    for question in random.normal(size=(20, 48)).astype(np.float32):
        nearest = np.argsort(-(vectors @ question))[:100]
        assert index.search(question, 100) == nearest.tolist()
    index.close()
