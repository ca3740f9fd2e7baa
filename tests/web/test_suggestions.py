from __future__ import annotations

import pytest
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


@pytest.mark.model
def test_examples_over_the_sample_articles_are_such_as_a_person_asks_and_are_well_answered(corpus_bot: QABot) -> None:
    examples = find_examples(corpus_bot, list(corpus_bot.library.articles()))
    asked = [example.question for example in examples]
    assert len(asked) == 4
    assert sum(question.startswith(("Why", "How", "Who", "When")) for question in asked) >= 2
    for example in examples:
        answer = corpus_bot.ask(example.question)
        assert answer.confidence >= 0.6
        assert answer.citations[0].article == example.article
