"""What is searched in memory is what the database says, whatever was added, replaced and removed."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from fakes import CORPUS, HashingEmbedder, bag_of_words, make_article

from qa_bot.library import Library
from qa_bot.library.sqlite.database import Database
from qa_bot.library.sqlite.keywords import Columns, Postings
from qa_bot.library.sqlite.rows import where
from qa_bot.model import Article, Filters
from qa_bot.read import FoundArticle, read
from qa_bot.settings import Settings
from qa_bot.text.terms import content_terms

pytestmark = pytest.mark.slow

FILTERS = [
    Filters(),
    Filters(after=date(2016, 6, 1)),
    Filters(before=date(2016, 6, 1)),
    Filters(after=date(2016, 5, 1), before=date(2016, 9, 1)),
    Filters(source="äther POST"),
    Filters(source="Äther POST", after=date(2020, 1, 2)),
    Filters(source="Nobody"),
]
WORDS = ["russia", "ceasefir", "state", "water", "2016", "weather", "nothinglikeit"]


def add(library: Library, *articles: Article) -> None:
    library.add((FoundArticle(f"id:{each.id}", each) for each in articles), lambda what, done, total: None)


def weather(n: int, text: str = "Report about the weather") -> Article:
    day = f"2020-01-{n:02}" if n % 3 else None
    return make_article(f"{text} {n}. Water stands high.", f"w{n}", published=day, source="Äther Post")


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """Return a library in which articles were replaced and removed between searches."""
    opened = Library(tmp_path_factory.mktemp("searched") / "library", HashingEmbedder())
    settings = Settings.load()
    files = [each for path in sorted(CORPUS.glob("*.md"))[:12] for each in read(str(path), settings)]
    add(opened, *(each.article for each in files if isinstance(each, FoundArticle)))
    for n in range(1, 9):
        add(opened, weather(n))
        opened.truth.search_keywords(["weather"], k=1, filters=Filters())
    add(opened, weather(2, "Storms and the weather"))
    opened.truth.search_keywords(["weather"], k=1, filters=Filters())
    opened.remove("w5")
    yield opened
    opened.close()


def rows(library: Library, sql: str, *values: object) -> list[tuple[int, float]]:
    with closing(sqlite3.connect(library.folder / "library.db")) as connection:
        return connection.execute(sql, values).fetchall()


@pytest.mark.parametrize("filters", FILTERS, ids=str)
def test_passages_have_the_bm25_of_fts5(library: Library, filters: Filters) -> None:
    condition, values = where(filters)
    expected = rows(
        library,
        "SELECT k.rowid, -bm25(keywords) FROM keywords k JOIN passages p ON p.id = k.rowid"
        f" JOIN articles a ON a.id = p.article_id WHERE keywords MATCH ? AND {condition}",
        " OR ".join(WORDS),
        *values,
    )
    found = library.truth.search_keywords(WORDS, k=1000, filters=filters)
    assert dict(found) == pytest.approx(dict(expected))
    assert [score for _, score in found] == sorted((score for _, score in found), reverse=True)
    assert library.truth.search_keywords(WORDS, k=3, filters=filters) == found[:3]


def test_articles_have_the_bm25_of_fts5(library: Library) -> None:
    words = [*WORDS, *(term for each in library.truth.articles() for term in content_terms(each.title)[:2])]
    expected = rows(
        library,
        "SELECT p.article_id, -bm25(article_keywords) FROM article_keywords k JOIN passages p ON p.id = k.rowid"
        " WHERE article_keywords MATCH ?",
        " OR ".join(dict.fromkeys(words)),
    )
    assert len(expected) > 10
    assert library.truth.search_articles([*dict.fromkeys(words)], k=1000) == pytest.approx(dict(expected))


@pytest.mark.parametrize("filters", FILTERS, ids=str)
def test_the_passages_that_pass_are_those_of_the_articles_that_do(library: Library, filters: Filters) -> None:
    condition, values = where(filters)
    sql = f"SELECT p.id FROM passages p JOIN articles a ON a.id = p.article_id WHERE {condition} ORDER BY p.id"
    assert library.truth.matching(filters).tolist() == [row[0] for row in rows(library, sql, *values)]


def test_what_was_kept_up_to_date_is_what_is_read_anew(library: Library) -> None:
    kept = library.truth._current().columns
    anew = Columns.empty().current(library.truth._read)
    for name in ("state", "first", "day", "source", "title", "text"):
        assert np.array_equal(getattr(kept, name), getattr(anew, name)), name
    assert library.truth.passage_count() == kept.count == len(library.truth.passage_ids())


def test_what_another_process_changed_counts_at_the_next_question(tmp_path: Path) -> None:
    """Two databases on one file, as in two processes: neither tells the other anything but through SQLite."""
    filters = Filters(source="Äther Post")
    with closing(Library(tmp_path / "library", HashingEmbedder())) as one:
        add(one, weather(1), weather(2))
        with closing(Database(tmp_path / "library" / "library.db")) as other:
            assert len(other.search_keywords(["weather"], k=9, filters=filters)) == 2
            changes = [
                lambda: add(one, weather(3)),
                lambda: add(one, weather(2, "Storms and the weather")),
                lambda: one.remove("w1"),
                lambda: add(one, weather(1)) or one.remove("w2"),
                lambda: one.remove("w3") and one.remove("w1"),
            ]
            for change, left in zip(changes, (3, 3, 2, 2, 0), strict=True):
                change()
                assert other.passage_count() == left
                assert {each for each, _ in other.search_keywords(["weather"], k=9, filters=filters)} == (
                    one.truth.passage_ids()
                )
                assert other.matching(filters).tolist() == sorted(one.truth.passage_ids())


def test_words_are_counted_in_passages(library: Library) -> None:
    counted = dict(rows(library, "SELECT term, doc FROM vocabulary"))
    assert library.truth.document_frequencies(WORDS) == {word: counted.get(word, 0) for word in WORDS}


def test_occurrences_are_counted_by_document() -> None:
    postings = Postings.of(np.array([3, 3, 4, 9, 9, 9]))
    assert (postings.documents.tolist(), postings.times.tolist()) == ([3, 4, 9], [2, 1, 3])
    assert Postings.of(np.array([], dtype=np.int64)).documents.tolist() == []


@pytest.fixture(scope="module")
def gauges(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """Return a library of 3,000 passages: since 2020 all, since 2021 a half, 2022 a tenth, 2023 a hundredth."""
    with closing(Library(tmp_path_factory.mktemp("gauges") / "library", HashingEmbedder(max_tokens=6))) as opened:
        texts = [" ".join(f"Gauge {n} of {m} read {n * m % 37} at dawn." for n in range(10)) for m in range(300)]
        years = [2020 + sum(m % share == 0 for share in (2, 10, 100)) for m in range(300)]
        add(opened, *(make_article(text, f"a{m}", published=f"{years[m]}-01-05") for m, text in enumerate(texts)))
        yield opened


@pytest.mark.parametrize(("year", "share"), [(2020, 1), (2021, 2), (2022, 10), (2023, 100)])
def test_the_nearest_that_pass_are_the_nearest_of_all_that_pass(gauges: Library, year: int, share: int) -> None:
    """One in `share` passes: of many the index is searched wider, of few each is compared."""
    filters = Filters(after=date(year, 1, 1))
    ids, vectors = gauges.truth.vectors(gauges.truth.matching(filters).tolist())
    asked = bag_of_words("gauge 7 of 12 read 10")
    near = dict(zip(ids, (vectors @ asked).tolist(), strict=True))
    found = gauges.search_vectors(asked, k=20, filters=filters)
    assert len(near) >= 2900 // share
    assert set(found) <= set(ids)
    scores = [near[each] for each in found]
    best = sorted(near.values(), reverse=True)[:20]
    assert scores == pytest.approx(sorted(scores, reverse=True), abs=1e-6)
    # the index finds nearly all of them
    missed = sum(score < best[-1] - 1e-6 for score in scores)
    assert len(scores) == 20
    assert missed <= (2 if share < 10 else 0)
