"""Pages served with other settings."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from fakes import STORIES, HashingEmbedder
from guarded import Serve, Served

from qa_bot import QABot, Settings
from qa_bot.web import create_app
from qa_bot.web.serve import launch


@pytest.fixture(scope="module")
def serve(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serve]:
    """Serve the page of a bot that knows the stories; of each settings one, for all tests of a module."""
    folder = tmp_path_factory.mktemp("guarded")
    served: dict[str, Served] = {}

    def start(*, is_framed: bool = False, **given: Any) -> Served:  # noqa: ANN401 - each setting has its own type
        key = f"{given} {is_framed}"
        if key not in served:
            settings = Settings.load(threshold=0, port=0, **given)
            bot = QABot.open(folder / f"library-{len(served)}", embedder=HashingEmbedder(), settings=settings)
            bot.add(*STORIES)
            demo = create_app(bot, uploads=folder / "uploads")
            launch(demo, settings, is_framed=is_framed)
            served[key] = Served(demo.local_url.rstrip("/"), demo, bot)
        return served[key]

    yield start
    for each in served.values():
        each.demo.close()
        each.bot.close()
