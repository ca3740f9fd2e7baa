"""QA Bot itself, run as the others are: evidence for each sentence is stored too, and asking goes on to sentences."""

from __future__ import annotations

from typing import Any

from told import measure


def load(store: str) -> Any:  # noqa: ANN401 - as the others
    """Return an empty library, its model loaded."""
    from qa_bot import QABot

    bot = QABot.open(store)
    bot.library.warm()
    return bot


def add(bot: Any, articles: list[dict[str, str]]) -> int:  # noqa: ANN401
    """Add all articles."""
    from qa_bot import Article

    bot.add(*(Article(each["id"], each["title"], each["text"]) for each in articles))
    return int(bot.library.about().passages)


def ask(bot: Any, question: str) -> object:  # noqa: ANN401
    """Return the best passages, before any of them is read."""
    from qa_bot.model import Filters

    answering = bot._answering
    return answering.search(answering.query(question, None), Filters())


if __name__ == "__main__":
    measure(load, add, ask)
