"""A second process on a library: python sharing.py LIBRARY CHROMA_URL; does what it is told by lines of stdin.

Prints a line of JSON for each line: [WORD, argument] with WORD one of add, remove, ask, check.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from fakes import HashingEmbedder, make_article

from qa_bot import QABot, Settings
from qa_bot.errors import QABotError


def main(folder: str, url: str) -> None:
    settings = Settings.load(threshold=0, max_quotes=1, chroma_url=url)
    with QABot.open(folder, embedder=HashingEmbedder(), settings=settings) as bot:
        say("open")
        for line in sys.stdin:
            try:
                say(obey(bot, *json.loads(line)))
            except QABotError as error:
                say(f"error: {error}")


def obey(bot: QABot, word: str, argument: str) -> object:
    if word == "add":
        article_id, _, text = argument.partition(":")
        return str(bot.add(make_article(text, article_id)))
    if word == "remove":
        return bot.library.remove(argument)
    if word == "ask":
        return [citation.quote for citation in bot.ask(argument).citations]
    return bot.library.check().sound


def say(what: object) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
