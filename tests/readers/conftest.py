"""What the tests of the readers share: writing a file and reading it back."""

from collections.abc import Callable
from pathlib import Path

import hypothesis
import pytest

from qa_bot.errors import ReadError
from qa_bot.model import Article
from qa_bot.read import FoundArticle, read
from qa_bot.settings import Settings

# Machines that run tests are shared: how long one example takes says nothing.
hypothesis.settings.register_profile("shared", deadline=None)
hypothesis.settings.load_profile("shared")

ReadBack = Callable[..., list[FoundArticle | ReadError]]


@pytest.fixture
def settings() -> Settings:
    return Settings.load(max_file_mb=5, max_fetch_mb=1, fetch_seconds=5)


@pytest.fixture
def read_back(tmp_path: Path, settings: Settings) -> ReadBack:
    """Write `content` to a file of this name and return all that reading it yields."""

    def write_and_read(name: str, content: str | bytes) -> list[FoundArticle | ReadError]:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return list(read(str(path), settings))

    return write_and_read


@pytest.fixture
def read_article(read_back: ReadBack) -> Callable[..., Article]:
    """Write `content` to a file of this name and return the only article in it."""

    def write_and_read(name: str, content: str | bytes) -> Article:
        (found,) = read_back(name, content)
        assert isinstance(found, FoundArticle), found
        return found.article

    return write_and_read


@pytest.fixture
def read_error(read_back: ReadBack, tmp_path: Path) -> Callable[..., str]:
    """Write `content` to a file of this name and return the message of the only error, without the folder."""

    def write_and_read(name: str, content: str | bytes) -> str:
        (error,) = read_back(name, content)
        assert isinstance(error, ReadError), error
        assert "\n" not in str(error)
        return str(error).replace(f"{tmp_path}/", "")

    return write_and_read
