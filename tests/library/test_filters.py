"""Filters restrict exactly, whether they leave much, little or nothing."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from fakes import HashingEmbedder, bag_of_words, make_article

from qa_bot.library import Library
from qa_bot.library.protocols import Stored
from qa_bot.model import Filters
from qa_bot.read import FoundArticle


def silent(what: str, done: int, total: int | None, /) -> None:
    """Ignore progress."""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    opened = Library(tmp_path_factory.mktemp("filters") / "library", HashingEmbedder())
    articles = [
        make_article(
            f"Report number {n} about the weather at the station.",
            f"a{n:02}",
            published=f"2020-01-{n:02}" if n <= 28 else None,
            source="Wire" if n % 2 else "Äther Post",
        )
        for n in range(1, 31)
    ]
    opened.add((FoundArticle(f"id:{article.id}", article) for article in articles), silent)
    yield opened
    opened.close()


def passing(library: Library, filters: Filters) -> list[Stored]:
    allowed = set(library.truth.matching(filters).tolist())
    by_vector = library.search_vectors(bag_of_words("weather report"), k=100, filters=filters)
    by_keyword = library.truth.search_keywords(["weather", "report"], k=100, filters=filters)
    assert set(by_vector) == {each for each, _ in by_keyword} == allowed
    return list(library.truth.passages(allowed).values())


def days(stored: list[Stored]) -> list[int | None]:
    return sorted(each.passage.article.published.day for each in stored if each.passage.article.published)


def test_no_filter_lets_everything_pass(library: Library) -> None:
    assert len(passing(library, Filters())) == 30


def test_days_are_included_and_articles_without_one_left_out(library: Library) -> None:
    assert days(passing(library, Filters(after=date(2020, 1, 26)))) == [26, 27, 28]
    assert days(passing(library, Filters(before=date(2020, 1, 2)))) == [1, 2]
    assert days(passing(library, Filters(after=date(2020, 1, 5), before=date(2020, 1, 5)))) == [5]
    assert len(passing(library, Filters(after=date(1000, 1, 1)))) == 28


def test_sources_are_compared_without_case(library: Library) -> None:
    assert len(passing(library, Filters(source="wire"))) == 15
    assert days(passing(library, Filters(source="WIRE", before=date(2020, 1, 4)))) == [1, 3]


def test_nothing_may_be_left(library: Library) -> None:
    assert passing(library, Filters(after=date(2021, 1, 1))) == []
    assert passing(library, Filters(source="Nobody")) == []


def test_a_filter_over_many_passages_searches_the_index_wider_until_it_has_enough(tmp_path: Path) -> None:
    near = " ".join(f"Weather report {n} weather report." for n in range(900))
    far = " ".join(f"Harbour dues number {n} were paid late." for n in range(2100))
    opened = Library(tmp_path / "library", HashingEmbedder(max_tokens=4))
    articles = [make_article(near, "near", published="2019-01-01"), make_article(far, "far", published="2020-01-01")]
    opened.add((FoundArticle(f"id:{each.id}", each) for each in articles), silent)
    filters = Filters(after=date(2020, 1, 1))
    found = opened.search_vectors(bag_of_words("weather report"), k=20, filters=filters)
    allowed = opened.truth.matching(filters).tolist()
    opened.close()
    assert len(allowed) > 2000
    assert len(found) == 20
    assert set(found) <= set(allowed)
