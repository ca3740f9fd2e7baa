"""A page that is really served, asked over HTTP by httpx."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from fakes import STORIES, HashingEmbedder

from qa_bot import QABot, Settings
from qa_bot.web import create_app
from qa_bot.web.serve import launch

Ask = Callable[..., httpx.Client]


@pytest.fixture(scope="module")
def serve(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., tuple[str, QABot]]]:
    """Serve a page with these settings, and return where its API is and its bot; both are closed after the module."""
    folder, opened = tmp_path_factory.mktemp("rest"), []

    def start(**given: Any) -> tuple[str, QABot]:  # noqa: ANN401 - each setting has its own type
        settings = Settings.load(**{"threshold": 0, "port": 0, **given})
        bot = QABot.open(folder / f"library-{len(opened)}", embedder=HashingEmbedder(), settings=settings)
        bot.add(*STORIES)
        demo = create_app(bot)
        launch(demo, settings)
        opened.append((demo, bot))
        return f"{demo.local_url.rstrip('/')}/api/v1", bot

    yield start
    for demo, bot in opened:
        demo.close()
        bot.close()


@pytest.fixture(scope="module")
def served(serve: Callable[..., tuple[str, QABot]]) -> tuple[str, QABot]:
    return serve()


@pytest.fixture
def api(served: tuple[str, QABot]) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=served[0], timeout=60) as client:
        yield client
