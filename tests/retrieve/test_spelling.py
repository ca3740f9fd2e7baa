"""Misspelt words of a question, put right by the words of a real library."""

from collections.abc import Iterator

import pytest
from fakes import HashingEmbedder, make_article
from hypothesis import given
from hypothesis import strategies as st

from qa_bot import QABot
from qa_bot.library import Library
from qa_bot.read import FoundArticle
from qa_bot.retrieve.spelling import respelt

STORY = make_article(
    "Taiwan thanked the Huguenots of Skarholm. Summaries came to Harbor. The dredgers freed the vessel; dinner waited. "
    "Griner pleaded guilty, and Griner was sentenced. Skarholm slept.",
    "story",
)


def silent(what: str, done: int, total: int | None, /) -> None:
    """Ignore progress."""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    opened = Library(tmp_path_factory.mktemp("spelling") / "library", HashingEmbedder())
    opened.add([FoundArticle("id:story", STORY)], silent)
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("Did she visit Tiawan?", "Did she visit Taiwan?"),
        ("who thanked the hugenots", "who thanked the huguenots"),
        ("What did Grinner's lawyer say to Skarrholm?", "What did Griner's lawyer say to Skarholm?"),
        ("How did the dredgrs free it?", "How did the dredgers free it?"),
    ],
)
def test_a_misspelt_word_is_that_of_the_articles(library: Library, question: str, meant: str) -> None:
    assert respelt(question, library.truth) == meant


@pytest.mark.parametrize(
    "question",
    [
        "Did Taiwan thank the Huguenots?",
        "Who ate the diner?",  # an English word, though no article has it
        "Summarise what came to harbour.",  # and a British one
        "Was Kaiwan there?",  # the first letter is seldom wrong
        "Was Skarhlmo there?",  # two slips
        "Was ist in Tiaawan?",
        "",
    ],
)
def test_other_words_stay(library: Library, question: str) -> None:
    assert respelt(question, library.truth) == question


@given(st.text(max_size=60))
def test_no_question_is_too_odd(library: Library, question: str) -> None:
    assert len(respelt(question, library.truth)) <= len(question) + 8


@pytest.mark.model
def test_an_answer_says_how_it_was_understood(corpus_bot: QABot) -> None:
    answer = corpus_bot.ask("Where was the setlement over the Ever Given signed, in Ismailya?")
    assert answer.question == "Where was the setlement over the Ever Given signed, in Ismailya?"
    assert answer.standalone_question == "Where was the settlement over the Ever Given signed, in Ismailia?"
    assert "Ismailia" in answer.said
