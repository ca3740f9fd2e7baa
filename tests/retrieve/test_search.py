"""Finding passages and their sentences in a real library."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from fakes import AIR_STRIKES, LIGHTHOUSE, OBSERVATORY, STORIES, HashingEmbedder, make_article

from qa_bot.library import Library
from qa_bot.model import Filters
from qa_bot.read import FoundArticle
from qa_bot.retrieve import Query, Ranked, find_evidence, search
from qa_bot.retrieve.evidence import coverage


def silent(what: str, done: int, total: int | None, /) -> None:
    """Ignore progress."""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    opened = Library(tmp_path_factory.mktemp("search") / "library", HashingEmbedder())
    opened.add(
        [FoundArticle(f"id:{each.id}", each) for each in (*STORIES, make_article("Nothing much.", "short"))], silent
    )
    yield opened
    opened.close()


def ask(library: Library, question: str, *, k: int = 10, filters: Filters | None = None) -> tuple[Query, list[Ranked]]:
    query = Query.of(question, library, HashingEmbedder())
    return query, search(query, library, k=k, filters=filters or Filters())


@pytest.mark.parametrize(
    ("question", "article"),
    [
        ("Who proposed joint air strikes?", AIR_STRIKES),
        ("Who leads the society that owns the tower?", LIGHTHOUSE),
        ("How many meteors did astronomers count?", OBSERVATORY),
        ("METEORS!", OBSERVATORY),
    ],
)
def test_the_right_article_comes_first(library: Library, question: str, article: object) -> None:
    _, ranked = ask(library, question)
    assert ranked[0].stored.passage.article == article
    assert [each.score for each in ranked] == sorted((each.score for each in ranked), reverse=True)
    assert set(ranked[0].parts) == {"vector", "keywords", "best_sentence", "article", "recent"}


def test_no_more_than_asked_for(library: Library) -> None:
    assert len(ask(library, "Who leads the society?", k=2)[1]) == 2


def test_filters_reach_both_ways_of_searching(library: Library) -> None:
    _, ranked = ask(library, "How many meteors did astronomers count?", filters=Filters(source="Island Post"))
    assert {each.stored.passage.article for each in ranked} == {LIGHTHOUSE}
    assert ask(library, "How many meteors?", filters=Filters(source="Nobody"))[1] == []


def test_the_sentence_that_answers_comes_first_with_its_parts(library: Library) -> None:
    query, ranked = ask(library, "Who leads the society that owns the tower?")
    evidence = find_evidence(query, ranked)
    assert evidence[0].sentence.text == (
        '"We counted every screw of it twice," said Marta Lind, who leads the society that owns the tower.'
    )
    assert {"passage", "sentence", "words"} <= set(evidence[0].parts)
    assert -1.001 <= evidence[0].parts["sentence"] <= 1.001
    assert 0 <= evidence[0].parts["words"] <= 1
    assert [each.score for each in evidence] == sorted((each.score for each in evidence), reverse=True)
    assert len(evidence) == sum(len(each.stored.passage.sentences) for each in ranked)


def test_without_passages_there_is_no_evidence(library: Library) -> None:
    query, _ = ask(library, "Who?")
    assert find_evidence(query, []) == []


def test_rare_words_tell_more_than_common_ones(library: Library) -> None:
    query, _ = ask(library, "the meteors of Skarholm")
    assert set(query.weights) == {"meteor", "skarholm"}
    assert all(weight > 0 for weight in query.weights.values())


def test_coverage_is_the_weighted_share() -> None:
    weights = {"a": 3.0, "b": 1.0}
    assert coverage(weights, frozenset("ac")) == 0.75
    assert (coverage(weights, frozenset()), coverage(weights, frozenset("ab")), coverage({}, frozenset("a"))) == (
        0,
        1,
        0,
    )


def test_where_it_is_asked_how_things_are_now_the_newest_article_is_ahead() -> None:
    old = make_article("The dam holds forty boats.", "old", published="2020-05-04")
    new = make_article("The dam holds sixty boats.", "new", published="2020-06-04")
    with TemporaryDirectory() as folder:
        opened = Library(Path(folder) / "library", HashingEmbedder())
        opened.add([FoundArticle(f"id:{each.id}", each) for each in (old, new)], silent)
        found = {each: find_evidence(*ask(opened, each)) for each in ("dam boats", "dam boats currently")}
        opened.close()
    assert [each.parts["now"] for each in found["dam boats"]] == [0.0, 0.0]
    first, second = found["dam boats currently"]
    assert first.passage.article == new
    assert first.parts["now"] == 1.0
    assert 0.01 < second.parts["now"] < 0.02  # a third after a week, one hundredth after a month
