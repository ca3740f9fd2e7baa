"""Names in a question that no article mentions, in a real library."""

from collections.abc import Iterator

import pytest
from fakes import STORIES, HashingEmbedder, make_article

from qa_bot.library import Library
from qa_bot.model import Filters
from qa_bot.read import FoundArticle
from qa_bot.retrieve import Query, search
from qa_bot.retrieve.unnamed import unnamed

MORE = make_article(
    "The French general Montcalm held Québec. The United States and Britain sent help to Duquesne, Holland none. "
    "Nothing was ever given to the captain. Then old Captain Reid and his cousin left, and no royal oak was felled.",
    "more",
)


def silent(what: str, done: int, total: int | None, /) -> None:
    """Ignore progress."""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    opened = Library(tmp_path_factory.mktemp("unnamed") / "library", HashingEmbedder())
    opened.add([FoundArticle(f"id:{each.id}", each) for each in (*STORIES, MORE)], silent)
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("When did the Titanic sink?", ("Titanic",)),
        ("What did Queen Elizabeth say about the tower?", ("Elizabeth",)),
        ("Did Shoigu speak to Napoleon in Syria?", ("Napoleon",)),
        ("Who is Batman?", ("Batman",)),
        ("Who was the captain of the Royal Captain?", ()),  # "Captain" is part of a name there
        ("When did the Given Oak leave?", ("Given Oak",)),  # both words are there, but name nothing
        ("When was help sent to the Ever Given?", ()),  # they stand together
    ],
)
def test_a_name_that_no_article_mentions_is_found(library: Library, question: str, names: tuple[str, ...]) -> None:
    assert unnamed(question, library.truth) == names
    assert Query.of(question, library, HashingEmbedder()).unnamed == names


@pytest.mark.parametrize(
    "question",
    [
        "Who proposed joint air strikes to the Pentagon?",
        "Where did Moncalm stand when Fort Dusquesne fell?",  # misspelt
        "What did France do, and how many Britons and Americans were there?",  # nations for countries and back
        "Why did the US and the UK help Quebec?",  # initials, too short to tell, and an accent
        "Who proposed joint air strikes on a Monday in August?",  # articles may have days as figures
        "Does the American general expect it, and do Frenchmen and the Dutch?",  # where "the US" and "Holland" stand
        "Explain who leads the society.",  # the first word is capitalised for that reason alone
        "When Did The Titanic Sink?",  # title case and capitals show no names
        "WHEN DID THE TITANIC SINK?",
        "when did the titanic sink",
        "Titanic",
        "",
    ],
)
def test_nothing_is_held_against_what_is_there_or_cannot_be_told(library: Library, question: str) -> None:
    assert unnamed(question, library.truth) == ()


def test_what_is_added_is_no_longer_unnamed(tmp_path: pytest.TempPathFactory) -> None:
    with_more = Library(tmp_path / "library", HashingEmbedder())  # type: ignore[operator]
    assert unnamed("When did the Titanic sink?", with_more.truth) == ("Titanic",)
    with_more.add([FoundArticle("id:t", make_article("The Titanic sank in 1912.", "t"))], silent)
    assert unnamed("When did the Titanic sink?", with_more.truth) == ()
    assert search(Query.of("Titanic", with_more, HashingEmbedder()), with_more, k=1, filters=Filters())
    with_more.close()


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("I have ten minutes. Summarise the talks in Syria, please.", ()),
        ("One thing: Outline what they said about the tower!", ()),
        ("Thank you! Enumerate the strikes.", ()),
        ("I have ten minutes. Summarise what Napoleon said.", ("Napoleon",)),
        ("What did Prof. Zorblax say about the tower?", ("Zorblax",)),
    ],
)
def test_a_word_that_opens_a_sentence_is_no_name(library: Library, question: str, names: tuple[str, ...]) -> None:
    assert unnamed(question, library.truth) == names
