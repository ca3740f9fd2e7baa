"""A page that is really served, on loopback."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fakes import STORIES

from qa_bot import QABot, Settings
from qa_bot.web import create_app
from qa_bot.web.serve import launch


@pytest.fixture
def page(bot: QABot, tmp_path: Path) -> Iterator[str]:
    """Return the address of a page on the stories, of a bot that answers whatever it is asked."""
    bot.add(*STORIES)
    demo = create_app(bot, uploads=tmp_path / "uploads")
    url = launch(demo, Settings.load(port=0))
    assert url is not None
    yield url
    demo.close()
