"""One article that is made to be slow keeps nobody waiting, wherever its text is looked at."""

from __future__ import annotations

import resource
from pathlib import Path

import pytest
from fakes import HashingEmbedder

from qa_bot import QABot, Settings
from qa_bot.model import Article
from qa_bot.web.suggestions import find_examples, find_followups

pytestmark = pytest.mark.slow

LENGTH = 60_000
PROSE = "Marta Lind said the tower of Oskholm was built in June 2016 for the harbour. " * 1000


@pytest.mark.parametrize("unit", ["a", "A", "A’", "»!", ".”", "(", "Aa said ", "May 2016 ", "\u0301", "a. ", "漢。"])
def test_a_hostile_article_takes_the_server_no_longer_than_prose(tmp_path: Path, unit: str) -> None:
    hostile = "Marta Lind said so. " + unit * (LENGTH // len(unit))
    prose = server_seconds(tmp_path / "prose", PROSE[:LENGTH])
    # Threads that other tests left count too: the least of three.
    assert any(server_seconds(tmp_path / f"hostile-{n}", hostile) < 5 * prose + 1 for n in range(3))


def server_seconds(folder: Path, text: str) -> float:
    """Return how long this process computes to add an article, ask about it, and look for questions about it."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_utime
    with QABot.open(folder, embedder=HashingEmbedder(), settings=Settings.load(threshold=0, reader="none")) as bot:
        bot.add(Article("a", "Marta Lind in June 2016", text))
        answer = bot.ask("What did Marta Lind say in June 2016?")
        find_followups(bot, answer)
        find_examples(bot, list(bot.library.articles()))
    return resource.getrusage(resource.RUSAGE_SELF).ru_utime - before
