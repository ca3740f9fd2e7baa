"""What keeps articles and what keeps vectors do as the library's protocols say, whichever they are.

Another store is one more name here, in `TRUTHS` or `PLACES`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pytest
from fakes import HashingEmbedder, bag_of_words, make_article

from benchmarks.crash.server import ChromaServer
from qa_bot.library.chroma import Embedded, Server
from qa_bot.library.encode import EncodedArticle
from qa_bot.library.protocols import Truth, VectorIndex, VectorPlace
from qa_bot.library.sqlite.database import Database
from qa_bot.model import Among, Article, Filters, Version
from qa_bot.models import Vectors
from qa_bot.text.passages import split_passages
from qa_bot.text.terms import terms

TRUTHS: dict[str, Callable[[Path], Truth]] = {"sqlite": lambda folder: Database(folder / "library.db")}
PLACES = ("chroma folder", pytest.param("chroma server", marks=pytest.mark.server))

EMBEDDER = HashingEmbedder()
HARBOUR = make_article(
    "The harbour of Vell was dredged in 1931. Mia Holm paid for it.\n\nShips of 90 metres enter the harbour since.",
    "harbour",
    title="A deeper harbour",
    published="2016-05-02",
    source="Vell Wire",
)
BRIDGE = make_article(
    "A bridge crosses the Orm.", "bridge", title="The bridge", published="2016-06-01", source="Orm Post"
)
UNDATED = make_article("Nobody knows when the mill burned.", "mill", title="The mill")


def cut(article: Article) -> EncodedArticle:
    """Return the passages of an article with their vectors, short ones."""
    passages = split_passages(article, EMBEDDER.count_tokens, 12)
    return list(zip(passages, EMBEDDER.embed_passages(passages), strict=True))


def put(truth: Truth, *articles: Article) -> None:
    for article in articles:
        truth.put(article, [f"id:{article.id}"], cut(article))


@pytest.fixture(params=TRUTHS)
def truth(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Truth]:
    """Return an empty truth of each kind."""
    with closing(TRUTHS[request.param](tmp_path)) as opened:
        yield opened


@pytest.fixture
def filled(truth: Truth) -> Truth:
    """Return one with three articles."""
    put(truth, HARBOUR, BRIDGE, UNDATED)
    return truth


def test_a_new_truth_says_and_holds_nothing(truth: Truth) -> None:
    assert truth.manifest() == {}
    assert (truth.article_count(), truth.passage_count(), truth.ids(), truth.passage_ids()) == (0, 0, [], set())
    assert (truth.article("harbour"), truth.date_range(), truth.last_change()) == (None, None, None)
    assert (truth.sources(), truth.collections(), truth.to_index(5), truth.to_unindex()) == ([], {}, [], [])
    assert (truth.search_keywords(["vell"], k=3, filters=Filters()), truth.candidates([1])) == ([], None)
    assert (truth.damaged_articles(), truth.problems()) == ([], [])


def test_a_manifest_keeps_what_was_written_last(truth: Truth) -> None:
    truth.set_manifest({"model": "m", "chunking": "c", "schema": "7", "library": "l"})
    truth.set_manifest({"model": "n", "index": "i"})
    assert truth.manifest() == {"model": "n", "chunking": "c", "schema": "7", "library": "l", "index": "i"}


def test_an_article_comes_back_as_it_was_put(filled: Truth) -> None:
    assert filled.article("harbour") == HARBOUR
    assert list(filled.articles()) == [BRIDGE, HARBOUR, UNDATED]
    assert filled.ids() == ["bridge", "harbour", "mill"]
    assert filled.ids(["vell WIRE"]) == ["harbour"]
    assert filled.content_hash("bridge") == BRIDGE.content_hash
    assert filled.content_hash("nothing") is None
    assert (filled.article_count(), filled.sources()) == (3, ["Orm Post", "Vell Wire"])
    assert filled.date_range() == (date(2016, 5, 2), date(2016, 6, 1))
    assert filled.date_range(Filters(source="orm post")) == (date(2016, 6, 1), date(2016, 6, 1))
    assert filled.date_range(Filters(source="nobody")) is None


def test_passages_come_back_with_their_vectors(filled: Truth) -> None:
    stored = sorted(filled.passages(filled.passage_ids()).values(), key=lambda each: each.passage.span)
    of_harbour = [each for each in stored if each.passage.article == HARBOUR]
    assert [(each.passage, each.encoded.vector.tolist()) for each in of_harbour] == [
        (passage, encoded.vector.tolist()) for passage, encoded in cut(HARBOUR)
    ]
    ids, vectors = filled.vectors([each.id for each in reversed(of_harbour)] + [10**6])
    assert ids == sorted(each.id for each in of_harbour)
    assert vectors.shape == (len(ids), len(bag_of_words("")))
    assert len(stored) == filled.passage_count() > 3


def test_candidates_stand_in_the_order_of_articles_and_text(filled: Truth) -> None:
    found = filled.candidates(filled.passage_ids())
    assert found is not None
    assert found.articles == sorted(found.articles)
    assert {name: day for name, day in zip(found.articles, found.published, strict=True)} == {
        "bridge": BRIDGE.published,
        "harbour": HARBOUR.published,
        "mill": None,
    }
    sentences = [len(filled.passages([each])[each].passage.sentences) for each in found.ids]
    assert found.starts == [sum(sentences[:at]) for at in range(len(sentences))]
    assert (len(found.vectors), len(found.sentences)) == (len(sentences), sum(sentences))


def test_an_article_of_the_same_id_or_place_takes_the_place_of_the_first(filled: Truth) -> None:
    before = filled.passage_ids(), filled.digest()
    newer = make_article("The mill burned in May.", "mill", title="The mill")
    put(filled, newer)
    moved = make_article("Another bridge.", "second bridge")
    filled.put(moved, ["id:bridge"], cut(moved))
    assert filled.ids() == ["harbour", "mill", "second bridge"]
    assert filled.article("mill") == newer
    assert (filled.article_at("id:bridge"), filled.origins("second bridge")) == ("second bridge", ["id:bridge"])
    assert filled.digest() != before[1]
    assert max(before[0]) < min(filled.passage_ids() - before[0])  # no id is used twice
    assert filled.search_keywords(["cross"], k=5, filters=Filters()) == []


def test_an_article_goes_with_its_last_place(filled: Truth) -> None:
    filled.claim("mill", ["b.txt"])
    assert filled.origins("mill") == ["b.txt", "id:mill"]
    filled.claim("harbour", ["b.txt"])
    assert filled.origins("mill") == ["id:mill"]
    filled.claim("harbour", ["id:mill"])
    assert filled.article("mill") is None


def test_what_is_removed_is_found_by_nothing(filled: Truth) -> None:
    gone = filled.matching(Filters(among=Among(frozenset({"harbour"})))).tolist()
    assert gone
    assert filled.remove("harbour")
    assert not filled.remove("harbour")
    assert filled.article("harbour") is None
    assert filled.passages(gone) == {}
    assert filled.search_keywords(["vell"], k=5, filters=Filters()) == []
    assert filled.search_articles(["vell"], k=5) == {}
    assert filled.document_frequencies(["vell"]) == {"vell": 0}
    assert filled.last_change() is not None


@pytest.mark.parametrize(
    ("filters", "articles"),
    [
        (Filters(), {"bridge", "harbour", "mill"}),
        (Filters(after=date(2016, 6, 1)), {"bridge"}),
        (Filters(before=date(2016, 5, 31)), {"harbour"}),
        (Filters(source="ORM post"), {"bridge"}),
        (Filters(source="nobody"), set()),
        (Filters(among=Among(frozenset({"mill", "harbour"}))), {"harbour", "mill"}),
    ],
)
def test_filters_let_the_same_passages_through_everywhere(filled: Truth, filters: Filters, articles: set[str]) -> None:
    allowed = filled.matching(filters).tolist()
    assert allowed == sorted(allowed)
    assert {each.passage.article.id for each in filled.passages(allowed).values()} == articles
    words = [*terms("harbour bridge mill")]
    found = filled.search_keywords(words, k=50, filters=filters)
    assert {id_ for id_, _ in found} <= set(allowed)
    assert {each.passage.article.id for each in filled.passages(id_ for id_, _ in found).values()} == articles


def test_keywords_find_the_best_first(filled: Truth) -> None:
    found = filled.search_keywords([*terms("dredged"), *terms("harbour")], k=5, filters=Filters())
    assert [score for _, score in found] == sorted((score for _, score in found), reverse=True)
    assert "dredged" in filled.passages([found[0][0]])[found[0][0]].passage.text
    assert filled.search_keywords([*terms("dredged"), *terms("harbour")], k=1, filters=Filters()) == found[:1]
    assert list(filled.search_articles(terms("bridge"), k=5)) == ["bridge"]


def test_words_are_known_by_their_beginning_and_their_company(filled: Truth) -> None:
    assert filled.words_beginning("bri") == {"bridg"}
    assert filled.names_year(1930, 1932)
    assert not filled.names_year(1932, 1999)
    assert filled.holds_all(["dredged", "painted"], ["1931"])
    assert not filled.holds_all(["dredged"], ["1932"])


def test_a_list_has_pages_and_is_searched(filled: Truth) -> None:
    page = filled.listing("", Filters(), None, "title", 1, 1)
    assert ([each.id for each in page.articles], page.total) == (["bridge"], 3)
    assert [each.id for each in filled.listing("", Filters(), None, "newest", 0, 9).articles] == [
        *("bridge", "harbour", "mill")
    ]
    assert [each.id for each in filled.listing("vell wire", Filters(), None, "added", 0, 9).articles] == ["harbour"]
    assert filled.listing("", Filters(), ["mill"], "source", 0, 0).total == 1


def test_collections_hold_what_is_there(filled: Truth) -> None:
    assert filled.collect("Ports", ["harbour", "nothing", "bridge"]) == ["harbour", "bridge"]
    assert filled.collections() == {"Ports": ("bridge", "harbour")}
    pontoon = make_article("A pontoon crosses the Orm.", "pontoon")
    filled.put(pontoon, ["id:bridge"], cut(pontoon), "bridge")
    assert filled.collections() == {"Ports": ("harbour", "pontoon")}
    filled.uncollect("Ports", ["pontoon"])
    assert filled.collections() == {"Ports": ("harbour",)}
    filled.uncollect("Ports", [])
    assert filled.collections() == {}


def texts(truth: Truth, article_id: str) -> list[tuple[int, str, str]]:
    return [(each.number, each.article.id, each.article.text) for each in truth.versions(article_id)]


def test_a_changed_article_keeps_its_earlier_versions(filled: Truth) -> None:
    assert texts(filled, "mill") == [(1, "mill", UNDATED.text)]
    assert filled.versions("nothing") == ()
    second = make_article("The mill burned in May.", "mill", title="The mill")
    third = make_article("The mill burned in June.\n\nCorrection: It was not May.", "mill", title="The mill")
    put(filled, second, third, third)
    found = filled.versions("mill")
    assert [(each.number, each.article, each.note) for each in found] == [
        (1, UNDATED, ""),
        (2, second, ""),
        (3, third, "Correction: It was not May."),
    ]
    assert all(each.added.tzinfo for each in found)
    assert filled.search_keywords(["nobodi"], k=5, filters=Filters()) == []  # only the newest is searched
    described = third.with_set({"title": "A fire"})
    filled.describe(described)
    assert [each.article for each in filled.versions("mill")] == [UNDATED, second, described]


def test_an_article_of_another_id_takes_over_the_versions_of_the_one_in_whose_place_it_is_put(filled: Truth) -> None:
    second, third = (make_article(f"The mill burned in {month}.", month) for month in ("May", "June"))
    filled.put(second, ["id:mill"], cut(second), "mill")
    filled.put(third, ["id:mill"], cut(third), "May")
    expected = [(1, "mill", UNDATED.text), (2, "May", second.text), (3, "June", third.text)]
    assert texts(filled, "June") == texts(filled, "May") == texts(filled, "mill") == expected
    assert filled.ids() == ["June", "bridge", "harbour"]


def test_an_article_that_stands_elsewhere_too_keeps_its_versions(filled: Truth) -> None:
    filled.claim("mill", ["b.txt"])
    second = make_article("The mill burned in May.", "May")
    filled.put(second, ["id:mill"], cut(second), "mill")
    assert (texts(filled, "mill"), texts(filled, "May")) == ([(1, "mill", UNDATED.text)], [(1, "May", second.text)])


def test_of_the_versions_of_an_article_the_oldest_go(filled: Truth) -> None:
    for n in range(30):
        put(filled, make_article(f"The mill burned {n} times.", "mill"))
    found = texts(filled, "mill")
    assert [number for number, _, _ in found] == list(range(11, 32))
    assert found[0][2] == "The mill burned 9 times."


def test_versions_are_written_as_they_were_elsewhere(truth: Truth) -> None:
    then = [datetime(2020, 1, day, 8, 30, tzinfo=UTC) for day in (1, 2)]
    newest = make_article("The mill burned in May.", "mill")
    versions = (Version(3, UNDATED, then[0]), Version(4, newest, then[1]))
    truth.put(newest, ["id:mill"], cut(newest), None, versions)
    assert truth.versions("mill") == versions
    assert truth.last_change() is not None


def test_an_article_that_is_gone_is_gone_in_all_its_versions(filled: Truth) -> None:
    second = make_article("The mill burned in May.", "May")
    filled.put(second, ["id:mill"], cut(second), "mill")
    filled.remove("May")
    assert (filled.versions("May"), filled.versions("mill"), filled.problems()) == ((), (), [])


def test_what_a_person_set_outlives_the_article_until_it_is_forgotten(filled: Truth) -> None:
    named = UNDATED.with_set({"title": "The fire", "published": date(1890, 1, 2)})
    filled.describe(named)
    assert filled.article("mill") == named
    assert filled.set_by_hand("mill") == {"title": "The fire", "published": date(1890, 1, 2)}
    moved = make_article("The mill is built again.", "new mill")
    filled.put(moved, ["id:mill"], cut(moved))
    assert filled.set_by_hand("mill") == {"title": "The fire", "published": date(1890, 1, 2)}
    filled.forget_gone()
    assert filled.set_by_hand("mill") == {}


def test_the_index_is_told_each_passage_once_and_what_goes(filled: Truth) -> None:
    waiting = filled.to_index(100)
    assert {each for each, _ in waiting} == filled.passage_ids()
    assert (filled.to_index_count(), filled.indexed_count(), len(filled.to_index(2))) == (len(waiting), 0, 2)
    filled.mark_indexed([each for each, _ in waiting])
    assert (filled.to_index(5), filled.indexed_count()) == ([], len(waiting))
    gone = filled.matching(Filters(source="Orm Post")).tolist()
    filled.remove("bridge")
    assert filled.to_unindex() == gone
    filled.mark_unindexed(gone)
    assert filled.to_unindex() == []
    some = sorted(filled.passage_ids())[:1]
    filled.mark_stale(some)
    assert [each for each, _ in filled.to_index(5)] == some
    filled.mark_stale()
    assert filled.to_index_count() == filled.passage_count()


@pytest.fixture(params=PLACES)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[VectorPlace]:
    """Return each kind of place for vectors."""
    if request.param == "chroma folder":
        yield Embedded(tmp_path / "chroma")
    else:
        server = ChromaServer(tmp_path / "server")
        yield Server(server.url)
        server.kill()


@pytest.fixture
def index(place: VectorPlace) -> Iterator[VectorIndex]:
    """Return an index with four vectors."""
    with closing(place.open("some")) as opened:
        opened.upsert([1, 2, 3, 10], vectors())
        yield opened


def vectors() -> list[Vectors]:
    return list(np.eye(4, 8, dtype=np.float32))


def test_the_nearest_come_first(index: VectorIndex) -> None:
    asked = np.array([0.1, 1, 0.5, 0, 0, 0, 0, 0], dtype=np.float32)
    assert index.search(asked, 3) == [2, 3, 1]
    assert index.search(asked, 1) == [2]


def test_an_index_knows_what_it_holds(index: VectorIndex) -> None:
    assert (index.count(), index.ids()) == (4, {1, 2, 3, 10})
    index.delete([2, 99])
    index.upsert([3], [vectors()[0]])
    assert (index.count(), index.ids()) == (3, {1, 3, 10})
    assert index.differing([1, 3, 4, 10], np.array(vectors())) == [3]


def test_a_cleared_index_is_another_one(index: VectorIndex) -> None:
    before = index.identity
    index.clear()
    assert (index.count(), index.identity != before) == (0, True)


def test_an_index_is_there_when_it_is_opened_again_and_apart_from_others(place: VectorPlace) -> None:
    with closing(place.open("one")) as one:
        one.upsert([7], vectors()[:1])
        identity = one.identity
    with closing(place.open("two")) as two:
        assert (two.count(), two.identity != identity) == (0, True)
    with closing(place.open("one")) as again:
        assert (again.ids(), again.identity) == ({7}, identity)


def test_only_a_place_of_its_own_is_discarded(place: VectorPlace) -> None:
    with closing(place.open("one")) as one:
        one.upsert([7], vectors()[:1])
    assert place.is_sound()
    place.discard()
    with closing(place.open("one")) as again:
        assert again.count() == int(place.shared)


def test_copies_of_an_article_are_those_of_other_sources(truth: Truth) -> None:
    long = " ".join(f"The mill number {n} of Vell was built by the river in the year of the flood." for n in range(9))
    first = make_article(long, "first", title="Mills", published="2016-05-02", source="Vell Wire")
    put(
        truth,
        first,
        make_article(f"{long} It rained.", "copy", title="Old mills", published="2016-05-03", source="Orm Post"),
        make_article(f"{long} It snowed.", "again", title="Mills", published="2016-05-04", source="Vell Wire"),
        BRIDGE,
    )
    assert [each.id for each in truth.copies(first)] == ["copy"]
    assert truth.copies(BRIDGE) == ()
    assert truth.remove("copy")
    truth.sketch_older()
    assert truth.copies(first) == ()
