from __future__ import annotations

from fakes import STORIES

from qa_bot import QABot
from qa_bot.web.suggestions import find_examples


def test_examples_ask_after_who_is_quoted_and_are_answered_from_the_article(bot: QABot) -> None:
    bot.add(*STORIES)
    examples = find_examples(bot, list(bot.library.articles()))
    assert [example.question for example in examples] == [
        "What did Marta Lind say?",
        "What did Mark Welsh say?",
        "What is reported under “Observatory counts more meteors than ever”?",
    ]
    for example in examples:
        assert example.article in [citation.article for citation in bot.ask(example.question).citations]


def test_a_question_that_is_refused_is_no_example(refusing_bot: QABot) -> None:
    refusing_bot.add(*STORIES)
    assert find_examples(refusing_bot, list(refusing_bot.library.articles())) == []


def test_no_more_than_asked_for(bot: QABot) -> None:
    bot.add(*STORIES)
    assert len(find_examples(bot, list(bot.library.articles()), most=1)) == 1
