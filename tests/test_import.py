import subprocess
import sys

import pytest

import qa_bot

PROGRAM = """
import sys, time
start = time.perf_counter()
import qa_bot
seconds = time.perf_counter() - start
heavy = "torch gradio chromadb pydantic langchain_core sentence_transformers transformers numpy pysbd".split()
print(seconds, *[name for name in heavy if name in sys.modules])
"""


def test_importing_is_quick_and_loads_no_heavy_library() -> None:
    """The best of three: another process on the machine must not decide."""
    seconds = []
    for _ in range(3):
        result = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True)
        taken, *loaded = result.stdout.split()
        assert loaded == []
        seconds.append(float(taken))
        if seconds[-1] < 0.3:
            break
    assert min(seconds) < 0.3


def test_every_public_name_is_there() -> None:
    assert qa_bot.__all__ == sorted(qa_bot.__all__)
    assert all(getattr(qa_bot, name) for name in qa_bot.__all__)


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="module 'qa_bot' has no attribute 'Nothing'"):
        qa_bot.Nothing  # noqa: B018
